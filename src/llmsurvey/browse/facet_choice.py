"""What choosing a value of a facet makes of a view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from llmsurvey.answers.facets import FACETS, FacetEntry, FacetName
from llmsurvey.answers.model_filter import EVERY_MODEL
from llmsurvey.browse.view import FilteredView

FACET_OF_COLUMN: Mapping[str, FacetName] = {
    "verdict": "verdict",
    "developers": "developer",
    "licence": "licence",
    "kind": "kind",
    "languages": "language",
    "sizes": "size",
    "parameters": "size",
    "released": "year",
}
"""The facet by which one narrows what stands in a column."""


def choose_value(view: FilteredView, entry: FacetEntry) -> FilteredView:
    """Return a view that has a value of a facet chosen, or not any more."""
    if entry.facet == "verdict":
        verdicts = [verdict for verdict in view.verdicts if verdict != entry.options["verdict"]]
        return replace(view, verdicts=tuple(verdicts if entry.chosen else [*view.verdicts, entry.options["verdict"]]))
    changed: dict[str, Any] = {}
    for field in FACETS[entry.facet]:
        empty, before = getattr(EVERY_MODEL, field), getattr(view.models, field)
        value = entry.options.get(field, empty)
        if empty == () and value:
            others = tuple(item for item in before if item != value)
            changed[field] = others if entry.chosen else (*others, value)
        else:
            changed[field] = empty if entry.chosen else value
    return replace(view, models=replace(view.models, **changed))
