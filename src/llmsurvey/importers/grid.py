"""Tables as they stand in files: CSV and its like, Markdown, Parquet; text in cells, each row with its line."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from llmsurvey.boards.arrow_text import ArrowText
from llmsurvey.boards.board import Places
from llmsurvey.errors import BoardError, Fault
from llmsurvey.importers.files import check_size, head_of, noticed, text_of
from llmsurvey.messages import say

Cells = npt.NDArray[Any] | ArrowText
"""A column: numbers (NaN where there are none), or text (None where there is none)."""

_LOOKED_THROUGH = 8 * 2**20

_DELIMITERS = ",\t;|"
_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Grid:
    """The columns of a table by their heading, the line of each row, and what was noticed in reading it."""

    columns: dict[str, Cells]
    lines: Places
    faults: tuple[Fault, ...] = field(default=())


def read_grid(path: Path, is_text: Callable[[str], bool] = lambda heading: False) -> Grid:
    """The table in a file; columns that `is_text` stay text where they look like numbers.

    Raises BoardError for a file that holds none, or has no heading.
    """
    if path.suffix.lower() == ".parquet":
        return _parquet(path)
    if path.suffix.lower() in (".md", ".markdown"):
        return _careful(path, _markdown(path, text_of(path)))
    return _quick(path, is_text) or _careful(path, _csv(path, text_of(path)))


def careful_grid(path: Path) -> Grid:
    """The same with every cell as text, so that whatever is wrong with one can be told with its line."""
    if path.suffix.lower() in (".md", ".markdown", ".parquet"):
        return read_grid(path)
    return _careful(path, _csv(path, text_of(path)))


def _quick(path: Path, is_text: Callable[[str], bool]) -> Grid | None:
    """A CSV file by a reader that is fast and gives up on anything odd: then None."""
    import pyarrow
    import pyarrow.csv

    check_size(path)
    header = head_of(path).partition(b"\n")[0].decode("utf-8-sig", "replace").rstrip("\r")
    delimiter = _delimiter(header)
    kinds = {name: pyarrow.string() for name in next(csv.reader([header], delimiter=delimiter), ()) if is_text(name)}
    try:
        table = pyarrow.csv.read_csv(
            str(path),
            parse_options=pyarrow.csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False),
            convert_options=pyarrow.csv.ConvertOptions(column_types=kinds, null_values=[""], strings_can_be_null=True),
        )
        names = [name.strip() for name in table.column_names]
    except (pyarrow.ArrowInvalid, pyarrow.ArrowKeyError, UnicodeDecodeError):
        return None
    binary = any(pyarrow.types.is_binary(column.type) for column in table.columns)  # text that isn't UTF-8
    if binary or _odd_heading(names):
        return None
    if _has_other_lines(path, len(table)):
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
    """A column of Arrow: whatever is a number as one, all else as text."""
    import pyarrow

    kind = column.type
    if pyarrow.types.is_floating(kind) or pyarrow.types.is_integer(kind):
        return _numbers(column)
    if not (pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind)):
        column = column.cast(pyarrow.string())
    return ArrowText(column)


def _parquet(path: Path) -> Grid:
    """A Parquet file, column by column."""
    import pyarrow
    import pyarrow.parquet

    check_size(path)
    try:
        with pyarrow.parquet.ParquetFile(str(path)) as file:
            rows = file.metadata.num_rows
            names = file.schema_arrow.names
            if problem := _odd_heading(names):
                raise BoardError(say("{file}: {problem}.", file=path, problem=problem))
            found = _taken(names, (file.read(columns=[name]).column(0) for name in names))
    except (pyarrow.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise BoardError(
            say("{file} isn't a Parquet table that can be read: {reason}.", file=path, reason=reason)
        ) from None
    return Grid(found, np.arange(1, rows + 1))


def _csv(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text.partition("\n")[0]))
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise BoardError(
            say("{file}:{line}: {problem}.", file=path, line=reader.line_num, problem=str(error))
        ) from None


def _markdown(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first table: the heading above a line of dashes, and what follows it without a gap."""
    lines = text.splitlines()
    rule = next((place for place, line in enumerate(lines) if place and "|" in line and _RULE.match(line)), None)
    if rule is None:
        raise BoardError(say("{file} has no Markdown table: a heading above | --- | --- |.", file=path))
    yield rule, _split(lines[rule - 1])
    for number, line in enumerate(lines[rule + 1 :], rule + 2):
        if "|" not in line:
            return
        yield number, _split(line)


def _split(line: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in _BAR.split(line.strip().removeprefix("|").removesuffix("|"))]


def _careful(path: Path, rows: Iterator[tuple[int, list[str]]]) -> Grid:
    """The rows as text; one that hasn't as many cells as the heading is left out, and told."""
    line, names = next(rows, (1, []))
    names = [name.strip() for name in names]
    if problem := _odd_heading(names):
        raise BoardError(say("{file}:{line}: {problem}.", file=path, line=line, problem=problem))
    faults, lines, kept = [], [], []
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            problem = say("has {found} cells where {wanted} are named: left out", found=len(cells), wanted=len(names))
            faults.append(noticed(path, number, problem))
            continue
        lines.append(number)
        kept.append([cell.strip() or None for cell in cells])
    table = np.array(kept, dtype=object).reshape(len(kept), len(names))
    return Grid(
        {name: table[:, place] for place, name in enumerate(names)}, np.array(lines, dtype=np.int64), tuple(faults)
    )


def _odd_heading(names: Sequence[str]) -> str:
    """What is wrong with a heading, or nothing."""
    if sum(_is_number(name) for name in names) * 2 > len(names):
        return say("holds numbers where the heading should be")
    if len(names) < 2:
        return say("isn't the heading of a table: it names one column")
    name, count = Counter(names).most_common(1)[0]
    return say('the heading names "{name}" {count} times', name=name, count=count) if count > 1 else ""


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _delimiter(header: str) -> str:
    """What separates the cells: whichever of the usual characters the heading has most of."""
    return max(_DELIMITERS, key=header.count)
