"""What records say beside their facts, as rows of a database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from llmsurvey.answers.database import DatabaseTable, Field, Reference, Row
from llmsurvey.answers.export_statements import Said, list_exposures, list_statements, list_unresolved
from llmsurvey.messages import Either

if TYPE_CHECKING:
    from llmsurvey.library import Library

_OWNER = (
    Field("number", "integer", "its place in the registry, from 1", is_key=True, is_needed=True),
    Field("model", "text", "the model that it is said of"),
    Field("size", "text", "the size, where it is said of one alone"),
    Field("dataset", "text", "the dataset that it is said of"),
)
_OF_OWNER = (
    Reference(("model",), "models", ("id",)),
    Reference(("model", "size"), "sizes", ("model", "name")),
    Reference(("dataset",), "datasets", ("id",)),
)

UNRESOLVED = DatabaseTable(
    "unresolved",
    "what something was made from by the word of its source, where no record surely answers to the name",
    (
        *_OWNER,
        Field("name", "text", "what the source calls it", is_needed=True),
        Field("relation", "text", "how, as the source has it: finetuned, data and so on; or unstated", is_needed=True),
        Field("taken_for", "text", "the model or dataset that it is taken for, by a guess"),
        Field("taken_size", "text", "which size of that"),
        Field("taken_as", "text", "how it was made from that, by the same guess"),
    ),
    _OF_OWNER,
)
STATEMENTS = DatabaseTable(
    "statements",
    "what a source says otherwise than the fact that is in force",
    (
        *_OWNER,
        Field("field", "text", "the fact", is_needed=True),
        Field("value", "text", "what the source says", is_needed=True),
        Field("url", "text", "where it says so", is_needed=True),
        Field("because", "text", "why it isn't in force, where anybody has decided, in English"),
        Field("because_ko", "text", "the same in Korean"),
    ),
    _OF_OWNER,
)
EXPOSURES = DatabaseTable(
    "exposures",
    "a benchmark that something was trained on, or whose questions a dataset holds",
    (
        *_OWNER,
        Field("benchmark", "text", "the benchmark", is_needed=True),
        Field("split", "text", "which of its questions: train, validation, test or all; none where nobody says"),
    ),
    (*_OF_OWNER, Reference(("benchmark",), "benchmarks", ("id",))),
)
DATASET_PERIODS = DatabaseTable(
    "dataset_licence_periods",
    "when a dataset was under a licence, of data whose licence changed",
    (
        Field("dataset", "text", "the dataset", is_key=True, is_needed=True),
        Field("number", "integer", "its place in time, from 1", is_key=True, is_needed=True),
        Field("licence", "text", "the licence", is_needed=True),
        Field("since", "text", "the first day, where there is one"),
        Field("until", "text", "the last day, where there is one"),
    ),
    (Reference(("dataset",), "datasets", ("id",)), Reference(("licence",), "licences", ("id",))),
)


def _owner_of(said: Said) -> tuple[str | None, ...]:
    """Return model, size and dataset, of which at least one is None."""
    return (None, None, said.record.id) if said.kind == "dataset" else (said.record.id, said.size, None)


def fill_unresolved(library: Library) -> Iterator[Row]:
    """Yield a row for each name that no record surely answers to."""
    for number, said in enumerate(list_unresolved(library.registry), 1):
        item = said.item
        yield number, *_owner_of(said), item.name, item.relation, item.taken_for, item.size, item.taken_as


def fill_statements(library: Library) -> Iterator[Row]:
    """Yield a row for each thing that a source says otherwise."""
    for number, said in enumerate(list_statements(library.registry), 1):
        statement, because = said.item, said.item.because
        reasons = (str(because) if because else None, because.ko if isinstance(because, Either) else None)
        yield number, *_owner_of(said), statement.field, statement.value, statement.url, *reasons


def fill_exposures(library: Library) -> Iterator[Row]:
    """Yield a row for each benchmark that something was trained on."""
    for number, said in enumerate(list_exposures(library.registry), 1):
        yield number, *_owner_of(said), said.item.benchmark, said.item.split


def fill_dataset_periods(library: Library) -> Iterator[Row]:
    """Yield a row for each time for which data were under a licence."""
    for dataset in library.registry.datasets:
        for number, period in enumerate(dataset.licence_history, 1):
            yield dataset.id, number, period.licence, period.since, period.until
