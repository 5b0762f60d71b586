"""What records say beside their facts, as rows of a database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from llmsurvey.answers.export_statements import Said, list_exposures, list_statements, list_unresolved
from llmsurvey.messages import Either

if TYPE_CHECKING:
    from llmsurvey.library import Library

_OWNER = (
    key_field("number", "its place in the registry, from 1", "integer"),
    text_field("model", "the model that it is said of"),
    text_field("size", "the size, where it is said of one alone"),
    text_field("dataset", "the dataset that it is said of"),
)
_OF_OWNER = (OF_MODEL, OF_SIZE, OF_DATASET)

UNRESOLVED = DatabaseTable(
    "unresolved",
    "what something was made from by the word of its source, where no record surely answers to the name",
    (
        *_OWNER,
        needed_field("name", "what the source calls it"),
        needed_field("relation", "how, as the source has it: finetuned, data and so on; or unstated"),
        text_field("taken_for", "the model or dataset that it is taken for, by a guess"),
        text_field("taken_size", "which size of that"),
        text_field("taken_as", "how it was made from that, by the same guess"),
    ),
    _OF_OWNER,
)
STATEMENTS = DatabaseTable(
    "statements",
    "what a source says otherwise than the fact that is in force",
    (
        *_OWNER,
        needed_field("field", "the fact"),
        needed_field("value", "what the source says"),
        needed_field("url", "where it says so"),
        text_field("because", "why it isn't in force, where anybody has decided, in English"),
        text_field("because_ko", "the same in Korean"),
    ),
    _OF_OWNER,
)
EXPOSURES = DatabaseTable(
    "exposures",
    "a benchmark that something was trained on, or whose questions a dataset holds",
    (
        *_OWNER,
        needed_field("benchmark", "the benchmark"),
        text_field("split", "which of its questions: train, validation, test or all; none where nobody says"),
    ),
    (*_OF_OWNER, Reference(("benchmark",), "benchmarks", ("id",))),
)
DATASET_PERIODS = DatabaseTable(
    "dataset_licence_periods",
    "when a dataset was under a licence, of data whose licence changed",
    (
        key_field("dataset", "the dataset"),
        key_field("number", "its place in time, from 1", "integer"),
        needed_field("licence", "the licence"),
        text_field("since", "the first day, where there is one"),
        text_field("until", "the last day, where there is one"),
    ),
    (OF_DATASET, OF_LICENCE),
)


def _owner_of(said: Said) -> tuple[str | None, ...]:
    """Return model, size and dataset, of which at least one is None."""
    return (None, None, said.record.id) if said.kind == "dataset" else (said.record.id, said.size, None)


def _fill_unresolved(library: Library) -> Iterator[Row]:
    """Yield a row for each name that no record surely answers to."""
    for number, said in enumerate(list_unresolved(library.registry), 1):
        item = said.item
        yield number, *_owner_of(said), item.name, item.relation, item.taken_for, item.size, item.taken_as


def _fill_statements(library: Library) -> Iterator[Row]:
    """Yield a row for each thing that a source says otherwise."""
    for number, said in enumerate(list_statements(library.registry), 1):
        statement, because = said.item, said.item.because
        reasons = (str(because) if because else None, because.ko if isinstance(because, Either) else None)
        yield number, *_owner_of(said), statement.field, statement.value, statement.url, *reasons


def _fill_exposures(library: Library) -> Iterator[Row]:
    """Yield a row for each benchmark that something was trained on."""
    for number, said in enumerate(list_exposures(library.registry), 1):
        yield number, *_owner_of(said), said.item.benchmark, said.item.split


def _fill_dataset_periods(library: Library) -> Iterator[Row]:
    """Yield a row for each time for which data were under a licence."""
    for dataset in library.registry.datasets:
        for number, period in enumerate(dataset.licence_history, 1):
            yield dataset.id, number, period.licence, period.since, period.until


TABLES: Sequence[tuple[DatabaseTable, Fill]] = (
    (DATASET_PERIODS, _fill_dataset_periods),
    (UNRESOLVED, _fill_unresolved),
    (STATEMENTS, _fill_statements),
    (EXPOSURES, _fill_exposures),
)
"""Every table of statements, with what fills it, after those that it refers to."""
