"""Finding records by words, across names, developers, datasets and notes, with slips of the keyboard forgiven."""

from __future__ import annotations

from collections.abc import Iterator

from llmsurvey.answers.short_texts import extent
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import say
from llmsurvey.records import Dataset, Model
from llmsurvey.registry.names import strict
from llmsurvey.tables import Cell, Column, Table

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


def search(licensing: Licensing, text: str) -> Table:
    """Models and datasets in which every word of `text` is found, the best first; `field` says where.

    A word fits where it stands in a field in any case, or, in names only and from four letters on, where it differs
    from a word by little.
    """
    words = strict(text).split()
    rows = []
    registry = licensing.registry
    records: tuple[Model | Dataset, ...] = (*registry.models, *registry.datasets)
    for record in records:
        fields = list(_fields(record))
        best = [max((_score(word, value, field) for field, value in fields), default=(0.0, "")) for word in words]
        if best and all(score > 0 for score, _ in best):
            score = round(sum(score for score, _ in best) / len(best), 1)
            where = tuple(dict.fromkeys(field for _, field in best))
            rows.append(
                ((-score, isinstance(record, Dataset), len(record.name), record.id), _row(record, where, score))
            )
    rows.sort(key=lambda row: row[0])
    found = say("{number} found.", number=len(rows))
    if not rows:
        found = say('Nothing is like "{text}". `llmsurvey list` shows all models.', text=text)
    return Table(COLUMNS, tuple(row for _, row in rows), notes=(found,))


def _row(record: Model | Dataset, where: tuple[str, ...], score: float) -> tuple[Cell, ...]:
    if isinstance(record, Model):
        return record.id, record.name, "model", record.developers, record.released, extent(record.sizes), where, score
    return record.id, record.name, "dataset", record.creators, record.released, record.size, where, score


def _fields(record: Model | Dataset) -> Iterator[tuple[str, str]]:
    """Every text of a record that is searched, with the name of its field."""
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


def _score(word: str, value: str, field: str) -> tuple[float, str]:
    """How well a word fits a field, from 0 to 100, and that field."""
    text = strict(value)
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
