"""Points on a plane, drawn with characters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from llmsurvey.formats.terminal import Terminal
from llmsurvey.messages import say, translated
from llmsurvey.records.quantities import short_count

_HEIGHT = 16
_WIDEST, _NARROWEST = 100, 8
_POINT, _SEVERAL = "·", ":"

Steps = Literal["ratio", "days", "even"]

Vector = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


class Titles(NamedTuple):
    """What is drawn to the right, and upwards."""

    across: str
    up: str


def render(
    across: Vector, up: Vector, marks: Mapping[int, str], terminal: Terminal, titles: Titles, *, steps: Steps = "ratio"
) -> str:
    """Return points, marked ones over others; to the right in steps of equal ratio, of equal time, or of equal size.

    `across` and `up` are where each lies, `marks` what stands there, by its place; without one it is a dot. A colon
    stands for several dots in one place. Of several marks in one place the first is drawn, and the others are named
    below. Days are counted from 1970.
    """
    if not len(across):
        return ""
    width = max(_NARROWEST, min(_WIDEST, terminal.width or 80) - 8)
    columns = _scale_numbers(np.log10(np.maximum(across, 1)) if steps == "ratio" else across, width)
    cells, hidden = _place_points(_scale_numbers(up, _HEIGHT), columns, width, marks)
    labels = {_HEIGHT - 1: f"{up.max():.1f}", 0: f"{up.min():.1f}"}
    lines = [translated(titles.up)]
    for row in reversed(range(_HEIGHT)):
        line = "".join(cells.get((row, column), " ") for column in range(width)).rstrip()
        lines.append(f"{labels.get(row, ''):>5} │{line}")
    first, last = (_label_of(float(number), steps) for number in (across.min(), across.max()))
    lines.append(f"{'':>5} └{'─' * width}")
    lines.append(f"{'':>7}{first}{last:>{max(1, width - len(first))}}")
    lines.append(f"{'':>7}{translated(titles.across)}")
    lines += [
        translated(say("{mark} is drawn where {marks} would be, too.", mark=mark, marks=", ".join(marks)))
        for mark, marks in hidden.items()
    ]
    return "\n".join(lines) + "\n"


def _place_points(
    rows: Places, columns: Places, width: int, marks: Mapping[int, str]
) -> tuple[dict[tuple[int, int], str], dict[str, list[str]]]:
    """Return what is drawn at each row and column, and the marks that have no place beside the one that is drawn."""
    counts = np.bincount(rows * width + columns)
    cells = {divmod(int(cell), width): _POINT if counts[cell] == 1 else _SEVERAL for cell in np.flatnonzero(counts)}
    marks_at: dict[tuple[int, int], list[str]] = {}
    for number, mark in marks.items():
        marks_at.setdefault((int(rows[number]), int(columns[number])), []).append(mark)
    hidden = {}
    for place, there in marks_at.items():
        cells[place], *others = sorted(there)
        if others:
            hidden[cells[place]] = others
    return cells, hidden


def _scale_numbers(numbers: Vector, length: int) -> Places:
    """Return where each number falls among `length` places from the least to the greatest."""
    least, most = float(numbers.min()), float(numbers.max())
    if most == least:
        return np.full(len(numbers), length // 2)
    places: Places = np.rint((numbers - least) / (most - least) * (length - 1)).astype(np.int64)
    return places


def _label_of(number: float, steps: Steps) -> str:
    if steps == "even":
        return f"{number:.3g}"
    if steps == "ratio":
        return short_count(round(number))
    import datetime

    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=round(number))).isoformat()
