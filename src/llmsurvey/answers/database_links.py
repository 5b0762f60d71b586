"""What records were made from, by whom and for what, as rows of a database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from llmsurvey.answers.database import (
    OF_DATASET,
    OF_LICENCE,
    OF_MODEL,
    OF_SIZE,
    DatabaseTable,
    Fill,
    Reference,
    Row,
    key_field,
    needed_field,
    text_field,
)
from llmsurvey.records import Model, Size
from llmsurvey.registry.registry import Registry

if TYPE_CHECKING:
    from llmsurvey.library import Library


def each_size_of(registry: Registry) -> Iterator[tuple[Model, Size]]:
    """Yield every size with its model, in the order of the registry."""
    return ((model, size) for model in registry.models for size in model.each_size())


FOUNDATIONS = DatabaseTable(
    "foundations",
    "what a size was made from",
    (
        key_field("model", "its model"),
        key_field("size", "the size"),
        key_field("number", "its place among those of the size, from 1", "integer"),
        needed_field("base", "the model that it was made from"),
        text_field("base_size", "which size of that, where it is known"),
        needed_field(
            "relation", "how: finetuned, adapter, delta, merge, distilled, quantised, continued-pretraining or unstated"
        ),
    ),
    (OF_SIZE, Reference(("base",), "models", ("id",)), Reference(("base", "base_size"), "sizes", ("model", "name"))),
)


def _list_foundations(library: Library) -> Iterator[Row]:
    registry = library.registry
    for model, size in each_size_of(registry):
        for number, link in enumerate(size.foundations or (), 1):
            yield model.id, size.name, number, link.model, name_of_size(registry, link.model, link.size), link.relation


def name_of_size(registry: Registry, model: str, called: str | None) -> str | None:
    """Return the name of a size that is called by that, an alias or a repository; None where none is meant."""
    size = registry.model_by_id[model].size(called) if called is not None else None
    return size.name if size else None


LICENCE_PERIODS = DatabaseTable(
    "licence_periods",
    "when a size was under a licence, of weights whose licence changed",
    (
        key_field("model", "its model"),
        key_field("size", "the size"),
        key_field("number", "its place in time, from 1", "integer"),
        needed_field("licence", "the licence"),
        text_field("since", "the first day, where there is one"),
        text_field("until", "the last day, where there is one"),
    ),
    (OF_SIZE, OF_LICENCE),
)


def _list_periods(library: Library) -> Iterator[Row]:
    for model, size in each_size_of(library.registry):
        for number, period in enumerate(size.licence_history or (), 1):
            yield model.id, size.name, number, period.licence, period.since, period.until


SIZE_DATASETS = DatabaseTable(
    "size_datasets",
    "a dataset that a size was trained on",
    (key_field("model", "its model"), key_field("size", "the size"), key_field("dataset", "the dataset")),
    (OF_SIZE, OF_DATASET),
)


def _list_size_datasets(library: Library) -> Iterator[Row]:
    for model, size in each_size_of(library.registry):
        yield from ((model.id, size.name, dataset) for dataset in dict.fromkeys(size.datasets or ()))


SIZE_LANGUAGES = DatabaseTable(
    "size_languages",
    "a language that a size is for",
    (
        key_field("model", "its model"),
        key_field("size", "the size"),
        key_field("language", "the language, by its ISO 639-1 code"),
    ),
    (OF_SIZE,),
)


def _list_size_languages(library: Library) -> Iterator[Row]:
    for model, size in each_size_of(library.registry):
        yield from ((model.id, size.name, language) for language in dict.fromkeys(size.languages or ()))


MAKERS = tuple(
    DatabaseTable(
        f"{record}_developers",
        f"who made a {record}",
        (
            key_field(record, f"the {record}"),
            key_field("name", "as the source names them"),
            needed_field("number", "their place among the makers, from 1", "integer"),
            text_field("organisation", "the organisation, where the registry has one of that name"),
        ),
        (
            Reference((record,), f"{record}s", ("id",)),
            Reference(("organisation",), "organisations", ("id",)),
        ),
    )
    for record in ("model", "dataset")
)


def _list_makers(record: str, library: Library) -> Iterator[Row]:
    for item in getattr(library.registry, f"{record}s"):
        names = item.developers if record == "model" else item.creators
        for number, name in enumerate(dict.fromkeys(names), 1):
            makers = library.registry.makers_called(name)
            yield item.id, name, number, makers[0].id if makers else None


DERIVATIONS = DatabaseTable(
    "derivations",
    "which dataset another was made from",
    (
        key_field("dataset", "the dataset"),
        key_field("number", "its place among those of the dataset, from 1", "integer"),
        needed_field("base", "what it was made from"),
        needed_field("relation", "how: translated, filtered, subset, mixture or extended"),
        text_field("tool", "with which tool"),
    ),
    (OF_DATASET, Reference(("base",), "datasets", ("id",))),
)


def _list_derivations(library: Library) -> Iterator[Row]:
    for dataset in library.registry.datasets:
        for number, link in enumerate(dataset.derived_from, 1):
            yield dataset.id, number, link.dataset, link.relation, link.by


GENERATORS = DatabaseTable(
    "generators",
    "a model whose output a dataset holds",
    (
        key_field("dataset", "the dataset"),
        key_field("number", "its place among those of the dataset, from 1", "integer"),
        needed_field("model", "the model"),
        text_field("size", "which size of it, where it is known"),
    ),
    (OF_DATASET, OF_MODEL, OF_SIZE),
)


def _list_generators(library: Library) -> Iterator[Row]:
    registry = library.registry
    for dataset in registry.datasets:
        for number, link in enumerate(dataset.generated_by, 1):
            yield dataset.id, number, link.model, name_of_size(registry, link.model, link.size)


TABLES: Sequence[tuple[DatabaseTable, Fill]] = (
    (FOUNDATIONS, _list_foundations),
    (LICENCE_PERIODS, _list_periods),
    (SIZE_DATASETS, _list_size_datasets),
    (SIZE_LANGUAGES, _list_size_languages),
    (MAKERS[0], partial(_list_makers, "model")),
    (MAKERS[1], partial(_list_makers, "dataset")),
    (DERIVATIONS, _list_derivations),
    (GENERATORS, _list_generators),
)
"""Every table of links, with what fills it, after those that it refers to."""
