"""The columns of each command's table, for completion and for the reference."""

from __future__ import annotations

from importlib import import_module

_TABLES = {
    "list": ("query.listing", "COLUMNS"),
    "licences": ("query.licences", "COLUMNS"),
    "compare": ("boards.compare", "COLUMNS"),
    "rank": ("boards.rank", "COLUMNS"),
    "boards": ("boards.listing", "COLUMNS"),
    "history": ("boards.history", "COLUMNS"),
    "diff": ("boards.diff", "COLUMNS"),
    "frontier": ("boards.frontier", "COLUMNS"),
    "import": ("boards.imported", "COLUMNS"),
    "licence": ("query.licence", "COLUMNS"),
    "show": ("query.facts", "COLUMNS"),
    "search": ("query.search", "COLUMNS"),
    "errata": ("survey.errata", "COLUMNS"),
    "claims": ("survey.claims.listing", "COLUMNS"),
    "cite": ("survey.citing", "COLUMNS"),
    "timeline": ("survey.history", "COLUMNS"),
    "stats": ("query.stats", "COLUMNS"),
    "memory": ("memory.table", "COLUMNS"),
}
"""The module that answers a command, and its columns there."""

_SPELLINGS = {"license": "licence", "licenses": "licences"}


def columns_of(command: str) -> list[str]:
    """The names of a command's columns, or none where it has none; of `compare` those of its scores."""
    table = _TABLES.get(_SPELLINGS.get(command, command))
    if table is None:
        return []
    module, name = table
    return [column.name for column in getattr(import_module(f"llmsurvey.{module}"), name)]
