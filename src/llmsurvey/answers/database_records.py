"""The records of the registry as rows of a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from llmsurvey.answers import database_statements
from llmsurvey.answers.database import DatabaseTable, Field, Reference, Row, Value
from llmsurvey.messages import Either
from llmsurvey.records import Model, Shape, Size, Source
from llmsurvey.records.record import names_of_fields
from llmsurvey.registry.registry import Registry

if TYPE_CHECKING:
    from llmsurvey.library import Library

_Fill = Callable[["Library"], Iterator[Row]]
_SHAPE = names_of_fields(Shape)
_KINDS = ("models", "datasets", "licences", "benchmarks", "organisations")
"""The lists of the registry, in the order of their records' sources."""


def _key(name: str, meaning: str, kind: Any = "text") -> Field:
    return Field(name, kind, meaning, is_key=True, is_needed=True)


def _needed(name: str, meaning: str, kind: Any = "text") -> Field:
    return Field(name, kind, meaning, is_needed=True)


def _text(name: str, meaning: str) -> Field:
    return Field(name, "text", meaning)


def _number(name: str, meaning: str) -> Field:
    return Field(name, "integer", meaning)


def _in_korean(text: str | None) -> str | None:
    """Return the Korean that stands beside a text; None where there is none."""
    return text.ko if isinstance(text, Either) else None


def _plain(value: Any) -> Value:
    """Return a value without what the program knows of it beside: a bilingual text is its English."""
    return str(value) if isinstance(value, str) else value


_NOTES = (_text("notes", "remarks, in English"), _text("notes_ko", "the same in Korean"))
_OF_MODEL = Reference(("model",), "models", ("id",))
_OF_SIZE = Reference(("model", "size"), "sizes", ("model", "name"))

ORGANISATIONS = DatabaseTable(
    "organisations", "a company, a university or a group", (_key("id", "its id"), _needed("name", "its name"))
)
LICENCES = DatabaseTable(
    "licences",
    "the terms of a work",
    (
        _key("id", "its id"),
        _needed("name", "its name"),
        _text("spdx", "its SPDX id"),
        _needed("kind", "software, content, model or terms"),
        _text("released", "when it came out: a year, month or day"),
        _needed("commercial", "what it says of commercial use: yes, conditional, no or unknown"),
        _text("derivatives", "what passes on to what is made of the work, in English"),
        _text("derivatives_ko", "the same in Korean"),
        *_NOTES,
        _text("url", "where its text is"),
    ),
)
CONDITIONS = DatabaseTable(
    "conditions",
    "one thing that a licence asks for",
    (
        _key("licence", "the licence"),
        _key("number", "its place among those of the licence, from 1", "integer"),
        _needed("kind", "what it is about: attribution, share-alike, user-threshold and so on"),
        _needed("text", "what it asks for, in English"),
        _text("text_ko", "the same in Korean"),
        _text("quote", "the passage of the licence, in its own words"),
        _number("threshold", "a number of users or an amount of money, where one is named"),
        _text("period", "the time in which that money is made: month or year"),
        _needed("forbids", "1 where it forbids altogether what it is about, else 0", "integer"),
        _needed("weights", "1 where it forbids to improve other models with the weights, too, else 0", "integer"),
        _needed("same_licence", "1 where whoever gets what is made of it is bound by this licence, else 0", "integer"),
    ),
    (Reference(("licence",), "licences", ("id",)),),
)
MODELS = DatabaseTable(
    "models",
    "a family of weights, or a service, under one name",
    (
        _key("id", "its id"),
        _needed("name", "its name"),
        _text("released", "when it came out: a year, month or day"),
        _text("kind", "pretrained, finetuned or service"),
        _text("access", "whether the weights can be had: open, limited or closed"),
        _text("architecture", "encoder-only, decoder-only, encoder-decoder or word-embedding"),
        _text("licence", "what its developers state for the weights"),
        *_NOTES,
    ),
    (Reference(("licence",), "licences", ("id",)),),
)
SIZES = DatabaseTable(
    "sizes",
    "a published size or variant of a model, with its model's facts where it states none; of a model without sizes "
    "one that is called as the model",
    (
        _key("model", "its model"),
        _key("name", "what it is called"),
        _text("released", "when it came out: a year, month or day"),
        _text("kind", "pretrained, finetuned or service"),
        _text("access", "whether the weights can be had: open, limited or closed"),
        _number(
            "parameters", "how many there are: the exact count where one is published, else the published rounding"
        ),
        _number("active_parameters", "how many a token is computed with, of a mixture of experts"),
        _number("tokens", "how many tokens it was trained on"),
        _number("context", "the tokens of the longest text that it was trained on"),
        _text("hub", "its repository on the hub"),
        _text("licence", "what its developers state for the weights"),
        *(_number(name, f"of its shape: {name}, as the registry's reference explains") for name in _SHAPE),
        _needed("verdict", "what the licences of its whole lineage allow: yes, conditional, no, unknown or no weights"),
        _needed("has_caveats", "1 where it was trained on data whose terms are a caveat, else 0", "integer"),
        *_NOTES,
    ),
    (_OF_MODEL, Reference(("licence",), "licences", ("id",))),
)
DATASETS = DatabaseTable(
    "datasets",
    "what models are trained on",
    (
        _key("id", "its id"),
        _needed("name", "its name"),
        _text("released", "when it came out: a year, month or day"),
        _text("access", "whether it can be had: open, limited or closed"),
        _text("licence", "its licence"),
        _text("rights", "unlicensed or withdrawn, where a source says so"),
        _number("items", "how many documents, instructions or dialogues it has"),
        _number("tokens", "how many tokens it has"),
        _text("extent", "how large it is, as published"),
        *_NOTES,
    ),
    (Reference(("licence",), "licences", ("id",)),),
)
BENCHMARKS = DatabaseTable(
    "benchmarks",
    "a test that models are scored on",
    (
        _key("id", "its id"),
        _needed("name", "its name"),
        _text("task", "what is to be done, in English"),
        _text("metric", "its usual metric"),
        _needed("unit", "the unit of chance and human: percent or fraction"),
        _number("shots", "how many worked examples usually precede each question"),
        _number("items", "how many questions are scored"),
        Field("chance", "real", "what guessing scores"),
        Field("human", "real", "what people score"),
        _text("variant_of", "the benchmark that this one is a translation or an imitation of"),
        *_NOTES,
        _text("url", "where it is"),
    ),
    (Reference(("variant_of",), "benchmarks", ("id",)),),
)


def _records_of(table: DatabaseTable, library: Library) -> Iterator[Row]:
    """Yield a row for each record of the list of the registry that a table is called after."""
    for record in getattr(library.registry, table.name):
        yield tuple(_field_of(record, field.name) for field in table.fields)


def _field_of(record: Any, name: str) -> Value:
    """Return what a record states in the field of that name of a table."""
    if name.endswith("_ko"):
        return _in_korean(getattr(record, name.removesuffix("_ko")))
    return _plain(getattr(record, "size" if name == "extent" else name))


def _list_conditions(library: Library) -> Iterator[Row]:
    for licence in library.registry.licences:
        for number, condition in enumerate(licence.conditions, 1):
            text = condition.text
            yield (
                licence.id,
                number,
                condition.kind,
                _plain(text),
                _in_korean(text),
                condition.quote,
                condition.threshold,
                condition.period if condition.kind == "revenue-threshold" else None,
                int(condition.forbids),
                int(condition.weights),
                int(condition.same_licence),
            )


def _each_size(registry: Registry) -> Iterator[tuple[Model, Size]]:
    return ((model, size) for model in registry.models for size in model.each_size())


def _list_sizes(library: Library) -> Iterator[Row]:
    licensing = library.licensing()
    for model, size in _each_size(library.registry):
        assessment = licensing.assess(model, size)
        yield (
            model.id,
            size.name,
            *(getattr(size, name) for name in ("released", "kind", "access", "parameters", "active_parameters")),
            *(getattr(size, name) for name in ("tokens", "context", "hub", "licence")),
            *(getattr(size.shape, name, None) for name in _SHAPE),
            str(assessment.verdict),
            int(assessment.has_caveats),
            _plain(size.notes),
            _in_korean(size.notes),
        )


FOUNDATIONS = DatabaseTable(
    "foundations",
    "what a size was made from",
    (
        _key("model", "its model"),
        _key("size", "the size"),
        _key("number", "its place among those of the size, from 1", "integer"),
        _needed("base", "the model that it was made from"),
        _text("base_size", "which size of that, where it is known"),
        _needed(
            "relation", "how: finetuned, adapter, delta, merge, distilled, quantised, continued-pretraining or unstated"
        ),
    ),
    (_OF_SIZE, Reference(("base",), "models", ("id",)), Reference(("base", "base_size"), "sizes", ("model", "name"))),
)


def _list_foundations(library: Library) -> Iterator[Row]:
    registry = library.registry
    for model, size in _each_size(registry):
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
        _key("model", "its model"),
        _key("size", "the size"),
        _key("number", "its place in time, from 1", "integer"),
        _needed("licence", "the licence"),
        _text("since", "the first day, where there is one"),
        _text("until", "the last day, where there is one"),
    ),
    (_OF_SIZE, Reference(("licence",), "licences", ("id",))),
)


def _list_periods(library: Library) -> Iterator[Row]:
    for model, size in _each_size(library.registry):
        for number, period in enumerate(size.licence_history or (), 1):
            yield model.id, size.name, number, period.licence, period.since, period.until


SIZE_DATASETS = DatabaseTable(
    "size_datasets",
    "a dataset that a size was trained on",
    (_key("model", "its model"), _key("size", "the size"), _key("dataset", "the dataset")),
    (_OF_SIZE, Reference(("dataset",), "datasets", ("id",))),
)


def _list_size_datasets(library: Library) -> Iterator[Row]:
    for model, size in _each_size(library.registry):
        yield from ((model.id, size.name, dataset) for dataset in dict.fromkeys(size.datasets or ()))


SIZE_LANGUAGES = DatabaseTable(
    "size_languages",
    "a language that a size is for",
    (_key("model", "its model"), _key("size", "the size"), _key("language", "the language, by its ISO 639-1 code")),
    (_OF_SIZE,),
)


def _list_size_languages(library: Library) -> Iterator[Row]:
    for model, size in _each_size(library.registry):
        yield from ((model.id, size.name, language) for language in dict.fromkeys(size.languages or ()))


MAKERS = tuple(
    DatabaseTable(
        f"{record}_developers",
        f"who made a {record}",
        (
            _key(record, f"the {record}"),
            _key("name", "as the source names them"),
            _needed("number", "their place among the makers, from 1", "integer"),
            _text("organisation", "the organisation, where the registry has one of that name"),
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
        _key("dataset", "the dataset"),
        _key("number", "its place among those of the dataset, from 1", "integer"),
        _needed("base", "what it was made from"),
        _needed("relation", "how: translated, filtered, subset, mixture or extended"),
        _text("tool", "with which tool"),
    ),
    (Reference(("dataset",), "datasets", ("id",)), Reference(("base",), "datasets", ("id",))),
)


def _list_derivations(library: Library) -> Iterator[Row]:
    for dataset in library.registry.datasets:
        for number, link in enumerate(dataset.derived_from, 1):
            yield dataset.id, number, link.dataset, link.relation, link.by


GENERATORS = DatabaseTable(
    "generators",
    "a model whose output a dataset holds",
    (
        _key("dataset", "the dataset"),
        _key("number", "its place among those of the dataset, from 1", "integer"),
        _needed("model", "the model"),
        _text("size", "which size of it, where it is known"),
    ),
    (Reference(("dataset",), "datasets", ("id",)), _OF_MODEL, _OF_SIZE),
)


def _list_generators(library: Library) -> Iterator[Row]:
    registry = library.registry
    for dataset in registry.datasets:
        for number, link in enumerate(dataset.generated_by, 1):
            yield dataset.id, number, link.model, name_of_size(registry, link.model, link.size)


ALIASES = DatabaseTable(
    "aliases",
    "what else a record is called, in any language",
    (
        _key("record", "model, dataset, licence, benchmark or organisation"),
        _key("id", "the id of the record"),
        _key("alias", "what it is called"),
    ),
)


def _list_aliases(library: Library) -> Iterator[Row]:
    for kind in _KINDS:
        for record in getattr(library.registry, kind):
            yield from ((kind.removesuffix("s"), record.id, alias) for alias in dict.fromkeys(record.aliases))


SCORES = DatabaseTable(
    "scores",
    "a score that the survey or the registry states",
    (
        _key("number", "its place in the registry, from 1", "integer"),
        _needed("board", "the board, or the list, that it belongs to"),
        _text("survey_table", "the survey's table that shows it"),
        _needed("reading", "printed, or actual, of a number that is something else than the survey prints"),
        _text("model", "the model, where the registry has it"),
        _text("size", "which size of it"),
        _needed("name_as_printed", "what the model is called there"),
        _needed("benchmark", "the benchmark"),
        _needed("metric", "the metric"),
        _number("shots", "how many worked examples preceded each question"),
        _needed("value", "the number as it is printed, to the digit"),
        _needed("percent", "the same in percent", "real"),
        _text("date", "when it was measured or published"),
        _needed("source", "where it stands"),
    ),
    (_OF_MODEL, _OF_SIZE, Reference(("benchmark",), "benchmarks", ("id",))),
)


def _list_scores(library: Library) -> Iterator[Row]:
    for number, score in enumerate(library.scores, 1):
        size = name_of_size(library.registry, score.model, score.size) if score.model else None
        yield (
            number,
            *(score.board, score.table, score.reading, score.model, size, score.name_as_printed),
            *(score.benchmark, score.metric, score.shots, score.value, float(score.percent), score.date, score.source),
        )


SOURCES = DatabaseTable(
    "sources",
    "a page where facts of one record were read",
    (
        _key("number", "its place in the registry, from 1", "integer"),
        _text("model", "the model that it is of"),
        _text("size", "the size, where it is of one alone"),
        _text("dataset", "the dataset that it is of"),
        _text("licence", "the licence that it is of"),
        _text("benchmark", "the benchmark that it is of"),
        _text("organisation", "the organisation that it is of"),
        _needed("url", "where it is"),
        _text("title", "what it is called"),
        _text("says", "what stands there, where that isn't obvious"),
        _text("checked", "the day on which it was read"),
    ),
    (
        _OF_MODEL,
        _OF_SIZE,
        *(Reference((name,), f"{name}s", ("id",)) for name in ("dataset", "licence", "benchmark", "organisation")),
    ),
)
SOURCE_FIELDS = DatabaseTable(
    "source_fields",
    "a field of a record that a source supports",
    (
        _key("source", "the source", "integer"),
        _key("field", "the field: released, sizes.parameters, or of one size @7B.parameters"),
        _needed("infers", "1 where it doesn't stand there, but follows from a name that does, else 0", "integer"),
    ),
    (Reference(("source",), "sources", ("number",)),),
)


def _each_source(registry: Registry) -> Iterator[tuple[dict[str, str], Source]]:
    """Yield every source with what it is of, by the names of the fields that say so."""
    for kind in _KINDS:
        for record in getattr(registry, kind):
            yield from (({kind.removesuffix("s"): record.id}, source) for source in record.sources)
            for size in getattr(record, "sizes", ()):
                yield from (({"model": record.id, "size": size.name}, source) for source in size.sources)


def _list_sources(library: Library) -> Iterator[Row]:
    of = ("model", "size", "dataset", "licence", "benchmark", "organisation")
    for number, (owner, source) in enumerate(_each_source(library.registry), 1):
        yield number, *map(owner.get, of), source.url, source.title, source.says, source.checked


def _list_source_fields(library: Library) -> Iterator[Row]:
    for number, (_, source) in enumerate(_each_source(library.registry), 1):
        yield from ((number, field, int(field in source.infers)) for field in dict.fromkeys(source.supports))


TABLES: Sequence[tuple[DatabaseTable, _Fill]] = (
    (ORGANISATIONS, partial(_records_of, ORGANISATIONS)),
    (LICENCES, partial(_records_of, LICENCES)),
    (CONDITIONS, _list_conditions),
    (MODELS, partial(_records_of, MODELS)),
    (SIZES, _list_sizes),
    (DATASETS, partial(_records_of, DATASETS)),
    (BENCHMARKS, partial(_records_of, BENCHMARKS)),
    (FOUNDATIONS, _list_foundations),
    (LICENCE_PERIODS, _list_periods),
    (SIZE_DATASETS, _list_size_datasets),
    (SIZE_LANGUAGES, _list_size_languages),
    (MAKERS[0], partial(_list_makers, "model")),
    (MAKERS[1], partial(_list_makers, "dataset")),
    (DERIVATIONS, _list_derivations),
    (GENERATORS, _list_generators),
    (database_statements.DATASET_PERIODS, database_statements.fill_dataset_periods),
    (database_statements.UNRESOLVED, database_statements.fill_unresolved),
    (database_statements.STATEMENTS, database_statements.fill_statements),
    (database_statements.EXPOSURES, database_statements.fill_exposures),
    (ALIASES, _list_aliases),
    (SCORES, _list_scores),
    (SOURCES, _list_sources),
    (SOURCE_FIELDS, _list_source_fields),
)
"""Every table of records, with what fills it, after those that it refers to."""
