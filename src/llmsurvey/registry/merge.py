"""Layers of documents into one tree a record: later layers add records, or amend their fields by id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from llmsurvey.errors import Fault, RegistryError, any_of
from llmsurvey.messages import Message, Word, say
from llmsurvey.records.quantities import parse_count
from llmsurvey.registry.layers import BUILT_IN, Layer
from llmsurvey.registry.nodes import Node, read_document
from llmsurvey.registry.suggest import did_you_mean

KINDS = {
    "models": "model",
    "datasets": "dataset",
    "licences": "licence",
    "benchmarks": "benchmark",
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

    What a layer only says again is from the one below.
    """
    faults: list[Fault] = field(default_factory=list)


def merge_layers(layers: list[Layer]) -> Merged:
    """Read every layer and lay each over those below it. Faults are collected, never raised."""
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
            for kind, name, entry in _entries(document, merged.faults):
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
                _lay_over(merged, layer, kind, name, entry)
    return merged


def _one_of_the_lists() -> Message:
    return say("{names} and a list below it", names=any_of([f"`{name}:`" for name in KINDS]))


def _entries(document: Node, faults: list[Fault]) -> Iterator[tuple[str, str, Node]]:
    """Kind, id and tree of every entry of a document that has an id; scores have none."""
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
            yield from _with_id(KINDS[name], entries.value, faults)


def _with_id(kind: str, entries: list[Node], faults: list[Fault]) -> Iterator[tuple[str, str, Node]]:
    """Kind, id and tree of those entries of a list that have an id."""
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
    merged.records[kind, name] = entry if below is None else _amended(below, entry)
    if layer.name != BUILT_IN:
        for field_name in entry.value:
            if field_name != "sizes" and _differs(below, entry, field_name):
                merged.origins[f"{kind}/{name}/{field_name}"] = layer.name
        sizes_below = _sizes(below) if below is not None else {}
        for size, fields in _sizes(entry, below).items():
            for field_name in fields.value:
                if _differs(sizes_below.get(size), fields, field_name):
                    merged.origins[f"{kind}/{name}/@{size}.{field_name}"] = layer.name


def _sizes(entry: Node, below: Node | None = None) -> dict[str, Node]:
    """The well-formed sizes of a record by name; one that is below already keeps the name that it has there."""
    sizes = entry.value.get("sizes")
    if sizes is None or not isinstance(sizes.value, list):
        return {}
    known = {name.casefold(): name for name in (_sizes(below) if below is not None else ())}
    named = [size for size in sizes.value if isinstance(size.value, dict) and "name" in size.value]
    names = [str(size.value["name"].value) for size in named]
    return {known.get(name.casefold(), name): size for name, size in zip(names, named, strict=True)}


def _amended(below: Node, above: Node) -> Node:
    """`below` with the fields of `above`: sizes are amended by name, sources added, everything else replaced."""
    result = replace(above, value={**below.value, **above.value}, keys={**below.keys, **above.keys})
    replaced = {name for name in above.value if name not in ("id", "sources", "sizes") and _differs(below, above, name)}
    if _sizes(above) and _sizes(below):
        sizes = dict(_sizes(below))
        for name, above_size in _sizes(above, below).items():
            size = above_size
            old = sizes.get(name)
            changed = [each for each in size.value if each not in ("name", "sources")]
            if old is not None:
                changed = [each for each in changed if _differs(old, size, each)]
                size = _amended(old, replace(size, value={**size.value, "name": old.value["name"]}))
            replaced |= {f"@{name}.{field_name}" for field_name in changed}
            sizes[name] = size
        result.value["sizes"] = replace(above.value["sizes"], value=list(sizes.values()))
    old, new = below.value.get("sources"), above.value.get("sources")
    if old is not None and isinstance(old.value, list):
        kept = [_without_support(source, replaced, list(_sizes(below))) for source in old.value]
        known = [source.plain() for source in kept]
        added = [
            each
            for each in (new.value if new is not None and isinstance(new.value, list) else [])
            if each.plain() not in known
        ]
        result.value["sources"] = replace(new or old, value=kept + added)
    return result


def _differs(below: Node | None, above: Node, field_name: str) -> bool:
    """Whether a field is set to something else above than below."""
    if below is None or field_name not in below.value:
        return True
    old, new = below.value[field_name].plain(), above.value[field_name].plain()
    return old != new and str(old) != str(new) and (_count(old) is None or _count(old) != _count(new))


def _count(value: object) -> int | None:
    """A value as a count, so that `7B` and 7000000000 are the same."""
    try:
        return parse_count(value)
    except ValueError:
        return None


def _without_support(source: Node, fields: set[str], sizes: list[str]) -> Node:
    """A source that no longer vouches for fields that a later layer replaced.

    What it states for all sizes (`sizes.parameters`) it goes on stating for those that were left alone.
    """
    supports = source.value.get("supports") if isinstance(source.value, dict) else None
    if supports is None or not isinstance(supports.value, list):
        return source
    kept: list[Node] = []
    for item in supports.value:
        field_name = str(item.value).removeprefix("sizes.")
        if field_name != item.value and any(f"@{size}.{field_name}" in fields for size in sizes):
            each = [f"@{size}.{field_name}" for size in sizes]
            kept += [replace(item, value=name) for name in each if name not in fields]
        elif item.value not in fields:
            kept.append(item)
    return replace(source, value={**source.value, "supports": replace(supports, value=kept)})
