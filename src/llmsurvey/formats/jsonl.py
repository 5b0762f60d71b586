"""JSON Lines: a row a line."""

from __future__ import annotations

from llmsurvey.formats.json import dump, objects
from llmsurvey.tables import Table


def render(table: Table) -> bytes:
    """One object a row, each on a line of its own."""
    return "".join(f"{dump(row)}\n" for row in objects(table)).encode()
