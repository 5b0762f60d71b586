"""The facts of a record one by one, each with its source and the layer it is from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from llmsurvey.lineage.basis import Basis, layer_of
from llmsurvey.lineage.contamination import Exposed, name_split
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import Word, join_texts, say
from llmsurvey.records import (
    Benchmark,
    Condition,
    Dataset,
    Derivation,
    Foundation,
    Licence,
    LicencePeriod,
    Model,
    Organisation,
    Shape,
    Size,
    Source,
    Statement,
    Unresolved,
    Verdict,
)
from llmsurvey.records.exposure import Exposure
from llmsurvey.records.record import Record, names_of_fields
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.sourced import SOURCED
from llmsurvey.tables import Cell

ShownRecord = Model | Dataset | Licence | Benchmark | Organisation

_NOT_FACTS = {"id", "name", "aliases", "sizes", "sources", "notes"}
_SIZE_NOT_FACTS = {"name", "aliases", "sources", "notes"}
_WORDS = {
    "kind": "kind",
    "access": "access",
    "architecture": "architecture",
    "commercial": "verdict",
    "rights": "rights",
    "unit": "unit",
}
"""The fields whose values are words of the program, and of which vocabulary."""


NO_SOURCE = say("no source")
"""What marks a fact that no source states."""


class ShowEntry(NamedTuple):
    """A fact of a record, or of one `size` of it: the first address that states it, and the layer it is from.

    `sourced` is False for a fact that no source states, None for what is no fact of a source, such as a verdict. The
    layer is None for the built-in catalogue.
    """

    field: str
    value: Cell
    size: str | None = None
    sourced: bool | None = None
    source: str | None = None
    layer: str | None = None


def facts_of_record(registry: Registry, record: ShownRecord) -> Iterator[ShowEntry]:
    """Yield the fields that a record has, one entry each, or one for each record that is nested in it."""
    kind = type(record).__name__.lower()
    for name in names_of_fields(record):
        value = getattr(record, name)
        if name in _NOT_FACTS or value in (None, (), ""):
            continue
        sources = [source for source in record.sources if source.supports_field(name)]
        layer = registry.layer_of(f"{kind}/{record.id}", name)
        is_sourced = bool(sources) if name in SOURCED[kind] else None
        yield from _entries_of_value(None, name, _as_word(kind, name, value), is_sourced, sources, layer)


def facts_of_size(registry: Registry, model: Model, size: Size, *, is_own: bool) -> Iterator[ShowEntry]:
    """Yield the fields of a size and those that it has from its model; with `is_own` only those that it states."""
    shown = size if is_own else model.complete(size)
    owner = size.name if is_own else None
    for name in names_of_fields(Size):
        value = getattr(shown, name)
        if name in _SIZE_NOT_FACTS or value in (None, (), ""):
            continue
        sources = model.sources_for(name, size)
        layer = layer_of(registry, model, size, name)
        yield from _entries_of_value(owner, name, _as_word("model", name, value), bool(sources), sources, layer)
    if size.notes:
        yield ShowEntry("notes", size.notes, owner)


def verdicts_of(licensing: Licensing, model: Model, size: Size | None) -> Iterator[ShowEntry]:
    """Yield the effective verdict, which isn't a fact of a source but follows from the licences, and on whose word."""
    names: dict[Verdict, list[str]] = {}
    bases: dict[Verdict, dict[Basis, None]] = {}
    for judged_size in [size] if size else list(model.each_size()):
        assessment = licensing.assess(model, judged_size)
        names.setdefault(assessment.verdict, []).append(judged_size.name)
        bases.setdefault(assessment.verdict, {}).update(dict.fromkeys(assessment.rests_on))
    for verdict, sizes in names.items():
        value = Word("verdict", verdict)
        layers = dict.fromkeys(basis.layer for basis in bases[verdict] if basis.layer)
        shown = value if len(names) == 1 else join_texts([value, ", ".join(sizes)], ": ")
        yield ShowEntry("verdict", shown, layer=", ".join(layers) or None)
    if all_bases := {basis: None for bases_of_verdict in bases.values() for basis in bases_of_verdict}:
        yield ShowEntry("rests_on", tuple(basis.words for basis in all_bases))


def contamination_of(licensing: Licensing, model: Model, size: Size | None) -> Iterator[ShowEntry]:
    """Yield the benchmarks that a model, or one size of it, was trained on: by itself, its data, or its bases."""
    sizes = [model.complete(size)] if size else list(model.each_size())
    holders: dict[str, list[str]] = {}
    first: dict[str, Exposed] = {}
    for each in sizes:
        for exposed in licensing.contamination.of(model, each):
            holders.setdefault(exposed.reason_for(model), []).append(each.name)
            first.setdefault(exposed.reason_for(model), exposed)
    for reason, names in holders.items():
        sources = first[reason].sources
        owner = ", ".join(names) if len(names) < len(sizes) else None
        url = next((each.url for each in sources), None)
        yield ShowEntry("contamination", first[reason].reason_for(model), owner, bool(sources), url)


def works_of(registry: Registry, organisation: Organisation) -> Iterator[ShowEntry]:
    """Yield what an organisation made: the models and the datasets."""
    models = [model.name for model in registry.models if any(map(organisation.goes_by, model.developers))]
    datasets = [dataset.name for dataset in registry.datasets if any(map(organisation.goes_by, dataset.creators))]
    for field, names in (("models", models), ("datasets", datasets)):
        if names:
            yield ShowEntry(field, tuple(names))


def _as_word(kind: str, field: str, value: Any) -> Any:
    """Return the value of a field as a word of the program, where it is one."""
    words = "licence kind" if (kind, field) == ("licence", "kind") else _WORDS.get(field)
    return Word(words, value) if words else value


def _entries_of_value(
    size: str | None, name: str, value: Any, is_sourced: bool | None, sources: Iterable[Source], layer: str | None
) -> Iterator[ShowEntry]:
    """Yield a fact as one entry, or, for a list of records, one entry each."""
    source = next((source.url for source in sources), None)
    is_list_of_records = isinstance(value, tuple) and value and not isinstance(value[0], str)
    for item in value if is_list_of_records else [value]:
        cell = spell_record(item) if isinstance(item, Record) else item
        yield ShowEntry(name, cell, size, is_sourced, source, layer)


def spell_record(item: Record) -> str:
    """Return a nested record in one line."""
    if isinstance(item, Foundation):
        return join_texts([Word("relation", item.relation), str(item)], ": ")
    if isinstance(item, Condition):
        return join_texts([Word("condition", item.kind), item.text], ": ")
    if isinstance(item, Derivation):
        made = join_texts([Word("relation", item.relation), item.dataset], ": ")
        return say("{made} by {tool}", made=made, tool=item.by) if item.by else made
    if isinstance(item, Exposure):
        return say("{benchmark} ({split})", benchmark=item.benchmark, split=name_split(item.split))
    if isinstance(item, Shape):
        return item.words
    if isinstance(item, Unresolved):
        made = join_texts([Word("relation", item.relation), item.name], ": ")
        if item.taken_for is None:
            return say("{made} (not in the registry)", made=made)
        return say("{made} (by a guess {record})", made=made, record=item.taken_for)
    if isinstance(item, Statement):
        where = f"{item.field}@{item.size}" if item.size else item.field
        said = say("{field}: {value}, by {url}", field=where, value=item.value, url=item.url)
        return say("{statement}; {reason}", statement=said, reason=item.because) if item.because else said
    if isinstance(item, LicencePeriod):
        since = item.since or say("the beginning")
        if item.until is None:
            return say("{licence} from {since}", licence=item.licence, since=since)
        return say("{licence} from {since} to {until}", licence=item.licence, since=since, until=item.until)
    return str(item)


def sources_of(record: ShownRecord, size: Size | None = None) -> tuple[Source, ...]:
    """Return the sources of a record and of its sizes, or of the one size that is named."""
    sizes = record.sizes if isinstance(record, Model) else ()
    if size is not None:
        sizes = (size,)
    return (*(source for owner in sizes for source in owner.sources), *record.sources)
