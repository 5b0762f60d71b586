"""What has to be kept to, of all licences on the way."""

from __future__ import annotations

from llmsurvey.lineage.verdict import Licensing
from llmsurvey.records import Model, Size
from llmsurvey.tables import Column, Table

COLUMNS = (Column("condition", words="condition"), Column("text"), Column("licence"), Column("holder"))


def list_conditions(licensing: Licensing, model: Model, size: Size | None = None) -> Table:
    """Every condition once, with the licence that sets it and the model that brings it in."""
    sizes = [model.complete(size)] if size else list(model.each_size())
    lineage = licensing.sizes_below((model.id, each.name) for each in sizes)
    return Table(
        COLUMNS,
        tuple(
            (found.condition.kind, found.condition.text, found.licence.name, found.holder)
            for found in licensing.collect_conditions(lineage)
        ),
    )
