"""What has to be kept to, of all licences on the way."""

from __future__ import annotations

from llmsurvey.lineage.verdict import Licensing
from llmsurvey.records import Column, Model, Size, Table

COLUMNS = (Column("condition", words="condition"), Column("text"), Column("licence"), Column("holder"))


def list_conditions(licensing: Licensing, model: Model, size: Size | None = None) -> Table:
    """Every condition once, with the licence that sets it and the model that brings it in."""
    sizes = [model.complete(size)] if size else list(model.each_size())
    rows: dict[tuple[str, str, str], tuple[str, str, str, str]] = {}
    for each in sizes:
        for found in licensing.of(model, each).conditions:
            key = (found.licence.id, found.condition.kind, found.condition.text)
            rows.setdefault(key, (found.condition.kind, found.condition.text, found.licence.name, found.holder))
    return Table(COLUMNS, tuple(rows.values()))
