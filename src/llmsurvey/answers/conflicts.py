"""Where sources disagree: what is in force and what is said otherwise, side by side, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.dumps import note_dumps
from llmsurvey.messages import Message, counted, say
from llmsurvey.records import Dataset, Licence, Model, Size, Source, Statement
from llmsurvey.records.quantities import short_count
from llmsurvey.registry.merge import in_a_word
from llmsurvey.tables import Column
from llmsurvey.tables.note import as_note

if TYPE_CHECKING:
    from llmsurvey.library import Library
    from llmsurvey.registry.registry import Registry
    from llmsurvey.registry.stated_twice import Stated

COLUMNS = (
    Column("record", words="record", brief=False),
    Column("id"),
    Column("size"),
    Column("field", words="column"),
    Column("in_force", leads_to="in_force_source"),
    Column("in_force_layer", brief=False),
    Column("in_force_source", brief=False),
    Column("otherwise", leads_to="otherwise_source"),
    Column("otherwise_layer", brief=False),
    Column("otherwise_source", brief=False),
    Column("decided"),
    Column("because"),
)

_LAYER_DECIDES = say("a layer lies over it")
_STATED_BESIDE = say("an import changes no fact that there is")
_RECORDS = ("models", "datasets", "licences")


@dataclass(frozen=True, kw_only=True)
class ConflictsQuestion:
    """Of which records: all, or the one that is called `name`; `fields` are those that are asked for, all if none."""

    name: str | None = None
    fields: tuple[str, ...] = ()


class ConflictsEntry(NamedTuple):
    """A fact of which sources disagree: its value `in_force`, what is said `otherwise`, and why that isn't in force.

    Each has the layer that it is from (None for the built-in catalogue) and where it was read. It is `decided` where a
    reason is given, or a layer lies over it; else an import merely says otherwise than a fact that there is.
    """

    record: str
    id: str
    size: str | None
    field: str
    in_force: str | None
    in_force_layer: str | None
    in_force_source: str | None
    otherwise: str
    otherwise_layer: str | None
    otherwise_source: str | None
    decided: bool
    because: str


@dataclass(frozen=True, kw_only=True)
class ConflictsAnswer(Answer[ConflictsEntry]):
    """The disagreements, by record, in the order of the registry."""

    columns = COLUMNS


def list_conflicts(library: Library, question: ConflictsQuestion) -> ConflictsAnswer:
    """Return each fact of which the catalogue, layers and imports say different things, and which is in force.

    Raises UnknownNameError with the nearest for a record that nothing has.
    """
    from llmsurvey.registry.stated_twice import stated_below

    registry = library.registry
    wanted = None
    if question.name is not None:
        found = library.find(question.name, ("model", "dataset", "licence"))
        wanted = (found.kind, found.record.id)
    records = [record for name in _RECORDS for record in getattr(registry, name)]
    by_key = {(_kind_of(record), record.id): record for record in records}
    entries = [
        *(entry for record in records for entry in _stated_beside(registry, record)),
        *_overruled(registry, by_key),
        *(_of_layer(registry, by_key, stated) for stated in stated_below(library.layers)),
    ]
    order = {key: number for number, key in enumerate(by_key)}
    asked = [
        entry
        for entry in entries
        if (wanted is None or (entry.record, entry.id) == wanted)
        and (not question.fields or entry.field in question.fields)
    ]
    asked.sort(key=lambda entry: order.get((entry.record, entry.id), len(order)))
    return ConflictsAnswer(entries=asked, notes=(as_note("selection", _summary(asked)), *note_dumps(library)))


def _summary(entries: list[ConflictsEntry]) -> Message:
    number = len({(entry.record, entry.id) for entry in entries})
    return say(
        "{facts} of {records} said otherwise: {decided} decided, {open} open.",
        facts=counted("{number} fact", "{number} facts", len(entries)),
        records=counted("{number} record", "{number} records", number),
        decided=sum(entry.decided for entry in entries),
        open=sum(not entry.decided for entry in entries),
    )


def _stated_beside(registry: Registry, record: Model | Dataset | Licence) -> Iterator[ConflictsEntry]:
    """Yield what sources say otherwise that is kept beside the facts of a record, and why it isn't in force.

    A statement that decides another one isn't told by itself: it is the reason that stands with the other.
    """
    statements: tuple[Statement, ...] = getattr(record, "otherwise", ())
    for number, statement in enumerate(statements):
        if any(statement.decides(other) for other in statements if other.because is None):
            continue
        if statement.value in _words_in_force(record, statement.size, statement.field):
            continue  # a layer has followed it since
        reason = statement.reason(statements)
        yield _entry(
            registry,
            record,
            statement.size,
            statement.field,
            otherwise=statement.value,
            layer=registry.layer_of(f"{_kind_of(record)}/{record.id}", f"otherwise/{number}"),
            source=statement.url,
            decided=reason is not None,
            because=reason or _STATED_BESIDE,
        )


def _overruled(registry: Registry, by_key: dict[tuple[str, str], Any]) -> Iterator[ConflictsEntry]:
    """Yield what the built-in catalogue says where a layer says otherwise."""
    for address, value in registry.overruled.items():
        kind, identity, place = address.split("/", 2)
        size, _, field = place.removeprefix("@").rpartition(".") if place.startswith("@") else ("", "", place)
        if (record := by_key.get((kind, identity))) is not None and field not in ("sources", "otherwise"):
            yield _entry(registry, record, size or None, field, otherwise=value, layer=None, source=None)


def _of_layer(registry: Registry, by_key: dict[tuple[str, str], Any], stated: Stated) -> ConflictsEntry:
    """Return what a layer of the user's says where a later one says otherwise."""
    return _entry(
        registry,
        by_key[stated.kind, stated.id],
        stated.size,
        stated.field,
        otherwise=stated.value,
        layer=stated.layer,
        source=f"{stated.file}#L{stated.line}",
    )


def _entry(
    registry: Registry,
    record: Any,
    size: str | None,
    field: str,
    *,
    otherwise: str,
    layer: str | None,
    source: str | None,
    decided: bool = True,
    because: str = _LAYER_DECIDES,
) -> ConflictsEntry:
    kind = _kind_of(record)
    value = ", ".join(_words_in_force(record, size, field)) or None
    in_force_source = next((source.url for source in _sources_in_force(record, size, field)), None)
    address = f"{kind}/{record.id}/@{size}.{field}" if size else f"{kind}/{record.id}/{field}"
    in_force_layer = registry.origins.get(address) or registry.layer_of(f"{kind}/{record.id}", field)
    return ConflictsEntry(
        *(kind, record.id, size, field, value, in_force_layer, in_force_source),
        *(otherwise, layer, source, decided, because),
    )


def _words_in_force(record: Any, size: str | None, field: str) -> list[str]:
    """Return what is in force of a field, each value once in a word; of a whole model what its sizes say."""
    if isinstance(record, Model):
        values = [getattr(item, field, None) for item in _sizes_of(record, size)]
        values = values if any(values) else [getattr(record, field, None)]
    else:
        values = [getattr(record, field, None)]
    is_count = field in ("parameters", "active_parameters")
    items = [item for value in values for item in (value if isinstance(value, tuple) else (value,)) if item]
    return list(dict.fromkeys(short_count(item) if is_count else _word_of(item) for item in items))


def _sources_in_force(record: Any, size: str | None, field: str) -> list[Source]:
    """Return where what is in force of a field was read."""
    if isinstance(record, Model):
        return [source for item in _sizes_of(record, size) for source in record.sources_for(field, item)]
    return [source for source in record.sources if source.supports_field(field)]


def _sizes_of(model: Model, size: str | None) -> list[Size]:
    """Return the sizes that something is said of; none where a layer speaks of one that the model hasn't."""
    if size is None:
        return list(model.each_size())
    named = model.size(size)
    return [model.complete(named)] if named is not None else []


def _word_of(item: Any) -> str:
    return str(getattr(item, "dataset", None) or getattr(item, "name", None) or in_a_word(item))


def _kind_of(record: Model | Dataset | Licence) -> str:
    return type(record).__name__.lower()
