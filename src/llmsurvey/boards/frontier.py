"""Entries that no other beats on both score and cost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from llmsurvey.boards.board import Board
from llmsurvey.boards.methods import Vector
from llmsurvey.registry.registry import Identity


def find_unbeaten(scores: Vector, costs: Vector) -> npt.NDArray[np.bool_]:
    """Whether no other entry has at least the score for at most the cost, and is better in one of them.

    Equals don't beat each other; what lacks a score or a cost is on no frontier. One sort and one pass: O(n log n).
    """
    comparable = np.flatnonzero(~(np.isnan(scores) | np.isnan(costs)))
    order = comparable[np.lexsort((-scores[comparable], costs[comparable]))]
    score, cost = scores[order], costs[order]
    best = np.maximum.accumulate(score) if len(order) else score
    leads = score >= best
    first = np.maximum.accumulate(np.where(np.diff(best, prepend=-np.inf) > 0, np.arange(len(order)), 0))
    is_unbeaten = np.zeros(len(scores), dtype=bool)
    is_unbeaten[order] = leads & (cost == cost[first])
    return is_unbeaten


def parameters_of(board: Board, identities: Sequence[Identity | None]) -> Vector:
    """Return the parameters of each entry, as the registry states them, else as the board does; NaN for unknown."""
    parameters = np.full(len(board), np.nan)
    if "parameters" in board.facts:
        parameters[:] = [count or np.nan for count in board.facts["parameters"]]
        parameters[~((parameters >= 1) & np.isfinite(parameters))] = np.nan
    for row, identity in enumerate(identities):
        if identity and identity.size and identity.size.parameters:
            parameters[row] = identity.size.parameters
    return parameters
