"""The scores that a snapshot has already, and others that are added to it or take the place of some."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from llmsurvey.boards.board import Measure
from llmsurvey.boards.tidy import COLUMNS, IDENTITY, Tidy

_COMPARED = tuple(name for name in COLUMNS if name != "source")
"""What tells one score from another: where they were read from doesn't matter."""

_KEY = (*IDENTITY, *Measure._fields)
"""What tells which entry a score is of, and how it was measured."""


def unknown_to(old: Tidy, new: Tidy) -> Tidy:
    """Return the rows of `new` that `old` hasn't; they are found by their hashes, so that few rows are held at once."""
    old_columns = _filled_columns(old, _COMPARED)
    row_of: dict[int, int] = {}
    of_a_hash_taken = set()
    for row, cells in enumerate(zip(*old_columns, strict=True)):
        if row_of.setdefault(hash(cells), row) != row:
            of_a_hash_taken.add(cells)

    def is_known(cells: tuple[Any, ...]) -> bool:
        row = row_of.get(hash(cells))
        if row is None:
            return False
        return cells == tuple(column[row] for column in old_columns) or cells in of_a_hash_taken

    rows = zip(*_filled_columns(new, _COMPARED), strict=True)
    return _take_rows(new, [row for row, cells in enumerate(rows) if not is_known(cells)])


def not_measured_in(new: Tidy, old: Tidy) -> Tidy:
    """Return the rows of `old` for whose entry and measure `new` has no score."""
    measured = set(zip(*_filled_columns(new, _KEY), strict=True))
    rows = zip(*_filled_columns(old, _KEY), strict=True)
    return _take_rows(old, [row for row, cells in enumerate(rows) if cells not in measured])


def join_tables(old: Tidy, new: Tidy) -> Tidy:
    """Return the rows of two tables, one after the other."""
    names = [name for name in COLUMNS if name in old or name in new]
    return {name: [*_column_or_empty(old, name), *_column_or_empty(new, name)] for name in names}


def _filled_columns(table: Tidy, names: Collection[str]) -> list[Sequence[Any]]:
    """Return some columns of a table, with what is meant where a cell is empty (percent, where no unit is said)."""
    defaults = Measure._field_defaults
    columns = (_column_or_empty(table, name) for name in names)
    return [
        column if defaults.get(name) is None else [defaults[name] if cell is None else cell for cell in column]
        for name, column in zip(names, columns, strict=True)
    ]


def _column_or_empty(table: Tidy, name: str) -> Sequence[Any]:
    return table.get(name) or [None] * len(table["value"])


def _take_rows(table: Tidy, rows: Sequence[int]) -> Tidy:
    return {name: [column[row] for row in rows] for name, column in table.items()}
