"""Standard errors in columns of their own: as they are, as half of an interval, or as its two ends."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from llmsurvey.boards.board import LARGEST
from llmsurvey.boards.methods import Vector
from llmsurvey.errors import Fault
from llmsurvey.importers.bounds import Bounds, are_enclosing, reach_of
from llmsurvey.importers.cells import tell_cells
from llmsurvey.importers.column_roles import Roles
from llmsurvey.importers.grid import Cells, Grid, as_text, holds_numbers
from llmsurvey.importers.heading_words import is_interval
from llmsurvey.importers.numbers import REACH, DecimalMark, is_unknown, read_bounds, read_interval, read_number
from llmsurvey.importers.read_file import warning_at
from llmsurvey.messages import say


def read_errors(
    path: Path, grid: Grid, roles: Roles, heading: str, values: Vector, mark: DecimalMark, faults: list[Fault]
) -> Vector | None:
    """Return the standard errors of a column of scores, whose figures are `values`, from where they stand, or None.

    An interval that doesn't hold its score, and a column of errors in which nothing can be read, is told.
    """
    if heading in roles.bounds:
        return _from_ends(path, grid, roles.bounds[heading], heading, values, mark, faults)
    source = roles.errors.get(heading)
    if source is None:
        return None
    reach = reach_of(source) if is_interval(source) else None
    cells = grid.columns[source]
    if not holds_numbers(cells):
        errors, wrong = _errors_in(cells, values, mark, reach)
    else:
        errors = cells / (reach or 1)
        wrong = np.flatnonzero(~np.isnan(errors) & ~((errors >= 0) & (errors <= LARGEST))).tolist()
        errors[wrong] = np.nan
    tell_cells(path, grid, source, wrong, say("which tells no error of {scores}: left empty", scores=heading), faults)
    return None if np.isnan(errors).all() else errors


def _errors_in(cells: Cells, values: Vector, mark: DecimalMark, reach: float | None) -> tuple[Vector, list[int]]:
    """Return the standard errors in a column of text, and the rows that tell none."""
    errors = np.full(len(cells), np.nan)
    wrong = []
    for row, cell in enumerate(cells):
        if cell is None or is_unknown(cell):
            continue
        error = _error_in(cell, float(values[row]), mark, reach)
        if error is None or not 0 <= error <= LARGEST:
            wrong.append(row)
        else:
            errors[row] = error
    return errors, wrong


def _error_in(text: str, value: float, mark: DecimalMark, reach: float | None) -> float | None:
    """Return a standard error in a cell, or that of an interval, of which half is `reach` of them.

    None where there is neither, and where the ends of an interval don't lie on both sides of the score.
    """
    if reach is None:
        number = read_number(text, mark)
        return number.value if number else None
    error = read_interval(text, reach)
    ends = read_bounds(text, mark) if error is None else None
    if ends is None:
        number = read_number(text, mark) if error is None else None
        return number.error * REACH / reach if number and number.error is not None else error
    return (ends[1] - ends[0]) / 2 / reach if value != value or ends[0] <= value <= ends[1] else None


def _from_ends(
    path: Path, grid: Grid, pair: Bounds, heading: str, values: Vector, mark: DecimalMark, faults: list[Fault]
) -> Vector | None:
    """Return standard errors from the two ends of an interval."""
    low, high = (_numbers_in(grid.columns[end], mark) for end in (pair.low, pair.high))
    with np.errstate(invalid="ignore"):
        if not are_enclosing(low, high, values):
            problem = say(
                "{low} and {high} don't lie on both sides of {scores}: no errors are taken from them",
                low=pair.low,
                high=pair.high,
                scores=heading,
            )
            faults.append(warning_at(path, 0, problem))
            return None
        return np.where(np.isnan(values), np.nan, (high - low) / 2 / pair.reach)


def _numbers_in(cells: Iterable[object], mark: DecimalMark) -> Vector:
    texts = [as_text(cell) for cell in cells]
    numbers = [None if text is None else read_number(text, mark) for text in texts]
    return np.array([np.nan if number is None else number.value for number in numbers], dtype=float)
