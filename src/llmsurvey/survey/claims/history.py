"""Claims of Section 2.2: the history of language models, and how they are trained."""

from __future__ import annotations

from llmsurvey.messages import say
from llmsurvey.survey.claims.claim import Finding, about, claim, judged
from llmsurvey.survey.claims.evidence import Evidence, computed
from llmsurvey.survey.history import printed_history


@claim(
    1,
    "2.2.1",
    en="Each of the models in the history was made public in the year that it stands under.",
    ko="변천사에 나오는 모델은 모두 해당 연도에 공개되었다.",
)
def years_of_the_history(evidence: Evidence) -> Finding:
    dated = [row for row in printed_history(evidence.registry) if row.year]
    dates = [evidence.released(row.model.id) for row in dated]
    wrong = [fact for row, fact in zip(dated, dates, strict=True) if not str(fact.value).startswith(row.year)]
    return judged(
        not wrong,
        computed(say("models with a year"), len(dated)),
        computed(say("of these in another year"), len(wrong)),
        wrong,
    )


@claim(
    2,
    "2.2.1",
    en="GPT-2 has about ten times as many parameters as GPT.",
    ko="GPT-2의 매개변수는 GPT의 약 10배이다.",
)
def gpt_2_is_ten_times_gpt(evidence: Evidence) -> Finding:
    large, small = evidence.parameters("gpt-2@1.5B"), evidence.parameters("gpt@117M")
    ratio = computed(say("GPT-2 over GPT"), large.number / small.number)
    return judged(about(ratio, 10), large, small, ratio)


@claim(3, "2.2.1", en="GPT-2 has 1.5 billion parameters.", ko="GPT-2의 매개변수는 15억 개이다.")
def gpt_2_size(evidence: Evidence) -> Finding:
    parameters = evidence.parameters("gpt-2@1.5B")
    return judged(about(parameters, 1.5e9), parameters)


@claim(4, "2.2.1", en="GPT-3 has 175 billion parameters.", ko="GPT-3의 매개변수는 1,750억 개이다.")
def gpt_3_size(evidence: Evidence) -> Finding:
    parameters = evidence.parameters("gpt-3@175B")
    return judged(about(parameters, 175e9), parameters)


@claim(5, "2.2.1", en="GPT-3 was trained on about a trillion data.", ko="GPT-3는 약 1조 개의 데이터로 학습되었다.")
def gpt_3_data(evidence: Evidence) -> Finding:
    tokens = evidence.tokens("gpt-3@175B")
    return judged(about(tokens, 1e12, tolerance=0.2), tokens)


@claim(
    6,
    "2.2.1",
    en="Models develop by getting more parameters: the largest of each year has more than that of the year before.",
    ko="거대 언어 모델은 매개변수를 늘리는 방향으로 개발된다. 즉, 매년 가장 큰 모델은 전년도의 가장 큰 모델보다 크다.",
)
def models_grow(evidence: Evidence) -> Finding:
    largest: dict[str, int] = {}
    unknown: dict[str, list[str]] = {}
    for row in printed_history(evidence.registry):
        counts = [size.parameters for size in row.model.each_size() if size.parameters]
        if row.year and counts:
            largest[row.year] = max(largest.get(row.year, 0), *counts)
        elif row.year:
            unknown.setdefault(row.year, []).append(row.model.name)
    facts = [computed(say("largest of {year}", year=year), largest[year]) for year in sorted(largest)]
    known = [largest[year] for year in sorted(largest) if year not in unknown]
    if unknown and known == sorted(known):
        names = ", ".join(name for year in sorted(unknown) for name in unknown[year])
        return Finding("can't be checked", tuple(facts), say("the parameters of {names}", names=names))
    return judged(known == sorted(known), facts)


@claim(
    7,
    "2.2.2",
    en="BERT, GPT and LLaMA are pretrained models.",
    ko="BERT, GPT, LLaMA는 사전학습 모델이다.",
)
def pretrained_examples(evidence: Evidence) -> Finding:
    kinds = [evidence.kind(name) for name in ("bert@large-uncased", "gpt@117M", "llama@7B")]
    return judged(all(kind.value == "pretrained" for kind in kinds), kinds)


@claim(8, "2.2.2", en="Alpaca and Vicuna are finetuned models.", ko="Alpaca와 Vicuna는 미세조정 모델이다.")
def finetuned_examples(evidence: Evidence) -> Finding:
    kinds = [evidence.kind(name) for name in ("alpaca@7B", "vicuna@13B-v1.1")]
    return judged(all(kind.value == "finetuned" for kind in kinds), kinds)
