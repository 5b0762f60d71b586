"""How many models there are of each kind, and how much of what is known has a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.declared_licences import DeclaredAnswer, count_declared
from llmsurvey.answers.dumps import note_dumps
from llmsurvey.answers.list import with_bases
from llmsurvey.answers.short_texts import first_names, names_of_bases
from llmsurvey.errors import RequestError, UnknownNameError, check_number
from llmsurvey.lineage.basis import Basis, bases_of, ground_of, ground_of_model
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import Message, Word, counted, option, question, say
from llmsurvey.records import Model, Size
from llmsurvey.registry.nearest_names import nearest_names
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.sourced import SIZE_SOURCED, SOURCED
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import as_note, note

if TYPE_CHECKING:
    from llmsurvey.library import Library

Grouping = Literal["year", "developer", "licence", "verdict", "foundation", "language"]
By = Literal[Grouping, "declared", "field"]
"""What is counted: models by a property, by what they declare and what follows, or facts by their field."""

COLUMNS = (
    Column("property", words="grouping"),
    Column("value"),
    Column("model_count", numeric=True, heading=say("models")),
    Column("size_count", numeric=True, heading=say("sizes")),
    Column("percent", numeric=True, digits=1, heading=say("% of models")),
    Column("rests_on", brief=False),
)

FIELD_COLUMNS = (
    Column("record", words="record"),
    Column("field"),
    Column("records", numeric=True),
    Column("known", numeric=True),
    Column("sourced", numeric=True),
    Column("percent_known", numeric=True, digits=1, heading=say("% known")),
    Column("percent_sourced", numeric=True, digits=1, heading=say("% of known sourced")),
)

OPEN_SIZE = "open size"
"""What a size that can be had is called among records, whose facts are its own or its model's."""

_OF_OPEN_SIZES = ("released", "developers", "licence", "parameters")
"""What people ask of models that can be had."""

_UNKNOWN = "unknown"

_COUNTED = {
    "year": "released",
    "developer": "developers",
    "licence": "licence",
    "foundation": "foundations",
    "language": "languages",
}
"""The field that has the values of a property; a verdict follows from several."""

_SHOW = question("show", "MODEL")
"""What tells the facts of a model, and who states them."""


@dataclass(frozen=True, kw_only=True)
class StatsQuestion:
    """What to count `by`: one property of models, `field` for facts, None for all properties of models.

    `declared` counts what licences say by themselves beside what follows from the lineage.

    `most` is how many values of each property are given, None for all.
    """

    by: By | None = None
    most: int | None = None


class StatsEntry(NamedTuple):
    """How many models and sizes have a value of a property, and what percentage of all models these are.

    `rests_on` says who states what is counted, but for sourced facts of the catalogue.
    """

    property: Grouping
    value: str
    model_count: int
    size_count: int
    percent: float
    rests_on: tuple[str, ...]


class FieldEntry(NamedTuple):
    """How many records state a field, and how many of these have a source for it.

    An `open size` is one that can be had, by anyone or on request, with the facts of its model where it has none.
    """

    record: str
    field: str
    records: int
    known: int
    sourced: int

    @property
    def percent_known(self) -> float | None:
        """Of all records; None where there are none."""
        return _percent_of(self.known, self.records)

    @property
    def percent_sourced(self) -> float | None:
        """Of those that state it; None where none does."""
        return _percent_of(self.sourced, self.known)


@dataclass(frozen=True, kw_only=True)
class StatsAnswer(Answer[StatsEntry]):
    """The values of each property, those that most models have first, of years the latest."""

    columns = COLUMNS

    def table(self) -> Table:
        """A row for each value."""
        rows = rows_of(self.entries, COLUMNS)
        return Table(with_bases(COLUMNS, rows), rows, notes=self.notes)


@dataclass(frozen=True, kw_only=True)
class FieldsAnswer(Answer[FieldEntry]):
    """The fields of each kind of record."""

    columns = FIELD_COLUMNS

    def table(self) -> Table:
        """A row for each field."""
        return Table(FIELD_COLUMNS, rows_of(self.entries, FIELD_COLUMNS), notes=self.notes)


def count_catalogue(library: Library, question: StatsQuestion) -> StatsAnswer | FieldsAnswer | DeclaredAnswer:
    """Return how many models there are of each kind, or how much of what is known has a source.

    Raises UnknownNameError for a property that models aren't counted by, RequestError for a negative `most`, and for
    one of fields or of what is declared, which are all given.
    """
    check_number("most", question.most, 0)
    if question.by == "declared" or question.by == "field":
        if question.most is not None:
            raise RequestError(
                say(
                    "{most} goes with properties of models, not with {by}.",
                    most=option("most"),
                    by=option("by", question.by),
                )
            )
        return count_fields(library.registry) if question.by == "field" else count_declared(library)
    if question.by is not None and question.by not in get_args(Grouping):
        properties = (*get_args(Grouping), "declared", "field")
        raise UnknownNameError(say("property"), question.by, nearest_names(question.by, properties) or properties)
    answer = count_models(library.licensing(), (question.by,) if question.by else (), question.most)
    return replace(answer, notes=(*answer.notes, *note_dumps(library)))


def count_models(licensing: Licensing, by: Sequence[Grouping] = (), most: int | None = None) -> StatsAnswer:
    """Return models and sizes by one or more properties: the values that most models have first, of years the latest.

    A model with several values (languages, developers, sizes under different licences) counts under each, so percents
    may add up to more than 100. `most` is how many values of each property are given.
    """
    entries: list[StatsEntry] = []
    left_out = 0
    for property_name in by or get_args(Grouping):
        values = _count_values(licensing, property_name)
        left_out += max(0, len(values) - most) if most is not None else 0
        entries += values[:most]
    return StatsAnswer(entries=entries, notes=tuple(_note_counts(licensing.registry, entries, left_out)))


def _note_counts(registry: Registry, entries: Sequence[StatsEntry], left_out: int) -> Iterator[str]:
    sizes = sum(len(model.sizes) for model in registry.models)
    yield note("counted", "{count} models, {sizes} sizes.", count=len(registry.models), sizes=sizes)
    if left_out:
        hint = option("by", "licence")
        yield note("limited", "{count} more values. `{hint}` shows all of one property.", count=left_out, hint=hint)
    yield from _note_bases(entries)
    stated, sourced = _count_sourced(_count_by_field(registry))
    yield note(
        "sourced",
        "{percent:.1f} % of {known:,} known facts have a source. `{hint}` shows which.",
        percent=100 * sourced / max(1, stated),
        known=stated,
        hint=option("by", "field"),
    )


def _note_bases(entries: Sequence[StatsEntry]) -> Iterator[Message]:
    """Yield how many counts rest on layers or on facts without a source, and on whose word."""
    words = [entry.rests_on for entry in entries if entry.rests_on]
    if words:
        sentence = counted(
            "{number} of these counts rests on more than sourced facts of the catalogue ({bases}). "
            "`{hint}` says where.",
            "{number} of these counts rest on more than sourced facts of the catalogue ({bases}). `{hint}` says where.",
            len(words),
            bases=first_names(list(dict.fromkeys(basis for bases in words for basis in bases)), "; "),
            hint=_SHOW,
        )
        yield as_note("basis", sentence)


def _count_values(licensing: Licensing, by: Grouping) -> list[StatsEntry]:
    """Return an entry for each value of a property."""
    models: dict[str, set[str]] = {}
    sizes: dict[str, int] = {}
    grounds: dict[str, dict[Basis, None]] = {}
    for model in licensing.registry.models:
        for size in model.each_size():
            for value in dict.fromkeys(_values_of_size(licensing, model, size, by)):
                models.setdefault(value, set()).add(model.id)
                sizes[value] = sizes.get(value, 0) + bool(model.sizes)
                grounds.setdefault(value, {}).update(dict.fromkeys(_bases_of(licensing, model, size, by)))
    total = max(1, len(licensing.registry.models))
    order = (
        sorted(models, key=lambda value: (value != _UNKNOWN, value), reverse=True)
        if by == "year"
        else sorted(models, key=lambda value: (-len(models[value]), value))
    )
    return [
        StatsEntry(
            by,
            _value_in_words(by, value),
            len(models[value]),
            sizes[value],
            100 * len(models[value]) / total,
            tuple(basis.words for basis in grounds[value]),
        )
        for value in order
    ]


def _bases_of(licensing: Licensing, model: Model, size: Size, by: Grouping) -> tuple[Basis, ...]:
    """Return who states what a size is counted by, but for sourced facts of the catalogue."""
    if by == "verdict":
        return licensing.assess(model, size).rests_on
    if by == "developer":
        return bases_of(ground_of_model(licensing.registry, model, _COUNTED[by]))
    return bases_of(ground_of(licensing.registry, model, size, _COUNTED[by]))


def _value_in_words(by: Grouping, value: str) -> str:
    """Return a value as people read it in their language, where it is a word of the program."""
    return Word("verdict", value) if by == "verdict" or value == _UNKNOWN else value


def _values_of_size(licensing: Licensing, model: Model, size: Size, by: Grouping) -> Iterable[str]:
    """Return what a size has of a property; unknown where nothing is stated."""
    if by == "verdict":
        return (licensing.assess(model, size).verdict,)
    values: Iterable[str]
    if by == "year":
        values = ((size.released or "")[:4],)
    elif by == "developer":
        values = model.developers
    elif by == "licence":
        values = (size.licence or "",)
    elif by == "foundation":
        values = names_of_bases(model, size.foundations or ())
    else:
        values = size.languages or ()
    return [value for value in values if value] or [_UNKNOWN if by != "foundation" else "-"]


def count_fields(registry: Registry) -> FieldsAnswer:
    """Return for each field that is a fact how many records state it, and how many of these have a source for it."""
    entries = list(_count_by_field(registry))
    stated, sourced = _count_sourced(entries)
    share = note(
        "sourced",
        "{sourced:,} of {known:,} known facts have a source ({percent:.1f} %).",
        sourced=sourced,
        known=stated,
        percent=100 * sourced / max(1, stated),
    )
    return FieldsAnswer(entries=entries, notes=(share,))


def _percent_of(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _count_sourced(entries: Iterable[FieldEntry]) -> tuple[int, int]:
    """Return how many facts are known, and how many of these have a source."""
    counts = [(entry.known, entry.sourced) for entry in entries if entry.record != OPEN_SIZE]
    return sum(stated for stated, _ in counts), sum(sourced for _, sourced in counts)


def _count_by_field(registry: Registry) -> Iterator[FieldEntry]:
    for kind, fields in SOURCED.items():
        records = getattr(registry, f"{kind}s")
        for field in fields:
            stated_records = [record for record in records if getattr(record, field) not in (None, (), _UNKNOWN)]
            sourced = sum(any(source.supports_field(field) for source in record.sources) for record in stated_records)
            yield FieldEntry(kind, field, len(records), len(stated_records), sourced)
    sizes = [(model, size) for model in registry.models for size in model.sizes]
    for field in SIZE_SOURCED:
        stated_sizes = [(model, size) for model, size in sizes if getattr(size, field) not in (None, ())]
        sourced = sum(bool(model.sources_for(field, size)) for model, size in stated_sizes)
        yield FieldEntry("size", field, len(sizes), len(stated_sizes), sourced)
    yield from _count_open_sizes(registry)


def _count_open_sizes(registry: Registry) -> Iterator[FieldEntry]:
    """Yield how much is known of what can be had, each size with the facts of its model."""
    complete = [(model, size) for model in registry.models for size in model.each_size()]
    sizes = [(model, size) for model, size in complete if size.access in ("open", "limited")]
    for field in _OF_OPEN_SIZES:
        if field == "developers":
            known = [(model, size) for model, size in sizes if model.developers]
            sourced = sum(any(source.supports_field(field) for source in model.sources) for model, _ in known)
        else:
            known = [(model, size) for model, size in sizes if getattr(size, field)]
            sourced = sum(bool(model.sources_for(field, size)) for model, size in known)
        yield FieldEntry(OPEN_SIZE, field, len(sizes), len(known), sourced)
