"""The scores that a snapshot has already, and others that are added to it or take the place of some."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from llmsurvey.boards.board import Measure
from llmsurvey.boards.tidy import COLUMNS, IDENTITY, Tidy

_COMPARED = tuple(name for name in COLUMNS if name != "source")
"""What tells one score from another: where they were read from doesn't matter."""

_KEY = (*IDENTITY, *Measure._fields)
"""What tells which entry a score is of, and how it was measured."""


def unknown_to(old: Tidy, new: Tidy) -> Tidy:
    """Return the rows of `new` that `old` hasn't."""
    known = set(_rows(old, _COMPARED))
    return _take(new, [place for place, row in enumerate(_rows(new, _COMPARED)) if row not in known])


def not_measured_in(new: Tidy, old: Tidy) -> Tidy:
    """Return the rows of `old` for whose entry and measure `new` has no score."""
    measured = set(_rows(new, _KEY))
    return _take(old, [place for place, row in enumerate(_rows(old, _KEY)) if row not in measured])


def both(old: Tidy, new: Tidy) -> Tidy:
    """Return the rows of two tables, one after the other."""
    names = [name for name in COLUMNS if name in old or name in new]
    return {name: [*_column(old, name), *_column(new, name)] for name in names}


def _rows(table: Tidy, names: Collection[str]) -> Iterator[tuple[Any, ...]]:
    """The rows of a table, with what is meant where a cell is empty (percent, where no unit is said)."""
    defaults = Measure._field_defaults
    columns = (_column(table, name) for name in names)
    meant = (
        column if defaults.get(name) is None else [defaults[name] if cell is None else cell for cell in column]
        for name, column in zip(names, columns, strict=True)
    )
    return zip(*meant, strict=True)


def _column(table: Tidy, name: str) -> Sequence[Any]:
    return table.get(name) or [None] * len(table["value"])


def _take(table: Tidy, places: Sequence[int]) -> Tidy:
    return {name: [column[place] for place in places] for name, column in table.items()}
