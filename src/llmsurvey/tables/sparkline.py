"""A row of numbers as a row of bars."""

from __future__ import annotations

from collections.abc import Sequence

_BARS = "▁▂▃▄▅▆▇█"


def draw_sparkline(numbers: Sequence[float | None]) -> str:
    """Return a bar for each number, the highest for the greatest; a dot where there is none."""
    values = [number for number in numbers if number is not None]
    least, most = min(values, default=0.0), max(values, default=0.0)
    scale = (len(_BARS) - 1) / (most - least) if most > least else 0.0
    middle = len(_BARS) // 2
    return "".join(
        "·" if number is None else _BARS[round((number - least) * scale) if scale else middle] for number in numbers
    )
