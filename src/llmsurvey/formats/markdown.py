"""A table in GitHub's Markdown."""

from __future__ import annotations

import re

from llmsurvey.messages import translated
from llmsurvey.tables import Table
from llmsurvey.tables.text import heading_of, plain_text, text_of_cell

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~#!&$])")


def render(table: Table) -> bytes:
    """Return a pipe table, numbers to the right, with the notes below; each group of rows has a heading of its own.

    A table with a caption has it as a line above, any other title is a heading.
    """
    title = escape_markdown(translated(table.title))
    parts = [f"{title}\n" if table.caption else f"# {title}\n"] if title else []
    for above, group in table.groups():
        lines = [f"## {escape_markdown(translated(above))}\n"] if above else []
        lines.append(_row_line([escape_markdown(heading_of(column)) for column in group.columns]))
        lines.append(_row_line(["---:" if column.numeric else "---" for column in group.columns]))
        places = range(len(group.columns))
        lines += [
            _row_line([escape_markdown(text_of_cell(group, row, index)) for index in places])
            for row in range(len(group.rows))
        ]
        parts.append("\n".join(lines) + "\n")
    parts += [f"{escape_markdown(translated(note))}\n" for note in table.notes]
    return "\n".join(parts).encode()


def _row_line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escape_markdown(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", plain_text(text))
