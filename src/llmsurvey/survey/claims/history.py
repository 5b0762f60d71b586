"""Claims of Sections 2.1 and 2.2: the history of language models, and how they are trained."""

from __future__ import annotations

from itertools import combinations

from llmsurvey.messages import say
from llmsurvey.survey.claims.claim import Finding, claim, is_about, judge_claim
from llmsurvey.survey.claims.evidence import Evidence
from llmsurvey.survey.claims.fact import Fact, MissingFactError, computed_fact, score_fact


@claim(
    1,
    "2.1",
    en="Larger models can be more accurate (measured here: Table 4's scores of one family in one set-up).",
    ko="모델이 클수록 정확도가 높아질 수 있다(여기서는 표 4에서 같은 방식으로 측정한 같은 계열의 점수로 판단한다).",
)
def larger_is_better(evidence: Evidence) -> Finding:
    groups: dict[tuple[object, ...], list[tuple[float, Fact]]] = {}
    for score in evidence.of_table_4():
        if score.model and score.size:
            parameters = evidence.parameters(f"{score.model.id}@{score.size}").number
            groups.setdefault((score.model.id, score.set_up), []).append((parameters, score_fact(score)))
    families = [[fact for _, fact in sorted(group, key=lambda pair: pair[0])] for group in groups.values() if group[1:]]
    if not families:
        raise MissingFactError(say("scores of one family that were measured in one way"))
    rising = [
        all(smaller.number <= larger.number for smaller, larger in combinations(family, 2)) for family in families
    ]
    return judge_claim(all(rising), [fact for family in families for fact in family])


@claim(
    2,
    "2.2.1",
    en="Each of the models in the history was made public in the year that it stands under.",
    ko="변천사에 나오는 모델은 모두 해당 연도에 공개되었다.",
)
def years_of_the_history(evidence: Evidence) -> Finding:
    dated = [event for event in evidence.survey.history if event.year]
    dates = [(evidence.released(event.model), event.year) for event in dated]
    right = [fact for fact, year in dates if str(fact.value)[:4] == year]
    wrong = [fact for fact, year in dates if str(fact.value)[:4] != year]
    counts = (
        computed_fact(say("models with a year"), len(dated)),
        computed_fact(say("of these in another year"), len(wrong)),
    )
    return judge_claim(not wrong, right, counts, wrong)


@claim(
    3,
    "2.2.1",
    en="GPT-2 has ten times as many parameters as GPT (measured here: 10 to 15; its makers say more than ten).",
    ko="GPT-2의 매개변수는 GPT의 10배이다(개발사가 10배 이상이라고 하므로 여기서는 10~15배를 인정한다).",
)
def gpt_2_is_ten_times_gpt(evidence: Evidence) -> Finding:
    large, small = evidence.parameters("gpt-2@1.5B"), evidence.parameters("gpt@117M")
    ratio = computed_fact(say("GPT-2 over GPT"), large.number / small.number)
    return judge_claim(10 <= ratio.number <= 15, large, small, ratio)


@claim(4, "2.2.1", en="GPT-2 has 1.5 billion parameters.", ko="GPT-2의 매개변수는 15억 개이다.")
def gpt_2_size(evidence: Evidence) -> Finding:
    parameters = evidence.parameters("gpt-2@1.5B")
    return judge_claim(is_about(parameters, 1.5e9), parameters)


@claim(5, "2.2.1", en="GPT-3 has 175 billion parameters.", ko="GPT-3의 매개변수는 1,750억 개이다.")
def gpt_3_size(evidence: Evidence) -> Finding:
    parameters = evidence.parameters("gpt-3@175B")
    return judge_claim(is_about(parameters, 175e9), parameters)


@claim(
    6,
    "2.2.1",
    en="GPT-3 was trained on about one trillion pieces of data (measured here: tokens, within 20 %).",
    ko="GPT-3는 약 1조 개의 데이터로 학습되었다(여기서는 토큰 수로 20% 이내).",
)
def gpt_3_data(evidence: Evidence) -> Finding:
    tokens = evidence.tokens("gpt-3@175B")
    return judge_claim(is_about(tokens, 1e12, tolerance=0.2), tokens)


@claim(
    7,
    "2.2.1",
    en="Models develop towards more parameters (measured here: the largest rises in most pairs of years).",
    ko="모델은 매개변수를 늘리는 방향으로 개발된다(여기서는 연도 쌍의 과반에서 최대 모델이 커질 것).",
)
def models_grow(evidence: Evidence) -> Finding:
    return _compare_years(evidence, "parameters")


@claim(
    8,
    "2.2.1",
    en="Models develop towards more training data (measured here: the most tokens rise in most pairs of years).",
    ko="모델은 학습 데이터를 늘리는 방향으로 개발된다(여기서는 연도 쌍의 과반에서 최대 토큰 수가 늘 것).",
)
def data_grows(evidence: Evidence) -> Finding:
    return _compare_years(evidence, "tokens")


def _compare_years(evidence: Evidence, field: str) -> Finding:
    """Whether the most of a year is mostly more than that of an earlier year; years without a figure are left out."""
    facts_by_year: dict[str, list[Fact]] = {}
    for event in evidence.survey.history:
        for size in evidence.sizes(event.model) if event.year else ():
            if getattr(size, field):
                fact = getattr(evidence, field)(f"{event.model}@{size.name}")
                facts_by_year.setdefault(str(event.year), []).append(fact)
    facts = [_most_of(year, facts_by_year[year]) for year in sorted(facts_by_year)]
    pairs = list(combinations([fact.number for fact in facts], 2))
    if not pairs:
        raise MissingFactError(say("figures of two years"))
    rising = sum(later > earlier for earlier, later in pairs)
    counts = computed_fact(say("pairs of years"), len(pairs)), computed_fact(say("of these rising"), rising)
    return judge_claim(2 * rising > len(pairs), facts, counts)


def _most_of(year: str, facts: list[Fact]) -> Fact:
    most = max(facts, key=lambda fact: fact.number)
    return most._replace(what=say("largest known of {year}: {what}", year=year, what=most.what))


@claim(9, "2.2.2", en="BERT, GPT and LLaMA are pretrained models.", ko="BERT, GPT, LLaMA는 사전학습 모델이다.")
def pretrained_examples(evidence: Evidence) -> Finding:
    kinds = [evidence.kind(name) for name in ("bert@large-uncased", "gpt@117M", "llama@7B")]
    return judge_claim(all(kind.value == "pretrained" for kind in kinds), kinds)


@claim(10, "2.2.2", en="Alpaca and Vicuna are finetuned models.", ko="Alpaca와 Vicuna는 미세조정 모델이다.")
def finetuned_examples(evidence: Evidence) -> Finding:
    kinds = [evidence.kind(name) for name in ("alpaca@7B", "vicuna@13B-v1.1")]
    return judge_claim(all(kind.value == "finetuned" for kind in kinds), kinds)


@claim(
    69,
    "1",
    en="ChatGPT had 100 million monthly users two months after it came out.",
    ko="ChatGPT의 월간 이용자는 공개 두 달 만에 1억 명이 되었다.",
)
def users_of_chatgpt(evidence: Evidence) -> Finding:
    months = evidence.reading("chatgpt-months-to-100-million-users")
    return judge_claim(months.value == 2, months)


@claim(70, "2.2.1", en="The Transformer was published in 2017.", ko="Transformer 논문은 2017년에 나왔다.")
def year_of_the_transformer(evidence: Evidence) -> Finding:
    milestone = next((each for each in evidence.survey.milestones if each.name == "Transformer"), None)
    what = say("date of {name}", name="Transformer")
    if milestone is None or milestone.released is None:
        raise MissingFactError(what)
    date = Fact(what, milestone.released, milestone.sources[0].url if milestone.sources else None)
    return judge_claim(milestone.released.startswith("2017"), date)


@claim(
    71,
    "2.2.1",
    en="BERT is an encoder, GPT a decoder.",
    ko="BERT는 인코더 전용, GPT는 디코더 전용 구조이다.",
)
def architectures_of_bert_and_gpt(evidence: Evidence) -> Finding:
    bert, gpt = evidence.architecture("bert"), evidence.architecture("gpt")
    return judge_claim((bert.value, gpt.value) == ("encoder-only", "decoder-only"), bert, gpt)


@claim(72, "2.2.1", en="GPT-2 was trained on WebText.", ko="GPT-2의 학습 데이터는 WebText이다.")
def data_of_gpt_2(evidence: Evidence) -> Finding:
    data = evidence.trained_on("gpt-2@1.5B")
    return judge_claim(data.value == ("webtext",), data)
