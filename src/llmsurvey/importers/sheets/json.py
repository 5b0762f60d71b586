"""JSON: objects in any usual order, or an object a line; a row for each, with the keys of all as the heading."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from llmsurvey.errors import BoardError, reason_of
from llmsurvey.importers.markup import one_line
from llmsurvey.importers.read_file import text_of
from llmsurvey.importers.sheets import Row, Sheet
from llmsurvey.importers.sheets.records import flatten_record, tables_in
from llmsurvey.messages import say

_LINE_END = re.compile(r"\r\n?|\n")
"""What ends a line; text in JSON holds none of these."""

_MOST_CELLS = 10_000_000
"""Objects whose keys all differ would make a table of more cells than this: they are none."""


def read(path: Path, encoding: str | None) -> list[Sheet]:
    """Return the one table of a file; its rows are counted, or told by their lines where each object has one.

    Raises BoardError for a file that holds anything else.
    """
    text = text_of(path, encoding)
    if path.suffix.lower() == ".jsonl":
        return [
            _build_sheet(path, "", [(line, flatten_record(record)) for line, record in _records_in_lines(path, text)])
        ]
    tables = tables_in(_parse_json(path, text, 0))
    if tables is None:
        raise BoardError(say("{file} is no table: write a list of objects, one for each row.", file=path))
    return [_build_sheet(path, title, list(enumerate(records, 1))) for title, records in tables]


def holds_table(path: Path) -> bool:
    """Whether a file of JSON that isn't a list holds a table."""
    try:
        content = _parse_json(path, text_of(path), 0)
    except BoardError:
        return False
    return isinstance(content, dict) and tables_in(content) is not None


def _build_sheet(path: Path, title: str, records: Sequence[tuple[int, dict[str, Any]]]) -> Sheet:
    keys = list(dict.fromkeys(key for _, record in records for key in record))
    if len(keys) * len(records) > _MOST_CELLS:
        raise BoardError(say("{file} is no table: its objects have {keys} different keys.", file=path, keys=len(keys)))
    rows = [Row(line, [_cell_text(record.get(key)) for key in keys]) for line, record in records]
    return Sheet(one_line(title), Row(1, [one_line(key) for key in keys]), rows)


def _records_in_lines(path: Path, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(_LINE_END.split(text), 1):
        if line.strip():
            record = _parse_json(path, line, number)
            if not isinstance(record, dict):
                raise BoardError(say("{file}:{line}: is no JSON object.", file=path, line=number))
            yield number, record


def _parse_json(path: Path, text: str, line: int) -> Any:
    """Return what a text of JSON holds, with numbers as they are written."""
    try:
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except json.JSONDecodeError as error:
        line_number = line or error.lineno
        raise BoardError(
            say("{file}:{line}: isn't whole JSON ({reason}).", file=path, line=line_number, reason=error.msg)
        ) from None
    except (RecursionError, ValueError) as error:
        reason = say("too deep") if isinstance(error, RecursionError) else reason_of(error)
        raise BoardError(say("{file} can't be read: {reason}.", file=path, reason=reason)) from None


def _cell_text(value: Any) -> str:
    """Return a value as text: nothing for null, a list with semicolons as the program's own CSV has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "; ".join(_cell_text(item) for item in value if not isinstance(item, (dict, list)))
    return "" if isinstance(value, dict) else one_line(str(value))
