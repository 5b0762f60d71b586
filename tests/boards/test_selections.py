"""The ranks of a selection are among the selected, and those on the whole board stand beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.boards.made import LibraryOf, made, records

from llmsurvey.answers.frontier import FrontierQuestion, find_frontier
from llmsurvey.answers.rank import RankQuestion, rank_board
from llmsurvey.answers.rank_methods import MethodsQuestion, compare_methods
from llmsurvey.boards.board import Board
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.boards.store import BoardStore
from llmsurvey.records import Benchmark
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Table

QUIZZES = Registry(benchmarks=(Benchmark(id="arc", name="ARC", items=400),))
JULY, SURVEY = (BoardStore.standard().load(f"open-llm-leaderboard@{day}") for day in ("2023-07-28", "survey"))
AMONG = "Ranks are among these {}, which were selected. Those among all {} that {} ranks stand beside them: board_rank."


def selection(*places: int) -> Board:
    whole = made({"a": (90,), "b": (70,), "c": (69,), "d": (20,)}, "arc", snapshot="2023-01-01")
    return replace(whole.take(places), snapshot="some", whole=whole)


def table_of(board: Board, registry: Registry = QUIZZES, **asked: Any) -> Table:
    return rank_board(LibraryOf(board, registry), RankQuestion(**asked)).table()


def methods_of(board: Board) -> Table:
    return compare_methods(LibraryOf(board, QUIZZES, {"arc": 25.0}), MethodsQuestion()).table()


def test_the_rank_and_the_set_on_the_whole_board_stand_beside() -> None:
    table = table_of(selection(1, 3))
    assert [
        (row["name"], row["rank"], row["rank_set"], row["board_rank"], row["board_rank_set"]) for row in records(table)
    ] == [("b", 1, "1", 2, "2-3"), ("d", 2, "2", 4, "4")]
    assert AMONG.format(2, 4, "made@2023-01-01") in table.notes
    assert {"board_rank", "board_rank_set"} <= set(table.select_brief().names())


def test_of_a_whole_board_both_ranks_are_one_and_only_one_is_shown() -> None:
    table = table_of(made({"a": (90,), "b": (70,)}, "arc"))
    assert [(row["rank"], row["rank_set"]) for row in records(table)] == [
        (row["board_rank"], row["board_rank_set"]) for row in records(table)
    ]
    assert "board_rank" not in table.select_brief().names()
    assert not any("selected" in note for note in table.notes)


def test_the_leader_of_the_survey_s_ten_may_be_fifth_on_the_board(registry: Registry) -> None:
    first = records(table_of(SURVEY, registry))[0]
    assert (first["rank"], first["rank_set"], first["board_rank"], first["board_rank_set"]) == (1, "1-3", 1, "1-5")


@pytest.mark.parametrize("method", ["mean", "borda", "z-score"])
@pytest.mark.parametrize("sets", ["simultaneous", "none"])
def test_the_survey_s_ten_have_the_ranks_and_sets_of_the_july_board(method: Any, sets: Any, registry: Registry) -> None:
    whole = records(table_of(JULY, registry, method=method, sets=sets))
    july = {row["hub"]: (row["rank"], row["rank_set"]) for row in whole}
    ten = records(table_of(SURVEY, registry, method=method, sets=sets))
    assert [(row["board_rank"], row["board_rank_set"]) for row in ten] == [july[row["hub"]] for row in ten]


def test_the_entries_of_one_precision_are_a_selection_too() -> None:
    board = made({"a": (90,), "b": (70,), "c": (50,)}, "arc", precision=["int8", "fp16", "fp16"])
    table = table_of(board, measures=MeasureFilter(run_precision="fp16"))
    assert [(row["name"], row["rank"], row["board_rank"]) for row in records(table)] == [("b", 1, 2), ("c", 2, 3)]
    assert AMONG.format(2, 3, "made") in table.notes


def test_a_row_that_does_not_count_on_the_whole_board_has_no_rank_there() -> None:
    board = made([("a", (90,)), ("a", (70,)), ("b", (80,))], "arc", precision=["int8", "fp16", "fp16"])
    table = table_of(board, measures=MeasureFilter(run_precision="fp16"))
    assert [(row["name"], row["rank"], row["board_rank"]) for row in records(table)] == [("b", 1, 2), ("a", 2, None)]


def test_the_orders_of_all_methods_say_so_too() -> None:
    table = methods_of(selection(1, 3))
    assert [(row["name"], row["mean"], row["board_rank"]) for row in records(table)] == [("b", 1, 2), ("d", 2, 4)]
    assert AMONG.format(2, 4, "made@2023-01-01") in table.notes
    assert "board_rank" not in methods_of(made({"a": (90,)}, "arc")).names()


def test_the_frontier_says_so_too() -> None:
    board = replace(selection(1, 3), facts=selection(1, 3).facts | {"parameters": [7e9, 1e9]})
    table = find_frontier(LibraryOf(board, QUIZZES), FrontierQuestion()).table()
    assert [(row["name"], row["rank"], row["board_rank"]) for row in records(table)] == [("d", 2, 4), ("b", 1, 2)]
    assert AMONG.format(2, 4, "made@2023-01-01") in table.notes
