"""Licences that a registry file names by alias, SPDX identifier or a word of the hub: their ids are put there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from llmsurvey.registry.licence_expressions import Expression, write_expressions
from llmsurvey.registry.licence_names import LicenceNames
from llmsurvey.registry.nodes import Node

Trees = Mapping[tuple[str, str], Node]
"""The tree of each record, by its kind and id."""


def names_in(trees: Trees) -> LicenceNames:
    """Return the names of the licences among some records: ids, names, aliases and SPDX identifiers."""
    return LicenceNames(
        (str(spelling), address)
        for (kind, address), tree in trees.items()
        if kind == "licence"
        for spelling in (address, *_other_names(tree))
    )


def write_ids(trees: dict[tuple[str, str], Node]) -> dict[str, Expression]:
    """Put the id of a licence where one other name of it stands; what none or several answer to is left as it is.

    Return the expressions (`Apache-2.0 OR MIT`) that stand somewhere, by the ids under which they are added.
    """
    names = names_in(trees)
    holders = [tree for (kind, _), tree in trees.items() if kind in ("model", "dataset")]
    nodes = [node for tree in holders for node in _named_licences(tree) if ("licence", node.value) not in trees]
    for node in nodes:
        if len(ids := names.answering(node.value)) == 1:
            node.value = ids[0]
    return write_expressions(iter(nodes), trees, names)


def _other_names(licence: Node) -> Iterator[str]:
    single = [licence.value[field] for field in ("name", "spdx") if field in licence.value]
    return (node.value for node in (*single, *_items_of(licence, "aliases")) if isinstance(node.value, str))


def _named_licences(tree: Node) -> Iterator[Node]:
    """Yield every place of a record at which a licence is named."""
    for owner in (tree, *_items_of(tree, "sizes")):
        for holder in (owner, *_items_of(owner, "licence_history")):
            node = holder.value.get("licence") if isinstance(holder.value, dict) else None
            if node is not None and isinstance(node.value, str):
                yield node


def _items_of(owner: Node, field: str) -> list[Node]:
    """Return the items of a list, or none where there is no list."""
    node = owner.value.get(field) if isinstance(owner.value, dict) else None
    return node.value if node is not None and isinstance(node.value, list) else []
