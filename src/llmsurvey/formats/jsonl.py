"""JSON Lines: a row a line."""

from __future__ import annotations

from llmsurvey.formats.json import dump_json, rows_as_objects
from llmsurvey.tables import Table


def render(table: Table) -> bytes:
    """Return one object a row, each on a line of its own."""
    return "".join(f"{dump_json(row)}\n" for row in rows_as_objects(table)).encode()
