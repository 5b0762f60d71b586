"""A table in GitHub's Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llmsurvey.messages import translated
from llmsurvey.tables import Table
from llmsurvey.tables.document import surroundings_of
from llmsurvey.tables.link import Part, parts_of_cell
from llmsurvey.tables.text import heading_of, plain_text

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~#!&$])")


def render(table: Table) -> bytes:
    """Return a pipe table, numbers to the right, with the notes below; each group of rows has a heading of its own.

    A title is a heading, a caption a line above the table, which ends in its label.
    """
    around = surroundings_of(table)
    parts = [f"# {escape_markdown(around.heading)}\n"] if around.heading else []
    anchor = f'<a id="{around.label}"></a>' if around.label else ""
    caption = " ".join(text for text in (escape_markdown(around.caption), anchor) if text)
    parts += [f"{caption}\n"] if caption else []
    for above, group in table.groups():
        lines = [f"## {escape_markdown(translated(above))}\n"] if above else []
        lines += table_lines(group)
        parts.append("\n".join(lines) + "\n")
    parts += [f"{escape_markdown(note)}\n" for note in (*around.legend, *around.notes)]
    return "\n".join(parts).encode()


def table_lines(table: Table) -> Iterator[str]:
    """Yield a pipe table, line by line."""
    yield _row_line([escape_markdown(heading_of(column)) for column in table.columns])
    yield _row_line(["---:" if column.numeric else "---" for column in table.columns])
    indexes = range(len(table.columns))
    for row in range(len(table.rows)):
        yield _row_line(["".join(map(_linked_text, parts_of_cell(table, row, index))) for index in indexes])


def _linked_text(part: Part) -> str:
    text = escape_markdown(part.text)
    return f"[{text}]({part.address})" if part.address and text else text


def _row_line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escape_markdown(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", plain_text(text))
