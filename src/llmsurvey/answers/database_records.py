"""The records of the registry as rows of a database, with what they are called, scored and read from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from llmsurvey.answers import database_links, database_statements
from llmsurvey.answers.database import (
    OF_LICENCE,
    OF_MODEL,
    OF_SIZE,
    DatabaseTable,
    Field,
    Fill,
    Reference,
    Row,
    Value,
    key_field,
    needed_field,
    number_field,
    text_field,
)
from llmsurvey.answers.database_links import each_size_of, name_of_size
from llmsurvey.messages import Either
from llmsurvey.records import Shape, Source
from llmsurvey.records.record import names_of_fields
from llmsurvey.registry.registry import Registry

if TYPE_CHECKING:
    from llmsurvey.library import Library

_SHAPE = names_of_fields(Shape)
_KINDS = ("models", "datasets", "licences", "benchmarks", "organisations")
"""The lists of the registry, in the order of their records' sources."""


def _in_korean(text: str | None) -> str | None:
    """Return the Korean that stands beside a text; None where there is none."""
    return text.ko if isinstance(text, Either) else None


def _plain(value: Any) -> Value:
    """Return a value without what the program knows of it beside: a bilingual text is its English."""
    return str(value) if isinstance(value, str) else value


_NOTES = (text_field("notes", "remarks, in English"), text_field("notes_ko", "the same in Korean"))

ORGANISATIONS = DatabaseTable(
    "organisations", "a company, a university or a group", (key_field("id", "its id"), needed_field("name", "its name"))
)
LICENCES = DatabaseTable(
    "licences",
    "the terms of a work",
    (
        key_field("id", "its id"),
        needed_field("name", "its name"),
        text_field("spdx", "its SPDX id"),
        needed_field("kind", "software, content, model or terms"),
        text_field("released", "when it came out: a year, month or day"),
        needed_field("commercial", "what it says of commercial use: yes, conditional, no or unknown"),
        text_field("derivatives", "what passes on to what is made of the work, in English"),
        text_field("derivatives_ko", "the same in Korean"),
        *_NOTES,
        text_field("url", "where its text is"),
    ),
)
CONDITIONS = DatabaseTable(
    "conditions",
    "one thing that a licence asks for",
    (
        key_field("licence", "the licence"),
        key_field("number", "its place among those of the licence, from 1", "integer"),
        needed_field("kind", "what it is about: attribution, share-alike, user-threshold and so on"),
        needed_field("text", "what it asks for, in English"),
        text_field("text_ko", "the same in Korean"),
        text_field("quote", "the passage of the licence, in its own words"),
        number_field("threshold", "a number of users or an amount of money, where one is named"),
        text_field("period", "the time in which that money is made: month or year"),
        needed_field("forbids", "1 where it forbids altogether what it is about, else 0", "integer"),
        needed_field("weights", "1 where it forbids to improve other models with the weights, too, else 0", "integer"),
        needed_field(
            "same_licence", "1 where whoever gets what is made of it is bound by this licence, else 0", "integer"
        ),
    ),
    (OF_LICENCE,),
)
MODELS = DatabaseTable(
    "models",
    "a family of weights, or a service, under one name",
    (
        key_field("id", "its id"),
        needed_field("name", "its name"),
        text_field("released", "when it came out: a year, month or day"),
        text_field("kind", "pretrained, finetuned or service"),
        text_field("access", "whether the weights can be had: open, limited or closed"),
        text_field("architecture", "encoder-only, decoder-only, encoder-decoder or word-embedding"),
        text_field("licence", "what its developers state for the weights"),
        *_NOTES,
    ),
    (OF_LICENCE,),
)
SIZES = DatabaseTable(
    "sizes",
    "a published size or variant of a model, with its model's facts where it states none; of a model without sizes "
    "one that is called as the model",
    (
        key_field("model", "its model"),
        key_field("name", "what it is called"),
        text_field("released", "when it came out: a year, month or day"),
        text_field("kind", "pretrained, finetuned or service"),
        text_field("access", "whether the weights can be had: open, limited or closed"),
        number_field(
            "parameters", "how many there are: the exact count where one is published, else the published rounding"
        ),
        number_field("active_parameters", "how many a token is computed with, of a mixture of experts"),
        number_field("tokens", "how many tokens it was trained on"),
        number_field("context", "the tokens of the longest text that it was trained on"),
        text_field("hub", "its repository on the hub"),
        text_field("licence", "what its developers state for the weights"),
        *(number_field(name, f"of its shape: {name}, as the registry's reference explains") for name in _SHAPE),
        needed_field(
            "verdict", "what the licences of its whole lineage allow: yes, conditional, no, unknown or no weights"
        ),
        needed_field("has_caveats", "1 where it was trained on data whose terms are a caveat, else 0", "integer"),
        *_NOTES,
    ),
    (OF_MODEL, OF_LICENCE),
)
DATASETS = DatabaseTable(
    "datasets",
    "what models are trained on",
    (
        key_field("id", "its id"),
        needed_field("name", "its name"),
        text_field("released", "when it came out: a year, month or day"),
        text_field("access", "whether it can be had: open, limited or closed"),
        text_field("licence", "its licence"),
        text_field("rights", "unlicensed or withdrawn, where a source says so"),
        number_field("items", "how many documents, instructions or dialogues it has"),
        number_field("tokens", "how many tokens it has"),
        text_field("extent", "how large it is, as published"),
        *_NOTES,
    ),
    (OF_LICENCE,),
)
BENCHMARKS = DatabaseTable(
    "benchmarks",
    "a test that models are scored on",
    (
        key_field("id", "its id"),
        needed_field("name", "its name"),
        text_field("task", "what is to be done, in English"),
        text_field("metric", "its usual metric"),
        needed_field("unit", "the unit of chance and human: percent or fraction"),
        number_field("shots", "how many worked examples usually precede each question"),
        number_field("items", "how many questions are scored"),
        Field("chance", "real", "what guessing scores"),
        Field("human", "real", "what people score"),
        text_field("variant_of", "the benchmark that this one is a translation or an imitation of"),
        *_NOTES,
        text_field("url", "where it is"),
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


def _list_sizes(library: Library) -> Iterator[Row]:
    licensing = library.licensing()
    for model, size in each_size_of(library.registry):
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


ALIASES = DatabaseTable(
    "aliases",
    "what else a record is called, in any language",
    (
        key_field("record", "model, dataset, licence, benchmark or organisation"),
        key_field("id", "the id of the record"),
        key_field("alias", "what it is called"),
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
        key_field("number", "its place in the registry, from 1", "integer"),
        needed_field("board", "the board, or the list, that it belongs to"),
        text_field("survey_table", "the survey's table that shows it"),
        needed_field("reading", "printed, or actual, of a number that is something else than the survey prints"),
        text_field("model", "the model, where the registry has it"),
        text_field("size", "which size of it"),
        needed_field("name_as_printed", "what the model is called there"),
        needed_field("benchmark", "the benchmark"),
        needed_field("metric", "the metric"),
        number_field("shots", "how many worked examples preceded each question"),
        needed_field("value", "the number as it is printed, to the digit"),
        needed_field("percent", "the same in percent", "real"),
        text_field("date", "when it was measured or published"),
        needed_field("source", "where it stands"),
    ),
    (OF_MODEL, OF_SIZE, Reference(("benchmark",), "benchmarks", ("id",))),
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
        key_field("number", "its place in the registry, from 1", "integer"),
        text_field("model", "the model that it is of"),
        text_field("size", "the size, where it is of one alone"),
        text_field("dataset", "the dataset that it is of"),
        text_field("licence", "the licence that it is of"),
        text_field("benchmark", "the benchmark that it is of"),
        text_field("organisation", "the organisation that it is of"),
        needed_field("url", "where it is"),
        text_field("title", "what it is called"),
        text_field("says", "what stands there, where that isn't obvious"),
        text_field("checked", "the day on which it was read"),
    ),
    (
        OF_MODEL,
        OF_SIZE,
        *(Reference((name,), f"{name}s", ("id",)) for name in ("dataset", "licence", "benchmark", "organisation")),
    ),
)
SOURCE_FIELDS = DatabaseTable(
    "source_fields",
    "a field of a record that a source supports",
    (
        key_field("source", "the source", "integer"),
        key_field("field", "the field: released, sizes.parameters, or of one size @7B.parameters"),
        needed_field("infers", "1 where it doesn't stand there, but follows from a name that does, else 0", "integer"),
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


TABLES: Sequence[tuple[DatabaseTable, Fill]] = (
    (ORGANISATIONS, partial(_records_of, ORGANISATIONS)),
    (LICENCES, partial(_records_of, LICENCES)),
    (CONDITIONS, _list_conditions),
    (MODELS, partial(_records_of, MODELS)),
    (SIZES, _list_sizes),
    (DATASETS, partial(_records_of, DATASETS)),
    (BENCHMARKS, partial(_records_of, BENCHMARKS)),
    *database_links.TABLES,
    *database_statements.TABLES,
    (ALIASES, _list_aliases),
    (SCORES, _list_scores),
    (SOURCES, _list_sources),
    (SOURCE_FIELDS, _list_source_fields),
)
"""Every table of the registry, with what fills it, after those that it refers to."""
