"""What records refer to: everything named must exist, and nothing may be made from itself.

This looks at the trees of the documents, not at records, so that a record with another fault has its references
checked all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from llmsurvey.errors import Fault
from llmsurvey.registry.nodes import Node
from llmsurvey.registry.suggest import did_you_mean

Trees = Mapping[tuple[str, str], Node]
"""The tree of each record, by its kind and id."""


class Link(NamedTuple):
    """A reference: what it is called in messages, where it stands, the kind and id that it names, and the size."""

    label: str
    node: Node
    kind: str
    name: str
    size: Node | None = None


def unknown_references(trees: Trees) -> Iterator[Fault]:
    """A fault for every reference to something that is in no layer."""
    for (kind, _), tree in trees.items():
        for link in _links(kind, tree):
            target = trees.get((link.kind, link.name))
            if target is None:
                known = [name for each, name in trees if each == link.kind]
                message = f'{link.label} "{link.name}" is not in the registry.{did_you_mean(link.name, known)}'
                yield link.node.fault(f"{message} Add it, or write its id")
            elif (
                link.size is not None
                and (names := _size_names(target)) is not None
                and str(link.size.value) not in names
            ):
                wanted = str(link.size.value)
                message = f'{link.label} "{link.name}" has no size "{wanted}".{did_you_mean(wanted, names)}'
                yield link.size.fault(f"{message} It has {', '.join(names) or 'none'}")


def cycles(trees: Trees) -> Iterator[Fault]:
    """A fault for a circle of foundations, and for one of derivations."""
    yield from _cycle(trees, "model", _foundations(trees), "foundations")
    derivations = {name: _derivations(tree) for (kind, name), tree in trees.items() if kind == "dataset"}
    yield from _cycle(trees, "dataset", derivations, "derived_from")


def _links(kind: str, tree: Node) -> Iterator[Link]:
    """Every reference that a record makes."""
    if kind == "model":
        for owner in (tree, *_items(tree, "sizes")):
            yield from _to("licence", owner, "licence", "licence")
            for period in _items(owner, "licence_history"):
                yield from _to("licence", period, "licence", "licence")
            for base in _items(owner, "foundations"):
                yield from _to("foundation", base, "model", "model")
            for dataset in _items(owner, "datasets"):
                if isinstance(dataset.value, str):
                    yield Link("dataset", dataset, "dataset", dataset.value)
    elif kind == "dataset":
        yield from _to("licence", tree, "licence", "licence")
        for derivation in _items(tree, "derived_from"):
            yield from _to("dataset", derivation, "dataset", "dataset")
        for teacher in _items(tree, "generated_by"):
            yield from _to("model", teacher, "model", "model")
    elif kind == "benchmark":
        yield from _to("benchmark", tree, "variant_of", "benchmark")


def _to(label: str, owner: Node, field: str, kind: str) -> Iterator[Link]:
    """The reference that stands in a field, where it is an id."""
    fields = owner.value if isinstance(owner.value, dict) else {}
    node = fields.get(field)
    if node is not None and isinstance(node.value, str):
        size = fields.get("size") if kind == "model" else None
        yield Link(label, node, kind, node.value, size if size is not None and size.value is not None else None)


def _items(owner: Node, field: str) -> list[Node]:
    """The items of a list, or none where there is no list."""
    node = owner.value.get(field) if isinstance(owner.value, dict) else None
    return node.value if node is not None and isinstance(node.value, list) else []


def _size_names(tree: Node) -> list[str]:
    """What a reference may call a model's sizes: their names and hub repositories."""
    return [
        str(size.value[field].value)
        for size in _items(tree, "sizes")
        for field in ("name", "hub")
        if isinstance(size.value, dict) and field in size.value
    ]


def _foundations(trees: Trees) -> dict[str, list[str]]:
    """What each size (`mpt@7B`) is made from; a model stands for all of its sizes."""
    edges: dict[str, list[str]] = {}
    for (kind, name), tree in trees.items():
        if kind == "model":
            sizes = [size for size in _items(tree, "sizes") if isinstance(size.value, dict) and "name" in size.value]
            edges[name] = [f"{name}@{size.value['name'].value}" for size in sizes] or _bases(tree)
            for size in sizes:
                own = size.value.get("foundations")
                edges[f"{name}@{size.value['name'].value}"] = _bases(
                    size if own is not None and own.value is not None else tree
                )
    return edges


def _bases(owner: Node) -> list[str]:
    links = [link for base in _items(owner, "foundations") for link in _to("foundation", base, "model", "model")]
    return [f"{link.name}@{link.size.value}" if link.size else link.name for link in links]


def _derivations(tree: Node) -> list[str]:
    return [link.name for item in _items(tree, "derived_from") for link in _to("dataset", item, "dataset", "dataset")]


def _cycle(trees: Trees, kind: str, edges: dict[str, list[str]], field: str) -> Iterator[Fault]:
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        circle: list[str] = list(reversed(error.args[1]))
        name, _, size = circle[0].partition("@")
        tree = trees[kind, name]
        owner = next((each for each in _items(tree, "sizes") if size and str(each.find(("name",)).value) == size), tree)
        place = owner.find((field,)) if field in owner.value else tree.find((field,))
        yield place.fault(f"{kind} is made from itself: {' from '.join(circle)}. Remove one of these {field}")
