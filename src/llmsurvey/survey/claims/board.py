"""Claims of Section 3.1.2 and Table 2: the leaderboard of July 2023."""

from __future__ import annotations

from itertools import pairwise

from llmsurvey.boards.rank import BOARD_BENCHMARKS
from llmsurvey.messages import say
from llmsurvey.records import Score
from llmsurvey.records.quantities import rounded
from llmsurvey.survey.claims.claim import Finding, claim, judged
from llmsurvey.survey.claims.evidence import Evidence, Fact, MissingFactError, computed


def _kinds(evidence: Evidence) -> list[str]:
    """What the registry says of each of the ten: pretrained or finetuned."""
    return [str(evidence.kind(_address(scores)).value) for scores in evidence.top_ten.values()]


def _address(scores: dict[str, Score]) -> str:
    score = next(iter(scores.values()))
    if score.model is None:
        raise MissingFactError(say("which model {name} is", name=score.name_as_printed))
    return f"{score.model}@{score.size}" if score.size else score.model


def _means(evidence: Evidence) -> dict[str, float]:
    """The mean of the four benchmarks of each, in percent."""
    found = {}
    for name, scores in evidence.top_ten.items():
        if set(scores) < set(BOARD_BENCHMARKS):
            raise MissingFactError(say("all four scores of {name}", name=name))
        found[name] = float(sum(score.percent for score in scores.values()) / len(scores))
    return found


@claim(
    28,
    "3.1.2",
    en="Of the ten best models of 27 July 2023 one is pretrained and nine are finetuned.",
    ko="2023년 7월 27일의 상위 10개 모델은 미세조정 모델 9개와 사전학습 모델 1개로 이루어져 있다.",
)
def one_pretrained_nine_finetuned(evidence: Evidence) -> Finding:
    kinds = _kinds(evidence)
    counts = [
        computed(say("pretrained"), kinds.count("pretrained")),
        computed(say("finetuned"), kinds.count("finetuned")),
    ]
    return judged([fact.value for fact in counts] == [1, 9], counts)


@claim(29, "3.1.2", en="The pretrained one is LLaMA 2.", ko="사전학습 모델은 LLaMA2이다.")
def the_pretrained_one_is_llama_2(evidence: Evidence) -> Finding:
    addresses = [_address(scores) for scores in evidence.top_ten.values()]
    pretrained = tuple(name for name, kind in zip(addresses, _kinds(evidence), strict=True) if kind == "pretrained")
    return judged(
        bool(pretrained) and all(name.startswith("llama-2@") for name in pretrained),
        computed(say("pretrained"), pretrained),
    )


@claim(
    30,
    "3.1.2",
    en="All nine finetuned models were made from LLaMA or LLaMA 2.",
    ko="미세조정 모델 9개는 모두 LLaMA 또는 LLaMA2를 기반 모델로 한다.",
)
def all_nine_are_of_the_llama_family(evidence: Evidence) -> Finding:
    heads: dict[str, int] = {"llama": 0, "llama-2": 0, "": 0}
    for scores, kind in zip(evidence.top_ten.values(), _kinds(evidence), strict=True):
        if kind == "finetuned":
            heads[_head(evidence, _address(scores))] += 1
    facts = [
        computed(say("made from {name}", name="LLaMA"), heads["llama"]),
        computed(say("made from {name}", name="LLaMA 2"), heads["llama-2"]),
        computed(say("made from another"), heads[""]),
    ]
    return judged(heads[""] == 0 and heads["llama"] + heads["llama-2"] == 9, facts)


def _head(evidence: Evidence, name: str) -> str:
    """Which of the two LLaMA a size goes back to; empty for neither."""
    waiting = [evidence.size(name)]
    while waiting:
        model, size = waiting.pop()
        if model.id in ("llama", "llama-2"):
            return model.id
        waiting += [
            (base, each)
            for link in size.foundations or ()
            for base, sizes in [evidence.registry.meant_by(link)]
            for each in sizes
        ]
    return ""


@claim(
    31,
    "table 2",
    en="The averages are the means of the four benchmarks, to one digit.",
    ko="평균은 네 벤치마크 점수를 소수 첫째 자리까지 평균한 값이다.",
)
def averages_are_means(evidence: Evidence) -> Finding:
    rows = evidence.printed(2)
    means = _means(evidence)
    if len(rows) != len(means):
        raise MissingFactError(say("the scores of all {count} rows", count=len(rows)))
    recomputed = sorted((float(rounded(mean, 1)) for mean in means.values()), reverse=True)
    shown = sorted((float(row.cells["Average (F1-score)"]) for row in rows), reverse=True)
    agree = sum(one == other for one, other in zip(recomputed, shown, strict=True))
    facts = [computed(say("rows"), len(rows)), computed(say("averages that agree"), agree)]
    return judged(agree == len(rows), facts)


@claim(32, "table 2", en="The averages are F1-scores.", ko="평균은 F1-score의 평균이다.")
def averages_are_f1(evidence: Evidence) -> Finding:
    metrics = {score.metric: score for scores in evidence.top_ten.values() for score in scores.values()}
    facts = [
        Fact(say("metric on {benchmark}", benchmark=score.benchmark), score.metric, score.source)
        for score in metrics.values()
    ]
    return judged(all("f1" in metric.casefold() for metric in metrics), facts)


@claim(
    33,
    "table 2",
    en="The rows stand in the order of their averages.",
    ko="표 2의 행은 평균 점수 순서로 되어 있다.",
)
def rows_are_in_order(evidence: Evidence) -> Finding:
    averages = [float(row.cells["Average (F1-score)"]) for row in evidence.printed(2)]
    falling = all(first >= second for first, second in pairwise(averages))
    return judged(falling, computed(say("averages as printed"), tuple(str(each) for each in averages)))


@claim(
    34,
    "2.1",
    en="Larger models are more accurate: in Table 2 every one of 70 billion parameters leads every one of 30 billion.",
    ko="모델이 클수록 정확도가 높다. 즉, 표 2의 70B 모델은 모두 30B 모델보다 점수가 높다.",
)
def seventy_leads_thirty(evidence: Evidence) -> Finding:
    means = _means(evidence)
    sized = [
        (evidence.parameters(_address(scores)).number, means[name], name) for name, scores in evidence.top_ten.items()
    ]
    large = [(mean, name) for parameters, mean, name in sized if parameters > 66e9]
    small = [(mean, name) for parameters, mean, name in sized if parameters < 40e9]
    if not large or not small:
        raise MissingFactError(say("models of both sizes on the board"))
    (low, low_name), (high, high_name) = min(large), max(small)
    facts = [
        computed(say("lowest of 70B: {name}", name=low_name), low),
        computed(say("highest of 30B: {name}", name=high_name), high),
    ]
    return judged(low > high, facts)


@claim(
    35,
    "3.1.2",
    en="LLaMA 2's finetuned models came quickly: those among the ten appeared within two weeks of it.",
    ko="LLaMA2 공개 후 얼마 지나지 않아(2주 이내) 이를 미세조정한 모델들이 공개되었다.",
)
def finetunes_came_quickly(evidence: Evidence) -> Finding:
    start = evidence.released("llama-2")
    facts = []
    for scores in evidence.top_ten.values():
        model, _ = evidence.size(_address(scores))
        if model.id != "llama-2" and _head(evidence, _address(scores)) == "llama-2":
            facts.append(evidence.released(model.id))
    if not facts:
        raise MissingFactError(say("models made from {name} on the board", name="LLaMA 2"))
    days = [_days_between(str(start.value), str(fact.value)) for fact in facts]
    return judged(max(days) <= 14, start, facts, computed(say("days until the last of them"), max(days)))


def _days_between(first: str, second: str) -> int:
    from datetime import date

    from llmsurvey.records.dates import last_day

    return (date.fromisoformat(last_day(second)) - date.fromisoformat(last_day(first))).days
