"""What a layer of the user's says otherwise than the built-in registry, below answers that follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from llmsurvey.answers.short_texts import first_names
from llmsurvey.lineage.basis import Ground, grounds_of_dataset, grounds_of_licence, grounds_of_size
from llmsurvey.lineage.graph import Place
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import Message, say
from llmsurvey.records import Model, Size
from llmsurvey.registry.registry import Registry
from llmsurvey.tables.note import note


def note_overruled(registry: Registry, kind: str, name: str) -> Iterator[Message]:
    """Say which fields of one record a layer gives otherwise than the built-in registry, and what that says."""
    start = f"{kind}/{name}/"
    facts = (
        _fact(address.removeprefix(start), registry.origins[address], overruled)
        for address, overruled in registry.overruled.items()
        if address.startswith(start)
    )
    yield from _note_facts(facts)


def note_overruled_below(licensing: Licensing, model: Model, sizes: Iterable[Size]) -> Iterator[Message]:
    """Say the same of all that the verdicts and caveats of some sizes follow from."""
    yield from _note_facts(list_overruled_below(licensing, model, sizes))


def list_overruled_below(licensing: Licensing, model: Model, sizes: Iterable[Size]) -> Iterator[Message]:
    """Yield each fact that a layer gives otherwise, of those that verdicts and caveats of some sizes follow from."""
    if not licensing.registry.overruled:
        return
    places = [(model.id, size.name) for size in sizes]
    for ground in _grounds_below(licensing, places):
        if ground.overruled is not None:
            yield _fact(f"{ground.record}.{ground.field}", ground.basis.layer, ground.overruled)


def _grounds_below(licensing: Licensing, places: Iterable[Place]) -> Iterator[Ground]:
    below = list(licensing.sizes_on_each_way(places))
    for model, size in below:
        yield from grounds_of_size(licensing.registry, model, size)
    for caveat in licensing.collect_caveats(below):
        if caveat.dataset:
            yield from grounds_of_dataset(licensing.registry, caveat.dataset)
        if caveat.licence:
            yield from grounds_of_licence(licensing.registry, caveat.licence)


def _fact(field: str, layer: str | None, overruled: str | None) -> Message:
    return say("{field} ({layer}; built in: {overruled})", field=field, layer=layer, overruled=overruled or say("none"))


def _note_facts(facts: Iterable[Message]) -> Iterator[Message]:
    if names := list(dict.fromkeys(facts)):
        yield note(
            "overruled",
            "Your layer says otherwise than the built-in registry: {facts}.",
            facts=first_names(names, "; "),
        )
