"""Points on a plane, drawn with characters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from llmsurvey.formats.terminal import Terminal
from llmsurvey.messages import say, translated
from llmsurvey.records.quantities import short_count

_HEIGHT = 16
_WIDEST, _NARROWEST = 100, 8
_POINT, _SEVERAL = "·", ":"

Point = tuple[float, float, str]
"""Where it lies to the right and up, and the mark that stands there; without one it is a dot."""


class Titles(NamedTuple):
    """What is drawn to the right, and upwards."""

    across: str
    up: str


def render(points: Sequence[Point], terminal: Terminal, titles: Titles, *, days: bool = False) -> str:
    """Return the points, marked ones over others; to the right in steps of equal ratio, or, with `days`, of equal time.

    A colon stands for several dots in one place. Of several marks in one place the first is drawn, and the others are
    named below. Days are counted from 1970.
    """
    if not points:
        return ""
    width = max(_NARROWEST, min(_WIDEST, terminal.width or 80) - 8)
    cells, hidden = _place_points(points, width, days=days)
    heights = [y for _, y, _ in points]
    labels = {_HEIGHT - 1: f"{max(heights):.1f}", 0: f"{min(heights):.1f}"}
    lines = [translated(titles.up)]
    for row in reversed(range(_HEIGHT)):
        line = "".join(cells.get((row, column), " ") for column in range(width)).rstrip()
        lines.append(f"{labels.get(row, ''):>5} │{line}")
    first, last = (
        _label_of(number, days=days) for number in (min(x for x, _, _ in points), max(x for x, _, _ in points))
    )
    lines.append(f"{'':>5} └{'─' * width}")
    lines.append(f"{'':>7}{first}{last:>{max(1, width - len(first))}}")
    lines.append(f"{'':>7}{translated(titles.across)}")
    lines += [
        translated(say("{mark} is drawn where {marks} would be, too.", mark=mark, marks=", ".join(marks)))
        for mark, marks in hidden.items()
    ]
    return "\n".join(lines) + "\n"


def _place_points(
    points: Sequence[Point], width: int, *, days: bool
) -> tuple[dict[tuple[int, int], str], dict[str, list[str]]]:
    """Return what is drawn at each row and column, and the marks that have no place beside the one that is drawn."""
    columns = _scale_numbers([x if days else math.log10(max(x, 1)) for x, _, _ in points], width)
    rows = _scale_numbers([y for _, y, _ in points], _HEIGHT)
    cells: dict[tuple[int, int], str] = {}
    hidden: dict[str, list[str]] = {}
    for place, (_, _, mark) in zip(zip(rows, columns, strict=True), points, strict=True):
        drawn = cells.get(place)
        if mark and drawn not in (None, _POINT, _SEVERAL):
            first, *others = sorted([drawn, mark, *hidden.pop(drawn, [])])
            cells[place], hidden[first] = first, others
        elif mark or drawn in (None, _POINT, _SEVERAL):
            cells[place] = mark or (_SEVERAL if drawn else _POINT)
    return cells, hidden


def _scale_numbers(numbers: Sequence[float], length: int) -> list[int]:
    """Return where each number falls among `length` places from the least to the greatest."""
    least, most = min(numbers), max(numbers)
    if most == least:
        return [length // 2] * len(numbers)
    return [round((number - least) / (most - least) * (length - 1)) for number in numbers]


def _label_of(number: float, *, days: bool) -> str:
    if not days:
        return short_count(round(number))
    import datetime

    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=round(number))).isoformat()
