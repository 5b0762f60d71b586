"""Figures with the intervals around them, a line each, drawn with characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

from llmsurvey.formats.terminal import Terminal
from llmsurvey.tables.text import escape_steering

_WIDEST = 100
_NARROWEST = 10
_MOST_NAME = 40
_SURE, _UNSURE = "●", "○"


class Interval(NamedTuple):
    """What is written at both ends of a line, and what is drawn between: a figure, and the ends of its interval.

    `is_sure` fills the mark. None where something isn't known.
    """

    name: str
    figure: float | None
    low: float | None
    high: float | None
    is_sure: bool
    text: str


def render(intervals: Sequence[Interval], terminal: Terminal, zero: float | None = None) -> str:
    """Return a line for each interval, all on one scale, with a bar at `zero` where that is a number."""
    names = [escape_steering(interval.name) for interval in intervals]
    texts = [escape_steering(interval.text) for interval in intervals]
    numbers = [number for interval in intervals for number in interval[1:4] if number is not None]
    if zero is not None:
        numbers.append(zero)
    if not numbers:
        return "".join(f"{name}\n" for name in names)
    most = _MOST_NAME if terminal.width is None else min(_MOST_NAME, terminal.width // 3)
    side = min(most, max(map(cell_len, names)))
    room = (terminal.width or 80) - side - max(map(cell_len, texts)) - 4
    width = max(_NARROWEST, min(_WIDEST, room))
    low, high = min(numbers), max(numbers)

    def place(number: float) -> int:
        return round((number - low) / ((high - low) or 1) * (width - 1))

    lines = []
    for interval, name, text in zip(intervals, names, texts, strict=True):
        span = None
        if interval.low is not None and interval.high is not None:
            span = place(interval.low), place(interval.high)
        figure = None if interval.figure is None else place(interval.figure)
        mark = _SURE if interval.is_sure else _UNSURE
        drawn = draw_span(width, span, figure, mark, bar=None if zero is None else place(zero))
        lead = name + " " * (side - cell_len(name)) if cell_len(name) <= side else f"{name}\n{' ' * side}"
        lines.append(f"{lead}  {drawn}  {text}".rstrip())
    return "\n".join(lines) + "\n"


def draw_span(width: int, span: tuple[int, int] | None, figure: int | None, mark: str, bar: int | None = None) -> str:
    """Return `width` cells with a line from one place to another, a `mark` at that of a figure, and perhaps a `bar`."""
    cells = [" "] * width
    if bar is not None:
        cells[bar] = "│"
    if span is not None:
        start, end = span
        cells[start : end + 1] = ["├", *"─" * (end - start - 1), "┤"] if end > start else ["─"]
    if figure is not None:
        cells[figure] = mark
    return "".join(cells)
