"""Which measures of two boards are the same, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.boards.made import made

from llmsurvey.boards.board import Board, Measure
from llmsurvey.boards.comparable import is_over_the_same, measures_agree
from llmsurvey.boards.shared_measures import select_shared
from llmsurvey.errors import RequestError

ARC = Measure("arc", "acc_norm", 25, "lm-evaluation-harness", "0", "board")


def board(*measures: Measure | str, snapshot: str = "2023-01-01") -> Board:
    return made({"a": [50.0] * len(measures)}, *measures, snapshot=snapshot)


def shared(before: Board, after: Board) -> list[str]:
    first, second, _ = select_shared(before, after)
    assert [measure.benchmark for measure in first.measures] == [measure.benchmark for measure in second.measures]
    return [measure.benchmark for measure in first.measures]


@pytest.mark.parametrize("field", ["metric", "shots", "harness", "version", "reporter", "unit"])
def test_measures_agree_where_nothing_that_both_say_differs(field: str) -> None:
    another: dict[str, Any] = {field: "another"}
    unsaid: dict[str, Any] = {field: None}
    assert measures_agree(ARC, ARC)
    assert not measures_agree(ARC, ARC._replace(**another))
    assert measures_agree(ARC, ARC._replace(**unsaid))


def test_boards_are_over_the_same_whatever_their_order() -> None:
    mmlu = Measure("mmlu", "acc")
    assert is_over_the_same([ARC, mmlu], [mmlu, ARC])
    assert not is_over_the_same([ARC, mmlu], [ARC])
    assert not is_over_the_same([ARC], [ARC, mmlu])
    assert not is_over_the_same([ARC], [mmlu])


def test_only_what_both_have_is_compared_and_the_rest_is_told() -> None:
    before, after = board(ARC, "mmlu"), board("gsm8k", ARC, "bbh", snapshot="2023-02-01")
    assert shared(before, after) == ["arc"]
    assert select_shared(before, after)[2] == (
        "Averages and ranks are over arc, which both have measured in the same way. Not compared: only before: mmlu; "
        "only after: gsm8k, bbh.",
    )


def test_boards_over_the_same_need_no_word() -> None:
    assert select_shared(board(ARC, "mmlu"), board("mmlu", ARC))[2] == ()


def test_a_benchmark_that_is_measured_otherwise_is_told_with_how() -> None:
    before, after = board(ARC, "mmlu"), board(ARC._replace(shots=0, metric="acc"), "mmlu")
    assert shared(before, after) == ["mmlu"]
    assert "Not compared: arc (metric: acc_norm, acc; shots: 25, 0)." in select_shared(before, after)[2][0]


def test_what_only_one_says_is_taken_as_the_same_and_told() -> None:
    before, after = board(ARC), board(Measure("arc"))
    assert shared(before, after) == ["arc"]
    assert select_shared(before, after)[2] == (
        "Only one of the two says metric, shots, harness, version, reporter (arc): taken as the same.",
    )


def test_of_several_ways_the_one_that_both_have_is_compared() -> None:
    before, after = board(ARC, ARC._replace(shots=0)), board(ARC)
    first, _, notes = select_shared(before, after)
    assert first.measures == (ARC,)
    assert notes == ()


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (board(ARC), board(ARC._replace(shots=0)), r"arc \(shots: 25, 0\)"),
        (board(ARC), board(ARC._replace(harness="other")), r"arc \(harness: lm-evaluation-harness, other\)"),
        (board("arc", "mmlu"), board("bbh"), "only before: arc, mmlu; only after: bbh"),
        (board(Measure("average", "mean")), board(Measure("average", "mean")), "only averages"),
        (board(ARC, ARC._replace(shots=0)), board(Measure("arc")), "arc in several ways"),
        (board("arc", Measure("average", "mean")), board("bbh", Measure("average", "mean")), "only before: arc"),
    ],
)
def test_boards_that_share_nothing_are_refused(before: Board, after: Board, why: str) -> None:
    with pytest.raises(RequestError, match=f"made@2023-01-01 and made@2023-01-01 can't be compared: {why}"):
        select_shared(before, after)


def test_a_selection_s_whole_board_is_over_the_same_too() -> None:
    whole = board(ARC, "mmlu")
    first, _, _ = select_shared(made({"a": (50, 50)}, ARC, "mmlu"), board(ARC))
    assert first.whole is None
    first, _, _ = select_shared(replace(whole, whole=whole), board(ARC))
    assert first.whole is not None
    assert first.whole.measures == first.measures == (ARC,)
