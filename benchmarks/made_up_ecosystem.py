"""An ecosystem of models made up by a seeded generator, in the shape of the real one, as large as asked for.

Two fifths have no base; of the others most are one step away, few twelve. A few models have very many children, most
none; three in a hundred are merges, of 2 to 20.
"""

from __future__ import annotations

import numpy as np

from llmsurvey.lineage.graph_columns import GraphColumns, Neighbours

DEPTH = 12
_ROOTS = 0.4
_SHARE_OF_NEXT_LEVEL = 0.5
_MERGES = 0.03
_MOST_MERGED = 20
_VERDICTS = (0.1, 0.35, 0.2, 0.35)
"""Shares of no, unknown, conditional and yes among the models' own licences."""


def ecosystem(models: int) -> GraphColumns:
    """Return as many models with what they were made from, in no order of depth."""
    random = np.random.default_rng(models)
    starts = _starts_of_levels(models)
    children, bases = [], []
    for level in range(1, DEPTH + 1):
        first, end = starts[level], starts[level + 1]
        made = np.arange(first, end)
        children.append(made)
        bases.append(_popular(random, starts[level - 1], first, len(made)))
        merged = np.repeat(made, np.where(random.random(len(made)) < _MERGES, _merged(random, len(made)) - 1, 0))
        children.append(merged)
        bases.append(_popular(random, 0, first, len(merged)))
    numbers = random.permutation(models).astype(np.int32)
    pairs = np.unique(np.stack([numbers[np.concatenate(children)], numbers[np.concatenate(bases)]]), axis=1)
    own = random.choice(4, models, p=_VERDICTS).astype(np.int8)
    return GraphColumns(own, Neighbours.of_pairs(pairs[0], pairs[1], models))


def _starts_of_levels(models: int) -> list[int]:
    """Return the number of the first model of each level, and that of all models."""
    rest = models * (1 - _ROOTS)
    sizes = [max(1, int(rest * (1 - _SHARE_OF_NEXT_LEVEL) * _SHARE_OF_NEXT_LEVEL**level)) for level in range(DEPTH)]
    ends = np.cumsum([models - sum(sizes), *sizes])
    return [0, *ends.tolist()]


def _popular(random: np.random.Generator, first: int, end: int, count: int) -> np.ndarray:
    """Return models from `first` to before `end`, a few of them very often."""
    return first + ((end - first) * random.random(count) ** 6).astype(np.int64)


def _merged(random: np.random.Generator, count: int) -> np.ndarray:
    """Return of how many models each of some merges was made: mostly of few."""
    return np.clip(2 + random.geometric(0.3, count) - 1, 2, _MOST_MERGED)
