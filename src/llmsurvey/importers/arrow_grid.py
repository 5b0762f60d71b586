"""Grids by fast readers: plain CSV, and Parquet."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from llmsurvey.boards.arrow_text import ArrowText
from llmsurvey.boards.coded import code_dictionary
from llmsurvey.errors import BoardError
from llmsurvey.importers.gathered_column import GatheredColumn, is_number
from llmsurvey.importers.grid import LARGE, Cells, Grid, odd_heading
from llmsurvey.importers.markup import one_line
from llmsurvey.importers.read_file import check_size, head_of, warning_at
from llmsurvey.importers.sheets.csv import delimiter_of, stated_delimiter
from llmsurvey.messages import list_names, say

_LOOKED_THROUGH = 8 * 2**20
"""In files of so many bytes it is looked for whether rows and lines go together."""

MOST_CELLS = 200_000_000
"""No more cells are held: as numbers these are 1.6 GB."""

_ROWS_AT_ONCE = 2**18


def read_plain_csv(path: Path, is_text: Callable[[str], bool]) -> Grid | None:
    """Return the table of a CSV file, or None where anything in it is odd.

    Columns that `is_text` stay text where they look like numbers.
    """
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
    if binary or not all(names) or odd_heading(names) or _has_other_lines(path, len(table)):
        return None
    lines, columns = np.arange(2, len(table) + 2), table.columns
    del table
    return Grid(_take_columns(names, (columns.pop(0) for _ in names)), lines)


def _has_other_lines(path: Path, rows: int) -> bool:
    """Whether rows and lines don't go together, for one is empty or within quotes; looked for in files of some MiB."""
    if path.stat().st_size > _LOOKED_THROUGH:
        return False
    content = path.read_bytes()
    return content.rstrip(b"\r\n").count(b"\n") != rows


def _take_columns(names: Iterable[str], columns: Iterator[Any]) -> dict[str, Cells]:
    """Return columns of Arrow by name; each is let go once it is read, so that little is held twice."""
    cells_by_name: dict[str, Cells] = {}
    for name in names:
        cells_by_name[name] = as_cells(next(columns))
        give_back()
    return cells_by_name


def give_back() -> None:
    """Let the system have the memory that Arrow keeps for later."""
    import pyarrow

    pyarrow.default_memory_pool().release_unused()


def _as_numbers(column: Any) -> npt.NDArray[np.float64]:
    """Return a column of Arrow as numbers, NaN where it is empty; infinite where it says NaN itself, which is no score.

    Not by its `to_numpy()`, which imports pandas where there is one: that takes longer than all else.
    """
    import pyarrow

    array = column.cast(pyarrow.float64()).combine_chunks()
    if not array.null_count:
        whole = np.frombuffer(array.buffers()[1], dtype=np.float64) if len(array) else np.empty(0)
        numbers = whole[array.offset : array.offset + len(array)]
    else:
        batch = pyarrow.RecordBatch.from_arrays([array], ["numbers"])
        numbers = batch.to_tensor(null_to_nan=True).to_numpy()[:, 0]
    empty = np.count_nonzero(np.isnan(numbers))
    if empty > array.null_count:
        stated = np.asarray(array.is_null().to_pylist(), dtype=bool)
        numbers = np.where(np.isnan(numbers) & ~stated, np.inf, numbers)
    return numbers


def as_cells(column: Any) -> Cells:
    """Return a column of Arrow as numbers, or else as text. Raises ArrowException for what is neither."""
    import pyarrow

    kind = column.type
    if is_number(kind):
        return _as_numbers(column)
    if pyarrow.types.is_dictionary(kind):
        return code_dictionary(column.combine_chunks())
    if not (pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind)):
        column = column.cast(pyarrow.string())
    column.validate(full=True)  # text that isn't UTF-8
    return ArrowText(column)


def read_parquet(path: Path) -> Grid:
    """Return a Parquet file, column by column; a column of lists or the like is left out, and told.

    Raises BoardError for a file that is none, or is damaged.
    """
    import pyarrow
    import pyarrow.parquet

    check_size(path, most=None)
    try:
        with pyarrow.parquet.ParquetFile(str(path)) as file:
            rows = file.metadata.num_rows
            nested = [name for name in file.schema_arrow.names if _is_nested(file.schema_arrow.field(name).type)]
            names = [name for name in file.schema_arrow.names if name not in nested]
            headings = [one_line(name) for name in names]
            if problem := odd_heading(headings):
                raise BoardError(say("{file}: {problem}.", file=path, problem=problem))
            check_cells(path, rows * len(names))
            columns = _take_columns(headings, (_read_column(file, name) for name in names))
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError, LookupError, ValueError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise BoardError(
            say("{file} isn't a Parquet table that can be read: {reason}.", file=path, reason=reason)
        ) from None
    if any(len(column) != rows for column in columns.values()):
        raise BoardError(
            say("{file} isn't a Parquet table that can be read: {reason}.", file=path, reason=say("rows are missing"))
        )
    problem = say("columns hold lists or objects: left out ({columns})", columns=list_names(nested))
    return Grid(columns, np.arange(1, rows + 1), (warning_at(path, 0, problem),) if nested else ())


def _read_column(file: Any, name: str) -> Any:
    """Return a column of a Parquet file: of many rows in parts, so that each text is held once."""
    if file.metadata.num_rows <= LARGE:
        return file.read(columns=[name]).column(0)
    parts = file.iter_batches(batch_size=_ROWS_AT_ONCE, columns=[name])
    return GatheredColumn(part.column(0) for part in parts).whole()


def check_cells(path: Path, cells: int) -> None:
    """Raise BoardError for a table of more cells than are held."""
    if cells > MOST_CELLS:
        raise BoardError(
            say("{file} has more than {most:,} cells. Cut it into several files.", file=path, most=MOST_CELLS)
        )


def _is_nested(kind: Any) -> bool:
    import pyarrow

    return bool(pyarrow.types.is_nested(kind))
