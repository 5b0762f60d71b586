"""The orders of all methods side by side."""

from __future__ import annotations

from typing import Any

import pytest
import scipy.stats
from tests.boards.made import LibraryOf, made, records

from llmsurvey.answers.rank_methods import MethodsQuestion, compare_methods
from llmsurvey.boards.board import Board, Measure
from llmsurvey.boards.methods import METHODS
from llmsurvey.boards.ranking import RankSettings, rank_entries
from llmsurvey.boards.store import BoardStore
from llmsurvey.errors import RequestError
from llmsurvey.records import Benchmark
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Table

QUIZZES = Registry(
    benchmarks=(Benchmark(id="arc", name="ARC", chance=25.0), Benchmark(id="mmlu", name="MMLU", chance=25.0))
)
BOARD = made({"a": (90, 40), "b": (60, 60), "c": (59, 61), "d": (26, 26)}, "arc", "mmlu")


def of(board: Board = BOARD, registry: Registry = QUIZZES, **asked: Any) -> Table:
    return compare_methods(LibraryOf(board, registry, {"truthfulqa": 25.0}), MethodsQuestion(**asked)).table()


def test_every_method_has_its_ranks_in_the_order_of_the_mean() -> None:
    assert [tuple(row.values()) for row in records(of())] == [
        ("a", 1, 1, 3, 1, 1, 2),
        ("b", 2, 2, 2, 1, 1, 1),
        ("c", 2, 2, 1, 1, 1, 1),
        ("d", 4, 4, 4, 4, 4, 0),
    ]


def test_the_ranks_are_those_of_each_method_by_itself(registry: Registry) -> None:
    board = BoardStore.standard().load("open-llm-leaderboard@2023-06-29")
    table = of(board, registry)
    for method in ("mean", "above-chance", "z-score", "borda", "win-rate"):
        alone = rank_entries(board, RankSettings(method, sets="none"), registry, {"truthfulqa": 25.0})
        assert sorted(row[method] for row in records(table)) == sorted(alone.ranks.tolist())
    assert [row["mean"] for row in records(table)] == sorted(row["mean"] for row in records(table))
    for row in records(table):
        ranks = [row[method] for method in METHODS if method in row]
        assert row["spread"] == max(ranks) - min(ranks)


def test_weights_add_an_order_of_their_own() -> None:
    table = of(weight={"mmlu": 9})
    assert table.names() == ["name", *METHODS, "spread"]
    assert [(row["name"], row["mean"], row["weighted"]) for row in records(table)] == [
        ("a", 1, 3),
        ("b", 2, 2),
        ("c", 2, 1),
        ("d", 4, 4),
    ]


def test_how_far_each_order_agrees_with_the_mean_s_is_said() -> None:
    z_scores = scipy.stats.zscore(BOARD.values, ddof=1).mean(axis=1)
    tau = scipy.stats.kendalltau([65, 60, 60, 26], z_scores).statistic
    wins = scipy.stats.kendalltau([65, 60, 60, 26], [4, 4, 4, 0]).statistic
    assert of().notes[1] == (
        "Kendall's tau-b with the mean's order, and the share of pairs that swap: above-chance 1.00 (0.0%), "
        f"z-score {tau:.2f} (33.3%), borda {wins:.2f} (0.0%), win-rate {wins:.2f} (0.0%)."
    )


def test_who_moves_most_is_said() -> None:
    assert of().notes[2] == "Largest moves: a (1-3); b (1-2); c (1-2)."


def test_one_order_by_all_methods_is_said_to_be_one() -> None:
    assert of(made({"a": (90, 90), "b": (50, 50)}, "arc", "mmlu")).notes[2] == "All methods give one order."


def test_a_method_that_cannot_be_used_is_left_out_and_why_is_said() -> None:
    table = of(made({"a": (90, 90), "b": (50, 50)}, "arc", "unknown"))
    assert table.names() == ["name", "mean", "z-score", "borda", "win-rate", "spread"]
    assert table.notes[-1].startswith("above-chance: no chance level of unknown is known.")


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(RequestError, match="several ways"):
        of(made({"a": (50, 60)}, Measure("x", shots=0), Measure("x", shots=5)))


def test_an_entry_without_a_rank_comes_last() -> None:
    table = of(made({"a": (90, None), "b": (50, 50)}, "arc", "mmlu"))
    assert [tuple(row.values()) for row in records(table)] == [
        ("b", 1, 1, 1, 1, 1, 0),
        ("a", None, None, None, None, None, None),
    ]


def test_entries_are_called_as_the_registry_calls_them(registry: Registry) -> None:
    board = BoardStore.standard().load("open-llm-leaderboard@survey")
    assert records(of(board, registry))[0]["name"] == "FreeWilly2@70B"


def test_of_one_entry_no_agreement_is_said() -> None:
    assert not any("nan" in note for note in of(made({"a": (90, 90)}, "arc", "mmlu")).notes)
