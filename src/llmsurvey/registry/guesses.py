"""What a registry file takes a name for, by a guess: a foundation or data like any other, until it is struck out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from llmsurvey.registry.nodes import Node

Trees = Mapping[tuple[str, str], Node]
"""The tree of each record, by its kind and id."""


def follow_guesses(trees: Trees) -> None:
    """Put what `unresolved` names by `taken_for` among the foundations and the data that a record has already."""
    for (kind, _), tree in trees.items():
        if kind == "model":
            for owner in (tree, *_items_of(tree, "sizes")):
                for item in guesses_of(owner):
                    _put_among(owner, tree, *_as_part_of_model(item))
        elif kind == "dataset":
            for item in guesses_of(tree):
                if (part := _as_part_of_dataset(item)) is not None:
                    _put_among(tree, tree, *part)


def guesses_of(owner: Node) -> Iterator[Node]:
    """Yield each item of `unresolved` that says which record it is taken for."""
    for item in _items_of(owner, "unresolved"):
        if (
            isinstance(item.value, dict)
            and "taken_for" in item.value
            and item.value["taken_for"].value not in (None, "")
        ):
            yield item


def is_data(item: Node) -> bool:
    """Whether an item of `unresolved` is taken for data, and for no model."""
    return _relation_of(item) == "data"


def _relation_of(item: Node) -> object:
    """Return how something was made from what its name is taken for."""
    stated = (item.value[field].value for field in ("taken_as", "relation") if field in item.value)
    return next((relation for relation in stated if relation is not None), "unstated")


def _as_part_of_model(item: Node) -> tuple[str, Node]:
    """Return which list of a model a guess belongs to, and as what."""
    taken_for = item.value["taken_for"]
    if is_data(item):
        return "datasets", taken_for
    relation = replace(taken_for, value=_relation_of(item))
    size = {"size": item.value["size"]} if "size" in item.value else {}
    return "foundations", replace(item, value={"model": taken_for, **size, "relation": relation})


def _as_part_of_dataset(item: Node) -> tuple[str, Node] | None:
    """Return which list of a dataset a guess belongs to, and as what; None where neither is said."""
    taken_for = item.value["taken_for"]
    if is_data(item):
        return "derived_from", replace(
            item, value={"dataset": taken_for, "relation": replace(taken_for, value="unstated")}
        )
    if _relation_of(item) == "distilled":
        size = {"size": item.value["size"]} if "size" in item.value else {}
        return "generated_by", replace(item, value={"model": taken_for, **size})
    return None


def _put_among(owner: Node, record: Node, field: str, part: Node) -> None:
    """Add a part to a list of a record or of a size; a size without a list of its own begins with its model's."""
    if field in owner.value and not isinstance(owner.value[field].value, (list, type(None))):
        return  # a fault, which is told as one
    items = _items_of(owner, field) if field in owner.value else _items_of(record, field)
    if part.plain() not in [item.plain() for item in items]:
        owner.value[field] = replace(part, value=[*items, part], keys={})


def _items_of(owner: Node, field: str) -> list[Node]:
    """Return the items of a list, or none where there is no list."""
    node = owner.value.get(field) if isinstance(owner.value, dict) else None
    return node.value if node is not None and isinstance(node.value, list) else []
