"""A model of a file of columns, and what it was made from, as records over a registry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llmsurvey.importers.graphs import Draft
from llmsurvey.importers.graphs.draft_layer import make_layer
from llmsurvey.records import Model
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.sourced import unsourced_records


def registry_with(registry: Registry, drafts: Sequence[Draft], layer: str) -> Registry:
    """Return a registry with models that it hasn't, from drafts of a `layer`; what it has stays as it is.

    No guess is followed: what a near spelling may mean stays a name that nothing answers to.
    """
    entries = [
        _without_guesses(entry)
        for entry in make_layer(drafts, registry, []).lists["models"]
        if entry["id"] not in registry.model_by_id
    ]
    models = tuple(parse_record(Model, entry) for entry in entries)
    return registry.replace(
        models=(*registry.models, *models),
        origins={**registry.origins, **{f"model/{model.id}": layer for model in models}},
        unsourced=(*sorted(registry.without_source), *unsourced_records(models, (), ())),
    )


def _without_guesses(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry in which what is only a guess is open."""
    opened = {
        **entry,
        "unresolved": [
            {name: value for name, value in item.items() if name not in ("taken_for", "taken_as", "size")}
            for item in entry.get("unresolved", ())
        ],
    }
    if "sizes" in entry:
        opened["sizes"] = [_without_guesses(size) if "unresolved" in size else size for size in entry["sizes"]]
    return opened
