"""Finding records by words, across names, developers, datasets and notes, with slips of the keyboard forgiven."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.short_texts import extent_of_sizes
from llmsurvey.errors import check_text
from llmsurvey.messages import question as ask
from llmsurvey.records import Dataset, Model
from llmsurvey.registry.names import strict_form
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import Note, note

if TYPE_CHECKING:
    from llmsurvey.library import Library

COLUMNS = (
    Column("id", brief=False),
    Column("name"),
    Column("record", words="record"),
    Column("developers"),
    Column("released", order="date"),
    Column("sizes"),
    Column("field", words="column"),
    Column("score", numeric=True, brief=False),
)

_EXACT, _BEGINS, _CONTAINS = 100.0, 95.0, 90.0
_ALIKE = 80.0
"""From here on two words are taken for the same, mistyped: `vicunna` and `Vicuna` score 92."""


@dataclass(frozen=True, kw_only=True)
class SearchQuestion:
    """Words that must all be found."""

    text: str


class SearchEntry(NamedTuple):
    """A model or dataset in which every word was found: in which fields, and how well (up to 100)."""

    id: str
    name: str
    record: Literal["model", "dataset"]
    developers: tuple[str, ...]
    released: str | None
    sizes: str | None
    field: tuple[str, ...]
    score: float


@dataclass(frozen=True, kw_only=True)
class SearchAnswer(Answer[SearchEntry]):
    """What was found, the best first."""

    columns = COLUMNS

    def table(self) -> Table:
        """A row for each entry."""
        return Table(COLUMNS, rows_of(self.entries, COLUMNS), notes=self.notes)


def search_records(library: Library, question: SearchQuestion) -> SearchAnswer:
    """Return the models and datasets in which every word of the `text` is found, the best first; `field` says where.

    A word fits where it stands in a field in any case, or, in names only and from four letters on, where it differs
    from a word by little. Raises RequestError where there is none.
    """
    check_text("text", question.text)
    words = strict_form(question.text).split()
    registry = library.registry
    entries = []
    records: tuple[Model | Dataset, ...] = (*registry.models, *registry.datasets)
    for record in records:
        fields = list(_list_searched_fields(record))
        best = [max((_score_field(word, value, field) for field, value in fields), default=(0.0, "")) for word in words]
        if best and all(score > 0 for score, _ in best):
            score = round(sum(score for score, _ in best) / len(best), 1)
            entries.append(_entry_of_record(record, tuple(dict.fromkeys(field for _, field in best)), score))
    entries.sort(key=lambda entry: (-entry.score, entry.record == "dataset", len(entry.name), entry.id))
    return SearchAnswer(entries=entries, notes=(_note_count(question.text, len(entries)),))


def _note_count(text: str, number: int) -> Note:
    if number:
        return note("counted", "{number} found.", number=number)
    return note("counted", 'Nothing is like "{text}". `{hint}` shows all models.', text=text, hint=ask("list"))


def _entry_of_record(record: Model | Dataset, fields: tuple[str, ...], score: float) -> SearchEntry:
    if isinstance(record, Model):
        sizes = extent_of_sizes(record.sizes)
        return SearchEntry(record.id, record.name, "model", record.developers, record.released, sizes, fields, score)
    return SearchEntry(record.id, record.name, "dataset", record.creators, record.released, record.size, fields, score)


def _list_searched_fields(record: Model | Dataset) -> Iterator[tuple[str, str]]:
    """Yield every text of a record that is searched, with the name of its field."""
    yield "id", record.id
    yield "name", record.name
    yield from (("aliases", alias) for alias in record.aliases)
    if isinstance(record, Model):
        yield from (("developers", name) for name in record.developers)
        yield from (("hub", size.hub) for size in record.sizes if size.hub)
        yield from (("datasets", name) for size in record.each_size() for name in size.datasets or ())
    else:
        yield from (("creators", name) for name in record.creators)
    if record.notes:
        yield "notes", record.notes


def _score_field(word: str, value: str, field: str) -> tuple[float, str]:
    """Return how well a word fits a field, from 0 to 100, and that field."""
    text = strict_form(value)
    weight = 1.0 if field in ("id", "name", "aliases") else 0.6 if field == "notes" else 0.8
    if word == text:
        return _EXACT * weight, field
    if word in text:
        return (_BEGINS if text.startswith(word) else _CONTAINS) * weight, field
    if field in ("id", "name", "aliases", "developers", "creators") and len(word) >= 4:
        from rapidfuzz import fuzz

        alike = max((fuzz.ratio(word, part) for part in text.replace("-", " ").split()), default=0.0)
        if alike >= _ALIKE:
            return alike * 0.8 * weight, field
    return 0.0, field
