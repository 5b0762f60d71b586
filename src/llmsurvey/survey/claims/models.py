"""Claims of Section 3.1.1 and Table 1: the open models."""

from __future__ import annotations

from llmsurvey.lineage.verdict import address
from llmsurvey.messages import say
from llmsurvey.records import EVERY_VERDICT
from llmsurvey.records.dates import first_day, last_day
from llmsurvey.registry.names import loose_form
from llmsurvey.survey.claims.claim import Finding, are_about, claim, is_about, judge_claim
from llmsurvey.survey.claims.evidence import Evidence
from llmsurvey.survey.claims.fact import Fact, MissingFactError, computed_fact, score_fact


@claim(
    11,
    "table 1",
    en="Five of eleven models, those marked O, may be used commercially (measured here: what the row's month had).",
    ko="모델 11개 중 O로 표시된 5개는 상업적으로 이용할 수 있다(여기서는 해당 연월까지 나온 크기로 판단한다).",
)
def five_of_eleven(evidence: Evidence) -> Finding:
    rows = evidence.printed(1)
    marked = [row.cells["Model"] for row in rows if row.cells["Commercial Use"] == "O"]
    best = {row.cells["Model"]: _best_verdict(evidence, row.model, row.cells["Date"]) for row in rows}
    allowed = [name for name, fact in best.items() if fact.value in ("yes", "conditional")]
    facts = (
        computed_fact(say("rows of the table"), len(rows)),
        computed_fact(say("marked O"), tuple(marked)),
        computed_fact(say("with a size that its lineage's licences allow"), tuple(allowed)),
    )
    printed = (len(marked), len(rows)) == (5, 11)
    return judge_claim(printed and allowed == marked, list(best.values()), facts, printed=printed)


def _best_verdict(evidence: Evidence, name: str, month: str) -> Fact:
    """Return the best verdict on a size of a model that was out by the end of a month (`2023.05`), or else its first.

    A model whose sizes were all out later than the table says has those that came first.
    """
    model = evidence.model(name)
    dated = {size.name: last_day(size.released or "") for size in evidence.sizes(name)}
    last = max(last_day(month.replace(".", "-")), min(dated.values(), default=""))
    verdicts = {
        size.name: evidence.licensing.assess(model, size).verdict
        for size in evidence.sizes(name)
        if dated[size.name] <= last
    }
    for verdict in reversed(EVERY_VERDICT):
        for size, size_verdict in verdicts.items():
            if size_verdict == verdict:
                return evidence.verdict(f"{name}@{size}")
    raise MissingFactError(say("the sizes of {name}", name=model.name))


@claim(
    12,
    "table 1",
    en="The models came out in the months that the table gives.",
    ko="표 1의 모델은 해당 연월에 공개되었다.",
)
def months_of_table_1(evidence: Evidence) -> Finding:
    right: list[Fact] = []
    wrong: list[Fact] = []
    for row in evidence.printed(1):
        date, month = evidence.released(row.model), row.cells["Date"].replace(".", "-")
        if month.startswith(f"{date.value}-"):
            raise MissingFactError(say("{what}, to the month", what=date.what))
        (right if str(date.value).startswith(month) else wrong).append(date)
    return judge_claim(not wrong, right, computed_fact(say("rows of the table"), len(right) + len(wrong)), wrong)


@claim(
    13,
    "table 1",
    en="The models are by the developers that the table names.",
    ko="표 1의 모델은 해당 개발 주체가 개발하였다.",
)
def developers_of_table_1(evidence: Evidence) -> Finding:
    rows = evidence.printed(1)
    facts = [(evidence.developers(row.model, row.cells["Model"]), row.cells["Developer"]) for row in rows]
    right = [fact for fact, printed in facts if _is_named(printed, fact.names)]
    wrong = [fact for fact, printed in facts if not _is_named(printed, fact.names)]
    return judge_claim(not wrong, right, computed_fact(say("rows of the table"), len(rows)), wrong)


def _is_named(printed: str, developers: tuple[str, ...]) -> bool:
    """Whether a developer is the one that is printed, in whatever spelling."""
    return any(loose_form(name).startswith(loose_form(printed)) for name in developers)


@claim(
    14,
    "3.1.1",
    en="LLaMA 2 is the newest of the models in Table 1.",
    ko="LLaMA2는 표 1의 모델 가운데 가장 최근에 공개되었다.",
)
def llama_2_is_newest(evidence: Evidence) -> Finding:
    newest = evidence.released("llama-2")
    others = [evidence.released(row.model) for row in evidence.printed(1) if row.model != "llama-2"]
    later = [fact for fact in others if last_day(str(fact.value)) >= first_day(str(newest.value))]
    if any(first_day(str(fact.value)) <= last_day(str(newest.value)) for fact in later):
        raise MissingFactError(say("the days on which {names} came out", names=", ".join(str(f.what) for f in later)))
    return judge_claim(not later, newest, computed_fact(say("models compared"), len(others)), later)


@claim(
    15,
    "3.1.1",
    en="LLaMA has four sizes: 7B, 13B, 30B and 65B (measured here: what they are called).",
    ko="LLaMA의 크기는 7B, 13B, 30B, 65B의 네 가지이다(여기서는 크기의 이름으로 판단한다).",
)
def four_sizes_of_llama(evidence: Evidence) -> Finding:
    names = evidence.names_of_sizes("llama")
    return judge_claim(names.value == ("7B", "13B", "30B", "65B"), names, evidence.pretrained_sizes("llama"))


@claim(
    16,
    "3.1.1",
    en="Every LLaMA has fewer parameters than GPT-3 (175B).",
    ko="모든 LLaMA는 GPT-3(175B)보다 매개변수가 적다.",
)
def llama_is_smaller_than_gpt_3(evidence: Evidence) -> Finding:
    largest, gpt_3 = evidence.pretrained_sizes("llama")[-1], evidence.parameters("gpt-3@175B")
    return judge_claim(largest.number < gpt_3.number, largest, gpt_3)


@claim(
    17,
    "3.1.1",
    en="LLaMA got better by more training data rather than by more parameters (measured here: 65B against GPT-3).",
    ko="LLaMA는 매개변수보다 학습 데이터를 늘려 성능을 높였다(여기서는 65B와 GPT-3를 비교한다).",
)
def llama_saw_more_data(evidence: Evidence) -> Finding:
    llama, gpt_3 = "llama@65B", "gpt-3@175B"
    tokens = evidence.tokens(llama), evidence.tokens(gpt_3)
    parameters = evidence.parameters(llama), evidence.parameters(gpt_3)
    more_data, fewer_parameters = tokens[0].number > tokens[1].number, parameters[0].number < parameters[1].number
    pairs = evidence.comparable(llama, gpt_3)
    if not pairs:
        needed = say("a score of each, measured in one way: the counts alone don't tell which is better")
        return Finding("can't be checked", (*parameters, *tokens), needed)
    better = all(llama_score.is_better_than(gpt_score) for llama_score, gpt_score in pairs)
    scores = [score_fact(score) for pair in pairs for score in pair]
    return judge_claim(more_data and fewer_parameters and better, *parameters, *tokens, scores)


@claim(
    18,
    "3.1.1",
    en="LLaMA 2 has three sizes: 7, 13 and 70 billion parameters.",
    ko="LLaMA2는 7B, 13B, 70B의 세 가지 크기로 공개되었다.",
)
def three_sizes_of_llama_2(evidence: Evidence) -> Finding:
    sizes = evidence.pretrained_sizes("llama-2")
    return judge_claim(are_about(sizes, 7e9, 13e9, 70e9), sizes)


@claim(19, "3.1.1", en="LLaMA 2 was trained on 2 trillion tokens.", ko="LLaMA2는 2조 개의 토큰으로 학습되었다.")
def tokens_of_llama_2(evidence: Evidence) -> Finding:
    tokens = [evidence.tokens(f"llama-2@{size}") for size in ("7B", "13B", "70B")]
    return judge_claim(all(is_about(fact, 2e12) for fact in tokens), tokens)


@claim(
    20,
    "3.1.1",
    en="LLaMA 2 was trained on 40 % more tokens than LLaMA (measured here: 36 to 44 %, against the two larger LLaMAs).",
    ko="LLaMA2는 LLaMA보다 40% 더 많은 토큰으로 학습되었다(여기서는 큰 두 LLaMA와 비교하며 36~44%를 인정한다).",
)
def forty_percent_more(evidence: Evidence) -> Finding:
    new, facts, shares = evidence.tokens("llama-2@70B"), [], []
    for size in ("7B", "13B", "30B", "65B"):
        old = evidence.tokens(f"llama@{size}")
        facts.append(old)
        shares.append(
            computed_fact(say("percent more than LLaMA {size}", size=size), 100 * (new.number / old.number - 1))
        )
    return judge_claim(all(is_about(share, 40, tolerance=0.1) for share in shares[2:]), new, facts, shares)


@claim(21, "3.1.1", en="LLaMA 2 may be used commercially.", ko="LLaMA2는 상업적으로 이용할 수 있다.")
def llama_2_is_commercial(evidence: Evidence) -> Finding:
    verdict = evidence.verdict("llama-2@70B")
    return judge_claim(verdict.value in ("yes", "conditional"), verdict)


@claim(22, "3.1.1", en="Alpaca is a LLaMA 7B, finetuned.", ko="Alpaca는 LLaMA 7B를 미세조정한 모델이다.")
def alpaca_is_llama_7b(evidence: Evidence) -> Finding:
    kind, bases = evidence.kind("alpaca@7B"), evidence.foundations("alpaca")
    return judge_claim(kind.value == "finetuned" and bases.value == ("llama@7B",), kind, bases)


@claim(
    23,
    "3.1.1",
    en="Alpaca was trained on about 52,000 items that text-davinci-003 generated.",
    ko="Alpaca는 text-davinci-003으로 생성한 약 5만 2천 개의 데이터로 학습되었다.",
)
def data_of_alpaca(evidence: Evidence) -> Finding:
    items, teachers = evidence.items("alpaca-52k"), evidence.generated_by("alpaca-52k")
    return judge_claim(is_about(items, 52_000) and teachers.value == ("gpt-3.5@text-davinci-003",), items, teachers)


@claim(
    24,
    "3.1.1",
    en="Vicuna has 13 billion parameters (measured here: the size with which it came out).",
    ko="Vicuna의 매개변수는 13B이다(여기서는 처음 공개된 크기로 판단한다).",
)
def size_of_vicuna(evidence: Evidence) -> Finding:
    dated = {size.name: size.released or "" for size in evidence.sizes("vicuna")}
    first = [name for name, date in dated.items() if date == min(dated.values())]
    sizes = [evidence.parameters(f"vicuna@{name}") for name in dated]
    counts = tuple(sorted({size.number for size in sizes}))
    stated_counts = computed_fact(
        say("parameters of the sizes out by July 2023"), tuple(int(count) for count in counts)
    )
    first_counts = [evidence.parameters(f"vicuna@{name}").number for name in first]
    came_first = computed_fact(say("sizes that came out first"), tuple(first))
    return judge_claim(first_counts == [13e9], came_first, sizes, stated_counts)


@claim(
    25,
    "3.1.1",
    en="Vicuna was trained on about 70,000 conversations from ShareGPT.",
    ko="Vicuna는 ShareGPT에서 수집한 약 7만 개의 대화로 학습되었다.",
)
def data_of_vicuna(evidence: Evidence) -> Finding:
    items, data = evidence.items("sharegpt"), evidence.trained_on("vicuna@13B-v1.1")
    return judge_claim("sharegpt" in data.names and is_about(items, 70_000), data, items)


@claim(
    26,
    "3.1.1",
    en="Judged by GPT-3, Vicuna reaches more than 90 % of the quality of ChatGPT and Bard.",
    ko="GPT-3의 평가에서 Vicuna는 ChatGPT와 Bard 성능의 90% 이상을 달성했다.",
)
def quality_of_vicuna(evidence: Evidence) -> Finding:
    judge = evidence.corrected(28)
    return judge_claim("GPT-3" in str(judge.value), judge)


@claim(
    27, "3.1.1", en="There is a Falcon of 7 and one of 40 billion parameters.", ko="Falcon에는 7B와 40B 모델이 있다."
)
def sizes_of_falcon(evidence: Evidence) -> Finding:
    sizes = [evidence.parameters("falcon@7B"), evidence.parameters("falcon@40B")]
    return judge_claim(is_about(sizes[0], 7e9) and is_about(sizes[1], 40e9), sizes)


@claim(
    28,
    "3.1.1",
    en="Falcon, the 7B and the 40B, was trained on 1 trillion tokens.",
    ko="Falcon 7B와 40B는 모두 1조 개의 토큰으로 학습되었다.",
)
def tokens_of_falcon(evidence: Evidence) -> Finding:
    tokens = [evidence.tokens("falcon@7B"), evidence.tokens("falcon@40B")]
    return judge_claim(all(is_about(fact, 1e12) for fact in tokens), tokens)


@claim(29, "3.1.1", en="Falcon may be used commercially.", ko="Falcon은 상업적으로 이용할 수 있다.")
def falcon_is_commercial(evidence: Evidence) -> Finding:
    verdicts = [evidence.verdict("falcon@7B"), evidence.verdict("falcon@40B")]
    return judge_claim(all(verdict.value in ("yes", "conditional") for verdict in verdicts), verdicts)


@claim(
    30,
    "3.1.1",
    en="BLOOM has 176 billion parameters, on a par with GPT-3 (measured here: within 1 %).",
    ko="BLOOM은 GPT-3와 대등한(여기서는 1% 이내) 1,760억 개의 매개변수를 가진다.",
)
def bloom_is_like_gpt_3(evidence: Evidence) -> Finding:
    bloom, gpt_3 = evidence.parameters("bloom@176B"), evidence.parameters("gpt-3@175B")
    return judge_claim(is_about(bloom, 176e9, 0.01) and is_about(bloom, gpt_3.number, 0.01), bloom, gpt_3)


@claim(31, "3.1.1", en="BLOOM is multilingual.", ko="BLOOM은 다국어 언어 모델이다.")
def bloom_is_multilingual(evidence: Evidence) -> Finding:
    languages = evidence.languages("bloom@176B")
    return judge_claim(
        len(languages.names) > 1, languages, computed_fact(say("languages in the registry"), len(languages.names))
    )


@claim(
    32,
    "3.1.1",
    en="LLaMA 2 does better than the open models before it (measured here: pretrained ones of Table 2).",
    ko="LLaMA2는 기존의 공개 모델보다 성능이 우수하다(여기서는 표 2의 사전학습 모델을 평균으로 비교한다).",
)
def llama_2_beats_earlier_models(evidence: Evidence) -> Finding:
    means = evidence.means()
    if "llama-2@70B" not in means:
        raise MissingFactError(say("average of {name}", name="llama-2@70B"))
    own, start = means["llama-2@70B"], first_day(str(evidence.released("llama-2").value))
    older = [name for name in means if _last_day_of_release(evidence, name) < start]
    earlier = [means[name] for name in older if evidence.kind(name).value == "pretrained"]
    if not earlier:
        needed = say(
            "averages of older pretrained models: those of the table are all finetuned, so the pairs are unlike"
        )
        return Finding("can't be checked", (own, *(means[name] for name in older)), needed)
    best = max(earlier, key=lambda mean: mean.number)
    count = computed_fact(say("models of the table that are older"), len(earlier))
    others = [mean for mean in earlier if mean is not best]
    return judge_claim(own.number > best.number, others, count, best, own)


def _last_day_of_release(evidence: Evidence, name: str) -> str:
    """Return the last day on which a size may have come out."""
    model, size = evidence.size(name)
    if size.released is None:
        raise MissingFactError(say("date of {name}", name=address(model, size)))
    return last_day(size.released)
