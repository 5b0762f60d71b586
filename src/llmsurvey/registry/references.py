"""What records refer to: everything named must exist, and nothing may be made from itself.

This looks at the trees of the documents, not at records, so that a record with another fault has its references
checked all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from llmsurvey.errors import Fault, any_of, either
from llmsurvey.messages import Message, Word, say
from llmsurvey.registry.hub_licences import hub_word
from llmsurvey.registry.licence_ids import names_in
from llmsurvey.registry.licence_names import LicenceNames
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


def unknown_references(trees: Trees, scores: Iterable[Node] = ()) -> Iterator[Fault]:
    """A fault for every reference of a record, or of a score, to something that is in no layer."""
    links = [link for (kind, _), tree in trees.items() for link in _links(kind, tree)]
    links += [link for score in scores for link in _links("score", score)]
    names_of_licences = names_in(trees)
    for link in links:
        target = trees.get((link.kind, link.name))
        if target is None and link.kind == "licence":
            yield link.node.fault(_no_licence(names_of_licences, link.name))
        elif target is None:
            known = [name for each, name in trees if each == link.kind]
            message = say(
                '{record} "{name}" is not in the registry.{hint} Add it, or write its id',
                record=Word("record", link.label),
                name=link.name,
                hint=did_you_mean(link.name, known),
            )
            yield link.node.fault(message)
        elif link.size is not None and _size_called(target, str(link.size.value)) is None:
            wanted, names = str(link.size.value), [_size_name(size) for size in _sizes(target)]
            message = say(
                '{record} "{name}" has no size "{size}".{hint} It has {known}',
                record=Word("record", link.label),
                name=link.name,
                size=wanted,
                hint=did_you_mean(wanted, names),
                known=", ".join(names) or say("none"),
            )
            yield link.size.fault(message)


def _no_licence(names: LicenceNames, name: str) -> Message:
    """What is wrong with a name that no licence has, or several."""
    if several := names.answering(name):
        return say('licence "{name}" could be {names}. Write one of these', name=name, names=either(sorted(several)))
    alike = [f'"{each}"' for each in names.alike(name)]
    return hub_word(name) or say(
        '{record} "{name}" is not in the registry.{hint} Add it, or write its id',
        record=Word("record", "licence"),
        name=name,
        hint=say(" Did you mean {names}?", names=any_of(alike)) if alike else "",
    )


def cycles(trees: Trees) -> Iterator[Fault]:
    """A fault for every circle of foundations, and for every one of derivations."""
    yield from _circles(trees, "model", _foundations(trees), "foundations")
    derivations = {(name, ""): _derivations(tree) for (kind, name), tree in trees.items() if kind == "dataset"}
    yield from _circles(trees, "dataset", derivations, "derived_from")


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
    elif kind == "score":
        yield from _to("benchmark", tree, "benchmark", "benchmark")
        yield from _to("model", tree, "model", "model")


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


def _sizes(tree: Node) -> list[Node]:
    """The sizes of a model that have a name."""
    return [size for size in _items(tree, "sizes") if isinstance(size.value, dict) and "name" in size.value]


def _size_name(size: Node) -> str:
    return str(size.value["name"].value)


def _size_called(tree: Node, wanted: str) -> str | None:
    """The name of the size that answers to a name, alias or hub repository, in any case."""
    for size in _sizes(tree):
        spellings = [size.value[field] for field in ("name", "hub") if field in size.value] + _items(size, "aliases")
        if wanted.casefold() in (str(each.value).casefold() for each in spellings):
            return _size_name(size)
    return None


Place = tuple[str, str]
"""Id and size of something in a circle; the size is empty for a record as a whole."""


def _foundations(trees: Trees) -> dict[Place, list[Place]]:
    """What each size is made from; a model stands for all of its sizes."""
    edges: dict[Place, list[Place]] = {}
    for (kind, name), tree in trees.items():
        if kind == "model":
            sizes = _sizes(tree)
            edges[name, ""] = [(name, _size_name(size)) for size in sizes] or _bases(trees, tree)
            for size in sizes:
                own = size.value.get("foundations")
                owner = size if own is not None and own.value is not None else tree
                edges[name, _size_name(size)] = _bases(trees, owner)
    return edges


def _bases(trees: Trees, owner: Node) -> list[Place]:
    links = [link for base in _items(owner, "foundations") for link in _to("foundation", base, "model", "model")]
    return [
        (link.name, _size_called(trees["model", link.name], str(link.size.value)) or "" if link.size else "")
        for link in links
        if ("model", link.name) in trees
    ]


def _derivations(tree: Node) -> list[Place]:
    items = _items(tree, "derived_from")
    return [(link.name, "") for item in items for link in _to("dataset", item, "dataset", "dataset")]


def _circles(trees: Trees, kind: str, edges: dict[Place, list[Place]], field: str) -> Iterator[Fault]:
    """Each circle once: the first that is found is told and taken out, until there is none."""
    while True:
        try:
            TopologicalSorter(edges).prepare()
        except CycleError as error:
            circle: list[Place] = list(reversed(error.args[1]))
            message = say(
                "{record} is made from itself: {circle}. Remove one of these {field}",
                record=Word("record", kind),
                circle=_in_words(circle),
                field=field,
            )
            yield _place(trees[kind, circle[0][0]], circle[0][1], field).fault(message)
            edges = {place: [] if place in circle else below for place, below in edges.items()}
        else:
            return


def _in_words(circle: list[Place]) -> str:
    """What is made from what: `a@7B from b from a@7B`."""
    names = ["@".join(filter(None, each)) for each in circle]
    return reduce(lambda made, base: say("{made} from {base}", made=made, base=base), names)


def _place(tree: Node, size: str, field: str) -> Node:
    """Where the foundations or derivations of a record, or of its size, stand."""
    owner = next((each for each in _sizes(tree) if size and _size_name(each) == size), tree)
    return owner.find((field,)) if field in owner.value else tree.find((field,))
