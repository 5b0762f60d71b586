"""How many models there are of each kind, and how much of what is known has a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, get_args

from llmsurvey.answers.list import with_bases
from llmsurvey.answers.short_texts import bases, few
from llmsurvey.lineage.basis import Basis, bases_of, ground_of, ground_of_model
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import Message, Word, counted, say
from llmsurvey.records import Model, Size
from llmsurvey.registry.check import SIZE_SOURCED, SOURCED
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Cell, Column, Table

Grouping = Literal["year", "developer", "licence", "verdict", "foundation", "language"]

COLUMNS = (
    Column("by", words="grouping"),
    Column("value"),
    Column("models", numeric=True),
    Column("sizes", numeric=True),
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

_UNKNOWN = "unknown"

_COUNTED = {
    "year": "released",
    "developer": "developers",
    "licence": "licence",
    "foundation": "foundations",
    "language": "languages",
}
"""The field that has the values of a property; a verdict follows from several."""


def count_models(licensing: Licensing, by: Sequence[Grouping] = (), most: int | None = None) -> Table:
    """Models and sizes by one or more properties: the values that most models have come first, of years the latest.

    A model with several values (languages, developers, sizes under different licences) counts under each, so percents
    may add up to more than 100. `most` is how many values of each property are shown. `rests_on` says who states what
    is counted, but for sourced facts of the catalogue.
    """
    rows: list[tuple[Cell, ...]] = []
    left = 0
    for property_name in by or get_args(Grouping):
        counted = _counted(licensing, property_name)
        left += max(0, len(counted) - most) if most is not None else 0
        rows += counted[:most]
    notes = [say("{count} models, {sizes} sizes.", count=len(licensing.registry.models), sizes=_all_sizes(licensing))]
    if left:
        notes.append(say("{count} more values: --by licence shows all of one property.", count=left))
    notes += _on_bases(rows)
    known, sourced = _share(licensing.registry)
    notes.append(
        say(
            "{percent:.1f} % of {known:,} known facts have a source: --by field shows which.",
            percent=100 * sourced / max(1, known),
            known=known,
        )
    )
    return Table(with_bases(COLUMNS, rows), tuple(rows), notes=tuple(notes))


def _on_bases(rows: Sequence[tuple[Cell, ...]]) -> Iterator[Message]:
    """How many of the counts would be others without a layer or facts without a source, and on whose word they rest."""
    words = [row[-1] for row in rows if isinstance(row[-1], tuple) and row[-1]]
    if words:
        yield counted(
            "{number} of these counts rests on more than sourced facts of the catalogue ({bases}): "
            "`llmsurvey show MODEL` says where.",
            "{number} of these counts rest on more than sourced facts of the catalogue ({bases}): "
            "`llmsurvey show MODEL` says where.",
            len(words),
            bases=few(list(dict.fromkeys(str(basis) for each in words for basis in each)), "; "),
        )


def _all_sizes(licensing: Licensing) -> int:
    return sum(len(model.sizes) for model in licensing.registry.models)


def _counted(licensing: Licensing, by: Grouping) -> list[tuple[Cell, ...]]:
    """A row for each value of a property."""
    models: dict[str, set[str]] = {}
    sizes: dict[str, int] = {}
    grounds: dict[str, dict[Basis, None]] = {}
    for model in licensing.registry.models:
        for size in model.each_size():
            for value in dict.fromkeys(_values(licensing, model, size, by)):
                models.setdefault(value, set()).add(model.id)
                sizes[value] = sizes.get(value, 0) + bool(model.sizes)
                grounds.setdefault(value, {}).update(dict.fromkeys(_bases(licensing, model, size, by)))
    total = max(1, len(licensing.registry.models))
    order = (
        sorted(models, key=lambda value: (value != _UNKNOWN, value), reverse=True)
        if by == "year"
        else sorted(models, key=lambda value: (-len(models[value]), value))
    )
    return [
        (
            by,
            _named(by, value),
            len(models[value]),
            sizes[value],
            100 * len(models[value]) / total,
            tuple(basis.words for basis in grounds[value]),
        )
        for value in order
    ]


def _bases(licensing: Licensing, model: Model, size: Size, by: Grouping) -> tuple[Basis, ...]:
    """Who states what a size is counted by, but for sourced facts of the catalogue."""
    if by == "verdict":
        return licensing.of(model, size).rests_on
    if by == "developer":
        return bases_of(ground_of_model(licensing.registry, model, _COUNTED[by]))
    return bases_of(ground_of(licensing.registry, model, size, _COUNTED[by]))


def _named(by: Grouping, value: str) -> str:
    """A value as people read it in their language, where it is a word of the program."""
    return Word("verdict", value) if by == "verdict" or value == _UNKNOWN else value


def _values(licensing: Licensing, model: Model, size: Size, by: Grouping) -> Iterable[str]:
    """What a size has of a property; unknown where nothing is stated."""
    if by == "verdict":
        return (licensing.of(model, size).verdict,)
    found: Iterable[str]
    if by == "year":
        found = ((size.released or "")[:4],)
    elif by == "developer":
        found = model.developers
    elif by == "licence":
        found = (size.licence or "",)
    elif by == "foundation":
        found = bases(model, size.foundations or ())
    else:
        found = size.languages or ()
    return [value for value in found if value] or [_UNKNOWN if by != "foundation" else "-"]


def count_fields(registry: Registry) -> Table:
    """For each field that is a fact: how many records state it, and how many of these have a source for it."""
    rows = [
        (kind, field, total, known, sourced, _percent(known, total), _percent(sourced, known))
        for kind, field, total, known, sourced in _fields(registry)
    ]
    known, sourced = _share(registry)
    share = say(
        "{sourced:,} of {known:,} known facts have a source ({percent:.1f} %).",
        sourced=sourced,
        known=known,
        percent=100 * sourced / max(1, known),
    )
    return Table(FIELD_COLUMNS, tuple(rows), notes=(share,))


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _share(registry: Registry) -> tuple[int, int]:
    fields = list(_fields(registry))
    return sum(field[3] for field in fields), sum(field[4] for field in fields)


def _fields(registry: Registry) -> Iterable[tuple[str, str, int, int, int]]:
    """Record, field, how many there are, how many state it, how many of these with a source."""
    for kind, fields in SOURCED.items():
        records = getattr(registry, f"{kind}s")
        for field in fields:
            known = [record for record in records if getattr(record, field) not in (None, (), _UNKNOWN)]
            sourced = sum(any(source.supports_field(field) for source in record.sources) for record in known)
            yield kind, field, len(records), len(known), sourced
    sizes = [(model, size) for model in registry.models for size in model.sizes]
    for field in SIZE_SOURCED:
        stated = [(model, size) for model, size in sizes if getattr(size, field) not in (None, ())]
        yield (
            "size",
            field,
            len(sizes),
            len(stated),
            sum(bool(model.sources_for(field, size)) for model, size in stated),
        )
