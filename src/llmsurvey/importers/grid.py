"""A table as columns under their headings: out of Parquet, out of plain CSV by a fast reader, or out of a sheet."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from llmsurvey.boards.arrow_text import ArrowText
from llmsurvey.boards.board import Places
from llmsurvey.errors import BoardError, Fault, RequestError
from llmsurvey.importers.files import check_size, head_of, noticed
from llmsurvey.importers.markup import one_line
from llmsurvey.importers.numbers import is_unknown, read_number
from llmsurvey.importers.sheets import KINDS, Row, Sheet, read_sheets
from llmsurvey.importers.sheets.csv import delimiter_of, stated_delimiter
from llmsurvey.messages import listed, say

Cells = npt.NDArray[Any] | ArrowText
"""A column: numbers (NaN where there are none), or text (None where there is none)."""

SUFFIXES = (*KINDS, ".parquet")
"""The kinds of files that hold tables."""

_LOOKED_THROUGH = 8 * 2**20
_TITLES = 20
"""So many rows may stand above the heading."""

_SHOTS = re.compile(r"\(?\d+[- ]?shots?\)?", re.IGNORECASE)

_MOST_COLUMNS = 20_000


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
        """The line of a cell."""
        return self.lines_of.get(heading) or int(self.lines[row])


def read_grid(
    path: Path,
    is_text: Callable[[str], bool] = lambda heading: False,
    table: str | None = None,
    encoding: str | None = None,
) -> Grid:
    """Return the table in a file; columns that `is_text` stay text where they look like numbers.

    `table` says which one of several, by its number or its title. Raises BoardError for a file that holds none or has
    no heading, RequestError where it isn't said which of several.
    """
    if path.suffix.lower() == ".parquet":
        if table is not None or encoding is not None:
            raise RequestError(say("--table and --encoding aren't for Parquet: {file} is one table.", file=path))
        return _parquet(path)
    is_plain = encoding is None and table is None and KINDS.get(path.suffix.lower()) == "csv"
    return (_quick(path, is_text) if is_plain else None) or careful_grid(path, table, encoding)


def careful_grid(path: Path, table: str | None = None, encoding: str | None = None) -> Grid:
    """The same with every cell as text, so that whatever is wrong with one can be told with its line."""
    if path.suffix.lower() == ".parquet":
        return _as_text(_parquet(path))
    return _grid_of(path, choose_sheet(path, read_sheets(path, encoding), table))


def _as_text(grid: Grid) -> Grid:
    columns: dict[str, Cells] = {}
    for heading, cells in grid.columns.items():
        if isinstance(cells, ArrowText) or cells.dtype == object:
            columns[heading] = cells
        else:
            texts = [None if cell != cell else f"{cell:.15g}" for cell in cells.tolist()]
            columns[heading] = np.array(texts, dtype=object)
    return Grid(columns, grid.lines, grid.faults, grid.unnamed)


# One of several


def choose_sheet(path: Path, sheets: Sequence[Sheet], table: str | None) -> Sheet:
    """Return the table that is asked for, by its number or its title; else the only one of the file that has numbers.

    Raises RequestError for a table that there is none of, or where several have numbers.
    """
    if table is not None:
        by_number = [sheet for number, sheet in enumerate(sheets, 1) if str(number) == table]
        asked = by_number or [sheet for sheet in sheets if one_line(table).casefold() == sheet.title.casefold()]
        if len(asked) != 1:
            raise RequestError(
                say(
                    '--table: {file} has no one table called "{name}". There are: {tables}.',
                    file=path,
                    name=table,
                    tables=_described(list(enumerate(sheets, 1))),
                )
            )
        return asked[0]
    numbered = [(number, sheet) for number, sheet in enumerate(sheets, 1) if sheet.has_numbers()]
    if len(numbered) > 1:
        raise RequestError(
            say(
                "{file} has {count} tables of numbers. Say which with --table: {tables}.",
                file=path,
                count=len(numbered),
                tables=_described(numbered),
            )
        )
    return numbered[0][1] if numbered else sheets[0] if sheets else Sheet("", None, [])


def _described(numbered: Sequence[tuple[int, Sheet]]) -> str:
    """Tables by number, each with its line and its first headings."""
    descriptions = []
    for number, sheet in numbered:
        top = sheet.heading or (sheet.rows[0] if sheet.rows else Row(0, []))
        headings = ", ".join([cell for cell in top.cells if cell][:3])[:60]
        descriptions.append(
            say("{number} (line {line}, {headings})", number=number, line=top.line, headings=sheet.title or headings)
        )
    return listed(descriptions)


# Out of a sheet


def _grid_of(path: Path, sheet: Sheet) -> Grid:
    """The columns of a sheet; a row that hasn't as many cells as the heading is left out, and told."""
    heading, rows = _with_second_line(*_heading_of(path, sheet))
    names, unnamed = _named(heading.cells, rows)
    if problem := _odd_heading(names, unnamed):
        raise BoardError(say("{file}:{line}: {problem}.", file=path, line=heading.line, problem=problem))
    faults: list[Fault] = []
    fitted = (_fitted(path, row, len(names), sheet.may_be_short, faults) for row in rows)
    complete = [row for row in fitted if row is not None]
    texts = np.empty((len(complete), len(names)), dtype=object)
    for place, row in enumerate(complete):
        texts[place] = [cell or None for cell in row.cells]
    columns: dict[str, Cells] = {
        name: texts[:, place] for place, name in enumerate(names) if name not in unnamed or any(texts[:, place])
    }
    lines = np.array([row.line for row in complete], dtype=np.int64)
    return Grid(columns, lines, tuple(faults), tuple(name for name in unnamed if name in columns))


def _heading_of(path: Path, sheet: Sheet) -> tuple[Row, list[Row]]:
    """The heading and the rows below it: of what stands above the first number, the first row that names enough.

    That is as many columns as any other, or one less: an index has no name.
    """
    filled = [row for row in sheet.rows if any(row.cells)]
    if sheet.heading is not None:
        return sheet.heading, filled
    if not filled:
        raise BoardError(say("{file} is empty.", file=path))
    above = list(takewhile(lambda row: not any(map(_is_number, row.cells)), filled[:_TITLES]))
    names = [sum(map(bool, row.cells)) for row in above]
    most = max(names, default=0)
    place = next((place for place, count in enumerate(names) if count >= most - (most > 2)), 0)
    return filled[place], filled[place + 1 :]


def _with_second_line(heading: Row, rows: list[Row]) -> tuple[Row, list[Row]]:
    """The heading with the row below it, where that goes on with it.

    It does where it has nothing below the first name, and no number; below no name, where it is all of shots.
    """
    below = rows[0].cells if rows else []
    if len(rows) < 2 or not any(below) or below[0] or any(map(_is_number, below)):
        return heading, rows
    if not heading.cells[0] and not all(_SHOTS.fullmatch(cell) for cell in below if cell):
        return heading, rows
    width = max(len(heading.cells), len(below))
    columns = zip(_padded(heading.cells, width), _padded(below, width), strict=True)
    return Row(rows[0].line, [" ".join(filter(None, cells)) for cells in columns]), rows[1:]


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _named(cells: Sequence[str], rows: Sequence[Row]) -> tuple[list[str], tuple[str, ...]]:
    """The headings, and those of them that a column without one is called by; columns empty throughout are cut off."""
    names = list(cells)
    while (
        names and not names[-1] and not any(len(row.cells) >= len(names) and row.cells[len(names) - 1] for row in rows)
    ):
        names.pop()
    unnamed = {place: f"column {place + 1}" for place, name in enumerate(names) if not name}
    return [unnamed.get(place, name) for place, name in enumerate(names)], tuple(unnamed.values())


def _fitted(path: Path, row: Row, width: int, may_be_short: bool, faults: list[Fault]) -> Row | None:
    """The row with as many cells as the heading: empty ones at its end don't count. Any other is told."""
    cells = row.cells
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    if may_be_short and len(cells) < width:
        cells = _padded(cells, width)
    if len(cells) == width:
        return Row(row.line, cells)
    problem = say("has {found} cells where {wanted} are named: left out", found=len(cells), wanted=width)
    faults.append(noticed(path, row.line, problem))
    return None


def _odd_heading(names: Sequence[str], unnamed: Sequence[str] = ()) -> str:
    """What is wrong with a heading, or nothing."""
    if sum(_is_number(name) for name in names) * 2 > len(names):
        return say("holds numbers where the heading should be")
    if len(names) - len(unnamed) < 2 and len(names) < 2:
        return say("isn't the heading of a table: it names one column")
    if len(names) > _MOST_COLUMNS:
        return say("names {count:,} columns, more than {most:,}", count=len(names), most=_MOST_COLUMNS)
    name, count = Counter(names).most_common(1)[0]
    return say('the heading names "{name}" {count} times', name=name, count=count) if count > 1 else ""


def _is_number(text: str) -> bool:
    return read_number(text) is not None


def numeric_columns(grid: Grid) -> list[str]:
    """The columns that hold numbers in at least half of the cells that aren't empty; a sample of them tells."""
    numeric = []
    for heading, cells in grid.columns.items():
        sample = [cell for cell in cells[np.arange(min(len(cells), 200))] if cell is not None and cell == cell]
        known = [cell for cell in sample if not isinstance(cell, str) or not is_unknown(cell)]
        numbers = sum(not isinstance(cell, str) or has_number(cell) for cell in known)
        if known and numbers * 2 >= len(known):
            numeric.append(heading)
    return numeric


def has_number(cell: str) -> bool:
    """Whether a cell is a number, whatever its decimals stand behind."""
    return read_number(cell) is not None or read_number(cell, ",") is not None


# By a fast reader


def _quick(path: Path, is_text: Callable[[str], bool]) -> Grid | None:
    """A CSV file by a reader that is fast and gives up on anything odd: then None."""
    import pyarrow
    import pyarrow.csv

    check_size(path)
    head = head_of(path)
    first, _, _ = head.partition(b"\n")
    header = first.decode("utf-8-sig", "replace").rstrip("\r")
    if "\r" in header or "\0" in header or stated_delimiter(header)[0] is not None:
        return None
    delimiter = delimiter_of(head.decode("utf-8-sig", "replace"))
    try:
        stated = next(csv.reader([header], delimiter=delimiter, strict=True), [])
        kinds = {name: pyarrow.string() for name in stated if is_text(one_line(name))}
        table = pyarrow.csv.read_csv(
            str(path),
            parse_options=pyarrow.csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False),
            convert_options=pyarrow.csv.ConvertOptions(column_types=kinds, null_values=[""], strings_can_be_null=True),
        )
        names = [one_line(name) for name in table.column_names]
    except (csv.Error, pyarrow.ArrowException, UnicodeDecodeError):  # it may want for threads or memory, too
        return None
    binary = any(pyarrow.types.is_binary(column.type) for column in table.columns)  # text that isn't UTF-8
    if binary or not all(names) or _odd_heading(names) or _has_other_lines(path, len(table)):
        return None
    lines, columns = np.arange(2, len(table) + 2), table.columns
    del table
    return Grid(_taken(names, (columns.pop(0) for _ in names)), lines)


def _has_other_lines(path: Path, rows: int) -> bool:
    """Whether rows and lines don't go together, for one is empty or within quotes; looked for in files of some MiB."""
    if path.stat().st_size > _LOOKED_THROUGH:
        return False
    content = path.read_bytes()
    return content.rstrip(b"\r\n").count(b"\n") != rows


def _taken(names: Iterable[str], columns: Iterator[Any]) -> dict[str, Cells]:
    """Columns of Arrow by name; each is let go once it is read, so that little is held twice."""
    found: dict[str, Cells] = {}
    for name in names:
        found[name] = _cells(next(columns))
        give_back()
    return found


def give_back() -> None:
    """Let the system have the memory that Arrow keeps for later."""
    import pyarrow

    pyarrow.default_memory_pool().release_unused()


def _numbers(column: Any) -> npt.NDArray[np.float64]:
    """A column of Arrow as numbers, NaN where it is empty; infinite where it says NaN itself, which is no score.

    Not by its `to_numpy()`, which imports pandas where there is one: that takes longer than all else.
    """
    import pyarrow

    array = column.cast(pyarrow.float64()).combine_chunks()
    if not array.null_count:
        whole = np.frombuffer(array.buffers()[1], dtype=np.float64) if len(array) else np.empty(0)
        found = whole[array.offset : array.offset + len(array)]
    else:
        batch = pyarrow.RecordBatch.from_arrays([array], ["numbers"])
        found = batch.to_tensor(null_to_nan=True).to_numpy()[:, 0]
    empty = np.count_nonzero(np.isnan(found))
    if empty > array.null_count:
        stated = np.asarray(array.is_null().to_pylist(), dtype=bool)
        found = np.where(np.isnan(found) & ~stated, np.inf, found)
    return found


def _cells(column: Any) -> Cells:
    """A column of Arrow: whatever is a number as one, all else as text. Raises ArrowException for what is neither."""
    import pyarrow

    kind = column.type
    if pyarrow.types.is_floating(kind) or pyarrow.types.is_integer(kind) or pyarrow.types.is_decimal(kind):
        return _numbers(column)
    if not (pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind)):
        column = column.cast(pyarrow.string())
    column.validate(full=True)  # text that isn't UTF-8
    return ArrowText(column)


# Parquet


def _parquet(path: Path) -> Grid:
    """A Parquet file, column by column; a column of lists or the like is left out."""
    import pyarrow
    import pyarrow.parquet

    check_size(path)
    try:
        with pyarrow.parquet.ParquetFile(str(path)) as file:
            rows = file.metadata.num_rows
            names = [name for name in file.schema_arrow.names if not _is_nested(file.schema_arrow.field(name).type)]
            headings = [one_line(name) for name in names]
            if problem := _odd_heading(headings):
                raise BoardError(say("{file}: {problem}.", file=path, problem=problem))
            columns = _taken(headings, (file.read(columns=[name]).column(0) for name in names))
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError, LookupError, ValueError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise BoardError(
            say("{file} isn't a Parquet table that can be read: {reason}.", file=path, reason=reason)
        ) from None
    if any(len(column) != rows for column in columns.values()):
        raise BoardError(
            say("{file} isn't a Parquet table that can be read: {reason}.", file=path, reason=say("rows are missing"))
        )
    return Grid(columns, np.arange(1, rows + 1))


def _is_nested(kind: Any) -> bool:
    import pyarrow

    return bool(pyarrow.types.is_nested(kind))
