"""A table as columns under their headings, each row with its line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeGuard

import numpy as np
import numpy.typing as npt

from llmsurvey.boards.arrow_text import ArrowText
from llmsurvey.boards.board import Places
from llmsurvey.boards.coded import Coded, code_cells
from llmsurvey.errors import Fault
from llmsurvey.importers.numbers import is_unknown, read_number
from llmsurvey.messages import say

Cells = npt.NDArray[Any] | ArrowText | Coded
"""A column: numbers (NaN where there are none), or text (None where there is none)."""

LARGE = 2_000_000
"""Of a column of more rows equal texts are held once."""

_MOST_COLUMNS = 20_000

_YEAR = re.compile(r"(19|20)\d\d")
"""A heading that is a number but names something: editions of a test."""


@dataclass(frozen=True)
class Grid:
    """The columns of a table by their heading, the line of each row, and what was noticed in reading it.

    `unnamed` are the columns that have no heading of their own and are called by their place. `lines_of` has the line
    of each column where a table was turned, so that a column was a row.
    """

    columns: dict[str, Cells]
    lines: Places
    faults: tuple[Fault, ...] = field(default=())
    unnamed: tuple[str, ...] = ()
    lines_of: Mapping[str, int] = field(default_factory=dict)

    def line_of(self, heading: str, row: int) -> int:
        """Return the line of a cell."""
        return self.lines_of.get(heading) or int(self.lines[row])

    def take(self, rows: Sequence[int]) -> Grid:
        """Return the same with only these rows."""
        indices = np.asarray(rows, dtype=np.int64)
        columns = {heading: cells[indices] for heading, cells in self.columns.items()}
        return replace(self, columns=columns, lines=self.lines[indices])

    def as_text(self) -> Grid:
        """Return the same with every cell as text."""
        return replace(self, columns={heading: _as_text(cells) for heading, cells in self.columns.items()})


def holds_numbers(cells: Cells) -> TypeGuard[npt.NDArray[np.float64]]:
    """Whether a column is one of numbers, not of text."""
    return isinstance(cells, np.ndarray) and cells.dtype != object


def _as_text(cells: Cells) -> Cells:
    if not holds_numbers(cells):
        return cells
    if len(cells) > LARGE:
        return code_cells(cells).map(as_text)
    return np.array([None if cell != cell else f"{cell:.15g}" for cell in cells.tolist()], dtype=object)


def as_text(cell: Any) -> str | None:
    """Return a cell as text; None for an empty one."""
    if cell is None or cell != cell:
        return None
    return cell if isinstance(cell, str) else f"{float(cell):.15g}"


def odd_heading(names: Sequence[str], unnamed: Sequence[str] = ()) -> str:
    """Return what is wrong with a heading, or nothing."""
    numbers = [name for name in names if read_number(name) is not None and not _YEAR.fullmatch(name)]
    if len(numbers) * 2 > len(names):
        return say("holds numbers where the heading should be")
    if len(names) - len(unnamed) < 2 and len(names) < 2:
        return say("isn't the heading of a table: it names one column")
    if len(names) > _MOST_COLUMNS:
        return say("names {count:,} columns, more than {most:,}", count=len(names), most=_MOST_COLUMNS)
    name, count = Counter(names).most_common(1)[0]
    return say('the heading names "{name}" {count} times', name=name, count=count) if count > 1 else ""


def numeric_columns(grid: Grid) -> list[str]:
    """Return the columns that hold numbers in at least half of the cells that aren't empty; a sample of them tells."""
    numeric = []
    for heading, cells in grid.columns.items():
        sample = [cell for cell in cells[np.arange(min(len(cells), 200))] if cell is not None and cell == cell]
        filled = [cell for cell in sample if not isinstance(cell, str) or not is_unknown(cell)]
        numbers = sum(not isinstance(cell, str) or has_number(cell) for cell in filled)
        if filled and numbers * 2 >= len(filled):
            numeric.append(heading)
    return numeric


def has_number(cell: str) -> bool:
    """Whether a cell is a number, whatever its decimals stand behind."""
    return read_number(cell) is not None or read_number(cell, ",") is not None
