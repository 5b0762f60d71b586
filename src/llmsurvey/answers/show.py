"""Everything that is known of one record, each fact with its source and the layer it is from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from llmsurvey.lineage.basis import Basis, layer_of
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import Message, Word, counted, joined, say
from llmsurvey.records import (
    Benchmark,
    Condition,
    Dataset,
    Derivation,
    Foundation,
    Licence,
    LicencePeriod,
    Model,
    Shape,
    Size,
    Source,
    Verdict,
)
from llmsurvey.records.record import Record
from llmsurvey.registry.check import SOURCED
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Table
from llmsurvey.tables.table import Cell, Column

COLUMNS = (
    Column("field", words="column"),
    Column("value"),
    Column("source", brief=False),
    Column("layer", brief=False),
)

SOURCE_COLUMNS = (
    Column("url"),
    Column("title", brief=False),
    Column("supports"),
    Column("says"),
    Column("checked", order="date"),
)

_NOT_FACTS = {"id", "name", "aliases", "sizes", "sources", "notes"}
_WORDS = {"kind": "kind", "access": "access", "architecture": "architecture", "commercial": "verdict", "unit": "unit"}
"""The fields whose values are words of the program, and of which vocabulary."""

_SIZE_NOT_FACTS = {"name", "aliases", "sources", "notes"}


def facts_of(
    licensing: Licensing,
    record: Model | Dataset | Licence | Benchmark,
    size: Size | None = None,
    printed: Iterable[tuple[Message, dict[str, str]]] = (),
) -> Table:
    """One row a fact. A fact that no source supports isn't shown; a note says which.

    `source` is the first address that states it, `layer` the file it is from where that isn't the built-in catalogue.
    `printed` is what the survey prints of the record: the place, and the cells by their headings.
    """
    kind = type(record).__name__.lower()
    unsourced: list[str] = []
    rows: list[tuple[Cell, ...]] = list(_head(record, size))
    rows += _facts(licensing.registry, kind, record, size, unsourced)
    if isinstance(record, Model):
        rows += _verdicts(licensing, record, size)
        if size is None:
            for each in record.sizes:
                rows += _of_size(licensing.registry, record, each, unsourced, of_model=True)
    rows += _printed(printed)
    if record.notes:
        rows.append(("notes", record.notes, None, None))
    layered = any(row[3] for row in rows)
    columns = (*COLUMNS[:3], Column("layer")) if layered else COLUMNS
    texts = {(place, "value"): f"{value:,}" for place, (_, value, *_) in enumerate(rows) if isinstance(value, int)}
    title = record.name if size is None else f"{record.name}@{size.name}"
    return Table(columns, tuple(rows), title, tuple(_notes(record, size, unsourced)), texts=texts)


def _notes(record: Model | Dataset | Licence | Benchmark, size: Size | None, unsourced: list[str]) -> Iterator[str]:
    if unsourced:
        yield say("Not shown, because no source supports it: {fields}.", fields=joined(dict.fromkeys(unsourced), ", "))
    yield counted("{number} source: --sources.", "{number} sources: --sources.", len(all_sources(record, size)))


def _head(record: Model | Dataset | Licence | Benchmark, size: Size | None) -> Iterator[tuple[Cell, ...]]:
    yield "id", record.id, None, None
    if size is not None:
        yield "size", size.name, None, None
    elif record.aliases:
        yield "aliases", record.aliases, None, None


def _facts(
    registry: Registry, kind: str, record: Any, size: Size | None, unsourced: list[str]
) -> Iterator[tuple[Cell, ...]]:
    """The fields of a record, or of one size of it, where it has any."""
    if size is not None:
        yield from _of_size(registry, record, size, unsourced)
        return
    for name in type(record).model_fields:
        value = getattr(record, name)
        if name in _NOT_FACTS or value in (None, (), ""):
            continue
        sources = [source for source in record.sources if source.supports_field(name)]
        layer = registry.origins.get(f"{kind}/{record.id}/{name}")
        if not sources and name in SOURCED[kind]:
            unsourced.append(Word("column", name))
            continue
        yield from _rows(name, _worded(kind, name, value), sources[0].url if sources else None, layer)


def _of_size(
    registry: Registry, model: Model, size: Size, unsourced: list[str], *, of_model: bool = False
) -> Iterator[tuple[Cell, ...]]:
    """The fields that a size has of its own, as facts `of_model`; otherwise those of its model too."""
    shown = size if of_model else model.complete(size)
    for name in Size.model_fields:
        value = getattr(shown, name)
        if name in _SIZE_NOT_FACTS or value in (None, (), ""):
            continue
        sources = model.sources_for(name, size)
        if not sources:
            unsourced.append(_of(size, name))
            continue
        label = _of(size, name) if of_model else name
        yield from _rows(label, _worded("model", name, value), sources[0].url, layer_of(registry, model, size, name))
    if size.notes:
        yield _of(size, "notes") if of_model else "notes", size.notes, None, None


def _worded(kind: str, field: str, value: Any) -> Any:
    """The value of a field as a word of the program, where it is one."""
    words = "licence kind" if (kind, field) == ("licence", "kind") else _WORDS.get(field)
    return Word(words, value) if words else value


def _of(size: Size, field: str) -> Message:
    """How a field of one size is called among those of its model: `@7B.parameters`."""
    return say("@{size}.{field}", size=size.name, field=Word("column", field))


def _rows(name: str, value: Any, source: str | None, layer: str | None) -> Iterator[tuple[Cell, ...]]:
    """A fact as one row, or, for a list of records, one row each."""
    if isinstance(value, tuple) and value and not isinstance(value[0], str):
        for item in value:
            yield name, _spelled(item), source, layer
    else:
        yield name, _spelled(value) if isinstance(value, Record) else value, source, layer


def _spelled(item: Any) -> str:
    """A nested record in one line."""
    if isinstance(item, Foundation):
        return joined([Word("relation", item.relation), str(item)], ": ")
    if isinstance(item, Condition):
        return joined([Word("condition", item.kind), item.text], ": ")
    if isinstance(item, Derivation):
        made = joined([Word("relation", item.relation), item.dataset], ": ")
        return say("{made} by {tool}", made=made, tool=item.by) if item.by else made
    if isinstance(item, Shape):
        return item.words
    if isinstance(item, LicencePeriod):
        since = item.since or say("the beginning")
        if item.until is None:
            return say("{licence} from {since}", licence=item.licence, since=since)
        return say("{licence} from {since} to {until}", licence=item.licence, since=since, until=item.until)
    return str(item)


def _verdicts(licensing: Licensing, model: Model, size: Size | None) -> Iterator[tuple[Cell, ...]]:
    """The effective verdict, which isn't a fact of a source but follows from the licences, and on whose word."""
    names: dict[Verdict, list[str]] = {}
    bases: dict[Verdict, dict[Basis, None]] = {}
    for each in [size] if size else list(model.each_size()):
        assessment = licensing.of(model, each)
        names.setdefault(assessment.verdict, []).append(each.name)
        bases.setdefault(assessment.verdict, {}).update(dict.fromkeys(assessment.rests_on))
    for verdict, sizes in names.items():
        value = Word("verdict", verdict)
        layers = dict.fromkeys(basis.layer for basis in bases[verdict] if basis.layer)
        shown = value if len(names) == 1 else joined([value, ", ".join(sizes)], ": ")
        yield "verdict", shown, None, ", ".join(layers) or None
    if every := {basis: None for found in bases.values() for basis in found}:
        yield "rests_on", tuple(basis.words for basis in every), None, None


def _printed(rows: Iterable[tuple[Message, dict[str, str]]]) -> Iterator[tuple[Cell, ...]]:
    for place, cells in rows:
        text = ", ".join(f"{heading}: {text}" for heading, text in cells.items())
        yield "as_printed", joined([place, text], ": "), None, None


def all_sources(record: Model | Dataset | Licence | Benchmark, size: Size | None = None) -> tuple[Source, ...]:
    """The sources of a record, and those of the one size that is asked for, or of all its sizes."""
    sizes = (size,) if size else record.sizes if isinstance(record, Model) else ()
    return (*(source for each in sizes for source in each.sources), *record.sources)


def sources_of(record: Model | Dataset | Licence | Benchmark, size: Size | None = None) -> Table:
    """Every source of a record: what it supports, what it says, and when it was read."""
    sources = all_sources(record, size)
    rows = tuple((source.url, source.title, source.supports, source.says, source.checked) for source in sources)
    return Table(SOURCE_COLUMNS, rows, say("Sources of {name}", name=record.name))
