"""Boards as tidy tables: one row a score, with all that is known of how it was measured."""

from __future__ import annotations

import csv
import io
import math
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np

from llmsurvey.boards.board import FACTS, LARGEST, PERCENT, Board, Matrix, Measure, Places
from llmsurvey.boards.coded import Coded, as_objects, code_cells, different_in, number_keys, number_rows
from llmsurvey.boards.measure import IDENTITY as IDENTITY
from llmsurvey.errors import BoardError
from llmsurvey.messages import Message, say

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

FIGURES = ("value", "stderr", "items")
"""The columns that may be arrays of numbers, NaN where a cell is empty."""

_AT_ONCE = 10_000
"""So many rows are read at once, column by column."""

LONGEST = 131_072
"""So many characters a cell may have: what is longer, the csv module doesn't read back."""

Tidy = Mapping[str, Sequence[Any]]
"""Columns of COLUMNS, all of one length; None stands for what isn't known, in DEFAULTS for what is meant then.

A column may be `Coded`, those of FIGURES arrays of numbers with NaN for what isn't known.
"""

DEFAULTS = {"unit": PERCENT, "better": "higher"}
"""What a measure is where a table doesn't say it."""


_MOST_CELLS, _MOST_EMPTY = 25_000_000, 100
"""A board has at most so many cells, or so many for each score."""


def to_board(tidy: Tidy, name: str, snapshot: str | None) -> Board:
    """Return the board that a tidy table holds, with entries and measures in the order of their first rows.

    Rows that agree in all of IDENTITY are of one entry. Where it has several scores for one measure, the second ones
    make an entry of their own, and so on: nothing is lost, and which of them counts is decided where it is asked.
    Raises BoardError for scores that have so little in common that a board of them would be nearly empty and huge.
    """
    count = len(tidy["value"])
    columns_of_field = [_field_column(tidy, field, count) for field in Measure._fields]
    identity = number_rows([tidy[fact] for fact in IDENTITY if fact in tidy]).codes
    measure_of, rows_of_measures = number_rows(columns_of_field)
    measures = [Measure(*(column[row] for column in columns_of_field)) for row in rows_of_measures]
    turn = _count_earlier_equals(identity.astype(np.int64) * len(measures) + measure_of)
    entry_of, first_rows = number_keys(turn * (count + 1) + identity) if turn.any() else number_keys(identity)
    shape = (len(first_rows), len(measures))
    _check_size(name, shape, count)
    cells = entry_of.astype(np.int64) * shape[1] + measure_of
    return Board(
        name,
        snapshot,
        {fact: np.array(take_rows(tidy[fact], first_rows), dtype=object) for fact in FACTS if fact in tidy},
        tuple(measures),
        _as_matrix(tidy["value"], cells, shape),
        errors=_matrix_or_none(tidy.get("stderr"), cells, shape),
        items=_matrix_or_none(tidy.get("items"), cells, shape),
    )


def _check_size(name: str, shape: tuple[int, int], count: int) -> None:
    """Raise BoardError for a board of too many cells, of which hardly any has one of `count` scores."""
    if shape[0] * shape[1] > max(_MOST_CELLS, _MOST_EMPTY * count):
        raise BoardError(
            say(
                "{board}: {entries:,} entries were measured in {measures:,} different ways, too many for one board. "
                "Make several of them.",
                board=name,
                entries=shape[0],
                measures=shape[1],
            )
        )


def _matrix_or_none(column: Sequence[float | None] | None, cells: Places, shape: tuple[int, int]) -> Matrix | None:
    """Return a matrix of what is known of scores beside their values; None where nothing is."""
    if column is None or is_empty(column):
        return None
    return _as_matrix(column, cells, shape)


def _field_column(tidy: Tidy, field: str, count: int) -> Coded:
    """Return what a table says of a field of measures, or what is meant where it says nothing."""
    default = DEFAULTS.get(field)
    if field not in tidy:
        return Coded(np.zeros(count, dtype=np.int8), as_objects([default]))
    column = code_cells(tidy[field])
    return column if default is None else column.map(lambda cell: cell or default)


def take_rows(column: Any, rows: Places) -> Any:
    """Return a column with only these rows, which are in order and each one once."""
    if not isinstance(column, (Coded, np.ndarray)):
        column = as_objects(column)
    return column if len(rows) == len(column) else column[rows]


def _count_earlier_equals(keys: Places) -> Places:
    """Return how many equal keys stand before each one."""
    if len(number_keys(keys).first_rows) == len(keys):
        return np.zeros(len(keys), dtype=np.int64)
    order = np.argsort(keys, kind="stable")
    in_order = keys[order]
    starts = np.flatnonzero(np.diff(in_order, prepend=-1))
    turns = np.empty_like(keys)
    turns[order] = np.arange(len(keys)) - np.repeat(starts, np.diff(starts, append=len(keys)))
    return turns


def _as_matrix(column: Sequence[float | None], cells: Places, shape: tuple[int, int]) -> Matrix:
    matrix = np.full(shape[0] * shape[1], np.nan)
    matrix[cells] = np.array(column, dtype=float)
    return matrix.reshape(shape)


def from_board(board: Board) -> Tidy:
    """Return the tidy table of a board, entry by entry; columns that are empty throughout are left out."""
    entries, measures = (places.tolist() for places in np.nonzero(~np.isnan(board.values)))
    columns: dict[str, list[Any]] = {fact: list(column[entries]) for fact, column in board.facts.items()}
    for field in Measure._fields:
        field_values = [getattr(measure, field) for measure in board.measures]
        columns[field] = [field_values[measure] for measure in measures]
    columns["value"] = board.values[entries, measures].tolist()
    for name, matrix in (("stderr", board.errors), ("items", board.items)):
        if matrix is not None:
            columns[name] = [None if value != value else value for value in matrix[entries, measures].tolist()]
    return trim_columns(columns)


def list_cells(column: Any) -> list[Any]:
    """Return the cells of a column, None for what isn't known."""
    if isinstance(column, np.ndarray):
        return [None if cell != cell else cell for cell in column.tolist()]
    return list(column)


def is_empty(column: Any) -> bool:
    """Whether no cell of a column is known."""
    if isinstance(column, Coded):
        column = column.compact().values
    elif isinstance(column, np.ndarray) and column.dtype != object:
        return bool(np.isnan(column).all())
    return all(cell is None or cell != cell for cell in column)


def trim_columns(columns: Tidy) -> Tidy:
    """Return the columns in their order, without those that are empty or say what DEFAULTS does throughout."""
    in_order = {name: columns[name] for name in COLUMNS if name in columns}
    for name, default in DEFAULTS.items():
        if set(code_cells(in_order.get(name, ())).values) <= {default, None}:
            in_order.pop(name, None)
    return {name: column for name, column in in_order.items() if name in NEEDED or not is_empty(column)}


def read_table(content: bytes) -> Tidy:
    """Return the tidy table in a CSV file of UTF-8, its columns `Coded` or arrays of numbers: an empty cell is unknown.

    Raises ValueError, with the line, for a row that has too few or too many cells, names no model or no benchmark, or
    has no score or a number that is none; and for a column that is missing.
    """
    columns: dict[str, _ReadColumn] = {}
    for part in _read_parts(content):
        for name, cells in part.items():
            columns.setdefault(name, _ReadColumn(is_figure=name in FIGURES)).add(cells)
    return {name: column.whole() for name, column in columns.items()}


class _ReadColumn:
    """A column as it is read: its numbers, or the numbers of its different texts."""

    def __init__(self, *, is_figure: bool) -> None:
        self._figures = array("d") if is_figure else None
        self._codes, self._codes_by_cell = array("i"), dict[Any, int]()

    def add(self, cells: Sequence[Any]) -> None:
        """Add some cells, None for what isn't known."""
        if self._figures is not None:
            self._figures.extend(math.nan if cell is None else cell for cell in cells)
            return
        numbers = self._codes_by_cell
        self._codes.extend(numbers.setdefault(cell, len(numbers)) for cell in cells)

    def whole(self) -> Any:
        """Return all of it."""
        if self._figures is not None:
            return np.asarray(self._figures)
        return Coded(np.asarray(self._codes, dtype=np.int32), as_objects(list(self._codes_by_cell)))


def gives_back(content: bytes, tidy: Tidy) -> bool:
    """Whether `read` would return a table for a CSV file, to the last digit; it is held only a part at a time.

    Raises ValueError as `read` does.
    """
    row = 0
    for part in _read_parts(content):
        count = len(part["value"])
        rows = slice(row, row + count)
        if part.keys() != tidy.keys() or any(cells != list_cells(tidy[name][rows]) for name, cells in part.items()):
            return False
        row += count
    return row == len(tidy["value"])


def _decode_lines(content: bytes) -> io.TextIOWrapper:
    """Return the lines of a file, decoded one by one: as one text they would take four times the memory."""
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")


def _read_parts(content: bytes) -> Iterator[dict[str, list[Any]]]:
    """Yield the table in a CSV file, _AT_ONCE rows at a time; the first part has no rows, only the columns."""
    reader = csv.reader(_decode_lines(content))
    header = next(reader, [])
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise ValueError(say("1: no column is called {name}", name=missing[0]))
    yield {name: [] for name in header if name in COLUMNS}
    texts: dict[str, str] = {}
    for rows in iter(lambda: list(islice(reader, _AT_ONCE)), []):
        try:
            columns = zip(header, zip(*rows, strict=True), strict=True)
            part = {name: _read_column(name, cells, texts) for name, cells in columns if name in COLUMNS}
        except ValueError:
            _refuse_first_wrong_row(content)
            raise
        yield part


def _read_column(name: str, cells: Sequence[str], texts: dict[str, str]) -> list[Any]:
    """Return some cells of a column; equal texts are held once, in `texts`, for most come again and again.

    Raises ValueError where one of them is none that the column can have.
    """
    kind = COLUMNS.get(name, str)
    if name in NEEDED and "" in cells:
        raise ValueError(name)
    if kind is str:
        return [texts.setdefault(cell, cell) if cell else None for cell in cells]
    numbers = [kind(cell) if cell else None for cell in cells]
    if not all(number is None or abs(number) <= LARGEST for number in numbers):
        raise ValueError(name)
    return numbers


def _refuse_first_wrong_row(content: bytes) -> None:
    """Raise ValueError for the first row of a file that is wrong, with its line."""
    reader = csv.reader(_decode_lines(content))
    header = next(reader)
    for cells in reader:
        line, count = reader.line_num, len(cells)
        if count != len(header):
            raise ValueError(say("{line}: {count} cells, not {wanted}", line=line, count=count, wanted=len(header)))
        try:
            for name, cell in zip(header, cells, strict=True):
                if name in COLUMNS:
                    _settle_cell(name, cell)
        except ValueError as error:
            raise ValueError(say("{line}: {problem}", line=line, problem=error.args[0])) from None


def settle_table(tidy: Tidy) -> Tidy:
    """Return the table as a file gives it back: numbers as numbers, None for what is empty or NaN.

    Raises ValueError, with a sentence that names the entry, for what no file would give back: a row without a model, a
    benchmark or a score; a figure that is no finite number; a text that is too long, or isn't one.
    """
    return {name: _settle_column(tidy, name) for name in tidy}


def _settle_column(tidy: Tidy, name: str) -> Any:
    """Return one column as a file gives it back."""
    column: Any = tidy[name]
    if isinstance(column, Coded):
        column = column.compact()
        first_rows = number_keys(column.codes).first_rows
        return Coded(column.codes, as_objects(_settle_cells(tidy, name, column.values, first_rows)))
    if isinstance(column, np.ndarray) and name in FIGURES:
        known = column if name in NEEDED else column[~np.isnan(column)]
        if (np.abs(known) <= LARGEST).all():
            return column
    return _settle_cells(tidy, name, column, range(len(column)))


def _settle_cells(tidy: Tidy, name: str, column: Iterable[Any], rows: Sequence[int] | Places) -> list[Any]:
    """Return cells that stand in some rows as a file gives them back.

    A text that was seen before is looked up, for most are.
    """
    seen: dict[str, Any] = {}
    cells: list[Any] = []
    for row, cell in zip(rows, column, strict=True):
        if type(cell) is str and cell in seen:
            cells.append(seen[cell])
            continue
        try:
            cells.append(_settle_cell(name, cell))
        except ValueError as error:
            raise ValueError(_problem_of_row(tidy, int(row), error.args[0])) from None
        if type(cell) is str:
            seen[cell] = cells[-1]
    return cells


def _problem_of_row(tidy: Tidy, row: int, problem: str) -> Message:
    """Return a `problem` of a row after the model and the benchmark of that row."""
    named = [str(tidy[name][row] or "")[:60] for name in ("name", "benchmark")]
    return say("{model}, {benchmark}: {problem}", model=named[0] or "?", benchmark=named[1] or "?", problem=problem)


def _settle_cell(name: str, cell: Any) -> Any:
    """Return a cell of a column as a file gives it back. Raises ValueError for one that can't be."""
    if cell is None or cell == "" or cell != cell:
        if name in NEEDED:
            raise ValueError(say("there is no {column}", column=name))
        return None
    kind = COLUMNS[name]
    return _settle_text(name, str(cell)) if kind is str else _settle_number(name, kind, cell)


def _settle_text(name: str, text: str) -> str:
    """Return a text that a file can hold. Raises ValueError for any other."""
    if len(text) > LONGEST:
        raise ValueError(say("{column} has more than {most:,} characters", column=name, most=LONGEST))
    if not text.strip() and name in NEEDED:
        raise ValueError(say("there is no {column}", column=name))
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError(say("{column} isn't text: it has half a character", column=name)) from None
    return text


def _settle_number(name: str, kind: type, cell: Any) -> float | int:
    """Return a finite number, a whole one where the column is of these. Raises ValueError for anything else."""
    try:
        number: float | int = kind(cell)
        is_sound = abs(number) <= LARGEST and (isinstance(cell, str) or number == cell)
    except (OverflowError, TypeError, ValueError):
        is_sound = False
    if is_sound:
        return number
    shown = str(cell)[:60]
    if kind is int:
        raise ValueError(say('{column} is "{cell}", which is no whole number', column=name, cell=shown))
    raise ValueError(say('{column} is "{cell}", which is no number, or too large', column=name, cell=shown))


def write_table(tidy: Tidy) -> bytes:
    """Return a tidy table as CSV in UTF-8; numbers in the fewest digits that give them back."""
    content = io.BytesIO()
    text = io.TextIOWrapper(content, encoding="utf-8", newline="", write_through=True)
    # before Python 3.13 a carriage return alone isn't put in quotes, and would end the row
    columns = [different_in(column) for column in tidy.values()]
    returns = any("\r" in cell for column in columns for cell in column if isinstance(cell, str))
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL if returns else csv.QUOTE_MINIMAL)
    writer.writerow(tidy)
    for start in range(0, len(tidy["value"]), _AT_ONCE):
        cells = [list_cells(column[start : start + _AT_ONCE]) for column in tidy.values()]
        writer.writerows([_shorten_number(cell) for cell in row] for row in zip(*cells, strict=True))
    return content.getvalue()


def _shorten_number(cell: str | float | None) -> str | int | float | None:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
