"""Claims of Section 3.1.1: who made the open models, and to what they owe what they do."""

from __future__ import annotations

from llmsurvey.messages import say
from llmsurvey.survey.claims.claim import Finding, claim, is_about, judge_claim
from llmsurvey.survey.claims.evidence import Evidence
from llmsurvey.survey.claims.fact import MissingFactError, score_fact


@claim(
    73,
    "3.1.1",
    en="Vicuna was made by members of UC Berkeley, UC San Diego, CMU and MBZUAI, and of no other university.",
    ko="Vicuna의 개발에는 UC Berkeley, UC San Diego, CMU, MBZUAI의 구성원만 참여하였다.",
)
def universities_of_vicuna(evidence: Evidence) -> Finding:
    missing = evidence.corrected(25)
    return judge_claim("Stanford" not in str(missing.value), missing)


@claim(
    74,
    "3.1.1",
    en="More than a thousand people took part in BLOOM.",
    ko="BLOOM에는 천 명이 넘는 사람이 참여하였다.",
)
def people_of_bloom(evidence: Evidence) -> Finding:
    people = evidence.reading("bloom-people")
    return judge_claim(people.number >= 1000, people)


@claim(
    75,
    "3.1.1",
    en="Falcon was made by the Technology Innovation Institute.",
    ko="Falcon의 개발사는 Technology Innovation Institute이다.",
)
def maker_of_falcon(evidence: Evidence) -> Finding:
    developers = evidence.developers("falcon", "Falcon")
    return judge_claim(developers.value == ("Technology Innovation Institute",), developers)


@claim(
    76,
    "4.2",
    en="LLaMA owes its performance to training data of higher quality.",
    ko="LLaMA의 성능은 품질이 더 높은 학습 데이터 덕분이다.",
)
def quality_of_llama_s_data(evidence: Evidence) -> Finding:
    focus = evidence.corrected(73)
    return judge_claim("quality" in str(focus.value), focus)


@claim(
    77,
    "3.1.1",
    en="Alpaca does about as well as text-davinci-003.",
    ko="Alpaca의 성능은 text-davinci-003과 비슷하다.",
)
def alpaca_is_like_davinci(evidence: Evidence) -> Finding:
    pairs = evidence.comparable("alpaca@7B", "gpt-3.5@text-davinci-003")
    if not pairs:
        raise MissingFactError(say("a score of each, measured in one way"))
    near = all(is_about(float(ours.exact), float(theirs.exact)) for ours, theirs in pairs)
    return judge_claim(near, [score_fact(score) for pair in pairs for score in pair])
