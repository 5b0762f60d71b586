"""The first rows of a table, with a note where others are left out."""

from __future__ import annotations

from dataclasses import replace

from llmsurvey.tables.note import note_limit
from llmsurvey.tables.table import Table


def take_first(table: Table, limit: int, total: int | None = None) -> Table:
    """Return the first `limit` rows of a table that stands for `total` rows (None: as many as it has)."""
    total = len(table.rows) if total is None else total
    if limit >= total:
        return table
    return replace(table.take(range(limit)), notes=(*table.notes, note_limit(limit, total)))
