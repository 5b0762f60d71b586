"""JSON Lines: a row a line, or one line for an answer about one thing."""

from __future__ import annotations

from llmsurvey.formats.json import content_of, dump_json
from llmsurvey.tables import Table


def render(table: Table) -> bytes:
    """Return one object a row, each on a line of its own."""
    content = content_of(table)
    return "".join(f"{dump_json(row)}\n" for row in (content if isinstance(content, list) else [content])).encode()
