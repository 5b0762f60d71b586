"""What is said where scores on one benchmark are measured in several ways, and the options that choose one."""

from __future__ import annotations

import re

from llmsurvey.boards.board import Board
from llmsurvey.messages import Message, Word, joined, quoted, say

SETUP = ("metric", "shots", "harness", "version", "reporter")
"""What scores on one benchmark must share, within one board, to be comparable."""

_SHOWN = 8
"""So many options are written out in one message."""


def _differing(board: Board, groups: dict[str, list[int]]) -> list[str]:
    return [
        field
        for field in SETUP
        if any(len({getattr(board.measures[place], field) for place in group}) > 1 for group in groups.values())
    ]


def refusal(board: Board, mixed: dict[str, list[int]]) -> Message:
    """Say why the benchmarks can't be averaged, and how to choose."""
    field = _differing(board, mixed)[-1]
    benchmark, group = next(
        (name, group)
        for name, group in mixed.items()
        if len({getattr(board.measures[each], field) for each in group}) > 1
    )
    values = list(dict.fromkeys(getattr(board.measures[place], field) for place in group))
    return say(
        "{board}: {benchmark} is measured in several ways ({field}: {values}), which can't be compared. Choose with "
        "{options}, or mix them with --mix.",
        board=board.address,
        benchmark=benchmark,
        field=Word("column", field),
        values=joined([say("unknown") if value is None else str(value) for value in values], ", "),
        options=_choosing(board, mixed, field),
    )


def _choosing(board: Board, mixed: dict[str, list[int]], field: str) -> str:
    """The options that choose one way of measuring, as they are typed: of each benchmark that needs it, if they can."""
    first: dict[str, object] = {}
    for benchmark, group in mixed.items():
        values = list(dict.fromkeys(getattr(board.measures[place], field) for place in group))
        if len(values) > 1:
            first[benchmark] = next(value for value in values if value is not None)
    if field not in ("metric", "shots"):
        option = {"version": "task-version"}.get(field, field)
        return f"--{option} {typed(str(next(iter(first.values()))))}"
    named = [f"{benchmark}={value}" for benchmark, value in list(first.items())[:_SHOWN]]
    return " ".join(f"--{field} {quoted(each) if field == 'metric' else typed(each)}" for each in named)


def typed(word: str) -> str:
    """Return a word as it is typed, in quotes where a shell would cut it."""
    return word if re.fullmatch(r"[\w@%+=:,./-]+", word) else quoted(word)


def mixing(board: Board, mixed: dict[str, list[int]]) -> Message:
    """What is said of scores that are mixed although they can't be compared."""
    return say(
        "MIXED on request: scores on {benchmarks} differ in {fields}. Of each model the first one counts, so the order "
        "means little.",
        benchmarks=", ".join(mixed),
        fields=joined([Word("column", field) for field in _differing(board, mixed)], ", "),
    )
