"""Boards as tidy tables: one row a score, with all that is known of how it was measured."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from llmsurvey.boards.board import FACTS, PERCENT, Board, Matrix, Measure, Places

COLUMNS: dict[str, type] = {
    **FACTS,
    "benchmark": str,
    "metric": str,
    "shots": int,
    "harness": str,
    "version": str,
    "reporter": str,
    "unit": str,
    "better": str,
    "value": float,
    "stderr": float,
    "items": float,
}
"""The columns of a tidy table, in the order in which they are written; any but NEEDED may be left out."""

NEEDED = ("name", "benchmark", "value")

IDENTITY = ("name", "hub", "revision", "precision", "line")
"""What tells one entry from another."""

Tidy = Mapping[str, Sequence[Any]]
"""Columns of COLUMNS, all of one length; None stands for what isn't known, in DEFAULTS for what is meant then."""

DEFAULTS = {"unit": PERCENT, "better": "higher"}
"""What a measure is where a table doesn't say it."""


def to_board(tidy: Tidy, name: str, snapshot: str | None) -> Board:
    """The board that a tidy table holds, with entries and measures in the order of their first rows.

    Rows that agree in all of IDENTITY are of one entry. Where it has several scores for one measure, the second ones
    make an entry of their own, and so on: nothing is lost, and which of them counts is decided where it is asked.
    """
    count = len(tidy["value"])
    empty = [None] * count
    setup = {
        field: [cell or DEFAULTS.get(field) for cell in tidy.get(field, empty)]
        if field in DEFAULTS
        else tidy.get(field, empty)
        for field in Measure._fields
    }
    identity = _numbered(zip(*(tidy[fact] for fact in IDENTITY if fact in tidy), strict=True))
    measure_of = _numbered(zip(*setup.values(), strict=True))
    measures = [Measure(*values) for values in dict.fromkeys(zip(*setup.values(), strict=True))]
    turn = _turns(identity * len(measures) + measure_of)
    entry_of = _numbered(zip(identity.tolist(), turn.tolist(), strict=True))
    first_rows = np.unique(entry_of, return_index=True)[1]
    shape = (len(first_rows), len(measures))
    cells = entry_of * shape[1] + measure_of
    return Board(
        name,
        snapshot,
        {fact: np.array(tidy[fact], dtype=object)[first_rows] for fact in FACTS if fact in tidy},
        tuple(measures),
        _matrix(tidy["value"], cells, shape),
        *(_matrix(tidy[column], cells, shape) if any(tidy.get(column, ())) else None for column in ("stderr", "items")),
    )


def _numbered(keys: Iterable[Any]) -> Places:
    """For each key the number of the first one that is equal to it, counted without repeats."""
    seen: dict[Any, int] = {}
    return np.array([seen.setdefault(key, len(seen)) for key in keys], dtype=np.int64)


def _turns(keys: Places) -> Places:
    """How many equal keys stand before each one."""
    order = np.argsort(keys, kind="stable")
    in_order = keys[order]
    starts = np.flatnonzero(np.diff(in_order, prepend=-1))
    turns = np.empty_like(keys)
    turns[order] = np.arange(len(keys)) - np.repeat(starts, np.diff(starts, append=len(keys)))
    return turns


def _matrix(column: Sequence[float | None], cells: Places, shape: tuple[int, int]) -> Matrix:
    matrix = np.full(shape[0] * shape[1], np.nan)
    matrix[cells] = np.array(column, dtype=float)
    return matrix.reshape(shape)


def from_board(board: Board) -> Tidy:
    """The tidy table of a board, entry by entry; columns that are empty throughout are left out."""
    entries, measures = (places.tolist() for places in np.nonzero(~np.isnan(board.values)))
    columns: dict[str, list[Any]] = {fact: list(column[entries]) for fact, column in board.facts.items()}
    for field in Measure._fields:
        found = [getattr(measure, field) for measure in board.measures]
        columns[field] = [found[measure] for measure in measures]
    columns["value"] = board.values[entries, measures].tolist()
    for name, matrix in (("stderr", board.errors), ("items", board.items)):
        if matrix is not None:
            columns[name] = [None if value != value else value for value in matrix[entries, measures].tolist()]
    return trimmed(columns)


def trimmed(columns: Tidy) -> Tidy:
    """The columns in their order, without those that are empty or say what DEFAULTS does throughout."""
    kept = {name: columns[name] for name in COLUMNS if name in columns}
    for name, default in DEFAULTS.items():
        if set(kept.get(name, ())) <= {default, None}:
            kept.pop(name, None)
    return {name: column for name, column in kept.items() if any(each is not None for each in column) or name in NEEDED}


def read(text: str) -> Tidy:
    """A tidy table from CSV: an empty cell is unknown.

    Raises ValueError for a row that has too few or too many cells, or a number that is none, with the line; and for a
    missing column.
    """
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise ValueError(f"1: no column is called {missing[0]}")
    kinds = [COLUMNS.get(name, str) for name in header]
    columns: list[list[Any]] = [[] for _ in header]
    for cells in reader:
        if len(cells) != len(header):
            raise ValueError(f"{reader.line_num}: {len(cells)} cells, not {len(header)}")
        try:
            for column, kind, cell in zip(columns, kinds, cells, strict=True):
                column.append(kind(cell) if cell else None)
        except ValueError as error:
            raise ValueError(f"{reader.line_num}: {error}") from None
    return {name: column for name, column in zip(header, columns, strict=True) if name in COLUMNS}


def write(tidy: Tidy) -> bytes:
    """A tidy table as CSV in UTF-8; numbers in the fewest digits that give them back."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(tidy)
    writer.writerows([_short(cell) for cell in row] for row in zip(*tidy.values(), strict=True))
    return text.getvalue().encode()


def _short(cell: str | float | None) -> str | int | float | None:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
