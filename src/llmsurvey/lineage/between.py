"""The ways from one model or dataset to another: the part of a tree that leads there."""

from __future__ import annotations

from dataclasses import replace

from llmsurvey.lineage.branches import Branch


def branches_between(root: Branch, end: tuple[str, str, str | None]) -> Branch | None:
    """Return what of the tree of all that came from its root lies on a way to its `end`; None where no way leads there.

    The end is a record ("model" or "dataset"), its id, and a size of it, or None for any. What hangs from the end is
    left out.
    """
    branches = [branch for _, branch in root.walk()]
    leading = _leading_branches(branches, end)
    if id(root) not in leading:
        return None
    pruned: dict[int, Branch] = {}
    for branch in reversed(branches):
        below = () if _is_end(branch, end) else branch.branches
        kept = tuple(pruned[id(child)] for child in below if id(child) in leading)
        pruned[id(branch)] = replace(branch, branches=kept)
    return pruned[id(root)]


def _leading_branches(branches: list[Branch], end: tuple[str, str, str | None]) -> set[int]:
    """Return which branches are an end, lead to one, or repeat one that does, which may stand after it."""
    leading: set[int] = set()
    repeatable: set[tuple[str, ...]] = set()
    before = -1
    while before != len(leading):
        before = len(leading)
        for branch in reversed(branches):
            leads = _is_end(branch, end) or any(id(child) in leading for child in branch.branches)
            if leads and not branch.repeated:
                repeatable.update(_keys_of(branch))
            if leads or (branch.repeated and not repeatable.isdisjoint(_keys_of(branch))):
                leading.add(id(branch))
    return leading


def _is_end(branch: Branch, end: tuple[str, str, str | None]) -> bool:
    record, identity, size = end
    return (branch.record, branch.id) == (record, identity) and (size is None or size in branch.sizes)


def _keys_of(branch: Branch) -> list[tuple[str, ...]]:
    """Return a key for each size that a branch stands for, or one for all of it where none is named."""
    whole = (branch.record, branch.id)
    return [(*whole, name) for name in branch.sizes] or [whole]
