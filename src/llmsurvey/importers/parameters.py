"""Numbers of parameters in a column, as people write them."""

from __future__ import annotations

import re
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from llmsurvey.boards.board import LARGEST
from llmsurvey.boards.coded import for_each, rows_where
from llmsurvey.errors import Fault
from llmsurvey.importers.cells import tell_cells
from llmsurvey.importers.grid import Grid
from llmsurvey.importers.numbers import DecimalMark, is_unknown, read_number
from llmsurvey.importers.read_file import warning_at
from llmsurvey.messages import say

_FACTORS: tuple[tuple[re.Pattern[str], float], ...] = tuple(
    (re.compile(words), factor)
    for words, factor in (
        (r"k|thousands?|천|千", 1e3),
        (r"만|万|萬", 1e4),
        (r"m|mn|mio\.?|millions?|백만|百万", 1e6),
        (r"억|億|亿", 1e8),
        (r"b|bn|g|billions?|mrd\.?|십억|十亿|十億", 1e9),
        (r"t|tn|trillions?|조|兆", 1e12),
    )
)
_UNIT = "|".join(f"(?:{words.pattern})" for words, _ in _FACTORS)
_WRITTEN = re.compile(
    r"(?:~|≈|∼|approx\.? |about |ca?\. |약 ?|約 ?|约 ?)?"
    rf"(?P<number>\d(?:[\d.,' ]*\d)?(?:e\+?\d{{1,2}})?) ?(?P<unit>{_UNIT})?"
    r"(?: ?(?:params?|parameters|개|个|個))?"
    r"(?:[-_ ]\(?(?:a\d[\d.]*b?|\d[\d.]*[bm]?[- ](?:active|activated|a))\)?|-[a-z]+)?",
    re.IGNORECASE,
)
"""A number with its unit, and behind it perhaps how many are active (`235B-A22B`), or a word (`7b-chat`)."""

_IN_HEADING = re.compile(
    rf"\(\s*(?:in )?(?P<unit>{_UNIT})\s*\)|\b(?P<word>thousands?|millions?|billions?|trillions?)\b|"
    r"#?params? (?P<last>[bmk])$"
)
_MOST_BILLIONS, _LEAST = 3_000, 100_000
"""A bare number up to the first is of billions, from the second on of parameters; between, it could be either."""


def parameters_of(path: Path, grid: Grid, heading: str, mark: DecimalMark, faults: list[Fault]) -> Any:
    """Return the numbers of parameters in a column, None where there is none; a cell that holds no one number is told.

    They are in the unit that the cell or the heading names.
    """
    stated, cells = _stated_factor(heading), grid.columns[heading]
    if isinstance(cells, np.ndarray) and cells.dtype == float:
        return _numbers_of(path, grid, heading, stated, faults)
    for row in rows_where(cells, lambda cell: isinstance(cell, float) and not isfinite(cell)):
        problem = say("{heading} is no finite number: left empty", heading=heading)
        faults.append(warning_at(path, grid.line_of(heading, row), problem))
    unclear = rows_where(cells, lambda cell: _is_unclear(cell, mark, stated))
    problem = say("which is no one number of parameters: left empty")
    tell_cells(path, grid, heading, unclear, problem, faults)
    return for_each(cells, lambda cell: _read_count(cell, mark, stated))


def _is_unclear(cell: Any, mark: DecimalMark, stated: float | None) -> bool:
    """Whether a cell holds something that is no number of parameters."""
    if cell is None or cell in (0, "0") or (isinstance(cell, str) and is_unknown(cell)):
        return False
    return not (isinstance(cell, float) and not isfinite(cell)) and _read_count(cell, mark, stated) is None


def _numbers_of(path: Path, grid: Grid, heading: str, stated: float | None, faults: list[Fault]) -> Any:
    """Return what `parameters_of` does of a column of numbers, NaN where a cell is empty, all at once."""
    numbers = np.asarray(grid.columns[heading], dtype=float)
    for row in np.flatnonzero(np.isinf(numbers)).tolist():
        problem = say("{heading} is no finite number: left empty", heading=heading)
        faults.append(warning_at(path, grid.line_of(heading, row), problem))
    factors = np.where(numbers >= _LEAST, 1, 0) if stated is None else np.full(len(numbers), stated)
    if stated is None:
        factors = np.where((numbers > 0) & (numbers <= _MOST_BILLIONS), 1e9, factors)
    counts = np.round(np.where(np.isfinite(numbers), numbers, np.nan) * factors, 3)
    is_count = (counts >= 1) & (counts <= LARGEST)
    problem = say("which is no one number of parameters: left empty")
    unclear = np.flatnonzero(~is_count & np.isfinite(numbers) & (numbers != 0)).tolist()
    tell_cells(path, grid, heading, unclear, problem, faults)
    stated_counts = counts.astype(object)
    stated_counts[~is_count] = None
    return stated_counts


def _stated_factor(heading: str) -> float | None:
    """Return the factor by which a heading says that its numbers are to be multiplied: a million for `Params (M)`."""
    match = _IN_HEADING.search(heading.replace("_", " ").casefold())
    return _factor_of(match["unit"] or match["word"] or match["last"]) if match else None


def _factor_of(unit: str) -> float:
    return next(factor for words, factor in _FACTORS if words.fullmatch(unit.casefold()))


def _read_count(cell: Any, mark: DecimalMark, stated: float | None) -> float | None:
    """Return the number of parameters in a cell; None for what is none, or could be several."""
    if cell is None or (isinstance(cell, str) and is_unknown(cell)):
        return None
    match = None
    if isinstance(cell, str):
        match = _WRITTEN.fullmatch(cell.strip()) if len(cell) <= 60 else None
        number = (
            _read_either(match["number"].strip(), mark) if match else (read := read_number(cell, mark)) and read.value
        )
    else:
        number = float(cell)
    if number is None:
        return None
    if match is not None and match["unit"]:
        count = number * _factor_of(match["unit"])
    elif stated is not None:
        count = number * stated
    elif 0 < number <= _MOST_BILLIONS:
        count = number * 1e9
    else:
        count = number if number >= _LEAST else 0
    return round(count, 3) if 1 <= count <= LARGEST else None


def _read_either(text: str, mark: DecimalMark) -> float | None:
    """Return a number whose comma, where it can only be a decimal one (`70,6`), is one whatever the others are."""
    read = read_number(text, mark) or read_number(text, "," if mark == "." else ".")
    return read.value if read else None
