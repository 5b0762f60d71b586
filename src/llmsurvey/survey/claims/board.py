"""Claims of Section 3.1.2 and Table 2: the leaderboard of July 2023."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from llmsurvey.messages import say
from llmsurvey.survey.claims.claim import Finding, claim, judge_claim
from llmsurvey.survey.claims.evidence import Evidence
from llmsurvey.survey.claims.fact import Fact, MissingFactError, computed_fact

_AVERAGE = "Average (F1-score)"
_ROUNDING = 0.1
"""How far an average of four rounded scores may be from one that was rounded itself."""


@claim(
    33,
    "3.1.2",
    en="Of the ten best models of 27 July 2023 one is pretrained and nine are finetuned.",
    ko="2023년 7월 27일의 상위 10개 모델은 미세조정 모델 9개와 사전학습 모델 1개로 이루어져 있다.",
)
def one_pretrained_nine_finetuned(evidence: Evidence) -> Finding:
    kinds = [evidence.kind(name) for name in evidence.top_ten]
    pretrained, finetuned = (sum(fact.value == kind for fact in kinds) for kind in ("pretrained", "finetuned"))
    counts = computed_fact(say("pretrained"), pretrained), computed_fact(say("finetuned"), finetuned)
    return judge_claim((pretrained, finetuned) == (1, 9), kinds, counts)


@claim(34, "3.1.2", en="The pretrained one is LLaMA 2.", ko="사전학습 모델은 LLaMA2이다.")
def the_pretrained_one_is_llama_2(evidence: Evidence) -> Finding:
    kinds = {name: evidence.kind(name) for name in evidence.top_ten}
    pretrained = tuple(name for name, fact in kinds.items() if fact.value == "pretrained")
    only = bool(pretrained) and all(name.startswith("llama-2@") for name in pretrained)
    return judge_claim(only, list(kinds.values()), computed_fact(say("pretrained"), pretrained))


@claim(
    35,
    "3.1.2",
    en="All nine finetuned models were made from LLaMA, or from LLaMA 2.",
    ko="미세조정 모델 9개는 모두 LLaMA 또는 LLaMA2로 만들어졌다.",
)
def all_nine_are_of_the_llama_family(evidence: Evidence) -> Finding:
    finetuned = [name for name in evidence.top_ten if evidence.kind(name).value == "finetuned"]
    roots = [evidence.roots(name) for name in finetuned]
    facts = [
        *(
            computed_fact(say("what {name} begins with", name=name), tuple(sorted(own_roots)))
            for name, own_roots in zip(finetuned, roots, strict=True)
        ),
        computed_fact(say("made from {name}", name="LLaMA"), roots.count({"llama"})),
        computed_fact(say("made from {name}", name="LLaMA 2"), roots.count({"llama-2"})),
        computed_fact(say("made from another"), sum(not own_roots <= {"llama", "llama-2"} for own_roots in roots)),
    ]
    return judge_claim(len(roots) == 9 and all(own_roots <= {"llama", "llama-2"} for own_roots in roots), facts)


@claim(
    36,
    "table 2",
    en="The averages are the means of the four benchmarks.",
    ko="평균은 네 벤치마크 점수를 평균한 값이다.",
)
def averages_are_means(evidence: Evidence) -> Finding:
    means = evidence.means()
    printed = {
        f"{score.model}@{score.size}": float(score.percent)
        for score in evidence.scores
        if score.table == "2" and score.reading == "printed"
    }
    if set(printed) != set(means):
        raise MissingFactError(say("the scores of all {count} rows", count=len(printed)))
    off = {name: abs(means[name].number - printed[name]) for name in printed}
    facts = [
        *(fact for name in printed for fact in (evidence.as_printed(name, printed[name]), means[name])),
        computed_fact(say("rows"), len(printed)),
        computed_fact(say("averages that agree"), sum(difference <= _ROUNDING for difference in off.values())),
        computed_fact(say("largest difference"), max(off.values())),
    ]
    return judge_claim(max(off.values()) <= _ROUNDING, facts)


@claim(37, "table 2", en="The averages are averages of F1-scores.", ko="평균은 F1-score를 평균한 값이다.")
def averages_are_f1(evidence: Evidence) -> Finding:
    metrics = {score.benchmark: score for scores in evidence.top_ten.values() for score in scores.values()}
    facts = [
        Fact(say("metric on {benchmark}", benchmark=benchmark), score.metric, score.source)
        for benchmark, score in metrics.items()
    ]
    return judge_claim(all("f1" in str(fact.value).casefold() for fact in facts), facts)


@claim(38, "table 2", en="The rows stand in the order of their averages.", ko="표 2의 행은 평균 점수 순서로 되어 있다.")
def rows_are_in_order(evidence: Evidence) -> Finding:
    averages = [row.cells[_AVERAGE] for row in evidence.printed(2)]
    falling = all(float(first) >= float(second) for first, second in pairwise(averages))
    return judge_claim(falling, computed_fact(say("averages as printed"), tuple(averages)))


@claim(
    39,
    "table 2",
    en="The types of the ten models, pretrained or finetuned, are right.",
    ko="표 2의 모델 유형(사전학습 또는 미세조정)은 옳다.",
)
def types_are_right(evidence: Evidence) -> Finding:
    meant, rows = evidence.rows_of_table_2(), evidence.printed(2)
    missing = [row.cells["Model"] for row in rows if row.cells["Model"] not in meant]
    if missing:
        raise MissingFactError(say("which model {name} is", name=missing[0]))
    kinds = [evidence.kind(meant[row.cells["Model"]]) for row in rows]
    agree = sum(row.cells["Type"] == fact.value for row, fact in zip(rows, kinds, strict=True))
    facts = computed_fact(say("rows"), len(rows)), computed_fact(say("types that agree"), agree)
    return judge_claim(agree == len(rows), kinds, facts)


@claim(
    40,
    "3.1.2",
    en="Models made from LLaMA 2 came soon after it (measured here: those among the ten within two weeks).",
    ko="LLaMA2로 만든 모델은 LLaMA2 공개 직후에 나왔다(여기서는 상위 10개 가운데 2주 이내에 나온 것으로 판단한다).",
)
def finetunes_came_soon(evidence: Evidence) -> Finding:
    start = evidence.released("llama-2")
    names = [name for name in evidence.top_ten if evidence.roots(name) == {"llama-2"} and "llama-2@" not in name]
    facts = [evidence.released(name.partition("@")[0]) for name in names]
    if not facts:
        raise MissingFactError(say("models made from {name} on the board", name="LLaMA 2"))
    days = max((_day_of_fact(fact) - _day_of_fact(start)).days for fact in facts)
    return judge_claim(days <= 14, start, facts, computed_fact(say("days until the last of them"), days))


@claim(
    87,
    "3.1.2",
    en="The board compares models on ARC, HellaSwag, MMLU and TruthfulQA (measured here: the scores behind Table 2).",
    ko="리더보드의 벤치마크는 ARC, HellaSwag, MMLU, TruthfulQA이다(여기서는 표 2의 점수로 판단한다).",
)
def benchmarks_of_the_board(evidence: Evidence) -> Finding:
    benchmarks = {benchmark for scores in evidence.top_ten.values() for benchmark in scores}
    averaged = computed_fact(say("benchmarks of the board"), tuple(sorted(benchmarks)))
    return judge_claim(benchmarks == {"arc", "hellaswag", "mmlu", "truthfulqa"}, averaged)


def _day_of_fact(fact: Fact) -> date:
    """Return a date to the day. Raises MissingFactError for one that isn't known so precisely."""
    try:
        return date.fromisoformat(str(fact.value))
    except ValueError:
        raise MissingFactError(say("{what}, to the day", what=fact.what)) from None
