"""JSON: rows as a list of objects, keyed by column; an answer about one thing as one object."""

from __future__ import annotations

import json
from typing import Any

from llmsurvey.tables import Table
from llmsurvey.tables.detailed import Detailed, as_plain
from llmsurvey.tables.text import STEERING


def render(table: Table) -> bytes:
    """Return a list of objects, or one; numbers stay numbers, lists lists, and what is unknown is null."""
    return f"{dump_json(content_of(table), indent=2)}\n".encode()


def content_of(table: Table) -> list[dict[str, Any]] | dict[str, Any]:
    """Return the document of a table that has one, else its rows."""
    if table.document is None:
        return rows_as_objects(table)
    return {name: as_plain(value) for name, value in table.document().items()}


def rows_as_objects(table: Table) -> list[dict[str, Any]]:
    """Return each row by the names of its columns."""
    names = table.names()
    return [
        {
            name: as_plain(cell) if isinstance(cell, (tuple, Detailed)) else cell
            for name, cell in zip(names, row, strict=True)
        }
        for row in table.rows
    ]


def dump_json(value: Any, indent: int | None = None) -> str:
    """Return a value as JSON in UTF-8, with characters that steer a terminal escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return STEERING.sub(lambda match: match[0] if match[0] == "\n" else f"\\u{ord(match[0]):04x}", text)
