"""Which facts an answer rests on that aren't sourced facts of the built-in catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from llmsurvey.messages import say
from llmsurvey.records import Dataset, Licence, Model, Size
from llmsurvey.registry.registry import Registry

FIELDS = {
    "model": ("kind", "access", "licence", "foundations", "datasets", "unresolved"),
    "licence": ("commercial", "conditions"),
    "dataset": ("licence", "rights", "derived_from", "generated_by", "unresolved"),
}
"""The fields of each record, and of the sizes of a model, that a verdict or a caveat follows from."""


class Basis(NamedTuple):
    """Who says something: the layer of the user's that it is from, None for the catalogue; and whether with a source.

    `is_inferred` is for what no source states, but a name that one gives tells. What the catalogue says with a source
    needs no mention, and has no Basis.
    """

    layer: str | None
    is_sourced: bool
    is_inferred: bool = False

    @property
    def words(self) -> str:
        """Who says it, in a few words: `mine.yaml, no source`."""
        if self.is_inferred:
            return say("read from a name")
        if self.layer is None:
            return say("no source")
        return self.layer if self.is_sourced else say("{layer}, no source", layer=self.layer)


class Ground(NamedTuple):
    """A fact that an answer rests on, and who says it; where a layer overrules the catalogue, what that says."""

    record: str
    field: str
    basis: Basis
    overruled: str | None = None

    @property
    def words(self) -> str:
        """The fact by the id of its record, and who says it: `llama.licence: mine.yaml, no source`."""
        return say("{record}.{field}: {basis}", record=self.record, field=self.field, basis=self.basis.words)


def layer_of(registry: Registry, model: Model, size: Size, field: str) -> str | None:
    """Return the layer that a field of a size, or else of its model, is from; None for the catalogue."""
    if f"model/{model.id}" not in registry.amended:
        return None
    return _layer_of_change(registry, model, size, field) or registry.origins.get(f"model/{model.id}")


def _layer_of_change(registry: Registry, model: Model, size: Size, field: str) -> str | None:
    """Return the layer that changed a field of a size, or of its model; None where it is as the record came."""
    own = registry.origins.get(f"model/{model.id}/@{size.name}.{field}")
    if own is not None or model.states(size, field):
        return own
    return registry.origins.get(f"model/{model.id}/{field}")


def grounds_of_size(registry: Registry, model: Model, size: Size) -> Iterator[Ground]:
    """Yield what of a size (with its model's facts filled in) and of its licence the answer rests on."""
    if f"model/{model.id}" in registry.told:
        for field in FIELDS["model"]:
            yield from ground_of(registry, model, size, field)
    if licence := registry.licence_by_id.get(size.licence or ""):
        yield from grounds_of_licence(registry, licence)


def bases_of_size(registry: Registry, model: Model, size: Size) -> tuple[Basis, ...]:
    """Return who says what of a size and of its licence the answer rests on, each once; of most nothing is to tell."""
    if f"model/{model.id}" not in registry.told and f"licence/{size.licence}" not in registry.told:
        return ()
    layer = registry.origins.get(f"model/{model.id}")
    if (
        layer is not None
        and f"licence/{size.licence}" not in registry.told
        and f"model/{model.id}" not in registry.changed
    ):
        if f"model/{model.id}" not in registry.without_source:
            return (Basis(layer, is_sourced=True),)
        stated = [field for field in FIELDS["model"] if getattr(size, field)]
        return tuple(dict.fromkeys(Basis(layer, bool(model.sources_for(field, size))) for field in stated))
    return bases_of(grounds_of_size(registry, model, size))


def ground_of(registry: Registry, model: Model, size: Size, field: str) -> Iterator[Ground]:
    """Yield a field of a size (with its model's facts filled in), where it isn't a sourced fact of the catalogue."""
    layer = layer_of(registry, model, size, field)
    if getattr(size, field) or (layer is not None and _layer_of_change(registry, model, size, field)):
        sources = model.sources_for(field, size)
        is_inferred = layer is None and bool(sources) and not any(source.states_field(field) for source in sources)
        if layer is not None or not sources or is_inferred:
            is_own = model.states(size, field)
            owner = f"{model.id}@{size.name}" if is_own else model.id
            address = f"model/{model.id}/@{size.name}.{field}" if is_own else f"model/{model.id}/{field}"
            overruled = registry.overruled.get(address)
            yield Ground(owner, field, Basis(layer, bool(sources), is_inferred), overruled)


def ground_of_model(registry: Registry, model: Model, field: str) -> Iterator[Ground]:
    """Yield a field that only a model has, not its sizes, where it isn't a sourced fact of the catalogue."""
    layer = registry.layer_of(f"model/{model.id}", field)
    if f"model/{model.id}/{field}" in registry.origins or getattr(model, field):
        is_sourced = any(source.supports_field(field) for source in model.sources)
        yield from _ground_to_tell(
            model.id, field, layer, is_sourced, registry.overruled.get(f"model/{model.id}/{field}")
        )


def grounds_of_licence(registry: Registry, licence: Licence) -> Iterator[Ground]:
    """Yield what of a licence the answer rests on."""
    yield from _grounds_of_record("licence", licence, registry)


def grounds_of_dataset(registry: Registry, dataset: Dataset) -> Iterator[Ground]:
    """Yield what of a dataset and of its licence the answer rests on."""
    yield from _grounds_of_record("dataset", dataset, registry)
    if licence := registry.licence_by_id.get(dataset.licence or ""):
        yield from grounds_of_licence(registry, licence)


def _grounds_of_record(kind: str, record: Licence | Dataset, registry: Registry) -> Iterator[Ground]:
    if f"{kind}/{record.id}" not in registry.told:
        return
    for field in FIELDS[kind]:
        layer = registry.layer_of(f"{kind}/{record.id}", field)
        if f"{kind}/{record.id}/{field}" in registry.origins or getattr(record, field) not in (None, (), "unknown"):
            is_sourced = any(source.supports_field(field) for source in record.sources)
            overruled = registry.overruled.get(f"{kind}/{record.id}/{field}")
            yield from _ground_to_tell(record.id, field, layer, is_sourced, overruled)


def _ground_to_tell(
    record: str, field: str, layer: str | None, is_sourced: bool, overruled: str | None
) -> Iterator[Ground]:
    if layer is not None or not is_sourced:
        yield Ground(record, field, Basis(layer, is_sourced), overruled)


def bases_of(grounds: Iterable[Ground]) -> tuple[Basis, ...]:
    """Return who says these facts, each once."""
    return tuple(dict.fromkeys(ground.basis for ground in grounds))
