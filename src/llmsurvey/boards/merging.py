"""The scores that a snapshot has already, and others that are added to it or take the place of some."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

import numpy as np

from llmsurvey.boards.board import Measure, Places
from llmsurvey.boards.coded import Coded, code_cells, number_rows
from llmsurvey.boards.tidy import COLUMNS, FIGURES, IDENTITY, Tidy, take_rows

_COMPARED = tuple(name for name in COLUMNS if name != "source")
"""What tells one score from another: where they were read from doesn't matter."""

_KEY = (*IDENTITY, *Measure._fields)
"""What tells which entry a score is of, and how it was measured."""


def unknown_to(old: Tidy, new: Tidy) -> Tidy:
    """Return the rows of `new` that `old` hasn't."""
    return _rows_unlike(new, old, _COMPARED)


def not_measured_in(new: Tidy, old: Tidy) -> Tidy:
    """Return the rows of `old` for whose entry and measure `new` has no score."""
    return _rows_unlike(old, new, _KEY)


def join_tables(old: Tidy, new: Tidy) -> Tidy:
    """Return the rows of two tables, one after the other."""
    return {name: _join_columns(old, new, name) for name in COLUMNS if name in old or name in new}


def _rows_unlike(table: Tidy, others: Tidy, names: Collection[str]) -> Tidy:
    """Return the rows of a table that agree with none of the others in all columns of these names.

    Where a cell is empty, what is meant then counts (percent, where no unit is said).
    """
    defaults = Measure._field_defaults
    joined = {name: _join_columns(others, table, name) for name in names if name in table or name in others}
    columns = [
        column.map(partial(_or_default, defaults[name])) if defaults.get(name) else column
        for name, column in joined.items()
    ]
    codes, first_rows = number_rows(columns)
    count = len(others["value"])
    number_of_others = np.searchsorted(first_rows, count)  # which stand before the table, and are numbered first
    rows = np.flatnonzero(codes[count:] >= number_of_others)
    return {name: _take_rows(column, rows) for name, column in table.items()}


def _or_default(default: Any, cell: Any) -> Any:
    return default if cell is None else cell


def _take_rows(column: Sequence[Any], rows: Places) -> Any:
    """Return a column of a table with only some rows, a list as a list."""
    return [column[row] for row in rows] if isinstance(column, list) else take_rows(column, rows)


def _join_columns(first: Tidy, second: Tidy, name: str) -> Any:
    """Return a column of two tables, the first's rows before the second's; None where a table hasn't it."""
    columns = [table[name] if name in table else [None] * len(table["value"]) for table in (first, second)]
    if name in FIGURES:
        return np.concatenate([np.asarray(column, dtype=float) for column in columns])
    former, latter = map(code_cells, columns)
    codes = np.concatenate([former.codes, latter.codes.astype(np.int64) + len(former.values)])
    return Coded(codes, np.concatenate([former.values, latter.values])).compact()
