"""The one rule of what may be compared."""

from __future__ import annotations

from typing import Any

import pytest

from llmsurvey.boards.comparable import SetUp, differing_facts, set_up_of_source, set_up_on_board
from llmsurvey.boards.measure import Measure

ARC = Measure("arc", "acc_norm", 25, "lm-evaluation-harness", None, "board")
RUN = Measure("arc", "acc_norm", 25, "lm-evaluation-harness 0.4.2", "1.0")


@pytest.mark.parametrize(
    "other",
    [
        {"benchmark": "mmlu"},
        {"metric": "acc"},
        {"shots": 0},
        {"shots": None},
        {"harness": None},
        {"version": "1"},
        {"reporter": "developer"},
        {"unit": "points"},
    ],
)
def test_another_measure_on_one_board_is_another_set_up(other: dict[str, Any]) -> None:
    assert set_up_on_board(ARC, "board", "2023-07") != set_up_on_board(ARC._replace(**other), "board", "2023-07")


@pytest.mark.parametrize("place", [("other", "2023-07"), ("board", "2023-06"), ("board", None)])
def test_another_board_or_snapshot_is_another_set_up(place: tuple[str, str | None]) -> None:
    assert set_up_on_board(ARC, "board", "2023-07") != set_up_on_board(ARC, *place)


def test_runs_of_one_version_of_harness_and_task_are_comparable_wherever_they_stand() -> None:
    assert set_up_on_board(RUN, "one", "2024-01") == set_up_on_board(RUN, "two", None)
    assert set_up_on_board(RUN, "one", None) == set_up_of_source(RUN, "two", None, "a card")


@pytest.mark.parametrize(
    "other",
    [{"harness": "lm-evaluation-harness 0.4.3"}, {"version": "2.0"}, {"shots": 0}, {"metric": "acc"}],
)
def test_runs_of_another_version_are_not(other: dict[str, Any]) -> None:
    assert set_up_on_board(RUN, "one", "2024-01") != set_up_on_board(RUN._replace(**other), "one", "2024-01")


@pytest.mark.parametrize("unknown", [{"harness": "lm-evaluation-harness"}, {"version": None}, {"shots": None}])
def test_runs_of_which_less_is_known_are_comparable_on_their_board_alone(unknown: dict[str, Any]) -> None:
    measure = RUN._replace(**unknown)
    assert set_up_on_board(measure, "one", "2024-01") == set_up_on_board(measure, "one", "2024-01")
    assert set_up_on_board(measure, "one", "2024-01") != set_up_on_board(measure, "two", "2024-01")


def test_a_stated_score_is_comparable_with_those_of_its_board() -> None:
    assert set_up_of_source(ARC, "board", "2023-07", "somewhere") == set_up_on_board(ARC, "board", "2023-07")


def test_where_less_is_known_only_scores_of_one_source_are_comparable() -> None:
    undated = [set_up_of_source(ARC, "board", None, source) for source in ("one", "one", "two")]
    assert undated[0] == undated[1] != undated[2]


def test_what_is_often_unsaid_is_named_only_where_nothing_else_differs() -> None:
    first, second = SetUp(ARC, "board", "2023-07"), SetUp(ARC._replace(harness=None), "board", "2023-07")
    assert differing_facts([first, second]) == ["harness"]
    assert differing_facts([first, second._replace(date="2023-06")]) == ["date"]
