"""A table in GitHub's Markdown."""

from __future__ import annotations

import re

from llmsurvey.formats.text import plain
from llmsurvey.records import Cell, Column, Table

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~#!&$])")


def render(table: Table) -> bytes:
    """A pipe table, numbers to the right, with the notes below it; each group of rows under a heading of its own."""
    parts = [f"# {escape(table.title)}\n"] if table.title else []
    for heading, group in table.groups():
        lines = [f"## {escape(heading)}\n"] if heading else []
        lines.append(_line([escape(column.name) for column in group.columns]))
        lines.append(_line(["---:" if column.numeric else "---" for column in group.columns]))
        lines += [
            _line([_cell(cell, column) for cell, column in zip(row, group.columns, strict=True)]) for row in group.rows
        ]
        parts.append("\n".join(lines) + "\n")
    parts += [f"{escape(note)}\n" for note in table.notes]
    return "\n".join(parts).encode()


def _cell(cell: Cell, column: Column) -> str:
    return escape(plain(cell, digits=column.digits))


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", plain(text))
