"""Models of files of columns, what they were made from and what came from them, as records over a registry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from llmsurvey.importers.graphs import Draft
from llmsurvey.importers.graphs.draft_columns import DraftColumns
from llmsurvey.importers.graphs.draft_layer import make_layer
from llmsurvey.lineage.graph import made_into, nearest_first
from llmsurvey.records import Model
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.sourced import unsourced_records

MOST_BELOW = 500
"""So many models that came from what is asked for are taken: records of more would take longer than people wait."""

_LONGEST_WAY = 10_000
"""So many models at most are followed from some."""


class Reached(NamedTuple):
    """A registry with models of files over it; `left_below` counts the descendants that are too many to be in it."""

    registry: Registry
    left_below: int


def reach_models(
    registry: Registry, files: Iterable[Path], names: Sequence[str], roots: Sequence[str] | None = None
) -> Reached:
    """Return a registry with models of some names, and all that these were made from, as far as files have them.

    With `roots` it has also what came from those names, and from these models of the registry, the nearest first. It is
    the registry itself where no file has any. Raises RegistryError for a file that isn't as it was written.
    """
    dumps = [(f"imports/{path.name}", DraftColumns(path)) for path in files]
    wanted, left_below = list(names), 0
    if roots is not None:
        start = [*names, *_repositories_below(registry, roots)]
        for _, columns in dumps:
            below, number = columns.below(start, MOST_BELOW)
            wanted += below
            left_below += number - len(below)
    drafts = chain_of(dumps, wanted)
    return Reached(registry_with(registry, drafts) if drafts else registry, left_below)


def chain_of(dumps: Sequence[tuple[str, DraftColumns]], names: Iterable[str]) -> list[tuple[Draft, str]]:
    """Return some models and all that they were made from, the nearest first, each with the layer that has it.

    Of several dumps, each under the name of its layer, the first that has a model is believed.
    """
    drafts: dict[str, tuple[Draft, str]] = {}
    level = list(names)
    while level and len(drafts) < _LONGEST_WAY:
        bases: list[str] = []
        for name in level:
            stated = _first_stated(dumps, name)
            if stated is not None and stated[0].name not in drafts:
                draft = stated[0]
                drafts[draft.name] = stated
                bases += [base.name for base in draft.bases if base.relation != "data"]
        level = bases
    return list(drafts.values())


def _first_stated(dumps: Sequence[tuple[str, DraftColumns]], name: str) -> tuple[Draft, str] | None:
    """Return the model of a name with the layer of the first dump that has it; None where none has."""
    for layer, columns in dumps:
        draft = columns.find(name)
        if draft is not None:
            return draft, layer
    return None


def _repositories_below(registry: Registry, roots: Iterable[str]) -> Iterator[str]:
    """Yield the repositories of some models and of all that the registry knows to come from their weights."""
    made = made_into(registry)
    start = [(name, size.name) for name in roots for size in registry.model_by_id[name].each_size()]
    places = nearest_first(start, lambda place: (*made.get(place, ()), *made.get((place[0], None), ())))
    for model in dict.fromkeys(place[0] for place in places):
        record = registry.model_by_id[model]
        for size in record.each_size():
            yield from (name for name in (size.hub, *size.aliases) if name and "/" in name)
        yield from (name for name in record.aliases if "/" in name)


def registry_with(registry: Registry, drafts: Sequence[tuple[Draft, str]]) -> Registry:
    """Return a registry with models that it hasn't, from drafts, each of a layer; what it has stays as it is.

    No guess is followed: what a near spelling may mean stays a name that nothing answers to.
    """
    layers = {draft.name: layer for draft, layer in drafts}
    entries = [
        _without_guesses(entry)
        for entry in make_layer([draft for draft, _ in drafts], registry, []).lists["models"]
        if entry["id"] not in registry.model_by_id
    ]
    models = tuple(parse_record(Model, entry) for entry in entries)
    return registry.replace(
        models=(*registry.models, *models),
        origins={**registry.origins, **{f"model/{model.id}": layers[model.name] for model in models}},
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
