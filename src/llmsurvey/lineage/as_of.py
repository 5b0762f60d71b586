"""The catalogue of one day: what was out by then, under the licences of that day."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from llmsurvey.lineage.graph import Place, bottom_first, nearest_first, place_of
from llmsurvey.lineage.rules import licence_on
from llmsurvey.records import CommercialUse, Dataset, Model, Reference, Size, Source
from llmsurvey.records.dates import first_day
from llmsurvey.registry.registry import Registry

_HISTORY = "licence_history"

_KEPT_ANYWAY = ""
"""Stands in the place of a model's id for a dataset in the walk over what is referred to."""


def registry_on(registry: Registry, day: str) -> Registry:
    """Return the records of a registry as they were on a `day` (`YYYY-MM-DD`).

    A size or dataset has the licence that held on that day. What came out later is left out, unless something that was
    out is said to be made of it; what has no date stays.
    """
    places_out = set(_places_out(registry, day))
    verdicts: dict[str | None, CommercialUse] = {licence.id: licence.commercial for licence in registry.licences}
    models = tuple(
        model_then
        for model in registry.models
        if (model_then := _model_on(model, day, places_out, verdicts)) is not None
    )
    names = {model.id for model in models}
    return registry.replace(
        models=models,
        datasets=tuple(
            _dataset_on(data, day, verdicts) for data in registry.datasets if (_KEPT_ANYWAY, data.id) in places_out
        ),
        surveyed=tuple(name for name in registry.surveyed if name in names),
    )


def _places_out(registry: Registry, day: str) -> Iterator[Place]:
    """Yield every size and dataset that was out on a day, and whatever these refer to."""
    first_days = _FirstDays(registry)
    places: list[Place] = [(model.id, size.name) for model in registry.models for size in model.each_size()]
    datasets: list[Place] = [(_KEPT_ANYWAY, data.id) for data in registry.datasets if _first_day_of(data) <= day]
    out = {place: None for place in places if first_days.of(place) <= day}
    return nearest_first([*out, *datasets], lambda place: _refers_to(registry, place, out))


class _FirstDays:
    """The first day on which each size may have been out; without an exact date, not before its bases were."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._known: dict[Place, str] = {}

    def of(self, asked: Place) -> str:
        """Return the day of a size, or the first of all sizes of a model; empty where there is no date."""
        for place in bottom_first(asked, self._bases, self._known):
            below = [self._known[base] for base in self._bases(place)]
            if place[1] is None:
                self._known[place] = min(below)
                continue
            model = self._registry.model_by_id[place[0]]
            size = model.size_named(place[1])
            is_exact = model.states(size, "released") and size.released == _first_day_of(size)
            self._known[place] = _first_day_of(size) if is_exact else max(_first_day_of(size), *below, "")
        return self._known[asked]

    def _bases(self, place: Place) -> list[Place]:
        model = self._registry.model_by_id[place[0]]
        if place[1] is None:
            return [(model.id, size.name) for size in model.each_size()]
        return _places(self._registry, model.size_named(place[1]).foundations or ())


def _refers_to(registry: Registry, place: Place, out: Container[Place]) -> list[Place]:
    """Return what a size, or a dataset, was made from; of a model as a whole the sizes that were `out`, else all."""
    name, part = place
    if part is None:
        sizes: list[Place] = [(name, size.name) for size in registry.model_by_id[name].each_size()]
        return [size for size in sizes if size in out] or sizes
    if name == _KEPT_ANYWAY:
        data = registry.dataset_by_id[part]
        return [*_places(registry, data.generated_by), *((_KEPT_ANYWAY, each.dataset) for each in data.derived_from)]
    size = registry.model_by_id[name].size_named(part)
    return [*_places(registry, size.foundations or ()), *((_KEPT_ANYWAY, data) for data in size.datasets or ())]


def _places(registry: Registry, references: Iterable[Reference]) -> list[Place]:
    return [place_of(registry, reference) for reference in references]


def _first_day_of(record: Size | Dataset) -> str:
    """Return the first day that the date of a record may mean; empty where there is none."""
    return first_day(record.released) if record.released else ""


def _model_on(model: Model, day: str, kept: set[Place], verdicts: dict[str | None, CommercialUse]) -> Model | None:
    """Return a model with those of its sizes that are `kept`, under the licences of a day; None where none is."""
    complete = [size for size in model.each_size() if (model.id, size.name) in kept]
    if not complete:
        return None
    changed = {size.name: _facts_on(model, size, day, verdicts) for size in complete if size.licence_history}
    if not model.sizes:
        return model.replace(**changed[model.name]) if changed else model
    names = {size.name for size in complete}
    if any(facts["licence"] is None for facts in changed.values()):
        # a size without a licence would take its model's, so each gets its own
        changed = {size.name: {"licence": size.licence, **changed.get(size.name, {})} for size in complete}
        model = model.replace(licence=None)
    sizes = tuple(size.replace(**changed.get(size.name, {})) for size in model.sizes if size.name in names)
    return model if sizes == model.sizes else model.replace(sizes=sizes)


def _dataset_on(data: Dataset, day: str, verdicts: dict[str | None, CommercialUse]) -> Dataset:
    """Return a dataset under its licence of a day."""
    if not data.licence_history:
        return data
    return data.replace(
        **_licence_on(data, day, verdicts), sources=(*data.sources, *_as_of_licence(data.sources_for(_HISTORY)))
    )


def _facts_on(model: Model, size: Size, day: str, verdicts: dict[str | None, CommercialUse]) -> dict[str, object]:
    """Return the licence of a size on a day, what was its licence before, and the sources that say so."""
    own = model if not model.sizes else next(each for each in model.sizes if each.name == size.name)
    sources = (*own.sources, *_as_of_licence(model.sources_for(_HISTORY, size)))
    return {**_licence_on(size, day, verdicts), "sources": sources}


def _licence_on(record: Size | Dataset, day: str, verdicts: dict[str | None, CommercialUse]) -> dict[str, object]:
    """Return the licence of a day, and the times that had begun by then."""
    history = record.licence_history or ()
    begun = tuple(period for period in history if period.since is None or first_day(period.since) <= day)
    return {"licence": licence_on(record.licence, history, day, verdicts), _HISTORY: begun}


def _as_of_licence(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Return the sources of a history, which say what the licence was as well."""
    return tuple(source.replace(supports=("licence", _HISTORY)) for source in sources)
