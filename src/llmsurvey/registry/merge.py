"""Layers of documents into one tree a record: later layers add records, or amend their fields by id."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from llmsurvey.errors import Fault, RegistryError
from llmsurvey.messages import Message, Word, any_of, say
from llmsurvey.records.quantities import parse_count
from llmsurvey.registry.faults import Faults
from llmsurvey.registry.layers import BUILT_IN, FAMILIES, Layer
from llmsurvey.registry.nearest_names import did_you_mean
from llmsurvey.registry.nodes import Node, read_document

KINDS = {
    "models": "model",
    "datasets": "dataset",
    "licences": "licence",
    "benchmarks": "benchmark",
    "organisations": "organisation",
    "scores": "score",
}
"""The lists that a registry file may hold, and what one entry of each is called."""


@dataclass
class Merged:
    """All layers in one: the tree of each record by (kind, id), which layer amended what, and what was wrong."""

    records: dict[tuple[str, str], Node] = field(default_factory=dict)
    scores: list[Node] = field(default_factory=list)
    origins: dict[str, str] = field(default_factory=dict)
    """`kind/id/field` (`model/llama/licence`) to the name of the layer it is from, but for the built-in one.

    What a layer only says again is from the one below. A record that a layer adds
    stands there as a whole (`model/mine`). What sources say otherwise adds up over
    the layers, so each statement has a key by its place (`model/llama/otherwise/2`).
    """
    overruled: dict[str, str] = field(default_factory=dict)
    """What the built-in catalogue says, in a word, where a layer says something else: by the keys of `origins`."""
    surveyed: list[str] = field(default_factory=list)
    """The ids of the models of the built-in catalogue that aren't in `models/`: what the survey names."""
    faults: Faults = field(default_factory=Faults)

    def note_origin(self, layer: str, record: str, field_name: str, below: Iterable[Node | None]) -> None:
        """Note that a layer says something else of a field than what is `below`: of a size, or else of its model."""
        address, name = f"{record}/{field_name}", field_name.rpartition(".")[2]
        stated = next((node.value[name] for node in below if node is not None and name in node.value), None)
        if stated is not None and address not in self.origins and record not in self.origins:
            self.overruled[address] = in_a_word(stated.plain())
        self.origins[address] = layer


def in_a_word(value: object) -> str:
    """Return what a field holds, short: of a list what its items are or name."""
    if isinstance(value, list):
        return ", ".join(map(in_a_word, value))
    if isinstance(value, dict):
        named = next((value[key] for key in ("model", "dataset", "kind", "licence") if key in value), "")
        return f"{named}@{value['size']}" if value.get("size") else str(named)
    return "" if value is None else str(value)


def merge_layers(layers: list[Layer]) -> Merged:
    """Read every layer and lay each over those below it.

    Faults are collected. Raises RegistryError where they are too many to go on.
    """
    merged = Merged()
    for layer in layers:
        seen: dict[tuple[str, str], Node] = {}
        for file, content in layer.files:
            try:
                document = read_document(file, content)
            except RegistryError as error:
                merged.faults.extend(error.faults)
                continue
            if document is None:
                if layer.name != BUILT_IN:
                    message = say("is empty. Write {lists}", lists=_one_of_the_lists())
                    merged.faults.append(Fault(file, 0, 0, message))
                continue
            for kind, name, entry in read_entries(document, merged.faults):
                if kind == "score":
                    merged.scores.append(entry)
                    continue
                if (kind, name) in seen:
                    first = seen[kind, name]
                    message = say(
                        '{kind} "{name}" is already in {file}, line {line}. Rename or remove one',
                        kind=Word("record", kind),
                        name=name,
                        file=first.file,
                        line=first.line,
                    )
                    merged.faults.append(entry.find(("id",)).fault(message))
                    continue
                seen[kind, name] = entry
                if kind == "model" and layer.name == BUILT_IN and f"/{FAMILIES}/" not in file:
                    merged.surveyed.append(name)
                _lay_over(merged, layer, kind, name, entry)
    return merged


def _one_of_the_lists() -> Message:
    return say("{names} and a list below it", names=any_of([f"`{name}:`" for name in KINDS]))


def read_entries(document: Node, faults: Faults) -> Iterator[tuple[str, str, Node]]:
    """Yield kind, id and tree of every entry of a document that has an id; scores have none."""
    if not isinstance(document.value, dict):
        faults.append(document.fault(say("is no registry. Write {lists}", lists=_one_of_the_lists())))
        return
    for name, entries in document.value.items():
        if name not in KINDS:
            hint = did_you_mean(name, KINDS) or say(" Write {lists}", lists=_one_of_the_lists())
            faults.append(document.keys[name].fault(say('unknown list "{name}".{hint}', name=name, hint=hint)))
        elif entries.value is None:
            continue
        elif not isinstance(entries.value, list):
            kind = Word("record", KINDS[name])
            message = say('"{name}" should be a list. Begin each {kind} with "- id:"', name=name, kind=kind)
            faults.append(entries.fault(message))
        elif name == "scores":
            yield from (("score", "", entry) for entry in entries.value)
        else:
            yield from _entries_with_id(KINDS[name], entries.value, faults)


def _entries_with_id(kind: str, entries: list[Node], faults: Faults) -> Iterator[tuple[str, str, Node]]:
    """Yield kind, id and tree of those entries of a list that have an id."""
    called = Word("record", kind)
    for entry in entries:
        identity = entry.value.get("id") if isinstance(entry.value, dict) else None
        if identity is None:
            faults.append(entry.fault(say('this {kind} has no id. Begin it with "- id: a-name"', kind=called)))
        elif not isinstance(identity.value, str):
            faults.append(identity.fault(say("the id of this {kind} should be text. Put it in quotes", kind=called)))
        else:
            yield kind, identity.value, entry


def _lay_over(merged: Merged, layer: Layer, kind: str, name: str, entry: Node) -> None:
    below = merged.records.get((kind, name))
    merged.records[kind, name] = entry if below is None else _amend_record(below, entry)
    if layer.name == BUILT_IN:
        return
    if below is None:
        merged.origins[f"{kind}/{name}"] = layer.name_of(entry.file)
        return
    origin = layer.name_of(entry.file)
    for field_name in entry.value:
        if field_name not in ("sizes", "otherwise") and _is_changed(below, entry, field_name):
            merged.note_origin(origin, f"{kind}/{name}", field_name, [below])
    if "otherwise" in entry.value:
        merged.origins[f"{kind}/{name}/otherwise"] = origin
        said_below = len(_items_of(below, "otherwise"))
        for number in range(said_below, len(_items_of(merged.records[kind, name], "otherwise"))):
            merged.origins[f"{kind}/{name}/otherwise/{number}"] = origin
    sizes_below = _sizes_by_name(below)
    for size, fields in _sizes_by_name(entry, below).items():
        for field_name in fields.value:
            if _is_changed(sizes_below.get(size), fields, field_name):
                merged.note_origin(origin, f"{kind}/{name}", f"@{size}.{field_name}", [sizes_below.get(size), below])


def _sizes_by_name(entry: Node, below: Node | None = None) -> dict[str, Node]:
    """Return the well-formed sizes of a record by name; one that is below already keeps the name that it has there."""
    names_below = {name.casefold(): name for name in (_sizes_by_name(below) if below is not None else ())}
    names = ((size.value["name"].text, size) for size in _items_of(entry, "sizes") if _has_name(size))
    return {names_below.get(name.casefold(), name): size for name, size in names}


def _items_of(entry: Node, field_name: str) -> list[Node]:
    """Return the items of a list, or none where there is no list."""
    items = entry.value.get(field_name)
    return items.value if items is not None and isinstance(items.value, list) else []


def _has_name(size: Node) -> bool:
    return isinstance(size.value, dict) and "name" in size.value


_ADDED = ("id", "sources", "otherwise", "sizes")
"""The fields to which a layer adds, or which it can't change."""


def _amend_record(below: Node, above: Node) -> Node:
    """Return `below` with the fields of `above`: sizes are amended by name, everything else replaced.

    Sources, and what these say otherwise, are added.
    """
    result = replace(above, value={**below.value, **above.value}, keys={**below.keys, **above.keys})
    replaced = {name for name in above.value if name not in _ADDED and _is_changed(below, above, name)}
    left_alone: dict[str, dict[str, None]] = {}
    """For each field that is replaced in some sizes, the names of those below that keep theirs."""
    if (below_sizes := _sizes_by_name(below)) and _sizes_by_name(above):
        sizes, changes = _amend_sizes(below_sizes, above)
        result.value["sizes"] = replace(above.value["sizes"], value=sizes)
        for name, field_name in changes:
            replaced.add(f"@{name}.{field_name}")
            if field_name not in left_alone and name in below_sizes:
                left_alone[field_name] = dict.fromkeys(below_sizes)
            left_alone.get(field_name, {}).pop(name, None)
    if old := _items_of(below, "otherwise"):
        both = _add_sources(old, _items_of(above, "otherwise"))
        result.value["otherwise"] = replace(result.value["otherwise"], value=both)
    old, new = _items_of(below, "sources"), above.value.get("sources")
    if old and (new is None or new.value is None or isinstance(new.value, list)):
        sources = [_without_support(source, replaced, left_alone) for source in old]
        result.value["sources"] = replace(
            result.value["sources"], value=_add_sources(sources, _items_of(above, "sources"))
        )
    return result


def _amend_sizes(below: dict[str, Node], above: Node) -> tuple[list[Node], list[tuple[str, str]]]:
    """Return the sizes of a record with those of a layer above over them, and which fields of which sizes that changes.

    What has no name, or one that the layer above gives twice, is kept too, for it is a fault that is told later.
    """
    sizes, faulty = dict(below), []
    changes: list[tuple[str, str]] = []
    names = {name.casefold(): name for name in below}
    amended: set[str] = set()
    for size in _items_of(above, "sizes"):
        name = names.setdefault(size.value["name"].text.casefold(), size.value["name"].text) if _has_name(size) else ""
        if not name or name in amended:
            faulty.append(size)
            continue
        amended.add(name)
        fields = [field_name for field_name in size.value if field_name not in ("name", "sources")]
        sizes[name] = size
        if old := below.get(name):
            fields = [field_name for field_name in fields if _is_changed(old, size, field_name)]
            sizes[name] = _amend_record(old, replace(size, value={**size.value, "name": old.value["name"]}))
        changes += [(name, field_name) for field_name in fields]
    return [*sizes.values(), *faulty], changes


def _add_sources(old: list[Node], new: list[Node]) -> list[Node]:
    """Return the `old` sources, and behind them those `new` ones of a layer above that aren't among them."""
    old_keys = {_as_key(source) for source in old}
    return [*old, *(source for source in new if _as_key(source) not in old_keys)]


def _as_key(source: Node) -> str:
    """Return a key that two sources share if they say the same."""
    return json.dumps(source.plain(), sort_keys=True)


def _is_changed(below: Node | None, above: Node, field_name: str) -> bool:
    """Whether a field is set to something else above than below."""
    if below is None or field_name not in below.value:
        return True
    old, new = below.value[field_name].plain(), above.value[field_name].plain()
    return old != new and str(old) != str(new) and (_as_count(old) is None or _as_count(old) != _as_count(new))


def _as_count(value: object) -> int | None:
    """Return a value as a count, so that `7B` and 7000000000 are the same."""
    try:
        return parse_count(value)
    except ValueError:
        return None


def _without_support(source: Node, fields: set[str], left_alone: dict[str, dict[str, None]]) -> Node:
    """Return a source that no longer vouches for fields that a later layer replaced.

    What it states for all sizes (`sizes.parameters`) it goes on stating for those that were `left_alone`.
    """
    if not isinstance(source.value, dict):
        return source
    lists = {name: source.value[name] for name in ("supports", "infers") if name in source.value}
    trimmed = {
        name: replace(named, value=_without_fields(named.value, fields, left_alone))
        for name, named in lists.items()
        if isinstance(named.value, list)
    }
    return replace(source, value={**source.value, **trimmed}) if trimmed else source


def _without_fields(items: list[Node], fields: set[str], left_alone: dict[str, dict[str, None]]) -> list[Node]:
    """Return which of the fields that a source names are still its own."""
    remaining: list[Node] = []
    for item in items:
        field_name = item.text.removeprefix("sizes.")
        if field_name != item.text and field_name in left_alone:
            remaining += [replace(item, value=f"@{size}.{field_name}") for size in left_alone[field_name]]
        elif item.text not in fields:
            remaining.append(item)
    return remaining
