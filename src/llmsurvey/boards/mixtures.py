"""What is said where scores on one benchmark are measured in several ways, and the options that choose one."""

from __future__ import annotations

from typing import Any

from llmsurvey.boards.board import Board
from llmsurvey.boards.comparable import differing_ways
from llmsurvey.messages import Hint, Message, Word, join_texts, option, say

_SHOWN = 8
"""So many options are written out in one message."""


def _differing_fields(board: Board, mixed: dict[str, list[int]]) -> list[str]:
    return differing_ways([board.measures[column] for column in group] for group in mixed.values())


def refuse_mixture(board: Board, mixed: dict[str, list[int]]) -> Message:
    """Say why the benchmarks can't be averaged, and how to choose."""
    field = _differing_fields(board, mixed)[-1]
    benchmark, group = next(
        (name, group)
        for name, group in mixed.items()
        if len({getattr(board.measures[column], field) for column in group}) > 1
    )
    values = list(dict.fromkeys(getattr(board.measures[column], field) for column in group))
    return say(
        "{board}: {benchmark} is measured in several ways ({field}: {values}), which can't be compared. Choose with "
        "{options}, or mix them with {mix}.",
        board=board.address,
        benchmark=benchmark,
        field=Word("column", field),
        values=join_texts([say("unknown") if value is None else str(value) for value in values], ", "),
        options=_options_to_choose(board, mixed, field),
        mix=option("mix", True),
    )


def _options_to_choose(board: Board, mixed: dict[str, list[int]], field: str) -> Hint:
    """Return the options that choose one way of measuring: of each benchmark that needs it, where they can."""
    first: dict[str, Any] = {}
    for benchmark, group in mixed.items():
        values = list(dict.fromkeys(getattr(board.measures[column], field) for column in group))
        if len(values) > 1:
            first[benchmark] = next(value for value in values if value is not None)
    named = dict(list(first.items())[:_SHOWN])
    if field == "shots":
        return option("shots", named)
    if field == "metric":
        return option("metric", [f"{benchmark}={value}" for benchmark, value in named.items()])
    return option("task_version" if field == "version" else field, next(iter(first.values())))


def note_mixture(board: Board, mixed: dict[str, list[int]]) -> Message:
    """Say that scores are mixed although they can't be compared."""
    return say(
        "MIXED on request: scores on {benchmarks} differ in {fields}. Of each model the first one counts, so the order "
        "means little.",
        benchmarks=", ".join(mixed),
        fields=join_texts(
            [Word("column", field) for field in _differing_fields(board, mixed)],
            ", ",
        ),
    )
