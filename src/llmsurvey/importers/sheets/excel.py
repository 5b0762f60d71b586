"""Excel's .xlsx: a table for each sheet of a workbook."""

from __future__ import annotations

import datetime
import re
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from llmsurvey.errors import BoardError, MissingExtraError, RequestError, reason_of
from llmsurvey.importers.markup import from_text
from llmsurvey.importers.read_file import check_size
from llmsurvey.importers.sheets import Row, Sheet
from llmsurvey.messages import option, say

_MOST_UNPACKED = 256 * 2**20
"""A workbook is a zip archive, which may hold much more than its size says: more than so many bytes aren't unpacked."""


def read(path: Path, encoding: str | None) -> list[Sheet]:
    """Return the sheets of a workbook that hold anything; formulas stand for what they came to when it was saved.

    Raises BoardError for a file that is none, RequestError where an encoding is named, which a workbook has not.
    """
    if encoding is not None:
        raise RequestError(say("{option} is for text: {file} is a workbook.", option=option("encoding"), file=path))
    check_size(path)
    try:
        import openpyxl
    except ImportError:
        raise MissingExtraError(say("reading .xlsx"), "xlsx") from None
    try:
        _check_unpacked(path)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            with zipfile.ZipFile(path) as archive:
                return [
                    sheet for sheet in (_read_sheet(worksheet, archive) for worksheet in book.worksheets) if sheet.rows
                ]
        finally:
            book.close()
    except BoardError:
        raise
    except OSError as error:
        raise BoardError(say("{file} can't be read: {reason}.", file=path, reason=reason_of(error))) from None
    except _BROKEN as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BoardError(say("{file} isn't a workbook that can be read: {reason}.", file=path, reason=reason)) from None


_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    AttributeError,
    AssertionError,
    EOFError,
    LookupError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What openpyxl, zipfile and the parsers of XML raise of a damaged workbook (a ParseError is a SyntaxError)."""


def _check_unpacked(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > _MOST_UNPACKED:
        raise BoardError(
            say("{file} unpacks to {size:,} MiB, more than is read.", file=path, size=round(unpacked / 2**20))
        )


def _read_sheet(sheet: Any, archive: zipfile.ZipFile) -> Sheet:
    rows = [Row(number, _row_texts(cells)) for number, cells in enumerate(sheet.iter_rows(), 1)]
    _write_out(rows, archive.read(sheet._worksheet_path).decode("utf-8", "replace"))
    return Sheet(sheet.title, None, [row for row in rows if any(row.cells)], may_be_short=True)


_MERGED = re.compile(r"<(?:\w+:)?mergeCell\b[^<>]*\bref=\"([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})\"")
"""A merged cell: its first column, its first row and its last. Reading row by row, openpyxl doesn't tell them."""


def _write_out(rows: list[Row], xml: str) -> None:
    """Put the text of cells that are merged downwards into every row that they reach."""
    for letters, first, last in _MERGED.findall(xml):
        column = 0
        for letter in letters:
            column = 26 * column + ord(letter) - ord("A") + 1
        cells = rows[int(first) - 1].cells if 0 < int(first) <= len(rows) else []
        text = cells[column - 1] if len(cells) >= column else ""
        for row in rows[int(first) : int(last)] if text else ():
            row.cells.extend([""] * (column - len(row.cells)))
            row.cells[column - 1] = row.cells[column - 1] or text


def _row_texts(cells: Iterable[Any]) -> list[str]:
    texts = [_cell_text(cell.value, getattr(cell, "number_format", None) or "") for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _cell_text(value: Any, number_format: str) -> str:
    """Return a value as it is shown, in full precision: a fraction in a cell of percent as percent."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return f"{value * 100:.12g}%" if "%" in number_format else repr(value)
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    return from_text(str(value))
