"""One's own runs beside the entries of a board."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from llmsurvey.boards.board import OWN, Board
from llmsurvey.boards.measure import Measure
from llmsurvey.boards.own_runs import are_own, put_beside
from llmsurvey.errors import RequestError

ARC = Measure("arc", "acc_norm", 25, "lm-evaluation-harness", reporter="board")
MMLU = Measure("mmlu", "acc", 5, "lm-evaluation-harness", reporter="board")


def board(name: str, measures: tuple[Measure, ...], *rows: tuple[float, ...], **more: Any) -> Board:
    names = np.array([f"{name}-{row}" for row in range(len(rows))], dtype=object)
    return Board(name, None, {"name": names}, measures, np.array(rows, dtype=float), **more)


def test_entries_of_a_run_stand_behind_those_of_the_board() -> None:
    combined, notes = put_beside(
        board("theirs", (ARC, MMLU), (50, 60), (40, 30)), [board("mine", (MMLU, ARC), (61, 51))]
    )
    assert combined.fact("name") == ["theirs-0", "theirs-1", "mine-0"]
    assert combined.values.tolist() == [[50, 60], [40, 30], [51, 61]]
    assert combined.measures == (ARC, MMLU)
    assert combined.fact(OWN) == [None, None, "mine"]
    assert are_own(combined).tolist() == [False, False, True]
    assert notes == ("mine beside theirs, over arc, mmlu.",)


@pytest.mark.parametrize(
    ("own", "reason"),
    [
        (ARC._replace(shots=0), "arc (shots: 25, 0)"),
        (ARC._replace(metric="acc"), "arc (metric: acc_norm, acc)"),
        (ARC._replace(harness="another"), "arc (harness: lm-evaluation-harness, another)"),
        (Measure("winogrande", "acc", 5), "arc not in mine"),
    ],
)
def test_what_was_measured_otherwise_is_told_and_not_compared(own: Measure, reason: str) -> None:
    combined, notes = put_beside(board("theirs", (ARC, MMLU), (50, 60)), [board("mine", (own, MMLU), (61, 51))])
    assert combined.measures == (MMLU,)
    assert combined.values.tolist() == [[60], [51]]
    assert notes[1] == f"Not compared: {reason}."
    with pytest.raises(RequestError) as caught:
        put_beside(board("theirs", (ARC,), (50,)), [board("mine", (own,), (61,))])
    assert str(caught.value).startswith("mine can't be put beside theirs: ")
    assert reason in str(caught.value)


def test_of_several_metrics_that_of_the_board_is_taken() -> None:
    metrics = tuple(ARC._replace(metric=name, harness="lm-evaluation-harness 0.4.2") for name in ("acc", "acc_norm"))
    combined, notes = put_beside(board("theirs", (ARC,), (50,)), [board("mine", metrics, (40, 45))])
    assert combined.values.tolist() == [[50], [45]]
    assert notes[1] == "Only one of mine and theirs says version of the harness: taken as the same."


def test_two_versions_of_a_harness_are_two() -> None:
    first, second = (ARC._replace(harness=f"lm-evaluation-harness {version}") for version in ("0.3", "0.4"))
    with pytest.raises(RequestError, match=r"arc \(harness: "):
        put_beside(board("theirs", (first,), (50,)), [board("mine", (second,), (45,))])


def test_several_runs_are_compared_over_what_all_have() -> None:
    runs = [board("one", (ARC, MMLU), (51, 61)), board("two", (MMLU,), (62,))]
    combined, _ = put_beside(board("theirs", (ARC, MMLU), (50, 60)), runs)
    assert (combined.measures, combined.values.tolist()) == ((MMLU,), [[60], [61], [62]])


def test_errors_of_a_run_are_kept_where_the_board_has_none() -> None:
    run = board("mine", (ARC,), (51,), errors=np.array([[0.5]]))
    combined, _ = put_beside(board("theirs", (ARC,), (50,)), [run])
    assert combined.errors is not None
    assert combined.items is None
    assert np.isnan(combined.errors[0, 0])
    assert combined.errors[1, 0] == 0.5


def test_a_selection_keeps_its_whole_board_with_the_runs_on_it() -> None:
    whole = board("theirs", (ARC, MMLU), (50, 60), (40, 30))
    selected = Board("theirs", "ten", whole.take([0]).facts, whole.measures, whole.values[:1], whole=whole)
    combined, _ = put_beside(selected, [board("mine", (ARC,), (45,))])
    assert combined.whole is not None
    assert combined.whole.values.tolist() == [[50], [40], [45]]
