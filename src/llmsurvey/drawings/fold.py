"""A tree that stays readable: of many branches under one the first are shown, the others counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import replace

from llmsurvey.lineage.branches import Branch
from llmsurvey.messages import Word, counted, join_texts, say
from llmsurvey.records import EVERY_VERDICT

MOST_LINES = 100
"""A tree of more branches than this is folded."""

_WIDTHS = (20, 12, 8, 5, 3)
"""How many branches under one are shown: the first of these numbers with which the tree is short enough."""

_LESS_IS_NO_GAIN = 1
"""A line that stands for so few branches saves none."""


def fold_branches(root: Branch) -> Branch:
    """Return a tree of about `MOST_LINES` branches: under each the others are counted, with their verdicts.

    A long chain isn't cut short: what is folded stands beside others. Those with most below them are shown.
    """
    sizes = _sizes_of(root)
    if sizes[id(root)] <= MOST_LINES:
        return root
    folded = root
    for width in _WIDTHS:
        folded = _fold(root, width, sizes)
        if sum(1 for _ in folded.walk()) <= MOST_LINES:
            break
    return folded


def _sizes_of(root: Branch) -> dict[int, int]:
    """Return how many branches each stands for, itself and all below it."""
    sizes: dict[int, int] = {}
    for branch in reversed([branch for _, branch in root.walk()]):
        sizes[id(branch)] = 1 + sum(sizes[id(child)] for child in branch.branches)
    return sizes


def _fold(root: Branch, width: int, sizes: dict[int, int]) -> Branch:
    """Return a tree in which no branch has more than `width` shown below it."""
    folded: dict[int, Branch] = {}
    shown_below: dict[int, tuple[list[Branch], list[Branch]]] = {}
    waiting, order = [root], []
    while waiting:
        branch = waiting.pop()
        order.append(branch)
        shown_below[id(branch)] = _divide(branch.branches, width, sizes)
        waiting += shown_below[id(branch)][0]
    shown = {_key_of(branch) for branch in order}
    followed = {_key_of(branch) for branch in order if not branch.repeated}
    for branch in reversed(order):
        children, others = shown_below[id(branch)]
        below = [folded[id(child)] for child in children]
        if others:
            below.append(_count_branches(others, shown))
        is_above = branch.repeated and _key_of(branch) in followed
        folded[id(branch)] = replace(branch, branches=tuple(below), repeated=is_above)
    return folded[id(root)]


def _key_of(branch: Branch) -> tuple[str, str]:
    return branch.record, branch.id


def _divide(branches: Sequence[Branch], width: int, sizes: dict[int, int]) -> tuple[list[Branch], list[Branch]]:
    """Return the branches to show, in their order, and those to count."""
    if len(branches) <= width + _LESS_IS_NO_GAIN:
        return list(branches), []
    largest = {id(branch) for branch in sorted(branches, key=lambda branch: -sizes[id(branch)])[:width]}
    return (
        [branch for branch in branches if id(branch) in largest],
        [branch for branch in branches if id(branch) not in largest],
    )


def _count_branches(branches: Sequence[Branch], shown: Container[tuple[str, str]]) -> Branch:
    """Return a branch that says how many models and datasets there are that aren't `shown`, and verdicts."""
    every = {_key_of(each): each for branch in branches for _, each in branch.walk()}
    records = {key: branch for key, branch in every.items() if key not in shown}
    models = [branch for (kind, _), branch in records.items() if kind == "model"]
    parts: list[str] = []
    if models:
        parts.append(counted("{number} more model", "{number} more models", len(models)))
    if len(records) > len(models):
        parts.append(counted("{number} more dataset", "{number} more datasets", len(records) - len(models)))
    tally = Counter(branch.verdict for branch in models if branch.verdict)
    verdicts = [
        say("{verdict} {number}", verdict=Word("verdict", verdict), number=tally[verdict])
        for verdict in EVERY_VERDICT
        if verdict in tally
    ]
    if not parts:
        parts.append(
            counted("{number} more that is shown elsewhere", "{number} more that are shown elsewhere", len(every))
        )
    name = join_texts(parts, ", ")
    if verdicts:
        name = say("{what}  commercial: {verdicts}", what=name, verdicts=join_texts(verdicts, ", "))
    return Branch("model" if models else "dataset", "", name)
