"""What several layers of the user's say of one fact: the last is in force, and those below it are found here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from llmsurvey.errors import RegistryError
from llmsurvey.registry.faults import Faults
from llmsurvey.registry.layers import BUILT_IN, Layer
from llmsurvey.registry.merge import in_a_word, read_entries
from llmsurvey.registry.nodes import Node, read_document
from llmsurvey.registry.sourced import SIZE_SOURCED, SOURCED


class Stated(NamedTuple):
    """A fact as a layer states it: of which record and size, its value in a word, and where it stands."""

    kind: str
    id: str
    size: str | None
    field: str
    value: str
    layer: str
    file: str
    line: int


def stated_below(layers: Iterable[Layer]) -> Iterator[Stated]:
    """Yield each fact of a layer of the user's over which a later one says otherwise, in the order of the layers."""
    last: dict[tuple[str, str, str | None, str], Stated] = {}
    for layer in layers:
        if layer.name == BUILT_IN:
            continue
        for fact in _facts_of_layer(layer):
            key = fact[:4]
            below = last.get(key)
            if below is not None and below.layer != fact.layer and below.value != fact.value:
                yield below
            last[key] = fact


def _facts_of_layer(layer: Layer) -> Iterator[Stated]:
    for file, content in layer.files:
        try:
            tree = read_document(file, content)
        except RegistryError:
            continue  # that is told where the registry is loaded
        for kind, identity, entry in read_entries(tree, Faults()) if tree is not None else ():
            if kind != "score":
                yield from _facts_of_entry(layer, kind, identity, entry)


def _facts_of_entry(layer: Layer, kind: str, identity: str, entry: Node) -> Iterator[Stated]:
    def fact(size: str | None, field: str, node: Node) -> Stated:
        place = layer.name_of(node.file)
        return Stated(kind, identity, size, field, in_a_word(node.plain()), place, node.file, node.line)

    yield from (fact(None, field, entry.value[field]) for field in SOURCED.get(kind, ()) if field in entry.value)
    sizes = entry.value.get("sizes")
    for size in sizes.value if sizes is not None and isinstance(sizes.value, list) else ():
        if isinstance(size.value, dict) and "name" in size.value:
            name = size.value["name"].text
            yield from (fact(name, field, size.value[field]) for field in SIZE_SOURCED if field in size.value)
