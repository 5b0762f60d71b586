"""What records refer to: everything named must exist, and nothing may be made from itself.

This looks at the trees of the documents, not at records, so that a record with another fault has its references
checked all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from typing import NamedTuple

from llmsurvey.errors import Fault
from llmsurvey.messages import Message, Word, either_of, list_names, say
from llmsurvey.registry.circles import disjoint_circles
from llmsurvey.registry.guesses import guesses_of, is_data
from llmsurvey.registry.hub_licences import hub_word
from llmsurvey.registry.licence_expressions import explain_unread
from llmsurvey.registry.licence_ids import names_in
from llmsurvey.registry.licence_names import LicenceNames
from llmsurvey.registry.nearest_names import Suggestions
from llmsurvey.registry.nodes import Node

_LONG_CIRCLE = 10
"""A circle of more names than this isn't written out."""

Trees = Mapping[tuple[str, str], Node]
"""The tree of each record, by its kind and id."""


class Link(NamedTuple):
    """A reference: what it is called in messages, where it stands, the kind and id that it names, and the size."""

    label: str
    node: Node
    kind: str
    name: str
    size: Node | None = None


def unknown_references(trees: Trees, scores: Iterable[Node]) -> Iterator[Fault]:
    """Yield a fault for every reference of a record, or of a score, to something that is in no layer."""
    links = [link for (kind, _), tree in trees.items() for link in _links_of(kind, tree)]
    links += [link for score in scores for link in _links_of("score", score)]
    names: dict[str, list[str]] = {}
    for kind, name in trees:
        names.setdefault(kind, []).append(name)
    sizes, suggestions, names_of_licences = _Sizes(trees), Suggestions(), names_in(trees)
    for link in links:
        is_unknown = (link.kind, link.name) not in trees
        if is_unknown and link.kind == "licence":
            yield link.node.fault(_explain_unknown_licence(names_of_licences, suggestions, link.name))
        elif is_unknown:
            message = say(
                '{record} "{name}" is not in the registry.{hint} Add it, or write its id',
                record=Word("record", link.label),
                name=link.name,
                hint=suggestions.did_you_mean(link.name, names.get(link.kind, [])),
            )
            yield link.node.fault(message)
        elif link.size is not None and sizes.find_name(link.name, wanted := link.size.text) is None:
            size_names = list(sizes.nodes_of(link.name))
            message = say(
                '{record} "{name}" has no size "{size}".{hint} It has {known}',
                record=Word("record", link.label),
                name=link.name,
                size=wanted,
                hint=suggestions.did_you_mean(wanted, size_names),
                known=list_names(size_names) or say("none"),
            )
            yield link.size.fault(message)


def _explain_unknown_licence(names: LicenceNames, suggestions: Suggestions, name: str) -> Message:
    """Return what is wrong with the name of a licence that there isn't, or with an expression of several."""
    return explain_unread(name, names) or _explain_unknown_name(names, suggestions, name)


def _explain_unknown_name(names: LicenceNames, suggestions: Suggestions, name: str) -> Message:
    """Return what is wrong with a name that no licence has, or several."""
    if several := names.answering(name):
        return say(
            'licence "{name}" could be {names}. Write one of these', name=name, names=either_of(sorted(several), most=5)
        )
    alike = names.alike(name) if suggestions.may_compare(len(names.spellings)) else []
    return hub_word(name) or say(
        '{record} "{name}" is not in the registry.{hint} Add it, or write its id',
        record=Word("record", "licence"),
        name=name,
        hint=say(" Did you mean {names}?", names=either_of([f'"{licence}"' for licence in alike], most=5))
        if alike
        else "",
    )


def shared_repositories(trees: Trees) -> Iterator[tuple[str, Node, str, Node]]:
    """Yield each repository of the hub that sizes of two models name: the second model and place, then the first.

    Sizes of one model may share one, of which they are revisions.
    """
    first: dict[str, tuple[str, Node]] = {}
    for (kind, name), tree in trees.items():
        for size in _items_of(tree, "sizes") if kind == "model" else ():
            node = size.value.get("hub") if isinstance(size.value, dict) else None
            if node is not None and isinstance(node.value, str):
                owner, place = first.setdefault(node.value.casefold(), (name, node))
                if owner != name:
                    yield name, node, owner, place


def explain_shared_repository(node: Node, owner: str, place: Node) -> Message:
    """Return what is wrong with a repository that another model has, too."""
    return say(
        'hub "{hub}" is that of model "{owner}" too ({file}, line {line}). Name it in one of them',
        hub=node.value,
        owner=owner,
        file=place.file,
        line=place.line,
    )


def find_circles(trees: Trees) -> Iterator[Fault]:
    """Yield faults for what is made from itself: models by foundations, datasets and benchmarks by their origins.

    Of circles that share a record one is told.
    """
    sizes = _Sizes(trees)
    yield from _tell_circles(trees, sizes, "model", "foundations", _foundation_edges(trees, sizes))
    for kind, field in (("dataset", "derived_from"), ("benchmark", "variant_of")):
        edges: dict[Member, list[Member]] = {
            (name, ""): _origins_of(kind, tree) for (tree_kind, name), tree in trees.items() if tree_kind == kind
        }
        yield from _tell_circles(trees, sizes, kind, field, edges)


def _links_of(kind: str, tree: Node) -> Iterator[Link]:
    """Yield every reference that a record makes."""
    if kind == "model":
        yield from _links_of_model(tree)
    elif kind == "dataset":
        yield from _links_of_licence(tree)
        for derivation in _items_of(tree, "derived_from"):
            yield from _link_in("dataset", derivation, "dataset", "dataset")
        for teacher in _items_of(tree, "generated_by"):
            yield from _link_in("model", teacher, "model", "model")
        yield from _links_of_guesses(tree)
        for exposure in _items_of(tree, "benchmarks"):
            yield from _link_in("benchmark", exposure, "benchmark", "benchmark")
    elif kind == "licence":
        yield from _links_in("licence", tree, "compatible_with", "licence")
    elif kind == "benchmark":
        yield from _link_in("benchmark", tree, "variant_of", "benchmark")
    elif kind == "score":
        yield from _link_in("benchmark", tree, "benchmark", "benchmark")
        yield from _link_in("model", tree, "model", "model")


def _links_of_model(tree: Node) -> Iterator[Link]:
    """Yield every reference that a model or a size of it makes."""
    for owner in (tree, *_items_of(tree, "sizes")):
        yield from _links_of_licence(owner)
        for base in _items_of(owner, "foundations"):
            yield from _link_in("foundation", base, "model", "model")
        yield from _links_in("dataset", owner, "datasets", "dataset")
        for exposure in _items_of(owner, "trained_on_benchmarks"):
            yield from _link_in("benchmark", exposure, "benchmark", "benchmark")
        yield from _links_of_guesses(owner)


def _links_of_licence(owner: Node) -> Iterator[Link]:
    """Yield the licence of weights or data, and those that it had before."""
    for holder in (owner, *_items_of(owner, "licence_history")):
        yield from _link_in("licence", holder, "licence", "licence")


def _links_in(label: str, owner: Node, field: str, kind: str) -> Iterator[Link]:
    """Yield the references of a list of ids."""
    for item in _items_of(owner, field):
        if isinstance(item.value, str):
            yield Link(label, item, kind, item.value)


def _links_of_guesses(owner: Node) -> Iterator[Link]:
    """Yield what names that the registry doesn't have are taken for."""
    for item in guesses_of(owner):
        if is_data(item):
            yield from _link_in("dataset", item, "taken_for", "dataset")
        else:
            yield from _link_in("foundation", item, "taken_for", "model")


def _link_in(label: str, owner: Node, field: str, kind: str) -> Iterator[Link]:
    """Yield the reference that stands in a field, where it is an id."""
    fields = owner.value if isinstance(owner.value, dict) else {}
    node = fields.get(field)
    if node is not None and isinstance(node.value, str):
        size = fields.get("size") if kind == "model" else None
        yield Link(label, node, kind, node.value, size if size is not None and size.value is not None else None)


def _items_of(owner: Node, field: str) -> list[Node]:
    """Return the items of a list, or none where there is no list."""
    node = owner.value.get(field) if isinstance(owner.value, dict) else None
    return node.value if node is not None and isinstance(node.value, list) else []


def _named_sizes(tree: Node) -> list[Node]:
    """Return the sizes of a model that have a name."""
    return [size for size in _items_of(tree, "sizes") if isinstance(size.value, dict) and "name" in size.value]


class _Sizes:
    """The sizes of each model by the names that they answer to, listed once for each model."""

    def __init__(self, trees: Trees) -> None:
        self._trees = trees
        self._nodes: dict[str, dict[str, Node]] = {}
        self._names: dict[str, dict[str, str]] = {}

    def nodes_of(self, model: str) -> dict[str, Node]:
        """Return the sizes of a model by their own names."""
        if model not in self._nodes:
            self._nodes[model] = {size.value["name"].text: size for size in _named_sizes(self._trees["model", model])}
        return self._nodes[model]

    def find_name(self, model: str, wanted: str) -> str | None:
        """Return the name of the size that answers to a name, alias or hub repository, in any case."""
        if model not in self._names:
            names = self._names[model] = {}
            for name, size in self.nodes_of(model).items():
                spellings = [size.value[field] for field in ("name", "hub") if field in size.value]
                for spelling in (*spellings, *_items_of(size, "aliases")):
                    names.setdefault(spelling.text.casefold(), name)
        return self._names[model].get(wanted.casefold())


Member = tuple[str, str | None]
"""Id and size of something in a circle.

The size is empty for a record as a whole, and None for what an entry says of all sizes that don't say it themselves.
"""


def _foundation_edges(trees: Trees, sizes: _Sizes) -> dict[Member, list[Member]]:
    """Return what each size is made from; a model stands for all of its sizes."""
    edges: dict[Member, list[Member]] = {}
    for (kind, name), tree in trees.items():
        if kind == "model":
            edges[name, ""] = [(name, size) for size in sizes.nodes_of(name)] or [(name, None)]
            edges[name, None] = _bases_of(trees, sizes, tree)
            for size, node in sizes.nodes_of(name).items():
                own = node.value.get("foundations")
                has_own = own is not None and own.value is not None
                edges[name, size] = _bases_of(trees, sizes, node) if has_own else [(name, None)]
    return edges


def _bases_of(trees: Trees, sizes: _Sizes, owner: Node) -> list[Member]:
    links = [
        link for base in _items_of(owner, "foundations") for link in _link_in("foundation", base, "model", "model")
    ]
    return [
        (link.name, sizes.find_name(link.name, link.size.text) or "" if link.size else "")
        for link in links
        if ("model", link.name) in trees
    ]


def _origins_of(kind: str, tree: Node) -> list[Member]:
    """Return what a dataset was derived from, or a benchmark is a variant of."""
    if kind == "benchmark":
        return [(link.name, "") for link in _links_of(kind, tree)]
    items = _items_of(tree, "derived_from")
    return [(link.name, "") for item in items for link in _link_in("dataset", item, "dataset", "dataset")]


def _tell_circles(
    trees: Trees, sizes: _Sizes, kind: str, field: str, edges: Mapping[Member, list[Member]]
) -> Iterator[Fault]:
    """Yield a fault for each circle, where the field stands that leads on from its beginning."""
    for circle in disjoint_circles(edges):
        members = [(name, size) for name, size in circle if size is not None]
        name, size = members[0]
        message = say(
            "{record} is made from itself: {circle}. Remove one of these {field}",
            record=Word("record", kind),
            circle=_in_words(members),
            field=field,
        )
        tree = trees[kind, name]
        owner = sizes.nodes_of(name)[size] if size else tree
        yield (owner if field in owner.value else tree).find((field,)).fault(message)


def _in_words(circle: list[tuple[str, str]]) -> str:
    """Return what is made from what: `a@7B from b from a@7B`, of a long circle its beginning and its end."""
    names: list[str] = ["@".join(filter(None, member)) for member in (*circle, circle[0])]
    if len(names) > _LONG_CIRCLE:
        between = say("... ({number:,} more) ...", number=len(names) - 6)
        names = [*names[:3], between, *names[-3:]]
    return reduce(lambda made, base: say("{made} from {base}", made=made, base=base), names)
