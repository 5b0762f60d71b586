"""Small tables of every kind that was once read wrongly, with what they hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.importers.conftest import told, values

from llmsurvey.boards.board import Board
from llmsurvey.boards.ranking import RankSettings, rank_entries
from llmsurvey.errors import BoardError
from llmsurvey.importers import Reading, Request, read_any
from llmsurvey.registry.registry import Registry

TABLES = Path(__file__).parents[1] / "data" / "tables"


def read_small(registry: Registry, name: str, **asked: Any) -> Reading:
    return read_any(next(TABLES.glob(f"{name}*")), Request(registry, **asked))


def ranks_of(board: Board, registry: Registry) -> dict[str, tuple[int, float]]:
    """Each model's rank and figure."""
    result = rank_entries(board, RankSettings(sets="none"), registry)
    return {
        name: (int(rank), round(result.figure_of(place), 9))
        for place, (name, rank) in enumerate(zip(result.board.facts["name"], result.ranks, strict=True))
    }


def stderr_of(board: Board) -> list[list[float | None]]:
    assert board.errors is not None
    return [[None if np.isnan(error) else round(error, 4) for error in row] for row in board.errors.tolist()]


Expected = dict[tuple[str, str], float]

WIDE: list[tuple[str, Expected]] = [
    ("02", {("our/a", "arc"): 53.1, ("our/a", "AIME"): 7.5, ("our/b", "arc"): 55.4, ("our/b", "AIME"): 8.9}),
    ("03", {("our/a", "mmlu-pro"): 7.5, ("our/a", "AIME"): 9.1, ("our/b", "mmlu-pro"): 8.9, ("our/b", "AIME"): 9.2}),
    ("12", {("our/a", "win_rate"): 50.0} | {(f"our/m{place}", "win_rate"): 49.0 - place for place in range(6)}),
    ("15", {("our/a", "arc"): 60, ("our/b", "arc"): 59, ("our/c_v1", "arc"): 58, ("our/d", "arc"): 57,
            ("meta-llama/Llama-2-7b-hf", "arc"): 56}),
    ("17", {("our/a", "arc"): 53.1, ("our/a", "hellaswag"): 78.6,
            ("our/b", "arc"): 52.4, ("our/b", "hellaswag"): 79.1}),
    ("25", {("our/a", "arc"): 53.1, ("our/a", "hellaswag"): 78.6,
            ("our/b", "arc"): 55.4, ("our/b", "hellaswag"): 79.1}),
    ("30", {("our/a", "arc"): 53.1, ("our/a", "hellaswag"): 78.6,
            ("our/b", "arc"): 52.5, ("our/b", "hellaswag"): 79.1}),
    ("36", {("our/가-7b", "kmmlu"): 45.1}),
    ("37", {("our/a", "arc"): 53.1, ("our/a", "kmmlu"): 40.2, ("our/b", "arc"): 52, ("our/b", "kmmlu"): 41}),
    ("28", {("our-7b-chat", "mmlu"): 31.58, ("our-7b-chat", "gsm8k"): 36.84, ("our-7b-chat", "mmlu/stem"): 35.09,
            ("our-13b-chat", "mmlu"): 40.1, ("our-13b-chat", "gsm8k"): 50}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), WIDE, ids=[name for name, _ in WIDE])
def test_small_table_has_its_scores(registry: Registry, name: str, expected: Expected) -> None:
    assert values(read_small(registry, name).board) == expected


RANKED: list[tuple[str, dict[str, tuple[int, float]]]] = [
    ("05", {f"our/m{place}": (place + 1, 70 - place) for place in range(5)}),
    ("06", {"our/good": (1, 74.24), "our/bad": (2, 51.66)}),
    ("07", {"our/n": (1, 68.5), "our/m": (2, 67.64)}),
    ("11", {"our/b": (1, 76), "our/a": (2, 70)}),
    ("27", {"our/a": (1, 1470), "our/b": (2, 1446)}),
    ("39", {"Meta-Llama/Llama-2-7B-hf": (1, 51)}),
    ("28", {"our-13b-chat": (1, 45.05), "our-7b-chat": (2, 34.21)}),
]


@pytest.mark.parametrize(("name", "expected"), RANKED, ids=[name for name, _ in RANKED])
def test_small_table_is_ranked(registry: Registry, name: str, expected: dict[str, tuple[int, float]]) -> None:
    assert ranks_of(read_small(registry, name).board, registry) == expected


ERRORS: list[tuple[str, list[list[float | None]]]] = [
    ("01", [[0.5], [0.5]]),
    ("07", [[0.85, 0.49], [0.85, 0.49]]),
    ("23", [[1.4, 0.4], [1.5, 0.4]]),
    ("27", [[2.5511], [3.0613]]),
]


@pytest.mark.parametrize(("name", "expected"), ERRORS, ids=[name for name, _ in ERRORS])
def test_standard_errors_go_with_their_scores(
    registry: Registry, name: str, expected: list[list[float | None]]
) -> None:
    assert stderr_of(read_small(registry, name).board) == expected


def test_a_fraction_is_exactly_its_percentage(registry: Registry) -> None:
    assert read_small(registry, "01").board.values.tolist() == [[55.1], [55]]


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        ("02", 0, "numbers have decimal commas: 53,1 is 53.1"),
        ("03", 0, "numbers have decimal commas: 7,5 is 7.5"),
        ("16", 2, '"our/a": the stated average is 90, and the mean of its scores 70.00'),
        ("23", 0, "ARC: what stands behind ± is taken for a standard error"),
    ],
)
def test_what_was_decided_is_told(registry: Registry, name: str, line: int, message: str) -> None:
    assert (line, message) in told(read_small(registry, name).faults)


@pytest.mark.parametrize(
    ("name", "units"),
    [
        ("06", {"Overall Acc": ("percent", "higher"), "Cost ($ Per 1k Calls)": ("cost", "lower"),
                "Latency Mean (s)": ("seconds", "lower"), "Perplexity": ("perplexity", "lower")}),
        ("11", {"MT-Bench": ("points", "higher"), "hellaswag": ("percent", "higher")}),
        ("27", {"arena_score": ("rating", "higher")}),
    ],
)  # fmt: skip
def test_units_and_directions(registry: Registry, name: str, units: dict[str, tuple[str, str]]) -> None:
    measures = read_small(registry, name).board.measures
    assert {measure.benchmark: (measure.unit, measure.better) for measure in measures} == units


def test_ranks_alone_are_no_scores(registry: Registry) -> None:
    with pytest.raises(BoardError, match="has no column of scores"):
        read_small(registry, "04")


def test_a_length_is_left_out(registry: Registry) -> None:
    assert read_small(registry, "12").left_out == ("avg_length",)


def test_the_printed_table_of_the_harness(registry: Registry) -> None:
    board = read_small(registry, "08", model="our/m").board
    assert [(measure.benchmark, measure.metric, measure.shots) for measure in board.measures] == [
        ("arc-easy", "acc", 0),
        ("arc-easy", "acc_norm", 0),
        ("hellaswag", "acc", 0),
    ]
    assert (board.fact("name"), board.values.tolist()) == (["our/m"], [[78.18, 75, 57.1]])
    assert stderr_of(board) == [[0.85, 0.89, 0.49]]


def test_whose_scores_they_are_must_be_said(registry: Registry) -> None:
    with pytest.raises(BoardError, match=r"doesn't say whose scores these are. Say it: model='NAME'"):
        read_small(registry, "08")


@pytest.mark.parametrize("written", ["Arena Elo\\n[Feb 2024]", "Arena Elo [Feb 2024]", "Arena Elo\n[Feb 2024]"])
def test_a_heading_with_a_line_break_is_named_as_shown(registry: Registry, written: str) -> None:
    board = read_small(registry, "40", mapping={written: ""}).board
    assert [(measure.benchmark, measure.shots) for measure in board.measures] == [("arc", 25)]
    assert values(board) == {("our/a", "arc"): 60, ("our/b", "arc"): 59}


def test_the_day_in_a_name_with_underscores(registry: Registry) -> None:
    assert read_small(registry, "31").board.snapshot == "2024-06-24"


def test_the_heading_below_a_title(registry: Registry) -> None:
    reading = read_small(registry, "26")
    assert values(reading.board)["our/b", "average"] == 67.25
    assert (reading.board.fact("line"), reading.faults) == ([4, 5], ())
