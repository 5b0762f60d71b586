"""Points that may part thousands: `1.200` beside `950` is no figure of one and a fifth."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import numpy.typing as npt

from llmsurvey.errors import BoardError, Fault
from llmsurvey.importers.column_roles import Roles
from llmsurvey.importers.grid import Grid, holds_numbers
from llmsurvey.importers.numbers import commas_in, read_number
from llmsurvey.importers.read_file import warning_at
from llmsurvey.messages import say

_DOTTED = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
_SURE = re.compile(r"\d*\.(\d{1,2}|\d{4,})|0\.\d+")
"""A number whose point can only be that of decimals."""

_MOST_LOOKED_AT = 10_000


def may_part_thousands(figures: npt.NDArray[np.float64]) -> bool:
    """Whether all figures that aren't whole could have been written with three digits behind a point."""
    broken = figures[np.isfinite(figures) & (figures != np.floor(figures))][:_MOST_LOOKED_AT]
    in_thousandths = np.abs(broken * 1000 - np.round(broken * 1000)) < 1e-6
    return bool(len(broken) and in_thousandths.all() and (np.abs(broken) >= 1).all() and (np.abs(broken) < 1000).all())


def check_thousands(path: Path, grid: Grid, roles: Roles, faults: list[Fault]) -> None:
    """Tell of columns whose points may part thousands, and are read as those of decimals.

    So it is where every point has three digits behind it, and the figures are no shares, or stand beside whole numbers
    above 100. Raises BoardError where they do: `1.200` and `950` are hardly of one measure if the first is 1.2.
    """
    columns = {heading: _texts_in(grid, heading) for heading in roles.scores}
    if any(commas_in(texts).decimal_comma for texts in columns.values()):  # then a point is none of decimals
        return
    for heading, texts in columns.items():
        dotted = [text for text in texts if _DOTTED.fullmatch(text)]
        if not dotted or any(_SURE.fullmatch(text.lstrip("+-")) for text in texts):
            continue
        whole = [text for text in texts if text.isdecimal() and (read_number(text) or (0,))[0] > 100]
        if whole:
            raise BoardError(
                say(
                    '{file}: {heading} has "{dotted}" beside "{whole}": does the point part thousands? Write '
                    "{thousands} or {decimal}.",
                    file=path,
                    heading=heading,
                    dotted=dotted[0],
                    whole=whole[0],
                    thousands=dotted[0].replace(".", ""),
                    decimal=f"{float(dotted[0]):g}",
                )
            )
        if not roles.scores[heading].scale.is_share:
            message = say(
                '{heading}: "{dotted}" is read as {decimal}. If the point parts thousands, write {thousands}',
                heading=heading,
                dotted=dotted[0],
                decimal=f"{float(dotted[0]):g}",
                thousands=dotted[0].replace(".", ""),
            )
            faults.append(warning_at(path, 0, message))


def _texts_in(grid: Grid, heading: str) -> list[str]:
    """Return the cells of a column that was read as text."""
    cells = grid.columns[heading]
    if holds_numbers(cells):
        return []
    return [cell.strip() for cell in cells[np.arange(min(len(cells), _MOST_LOOKED_AT))] if cell is not None]
