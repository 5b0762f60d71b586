"""A lineage as a graph: what the formats for graphs have in common."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from llmsurvey.lineage.branches import Branch
from llmsurvey.tables.text import escape_steering

_OF_PLACES = ("id", "relation", "by", "repeated", "came_after", "branches")
"""What of a branch belongs to its place in the tree, and not to the node; the id is part of the node's key."""

_FACTS = [field.name for field in fields(Branch) if field.name not in _OF_PLACES]


@dataclass(frozen=True)
class Edge:
    """An arrow from what was there before to what was made from it."""

    before: str
    after: str
    relation: str


def nodes_of(root: Branch) -> dict[str, Branch]:
    """Return every model and dataset once, by a key that no two share."""
    branches: dict[str, Branch] = {}
    for _, branch in root.walk():
        branches.setdefault(key_of(branch), branch)
    return branches


def edges_of(root: Branch, *, down: bool) -> list[Edge]:
    """Return every arrow once; `down` says that branches came after what they hang from."""
    arrows: dict[Edge, None] = {}
    came_after = down
    for step, parent in root.walk():
        if step == 1:
            came_after = down or parent.came_after
        for child in parent.branches:
            is_later = came_after if step else down or child.came_after
            before, after = (key_of(parent), key_of(child)) if is_later else (key_of(child), key_of(parent))
            relation = f"{child.relation} ({child.by})" if child.by else child.relation
            arrows[Edge(before, after, escape_steering(relation))] = None
    return list(arrows)


def label_of(branch: Branch) -> str:
    """Return the name of a node, with its sizes where they are few."""
    sizes = ", ".join(branch.sizes) if len(branch.sizes) <= 4 else ""
    return escape_steering(f"{branch.name} {sizes}".strip())


def facts_of(branch: Branch) -> dict[str, Any]:
    """Return what is known of a node as plain values; what is unknown or empty is left out."""
    values = ((name, getattr(branch, name)) for name in _FACTS)
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values
        if value not in (None, "", (), False)
    }


def key_of(branch: Branch) -> str:
    """Return kind and id, for a model and a dataset may share an id."""
    return f"{branch.record}/{branch.id}"
