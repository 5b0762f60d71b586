"""Which measures of a board are taken, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.boards.made import made, matrix

from llmsurvey.boards.board import Board, Measure
from llmsurvey.boards.choose_measures import select_comparable
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.errors import RequestError, UnknownNameError
from llmsurvey.records import Benchmark
from llmsurvey.registry.registry import Registry

REGISTRY = Registry(
    benchmarks=(
        Benchmark(id="arc", name="ARC", aliases=("AI2 Reasoning Challenge",), metric="acc_norm"),
        Benchmark(id="gsm8k", name="GSM8K", metric="acc"),
    )
)


def chosen(board: Board, **measures: Any) -> list[Measure]:
    return list(select_comparable(board, MeasureFilter(**measures), REGISTRY)[0].measures)


def names(board: Board, **measures: Any) -> list[str]:
    return [measure.benchmark for measure in chosen(board, **measures)]


def two_ways(**other: Any) -> Board:
    """One benchmark in two ways: `a` is measured in the one, `b` in the other, `c` in both."""
    first = Measure("quiz", "acc", 5, "harness 0.3", "1", "board")
    return made({"a": (50, None), "b": (None, 60), "c": (70, 71)}, first, first._replace(**other))


OPTIONS = {"version": "task_version", "precision": "run_precision"}
"""The options that aren't called as what they ask for."""

DIFFERENT: list[tuple[dict[str, Any], str]] = [
    ({"metric": "f1"}, "(metric: acc, f1), which can't be compared. Choose with metric=['quiz=acc'],"),
    ({"shots": 0}, "(shots: 5, 0), which can't be compared. Choose with shots={'quiz': 5},"),
    (
        {"harness": "another"},
        "(harness: harness 0.3, another), which can't be compared. Choose with harness='harness 0.3'",
    ),
    ({"version": "2"}, "(version: 1, 2), which can't be compared. Choose with task_version='1',"),
    ({"reporter": "developer"}, "(reporter: board, developer), which can't be compared. Choose with reporter='board',"),
]


@pytest.mark.parametrize(("other", "said"), DIFFERENT)
def test_scores_of_two_set_ups_are_refused_with_the_option_that_chooses(other: dict[str, Any], said: str) -> None:
    with pytest.raises(RequestError) as refused:
        select_comparable(two_ways(**other), MeasureFilter(), REGISTRY)
    assert str(refused.value).startswith("made: quiz is measured in several ways ")
    assert said in str(refused.value)
    assert str(refused.value).endswith("or mix them with mix=True.")


@pytest.mark.parametrize("other", [other for other, _ in DIFFERENT])
def test_the_option_chooses_one_of_them(other: dict[str, Any]) -> None:
    ((field, value),) = other.items()
    measures = {"metric": (value,)} if field == "metric" else {OPTIONS.get(field, field): value}
    board, messages = select_comparable(two_ways(**other), MeasureFilter(**measures), REGISTRY)
    assert [getattr(measure, field) for measure in board.measures] == [value]
    assert list(board.facts["name"]) == ["b", "c"]
    assert board.values[:, 0].tolist() == [60, 71]
    assert messages == ()


@pytest.mark.parametrize("other", [other for other, _ in DIFFERENT])
def test_mixing_takes_the_first_score_that_an_entry_has_and_says_so(other: dict[str, Any]) -> None:
    board, (message,) = select_comparable(two_ways(**other), MeasureFilter(mix=True), REGISTRY)
    assert board.values[:, 0].tolist() == [50, 60, 70]
    assert message.startswith(
        f"MIXED on request: scores on quiz differ in {next(iter(other))}. Of each model the first"
    )


def test_mixing_leaves_the_board_itself_as_it_was() -> None:
    board = two_ways(shots=0)
    select_comparable(board, MeasureFilter(mix=True), REGISTRY)
    assert np.array_equal(board.values, matrix([(50, None), (None, 60), (70, 71)]), equal_nan=True)


def test_mixing_takes_errors_and_items_from_where_the_score_is() -> None:
    first = Measure("quiz", "acc", 5)
    board = made(
        {"a": (50, None), "b": (None, 60)},
        first,
        first._replace(shots=0),
        errors=[(1, None), (None, 2)],
        items=[(100, None), (None, 200)],
    )
    mixed, _ = select_comparable(board, MeasureFilter(mix=True), REGISTRY)
    assert mixed.errors is not None
    assert mixed.items is not None
    assert (mixed.errors[:, 0].tolist(), mixed.items[:, 0].tolist()) == ([1, 2], [100, 200])


def test_mixing_says_nothing_where_there_is_nothing_to_mix() -> None:
    assert select_comparable(made({"a": (1, 2)}, "arc", "quiz"), MeasureFilter(mix=True), REGISTRY)[1] == ()


def test_benchmarks_may_differ_from_each_other_in_all() -> None:
    board = made({"a": (1, 2)}, Measure("arc", "acc_norm", 25, "x"), Measure("gsm8k", "acc", 5, "y"))
    assert names(board) == ["arc", "gsm8k"]


def test_of_several_metrics_the_usual_one_of_the_registry_is_taken() -> None:
    board = made({"a": (50, 60)}, Measure("arc", "acc"), Measure("arc", "acc_norm"))
    assert [measure.metric for measure in chosen(board)] == ["acc_norm"]
    assert [measure.metric for measure in chosen(board, metric=("acc",))] == ["acc"]


def test_a_usual_metric_that_nobody_has_is_not_taken() -> None:
    board = made({"a": (50,)}, Measure("arc", "f1"))
    assert [measure.metric for measure in chosen(board)] == ["f1"]


def test_parts_averages_and_what_is_no_percentage_are_left_out() -> None:
    board = made(
        {"a": (50, 60, 70, 80)},
        Measure("arc"),
        Measure("mmlu/anatomy"),
        Measure("average", "mean"),
        Measure("lambada", "perplexity", unit="perplexity"),
    )
    assert names(board) == ["arc"]


def test_parts_and_averages_are_taken_where_they_are_named() -> None:
    board = made({"a": (50, 60, 70)}, Measure("arc"), Measure("mmlu/anatomy"), Measure("average", "mean"))
    assert names(board, benchmark=("average", "mmlu/anatomy")) == ["average", "mmlu/anatomy"]


@pytest.mark.parametrize("name", ["arc", "ARC", "ai2 reasoning challenge", "A R C"])
def test_a_benchmark_is_named_in_any_way_that_the_registry_knows(name: str) -> None:
    assert names(made({"a": (50, 60)}, "gsm8k", "arc"), benchmark=(name,)) == ["arc"]


def test_a_benchmark_that_only_the_board_knows_is_named_by_the_board_s_name() -> None:
    assert names(made({"a": (50, 60)}, "arc", "My Quiz"), benchmark=("my-quiz",)) == ["My Quiz"]


def test_an_unknown_benchmark_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r'no benchmark of made is called "gsm9k"\. Did you mean gsm8k'):
        select_comparable(made({"a": (50, 60)}, "arc", "gsm8k"), MeasureFilter(benchmark=("gsm9k",)), REGISTRY)


def test_a_metric_may_be_for_one_benchmark_alone() -> None:
    board = made(
        {"a": (1, 2, 3)},
        Measure("gsm8k", "exact_match,strict-match"),
        Measure("gsm8k", "exact_match,flexible-extract"),
        Measure("arc", "acc_norm"),
    )
    found = chosen(board, metric=("gsm8k=exact_match,strict-match",))
    assert [measure[:2] for measure in found] == [("gsm8k", "exact_match,strict-match"), ("arc", "acc_norm")]


def test_a_metric_without_a_benchmark_is_asked_of_all() -> None:
    board = made({"a": (1, 2)}, Measure("gsm8k", "acc"), Measure("arc", "acc_norm"))
    assert names(board, metric=("acc",)) == ["gsm8k"]
    assert names(board, metric=("acc", "acc_norm")) == ["gsm8k", "arc"]


def test_a_harness_may_be_asked_for_without_its_version() -> None:
    board = made({"a": (1, 2, 3)}, Measure("arc", harness="lm 0.4"), Measure("gsm8k", harness="lm"), Measure("q"))
    assert names(board, harness="lm") == ["arc", "gsm8k"]
    assert names(board, harness="lm 0.4") == ["arc"]
    with pytest.raises(RequestError):
        select_comparable(board, MeasureFilter(harness="l"), REGISTRY)


def test_no_shots_are_not_unknown_shots() -> None:
    assert names(made({"a": (1, 2)}, Measure("arc", shots=0), Measure("gsm8k", shots=None)), shots=0) == ["arc"]


@pytest.mark.parametrize("fact", ["revision", "precision"])
def test_entries_of_another_revision_or_precision_are_left_out(fact: str) -> None:
    values = ["x", "y", None]
    board = made([("a", (50,)), ("a", (60,)), ("b", (70,))], "arc", revision=values, precision=values)
    asked: dict[str, Any] = {OPTIONS.get(fact, fact): "y"}
    found, _ = select_comparable(board, MeasureFilter(**asked), REGISTRY)
    assert found.values.tolist() == [[60]]


def test_entries_without_any_score_are_left_out() -> None:
    board = made({"a": (50, None), "b": (None, None), "c": (None, 60)}, "arc", "gsm8k")
    assert list(select_comparable(board, MeasureFilter(), REGISTRY)[0].facts["name"]) == ["a", "c"]
    assert list(select_comparable(board, MeasureFilter(benchmark=("gsm8k",)), REGISTRY)[0].facts["name"]) == ["c"]


def test_a_board_without_any_score_that_fits_is_refused() -> None:
    with pytest.raises(RequestError, match="made has no score that fits"):
        select_comparable(made({"a": (50,)}, Measure("arc", shots=5)), MeasureFilter(shots=0), REGISTRY)


COST = Measure("cost", unit="cost", better="lower")
RATING = Measure("arena", unit="rating")


@pytest.mark.parametrize("alone", [COST, RATING, Measure("average", "mean"), Measure("mmlu/anatomy")])
def test_the_only_figure_is_taken_alone(alone: Measure) -> None:
    assert chosen(made({"a": (50,)}, alone)) == [alone]


def test_other_units_are_not_averaged_and_named() -> None:
    board, (message,) = select_comparable(made({"a": (50, 3, 1400)}, "arc", COST, RATING), MeasureFilter(), REGISTRY)
    assert [measure.benchmark for measure in board.measures] == ["arc"]
    assert message == (
        "Not averaged: cost (cost, less is better), arena (rating). To rank by one of them alone: benchmark='cost'."
    )


def test_shares_of_which_less_is_better_are_not_averaged() -> None:
    board = made({"a": (50, 3)}, "arc", Measure("errors", better="lower"))
    assert names(board) == ["arc"]
    assert names(board, benchmark=("errors",)) == ["errors"]


def test_one_of_several_units_must_be_named() -> None:
    with pytest.raises(RequestError, match="Rank by one figure alone: benchmark='cost', benchmark='arena'"):
        select_comparable(made({"a": (3, 1400)}, COST, RATING), MeasureFilter(), REGISTRY)


def test_a_benchmark_in_several_metrics_is_chosen_by_one() -> None:
    ways = [Measure("wikitext", metric, unit="perplexity", better="lower") for metric in ("word", "byte")]
    with pytest.raises(RequestError, match=r"benchmark='wikitext', metric='wikitext=word', benchmark='wikitext', "):
        select_comparable(made({"a": (3, 4)}, *ways), MeasureFilter(), REGISTRY)
    assert chosen(made({"a": (3, 4)}, *ways), benchmark=("wikitext",), metric=("wikitext=byte",)) == [ways[1]]


@pytest.mark.parametrize("asked", [("cost", "arena"), ("arc", "cost"), ("cost", "arc")])
def test_what_is_named_must_be_of_one_unit(asked: tuple[str, ...]) -> None:
    with pytest.raises(RequestError, match="can't be averaged: only percent is, and only where more is better"):
        select_comparable(made({"a": (50, 3, 1400)}, "arc", COST, RATING), MeasureFilter(benchmark=asked), REGISTRY)


@pytest.mark.parametrize("mix", [False, True])
def test_one_benchmark_in_two_units_is_refused(mix: bool) -> None:
    board = made({"a": (3, None), "b": (None, 3000)}, COST, COST._replace(unit="number"))
    with pytest.raises(RequestError, match="in several units, which can't be compared: cost"):
        select_comparable(board, MeasureFilter(benchmark=("cost",), mix=mix), REGISTRY)


def test_the_average_of_a_benchmark_named_is_the_percentage() -> None:
    board = made(
        {"a": (50, 3)}, Measure("lambada", "acc"), Measure("lambada", "ppl", unit="perplexity", better="lower")
    )
    assert [measure.metric for measure in chosen(board, benchmark=("lambada",))] == ["acc"]
    assert [measure.metric for measure in chosen(board, benchmark=("lambada",), metric=("ppl",))] == ["ppl"]


def test_a_benchmark_that_is_named_twice_counts_once() -> None:
    assert names(made({"a": (50,)}, "arc"), benchmark=("arc", "ARC")) == ["arc"]


def test_unknown_shots_are_not_offered_as_a_choice() -> None:
    with pytest.raises(RequestError) as refused:
        select_comparable(two_ways(shots=None), MeasureFilter(), REGISTRY)
    assert "shots={'quiz': 5}" in str(refused.value)
    board = made({"a": (50, 60)}, Measure("quiz"), Measure("quiz", shots=5))
    with pytest.raises(RequestError) as refused:
        select_comparable(board, MeasureFilter(), REGISTRY)
    assert "shots=None" not in str(refused.value)


@pytest.mark.parametrize("name", ["GSM8K", "gsm-8k"])
def test_a_metric_for_one_benchmark_names_it_in_any_way(name: str) -> None:
    board = made({"a": (1, 2)}, Measure("gsm8k", "strict"), Measure("gsm8k", "flexible"))
    assert [measure.metric for measure in chosen(board, metric=(f"{name}=strict",))] == ["strict"]


TWO_OF_MMLU = ("mmlu", 5), ("mmlu", 0), ("arc", 25)


def test_shots_of_one_benchmark_keep_the_others() -> None:
    board = made({"a": (62, 55, 50)}, *(Measure(name, "acc", shots) for name, shots in TWO_OF_MMLU))
    assert [(each.benchmark, each.shots) for each in chosen(board, shots_of={"MMLU": 0})] == [("mmlu", 0), ("arc", 25)]
    with pytest.raises(RequestError, match=r"shots: mmlu isn't measured with 3\. There are: 5, 0\."):
        select_comparable(board, MeasureFilter(shots_of={"mmlu": 3}), REGISTRY)
    with pytest.raises(RequestError, match=r"Choose with shots=\{'mmlu': 5\}, or mix"):
        select_comparable(board, MeasureFilter(), REGISTRY)


def test_benchmarks_that_shots_leave_out_are_told_with_the_option_that_keeps_them() -> None:
    board = made({"a": (62, 55, 50)}, *(Measure(name, "acc", shots) for name, shots in TWO_OF_MMLU))
    kept, (message,) = select_comparable(board, MeasureFilter(shots=5), REGISTRY)
    assert [measure.benchmark for measure in kept.measures] == ["mmlu"]
    assert message == "Left out, as they have no score with 5 shots: arc. To keep them: shots={'mmlu': 5}."


def test_an_average_that_is_not_called_so_is_told() -> None:
    board = made({"a": (50, 60, 55)}, "arc", "gsm8k", Measure("Mean win rate", "mean"))
    assert select_comparable(board, MeasureFilter(), REGISTRY)[1] == (
        "Not averaged, as averages of others: Mean win rate.",
    )
