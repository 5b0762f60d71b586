"""Grids of large CSV files: read part by part, with each text of a column held once."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from llmsurvey.boards.board import Places
from llmsurvey.boards.coded import Coded, code_cells
from llmsurvey.errors import Fault
from llmsurvey.importers.arrow_grid import as_cells, check_cells, give_back
from llmsurvey.importers.changes import take_changes_of_column
from llmsurvey.importers.gathered_column import GatheredColumn, is_number
from llmsurvey.importers.grid import Cells, Grid, odd_heading
from llmsurvey.importers.markup import from_text
from llmsurvey.importers.numbers import read_number
from llmsurvey.importers.read_file import head_of, warning_at
from llmsurvey.importers.sheets.csv import delimiter_of, stated_delimiter
from llmsurvey.messages import say

LARGE = 128 * 2**20
"""A file of more bytes is read in parts."""

_BLOCK = 2**20


class _Heading(NamedTuple):
    """The names of columns, and what separates them."""

    names: list[str]
    delimiter: str


class _Misfit(NamedTuple):
    """A row that hasn't as many cells as the heading: its line, how many it has, and whether it could be cut to fit.

    One of which all cells are empty has none.
    """

    line: int
    cells: int
    fits: bool


def is_large(path: Path) -> bool:
    """Whether a file is to be read in parts."""
    return path.is_file() and path.stat().st_size > LARGE


def read_large_csv(path: Path, is_text: Callable[[str], bool]) -> Grid | None:
    """Return the table of a CSV file, or None where anything in it is odd.

    Columns that `is_text` stay text, and so do those that don't begin with numbers. Raises BoardError for more cells
    than are held.
    """
    import pyarrow

    heading = _heading_of(path)
    if heading is None:
        return None
    text = dict.fromkeys(heading.names, pyarrow.string())
    try:
        with _open(path, heading, {name: kind for name, kind in text.items() if is_text(name)}) as reader:
            numbers = {field.name: pyarrow.float64() for field in reader.schema if is_number(field.type)}
        columns = _gather(path, heading, {**text, **numbers})
    except pyarrow.ArrowException:
        return None
    rows = len(columns[heading.names[0]])
    return Grid(columns, np.arange(2, rows + 2)) if _look_at_lines(path) == (rows + 1, False) else None


def read_large_csv_as_text(path: Path) -> Grid | None:
    """Return the table of a CSV file with every cell as text, or None where its lines or its heading are odd.

    Rows that haven't as many cells as the heading, or repeat it, are left out, and told. Raises BoardError as
    `read_large_csv` does.
    """
    import pyarrow

    heading = _heading_of(path)
    if heading is None:
        return None
    misfits: list[_Misfit] = []
    try:
        columns = _gather(path, heading, dict.fromkeys(heading.names, pyarrow.string()), misfits)
    except pyarrow.ArrowException:
        return None
    rows = len(columns[heading.names[0]])
    if any(misfit.fits for misfit in misfits) or _look_at_lines(path)[0] != rows + 1 + len(misfits):
        return None
    lines = np.delete(np.arange(1, rows + 2 + len(misfits)), [0, *(misfit.line - 1 for misfit in misfits)])
    faults = [_tell_misfit(path, misfit, len(heading.names)) for misfit in misfits if misfit.cells]
    texts = {name: code_cells(column).map(_plain_text) for name, column in columns.items()}
    return _settle_rows(path, texts, lines, faults)


def _heading_of(path: Path) -> _Heading | None:
    """Return the first line of a file, if it is a heading with numbers in the line below, else None."""
    text = head_of(path).decode("utf-8-sig", "replace")
    first, second = (line.rstrip("\r") for line in [*text.split("\n", 2), ""][:2])
    if "\r" in first or "\0" in first or stated_delimiter(first)[0] is not None:
        return None
    delimiter = delimiter_of(text)
    try:
        names, below = (next(csv.reader([line], delimiter=delimiter, strict=True), []) for line in (first, second))
    except csv.Error:
        return None
    has_numbers = any(read_number(from_text(cell)) is not None for cell in below)
    is_plain = all(names) and all(from_text(name) == name for name in names) and not odd_heading(names)
    return _Heading(names, delimiter) if has_numbers and is_plain and len(below) == len(names) else None


def _open(path: Path, heading: _Heading, kinds: Mapping[str, Any], skip: Callable[[Any], str] | None = None) -> Any:
    """Return a reader of the parts of a file. Raises ArrowException."""
    import pyarrow.csv

    return pyarrow.csv.open_csv(
        str(path),
        read_options=pyarrow.csv.ReadOptions(block_size=_BLOCK, use_threads=False),  # else it doesn't count lines
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=heading.delimiter, ignore_empty_lines=False, invalid_row_handler=skip
        ),
        convert_options=pyarrow.csv.ConvertOptions(column_types=kinds, null_values=[""], strings_can_be_null=True),
    )


def _gather(
    path: Path, heading: _Heading, kinds: Mapping[str, Any], misfits: list[_Misfit] | None = None
) -> dict[str, Cells]:
    """Return the columns of a file; rows that don't fit are left out where they are counted in `misfits`.

    Raises ArrowException for what isn't of these kinds or no UTF-8, BoardError for more cells than are held.
    """

    def skip(row: Any) -> str:
        if misfits is None:
            return "error"
        cells = next(csv.reader([row.text], delimiter=heading.delimiter), [])
        fits = any(cells) and row.actual_columns > len(kinds) and not any(cells[len(kinds) :])
        misfits.append(_Misfit(row.number, row.actual_columns if any(cells) else 0, fits))
        return "skip"

    gathered = [GatheredColumn() for _ in kinds]
    rows = 0
    with _open(path, heading, kinds, skip) as reader:
        for part in reader:
            rows += len(part)
            check_cells(path, rows * len(kinds))
            for column, cells in zip(gathered, part.columns, strict=True):
                column.add(cells)
    columns: dict[str, Cells] = {}
    for name in kinds:
        columns[name] = as_cells(gathered.pop(0).whole())
        give_back()
    return columns


def _look_at_lines(path: Path) -> tuple[int, bool]:
    """Return how many lines a file has, and whether one of them is empty."""
    lines, is_any_empty, seen = 0, False, b"\n"
    with path.open("rb") as file:
        while part := file.read(_BLOCK):
            lines += part.count(b"\n")
            seen = seen[-2:] + part
            is_any_empty = is_any_empty or b"\n\n" in seen or b"\n\r\n" in seen
    return lines + (not seen.endswith(b"\n")), is_any_empty


def _plain_text(cell: str | None) -> str | None:
    return (from_text(cell) or None) if cell else None


def _tell_misfit(path: Path, misfit: _Misfit, width: int) -> Fault:
    problem = say("has {found} cells where {wanted} are named: left out", found=misfit.cells, wanted=width)
    return warning_at(path, misfit.line, problem)


def _settle_rows(path: Path, texts: Mapping[str, Coded], lines: Places, faults: list[Fault]) -> Grid:
    """Return the rows that aren't empty, don't repeat the heading, and have no changes behind scores."""
    is_filled = np.zeros(len(lines), dtype=bool)
    is_heading = np.ones(len(lines), dtype=bool)
    for name, column in texts.items():
        is_filled |= column.is_known()
        is_heading &= np.array([text == name for text in column.values], dtype=bool)[column.codes]
    faults += [warning_at(path, int(line), say("repeats the heading: left out")) for line in lines[is_heading]]
    rows = np.flatnonzero(is_filled & ~is_heading)
    columns: dict[str, Cells] = {}
    for name, column in texts.items():
        columns[name] = kept = column[rows].compact()
        take_changes_of_column(path, name, kept.values, faults)
    return Grid(columns, lines[rows], tuple(faults))
