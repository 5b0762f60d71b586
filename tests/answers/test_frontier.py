"""Who is beaten by none, by comparing everyone with everyone."""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.boards.made import LibraryOf, made, records

from llmsurvey.answers.frontier import Cost, FrontierAnswer, FrontierQuestion, find_frontier
from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.boards.board import Board
from llmsurvey.boards.folders import built_in_folder
from llmsurvey.boards.frontier import find_unbeaten, parameters_of
from llmsurvey.boards.identify import identify_entries
from llmsurvey.boards.methods import Vector
from llmsurvey.boards.store import BoardStore
from llmsurvey.formats.terminal import Terminal, render
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.registry import Registry

REGISTRY = parse_record(
    Registry,
    {
        "models": [
            {
                "id": "small",
                "name": "Small",
                "sizes": [{"name": "10", "parameters": 10}],
                "released": "2023-03",
                "licence": "free",
            },
            {
                "id": "large",
                "name": "Large",
                "sizes": [{"name": "70", "parameters": 70}],
                "released": "2023-01-15",
                "licence": "closed",
            },
            {"id": "undated", "name": "Undated", "sizes": [{"name": "40", "parameters": 40}], "licence": "free"},
        ],
        "licences": [
            {"id": "free", "name": "Free", "kind": "software", "commercial": "yes"},
            {"id": "closed", "name": "Closed", "kind": "model", "commercial": "no"},
        ],
    },
)
BOARD = made(
    {"small": (50,), "large": (60,), "undated": (40,), "nobody/knows": (70,), "nothing": (90,)},
    "arc",
    parameters=[None, 9.0, None, 80.0, None],
)

numbers = st.one_of(st.none(), st.integers(0, 5))


def of(board: Board, by: Cost = "size", registry: Registry = REGISTRY, **wanted: Any) -> FrontierAnswer:
    return find_frontier(LibraryOf(board, registry), FrontierQuestion(by=by, models=ModelFilter(**wanted)))


def names(found: FrontierAnswer) -> list[str]:
    return [row["name"] for row in records(found.table())]


def brute(scores: Vector, costs: Vector) -> list[bool]:
    points = list(zip(scores.tolist(), costs.tolist(), strict=True))
    return [
        score == score
        and cost == cost
        and not any(other >= score and price <= cost and (other, price) != (score, cost) for other, price in points)
        for score, cost in points
    ]


@given(st.lists(st.tuples(numbers, numbers), max_size=25))
def test_none_other_has_as_much_for_as_little(points: list[tuple[int | None, int | None]]) -> None:
    array = np.array([[np.nan if each is None else each for each in point] for point in points], dtype=float)
    scores, costs = array.reshape(len(points), 2).T
    assert find_unbeaten(scores, costs).tolist() == brute(scores, costs)


def test_what_is_dearer_and_no_better_is_beaten() -> None:
    assert find_unbeaten(np.array([5.0, 5, 6, 6, 1]), np.array([1.0, 2, 2, 2, 1])).tolist() == [
        True,
        False,
        True,
        True,
        False,
    ]


def test_the_parameters_are_the_registry_s_where_it_knows_them() -> None:
    found = parameters_of(BOARD, identify_entries(BOARD, REGISTRY))
    assert found[:4].tolist() == [10, 70, 40, 80]
    assert np.isnan(found[4])


def test_the_cheapest_comes_first_and_what_has_no_size_is_counted() -> None:
    found = of(BOARD)
    assert names(found) == ["Small@10", "Large@70", "nobody/knows"]
    assert [row["mark"] for row in records(found.table())] == ["A", "B", "C"]
    assert [row["rank"] for row in records(found.table())] == [4, 3, 2]
    assert list(found.notes) == [
        "3 of 4 entries of made are beaten by none on both score and size.",
        "1 left out for want of a score or a size.",
        "2 verdicts rest on more than sourced facts of the catalogue (no source). `licence('MODEL')` says where.",
    ]


def test_every_entry_with_a_cost_is_a_point() -> None:
    assert sorted(of(BOARD).points) == [(10, 50, "A"), (40, 40, ""), (70, 60, "B"), (80, 70, "C")]


def test_bytes_are_those_of_the_weights() -> None:
    found = of(BOARD, "memory")
    assert [(row["name"], row["parameters"], row["bytes"]) for row in records(found.table())] == [
        ("Small@10", 10, 20),
        ("Large@70", 70, 140),
        ("nobody/knows", 80, 160),
    ]
    assert found.by == "memory"


def test_by_date_the_earliest_day_that_a_date_may_mean_counts() -> None:
    found = of(BOARD, "date")
    assert names(found) == ["Large@70"]
    assert tuple(found.points) == ((19_417, 50, ""), (19_372, 60, "A"))
    assert found.notes[1] == "3 left out for want of a score or a date."


def test_filters_leave_out_whom_it_is_compared_with() -> None:
    found = of(BOARD, "date", commercial=True)
    assert names(found) == ["Small@10"]
    assert found.notes[0].startswith("1 of 1 entries")


def test_a_filter_keeps_the_rank_of_the_whole_board() -> None:
    assert [(row["name"], row["rank"]) for row in records(of(BOARD, commercial=True).table())] == [("Small@10", 4)]


def test_what_the_registry_does_not_know_passes_no_filter() -> None:
    assert "nobody/knows" not in names(of(BOARD, min_size=1))


def test_an_entry_without_all_scores_is_on_no_frontier() -> None:
    board = made({"small": (50, None), "large": (60, 10)}, "arc", "mmlu")
    assert names(of(board)) == ["Large@70"]


def test_equal_entries_are_on_it_together() -> None:
    board = made({"a": (50,), "b": (50,), "c": (49,)}, "arc", parameters=[7.0, 7.0, 7.0])
    assert names(of(board)) == ["a", "b"]


def test_nothing_on_the_board_has_a_size() -> None:
    found = of(made({"a": (50,)}, "arc"))
    assert found.table().rows == ()
    assert tuple(found.points) == ()
    assert found.notes == (
        "0 of 0 entries of made are beaten by none on both score and size.",
        "1 left out for want of a score or a size.",
    )


def test_what_a_filter_cannot_judge_is_counted(registry: Registry) -> None:
    board = made({"tiiuae/falcon-40b": (60,), "nobody/knows": (50,)}, "arc")
    sentence = "1 left out: the registry doesn't know which model it is."
    assert sentence in map(str, of(board, registry=registry, commercial=True).notes)
    assert sentence not in map(str, of(board, registry=registry).notes)


def test_more_than_both_alphabets_have_are_marked_with_a_star() -> None:
    board = made({f"m{place}": (place,) for place in range(54)}, "arc", parameters=list(range(1, 55)))
    marks = [row["mark"] for row in records(of(board).table())]
    assert marks == [*ascii_uppercase, *ascii_lowercase, "*", "*"]


@pytest.mark.parametrize("by", ["size", "memory", "date"])
def test_on_the_july_board_every_row_is_beaten_by_none(registry: Registry, by: Cost) -> None:
    board = BoardStore((built_in_folder(),)).load("open-llm-leaderboard@2023-07-28")
    found = of(board, by, registry)
    points = [(cost, score) for cost, score, _ in found.points]
    marked = [(cost, score) for cost, score, mark in found.points if mark]
    expected = [
        (cost, score)
        for cost, score in points
        if not any(price <= cost and other >= score and (price, other) != (cost, score) for price, other in points)
    ]
    assert marked == expected
    assert len(marked) == len(found.table().rows) > 2
    assert [row["mark"] for row in records(found.table())] == [
        mark for *_, mark in sorted(found.points, key=lambda point: (point[0], -point[1])) if mark
    ]


def test_a_caveat_is_marked_and_explained(registry: Registry) -> None:
    board = BoardStore((built_in_folder(),)).load("open-llm-leaderboard@survey")
    text = render(of(board, registry=registry).table(), Terminal())
    assert "no *" in text
    assert "* trained on data without" in text
