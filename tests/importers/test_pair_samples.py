"""Which answers of two logs are to the same question."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.errors import RequestError
from llmsurvey.importers.pair_samples import Pairs, pair_up
from llmsurvey.importers.samples import Answers, Log
from llmsurvey.records import Benchmark
from llmsurvey.registry.registry import Registry

REGISTRY = Registry(benchmarks=(Benchmark(id="arc", name="ARC", aliases=("arc_challenge",), metric="acc_norm"),))

scores = st.dictionaries(st.integers(-5, 30), st.integers(0, 4).map(lambda part: part / 4), min_size=1)


def answers(samples: Iterable[dict[str, Any]]) -> Answers:
    made = Answers()
    for sample in samples:
        made.add(sample)
    return made


def log(*samples: dict[str, Any], name: str = "one", is_told: bool = True, **tasks: Iterable[dict[str, Any]]) -> Log:
    """A log of these answers to the task quiz, or of several tasks."""
    made = {task: answers(each) for task, each in (tasks or {"quiz": samples}).items()}
    return Log(name, made, is_told)


def asked(number: int, score: float = 1.0, **more: Any) -> dict[str, Any]:
    return {"doc_id": number, "acc": score, **more}


def pair(first: Log, second: Log, metric: str | None = None, *, mix: bool = False) -> Pairs:
    return pair_up(first, second, metric, REGISTRY, mix=mix)


def shared(pairs: Pairs, benchmark: str = "quiz") -> list[tuple[float, float]]:
    """What both scored on each question."""
    found = pairs.pairs[benchmark][1]
    return sorted(zip(found.first.tolist(), found.second.tolist(), strict=True))


@given(scores, scores, st.randoms())
def test_answers_are_paired_by_number(first: dict[int, float], second: dict[int, float], random: Any) -> None:
    logs = [[asked(*each) for each in found.items()] for found in (first, second)]
    random.shuffle(logs[0])
    both = sorted((first[number], second[number]) for number in first.keys() & second.keys())
    if not both:
        with pytest.raises(RequestError, match=r"one and other have no question in common\.$"):
            pair(log(*logs[0]), log(*logs[1], name="other"))
        return
    pairs = pair(log(*logs[0]), log(*logs[1], name="other"))
    assert shared(pairs) == both
    left = len(first) + len(second) - 2 * len(both)
    told = [note for note in pairs.notes if "left out: the other wasn't asked the same question." in note]
    assert [note.split()[0] for note in told] == ([str(left)] if left else [])


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("ab"), st.integers(0, 1)), min_size=1))
def test_repeats_of_a_question_are_averaged(asks: list[tuple[int, str, int]]) -> None:
    first = [asked(number, score, doc_hash=text) for number, text, score in asks]
    second = [asked(number, 1, doc_hash=text) for number, text in {ask[:2] for ask in asks}]
    pairs = pair(log(*first), log(*second))
    by_question: dict[tuple[int, str], list[int]] = {}
    for number, text, score in asks:
        by_question.setdefault((number, text), []).append(score)
    assert shared(pairs) == sorted((sum(each) / len(each), 1.0) for each in by_question.values())
    repeats = len(asks) - len(by_question)
    assert any("repeat" in note for note in pairs.notes) == (repeats > 0)


@pytest.mark.parametrize("field", ["doc_hash", "doc", "target_hash", "prompt_hash"])
def test_another_text_makes_another_question(field: str) -> None:
    first = log({**asked(0), field: "a"}, {**asked(1, 0.0), field: "b"})
    second = log({**asked(0), field: "a"}, {**asked(1), field: "x"}, name="other")
    pairs = pair(first, second)
    assert shared(pairs) == [(1, 1)]
    assert f"1 question isn't the same in both ({field}): left out." in pairs.notes


def test_one_number_can_have_several_texts() -> None:
    first = log(asked(0, 0.25, doc="a"), asked(0, 0.5, doc="b"), asked(0, 0.75, doc="c"))
    second = log(asked(0, 0.1, doc="b"), asked(0, 0.2, doc="a"), asked(0, 0.3, doc="d"))
    pairs = pair(first, second)
    assert shared(pairs) == [(0.25, 0.2), (0.5, 0.1)]
    assert "1 question isn't the same in both (doc): left out." in pairs.notes


@pytest.mark.parametrize(
    ("first", "second"), [({}, {}), ({"doc_hash": "a"}, {}), ({}, {"doc": {"a": 1}}), ({"doc": "a"}, {"doc_hash": "b"})]
)
def test_texts_that_can_not_be_checked_are_told(first: dict[str, Any], second: dict[str, Any]) -> None:
    pairs = pair(log(asked(0, **first)), log(asked(0, **second)))
    assert shared(pairs) == [(1, 1)]
    assert pairs.notes == ("1 question is paired by its number alone: not both logs have its text.",)


def test_nothing_is_said_of_texts_that_agree() -> None:
    same = asked(0, doc_hash="a", prompt_hash="b", target_hash="c")
    assert pair(log(same), log(same)).notes == ()


def test_questions_put_in_other_words_are_paired_on_request() -> None:
    first = log(asked(0, doc_hash="a", prompt_hash="p"), asked(1, doc_hash="b", prompt_hash="p"))
    second = log(asked(0, 0.0, doc_hash="a", prompt_hash="q"), asked(1, doc_hash="x", prompt_hash="q"), name="other")
    with pytest.raises(RequestError, match=r"those of one number differ \(doc_hash, prompt_hash\)\.$"):
        pair(first, second)
    pairs = pair(first, second, mix=True)
    assert shared(pairs) == [(1, 0)]
    assert str(pairs.notes[0]).startswith("MIXED on request: 1 question was put in other words (prompt_hash)")


def test_where_only_prompts_differ_mix_is_named() -> None:
    first, second = (log(asked(0, doc_hash="a", prompt_hash=prompt), name=prompt) for prompt in ("one", "other"))
    with pytest.raises(RequestError, match=r"Only their prompts do: pair them all the same with mix=True\.$"):
        pair(first, second)


def test_runs_in_two_prompts_are_not_averaged() -> None:
    first = log(asked(0, 0.0, doc_hash="a", prompt_hash="p"), asked(0, 1.0, doc_hash="a", prompt_hash="q"))
    assert shared(pair(first, log(asked(0, 0.5, doc_hash="a", prompt_hash="q")))) == [(1, 0.5)]


# Tasks and metrics


def test_tasks_are_compared_as_benchmarks() -> None:
    first = log(arc_challenge=[asked(0)], a=[asked(0)])
    pairs = pair(first, log(arc_challenge=[asked(0)], b=[asked(0)], name="other"))
    assert list(pairs.pairs) == ["arc"]
    assert pairs.notes[-2:] == ("Only one has a.", "Only other has b.")


def test_two_tasks_of_one_benchmark_stay_apart() -> None:
    both = log(arc_challenge=[asked(0)], arc=[asked(0)])
    assert list(pair(both, both).pairs) == ["arc_challenge", "arc"]


def test_without_a_common_task_both_are_named() -> None:
    with pytest.raises(RequestError, match=r"one and other have no task in common: a against b\."):
        pair(log(a=[asked(0)]), log(b=[asked(0)], name="other"))


def test_a_file_that_tells_no_task_goes_with_any() -> None:
    assert list(pair(log(a=[asked(0)]), log(b=[asked(0)], is_told=False)).pairs) == ["a"]


def test_the_usual_metric_is_compared() -> None:
    both = [{"doc_id": 0, "acc": 1.0, "acc_norm": 0.0}]
    assert pair(log(arc_challenge=both), log(arc_challenge=both)).pairs["arc"][0] == "acc_norm"
    assert pair(log(arc_challenge=both), log(arc_challenge=both), "acc").pairs["arc"][0] == "acc"


def test_a_choice_among_metrics_is_told() -> None:
    both = [asked(0, f1=0.5, filter="strict"), asked(0, 0.0, filter="loose")]
    pairs = pair(log(*both), log(*both))
    assert pairs.pairs["quiz"][0] == "acc,strict"
    assert pairs.notes[-1] == "Compared by acc,strict (f1,strict, acc,loose with metric): quiz."
    assert pair(log(*both), log(*both), "acc,loose").pairs["quiz"][0] == "acc,loose"
    assert pair(log(*both), log(*both), "acc").notes[-1] == ("Compared by acc,strict (acc,loose with metric): quiz.")


def test_a_metric_that_both_do_not_have_is_refused() -> None:
    with pytest.raises(RequestError, match=r"metric: both have no f1\. There are: acc\."):
        pair(log(asked(0)), log(asked(0, f1=1.0)), "f1")


def test_without_a_common_metric_both_are_refused() -> None:
    with pytest.raises(RequestError, match=r"the two logs share no metric in quiz\."):
        pair(log(asked(0)), log({"doc_id": 0, "f1": 1.0}))


def test_a_task_without_the_metric_is_told() -> None:
    first = log(a=[asked(0)], b=[{"doc_id": 0, "f1": 1.0}])
    pairs = pair(first, log(a=[asked(0)], b=[{"doc_id": 0, "em": 1.0}]))
    assert list(pairs.pairs) == ["a"]
    assert "Left out, because the logs share no metric: b." in pairs.notes


def test_scores_beyond_1_are_no_shares() -> None:
    assert pair(log(asked(0, 0.5)), log(asked(0, 1.0))).pairs["quiz"][1].is_share
    assert not pair(log(asked(0, 0.5)), log(asked(0, 1.5))).pairs["quiz"][1].is_share
    assert not pair(log(asked(0, -0.5)), log(asked(0, 1.0))).pairs["quiz"][1].is_share
