"""A board in order: the survey's ten against exact fractions, and the choices that a ranking takes."""

from __future__ import annotations

import csv
import statistics
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow
import pytest
from tests.boards.made import made

from llmsurvey.boards.arrow_text import ArrowText
from llmsurvey.boards.board import Board, Measure
from llmsurvey.boards.folders import built_in_folder
from llmsurvey.boards.identify import models_of
from llmsurvey.boards.methods import METHODS, Method
from llmsurvey.boards.ranking import REPEATS, RankedBoard, RankSettings, Repeats, rank_entries
from llmsurvey.boards.store import BoardStore
from llmsurvey.errors import RequestError
from llmsurvey.records import Benchmark, Model
from llmsurvey.records.quantities import round_half_even
from llmsurvey.registry.registry import Registry

PRINTED = {
    "stabilityai/FreeWilly2": 71.4,
    "jondurbin/airoboros-l2-70b-gpt4-1.4.1": 70.9,
    "TheBloke/llama-2-70b-Guanaco-QLoRA-fp16": 70.6,
    "stabilityai/FreeWilly1-Delta-SafeTensor": 68.7,
    "TheBloke/gpt4-alpaca-lora_mlp-65B-HF": 68.2,
    "meta-llama/Llama-2-70b-hf": 67.3,
    "upstage/llama-30b-instruct-2048": 67,
    "jondurbin/airoboros-65b-gpt4-1.2": 67,
    "TheBloke/guanaco-65B-HF": 66.9,
    "meta-llama/Llama-2-70b-chat-hf": 66.8,
}
"""The survey's Table 2, by the repository that it means."""

NO_MODELS = {
    "lmsys/vicuna-7b-delta-v1.1",
    "lmsys/vicuna-13b-delta-v1.1",
    "IDEA-CCNL/Ziya-LLaMA-13B-v1",
    "IDEA-CCNL/Ziya-LLaMA-13B-Pretrain-v1",
}
"""Deltas that were measured without their base."""

QUIZZES = Registry(
    benchmarks=(
        Benchmark(id="arc", name="ARC", items=400, chance=25.0),
        Benchmark(id="mmlu", name="MMLU", aliases=("Measuring",), items=400, chance=25.0),
        Benchmark(id="half", name="Half", items=400, chance=0.5, unit="fraction"),
        Benchmark(id="nochance", name="No chance", items=400),
    )
)
TWICE = made([("a", (50, 60)), ("b", (70, 70)), ("a", (80, 20)), ("a", (60, 60))], "arc", "mmlu")


def survey_board() -> Board:
    return BoardStore.standard().load("open-llm-leaderboard@survey")


def recomputed() -> dict[str, Fraction]:
    """The mean of the four scores of every model of the day, right from the file."""
    path = built_in_folder() / "open-llm-leaderboard" / "2023-07-28.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["benchmark"] != "average"]
    parts: dict[str, list[Fraction]] = {}
    for row in rows:
        parts.setdefault(row["name"], []).append(Fraction(row["value"]))
    return {
        name: statistics.mean(values) for name, values in parts.items() if len(values) == 4 and name not in NO_MODELS
    }


def names(found: RankedBoard) -> list[str]:
    return list(found.board.facts["name"])


def by_name(found: RankedBoard) -> dict[str, float]:
    return dict(zip(names(found), found.figures.totals.tolist(), strict=True))


def places(found: RankedBoard) -> dict[str, int]:
    return dict(zip(names(found), found.ranks.tolist(), strict=True))


def rank_of(board: Board, registry: Registry = QUIZZES, **ranking: Any) -> RankedBoard:
    return rank_entries(board, RankSettings(**{"sets": "none", **ranking}), registry)


def test_the_survey_s_averages_are_the_means_of_exact_fractions(registry: Registry) -> None:
    means = recomputed()
    assert by_name(rank_of(survey_board(), registry)) == {hub: float(means[hub]) for hub in PRINTED}


def test_rounded_to_the_even_digit_they_are_what_the_survey_prints(registry: Registry) -> None:
    means = recomputed()
    assert {hub: float(Fraction(round(means[hub] * 10), 10)) for hub in PRINTED} == PRINTED
    found = by_name(rank_of(survey_board(), registry))
    assert {hub: float(round_half_even(average, 1)) for hub, average in found.items()} == PRINTED


def test_a_rank_is_one_more_than_the_number_of_better_averages(registry: Registry) -> None:
    means = {hub: mean for hub, mean in recomputed().items() if hub in PRINTED}
    expected = {hub: 1 + sum(other > mean for other in means.values()) for hub, mean in means.items()}
    assert places(rank_of(survey_board(), registry)) == expected


def test_so_it_is_on_the_whole_board_of_the_day(registry: Registry) -> None:
    means = recomputed()
    board = BoardStore.standard().load("open-llm-leaderboard@2023-07-28")
    best: dict[str, Fraction] = {}
    for hub, model in zip(board.facts["name"], models_of(board, registry), strict=True):
        best[model] = max(best.get(model, Fraction(0)), means.get(hub, Fraction(0)))
    ordered = sorted((mean for mean in best.values() if mean), reverse=True)
    found = rank_of(board, registry)
    assert places(found) == {hub: 1 + ordered.index(means[hub]) for hub in names(found)}
    assert len(found.board) == len(ordered)


def test_no_rank_of_the_ten_is_certain(registry: Registry) -> None:
    sets = rank_of(survey_board(), registry, sets="simultaneous").sets
    assert sets is not None
    assert len(sets.best) == 10
    assert int((sets.best == sets.worst).sum()) == 0
    assert sets.pairs == 45


@pytest.mark.parametrize("method", [method for method in METHODS if method != "weighted"])
def test_a_rank_lies_within_its_sets_and_one_by_itself_is_within_one_for_all(
    registry: Registry, method: Method
) -> None:
    board = survey_board()
    chance = {"truthfulqa": 25.0}
    one, every = (
        rank_entries(board, RankSettings(method, sets=kind), registry, chance) for kind in ("marginal", "simultaneous")
    )
    assert one.sets is not None
    assert every.sets is not None
    assert (one.ranks == every.ranks).all()
    assert ((every.sets.best <= one.sets.best) & (one.sets.worst <= every.sets.worst)).all()
    assert ((one.sets.best <= one.ranks) & (one.ranks <= one.sets.worst)).all()


def test_sets_for_all_ranks_are_wider_than_each_by_itself(registry: Registry) -> None:
    board = BoardStore.standard().load("open-llm-leaderboard@2023-06-29")
    one, every = (rank_of(board, registry, sets=kind).sets for kind in ("marginal", "simultaneous"))
    assert one is not None
    assert every is not None
    assert ((every.best <= one.best) & (one.worst <= every.worst)).all()
    assert int((one.worst - one.best).sum()) < int((every.worst - every.best).sum())


def test_without_sets_nothing_is_said_of_errors() -> None:
    found = rank_of(TWICE)
    assert (found.errors, found.sure, found.sets) == (None, None, None)


def test_the_error_of_a_mean_is_that_of_independent_scores() -> None:
    found = rank_of(made({"a": (50, 80), "b": (100, 50)}, "arc", "mmlu"), sets="simultaneous")
    assert found.errors is not None
    assert found.errors.tolist() == pytest.approx([np.hypot(2.5, 2) / 2, 2.5 / 2])


def test_the_error_of_a_weighted_mean_counts_the_weights() -> None:
    board = made({"a": (50, 80), "b": (100, 50)}, "arc", "mmlu")
    found = rank_of(board, method="weighted", weights={"arc": 3}, sets="simultaneous")
    assert found.errors is not None
    assert found.errors.tolist() == pytest.approx([np.hypot(3 * 2.5, 2) / 4, 2.5 / 4])


def test_scores_below_chance_have_no_error_above_chance() -> None:
    found = rank_of(made({"a": (10,), "b": (50,)}, "arc"), method="above-chance", sets="simultaneous")
    assert found.errors is not None
    assert found.errors.tolist() == pytest.approx([0, 2.5 * 100 / 75])


def test_a_benchmark_without_errors_gives_no_sets() -> None:
    found = rank_of(made({"a": (50, 80), "b": (100, 50)}, "arc", "unknown"), sets="simultaneous")
    assert (found.errors, found.sets) == (None, None)
    assert found.sure is not None
    assert found.sure.origins == ("items", None)


@pytest.mark.parametrize("method", ["mean", "borda"])
def test_an_entry_without_a_rank_has_no_set(method: Method) -> None:
    board = made({"a": (50, 80), "b": (90, None), "c": (10, 10)}, "arc", "mmlu")
    sets = rank_of(board, method=method, sets="simultaneous").sets
    assert sets is not None
    assert (sets.best.tolist(), sets.worst.tolist()) == ([1, 0, 2], [1, 0, 2])


@pytest.mark.parametrize(
    ("repeats", "expected"),
    [
        ("best", [("b", 70, 1, 1), ("a", 60, 3, 3)]),
        ("first", [("a", 55, 1, 3), ("b", 70, 1, 1)]),
        ("all", [("a", 55, 1, 3), ("b", 70, 1, 1), ("a", 50, 2, 3), ("a", 60, 3, 3)]),
    ],
)
def test_which_row_counts_of_a_model_that_has_several(repeats: Repeats, expected: list[Any]) -> None:
    found = rank_of(TWICE, repeats=repeats)
    turns = found.turns.tolist()
    rows = [(name, total, *turn) for (name, total), turn in zip(_rows(found), turns, strict=True)]
    assert rows == expected


def _rows(found: RankedBoard) -> list[tuple[str, float]]:
    return list(zip(names(found), found.figures.totals.tolist(), strict=True))


@pytest.mark.parametrize("repeats", REPEATS)
def test_a_board_without_repeats_stays_as_it_is(repeats: Repeats) -> None:
    found = rank_of(made({"a": (50,), "b": (70,)}, "arc"), repeats=repeats)
    assert names(found) == ["a", "b"]
    assert found.turns.tolist() == [[1, 1], [1, 1]]


def test_the_best_row_is_one_with_the_most_scores_and_of_equal_ones_the_first() -> None:
    board = made([("a", (99, None)), ("a", (50, 60)), ("a", (60, 50))], "arc", "mmlu")
    found = rank_of(board)
    assert found.turns.tolist() == [[2, 3]]
    assert found.board.values.tolist() == [[50, 60]]


def test_weights_are_named_in_any_way_that_the_registry_knows() -> None:
    board = made({"a": (50, 80)}, "arc", "mmlu")
    for name in ("mmlu", "MMLU", "measuring"):
        assert rank_of(board, method="weighted", weights={name: 2}).figures.totals.tolist() == [70]


@pytest.mark.parametrize("name", ["quiz", "half"])
def test_a_weight_of_what_is_not_averaged_is_refused(name: str) -> None:
    with pytest.raises(RequestError, match=f'weight: "{name}" isn\'t averaged here. There are: arc, mmlu.'):
        rank_of(made({"a": (50, 80)}, "arc", "mmlu"), weights={name: 2})


def test_weights_count_in_every_method() -> None:
    board = made({"a": (50, 80), "b": (60, 10)}, "arc", "mmlu")
    assert rank_of(board, method="borda", weights={"arc": 3}).figures.totals.tolist() == [0.25, 0.75]


def test_above_chance_takes_the_registry_s_level_in_percent() -> None:
    board = made({"a": (62.5, 75)}, "arc", "half")
    assert rank_of(board, method="above-chance").figures.totals.tolist() == [50]


def test_above_chance_is_refused_where_no_level_is_known() -> None:
    board = made({"a": (50, 60)}, "arc", "nochance")
    with pytest.raises(RequestError, match=r"no chance level of nochance is known\. Choose others with benchmark"):
        rank_of(board, method="above-chance")


def test_a_level_that_the_board_states_fills_in() -> None:
    board = made({"a": (62.5, 60)}, "arc", "nochance")
    found = rank_entries(board, RankSettings("above-chance", sets="none"), QUIZZES, {"nochance": 20.0, "arc": 0.0})
    assert found.figures.totals.tolist() == [50]


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(RequestError, match="several ways"):
        rank_of(made({"a": (50, 60)}, Measure("x", shots=0), Measure("x", shots=5)))


def test_a_mean_over_fewer_benchmarks_is_not_ranked_with_the_others() -> None:
    assert places(rank_of(made({"a": (60, 20), "b": (60, None)}, "arc", "mmlu"))) == {"a": 1, "b": 0}


def test_very_large_weights_count_as_equal_ones_do() -> None:
    board = made({"a": (50, 80)}, "arc", "mmlu")
    assert rank_of(board, weights={"arc": 1e308, "mmlu": 1e308}).figures.totals.tolist() == [65]


COST = Measure("cost", unit="cost", better="lower")


@pytest.mark.parametrize("method", [method for method in METHODS if method not in ("above-chance", "weighted")])
def test_less_is_better_where_a_measure_says_so(method: Method) -> None:
    found = rank_of(made({"a": (3,), "b": (1,), "c": (2,), "d": (None,)}, COST), method=method)
    assert places(found) == {"a": 3, "b": 1, "c": 2}


def test_a_cost_is_shown_as_it_is() -> None:
    found = rank_of(made({"a": (3,), "b": (1,)}, COST))
    assert [found.figure_of(place) for place in range(2)] == [3, 1]


@pytest.mark.parametrize("sets", ["simultaneous", "marginal"])
def test_ranks_by_cost_lie_within_their_sets(sets: Any) -> None:
    board = made({"a": (30,), "b": (10,), "c": (11,)}, COST, errors=[(1,), (1,), (1,)])
    found = rank_of(board, sets=sets)
    assert found.sets is not None
    assert (found.sets.best.tolist(), found.sets.worst.tolist()) == ([3, 1, 1], [3, 2, 2])


def test_of_several_rows_the_cheapest_counts() -> None:
    found = rank_of(made([("a", (3,)), ("a", (1,)), ("b", (2,))], COST))
    assert [found.figure_of(place) for place in range(2)] == [1, 2]


def test_above_chance_is_refused_of_a_cost() -> None:
    with pytest.raises(RequestError, match=r"above-chance is for percent .*: cost \(cost, less is better\) isn't"):
        rank_of(made({"a": (3,)}, COST), method="above-chance")


@pytest.mark.parametrize("other", ["Meta-Llama/Llama-2-7B-hf", "META-LLAMA/LLAMA-2-7B-HF"])
def test_one_repository_in_two_spellings_is_one_model(other: str) -> None:
    found = rank_of(made([("meta-llama/Llama-2-7b-hf", (50,)), (other, (51,))], "arc"))
    assert by_name(found) == {other: 51}
    assert found.turns.tolist() == [[2, 2]]


def test_spellings_of_one_model_of_the_registry_are_one_model(registry: Registry) -> None:
    board = made({"Llama-2-7B": (60,), "llama 2 7b": (61,), "GPT-4": (86,), "Llama-2-13B": (62,)}, "arc")
    result = rank_entries(board, RankSettings(sets="none"), registry)
    assert list(result.board.facts["name"]) == ["llama 2 7b", "GPT-4", "Llama-2-13B"]
    assert result.turns.tolist() == [[2, 2], [1, 1], [1, 1]]


def test_where_every_row_counts_no_name_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counting the different names of a million takes as long as reading them."""
    monkeypatch.setattr("llmsurvey.boards.ranking.LARGE", 1)
    monkeypatch.setattr(ArrowText, "distinct", property(lambda _: pytest.fail("counted")))
    board = made({"a": (50,), "b": (60,), "a ": (70,)}, "arc")
    names = ArrowText(pyarrow.chunked_array([["a", "b", "a"]]))
    board = replace(board, facts={**board.facts, "name": names})
    ranked = rank_entries(board, RankSettings(sets="none", repeats="all"), Registry(), {})
    assert ranked.ranks.tolist() == [3, 2, 1]


def test_of_equal_rows_of_a_model_the_shortest_name_counts_in_any_order() -> None:
    registry = Registry(models=(Model(id="big", name="Big", aliases=("maker/big", "a/copy-of-big")),))
    rows = [("a/copy-of-big", (50, 60)), ("maker/big", (60, 50)), ("other", (10, 10))]
    for turned in (rows, rows[::-1]):
        found = rank_of(made(turned, "arc", "mmlu"), registry, repeats="best")
        assert set(names(found)) == {"maker/big", "other"}
