"""Entries that no other beats on both score and cost."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from llmsurvey.boards.board import Board
from llmsurvey.boards.identify import Identities
from llmsurvey.boards.methods import Vector


def find_unbeaten(scores: Vector, costs: Vector) -> npt.NDArray[np.bool_]:
    """Whether no other entry has at least the score for at most the cost, and is better in one of them.

    Equals don't beat each other; what lacks a score or a cost is on no frontier. One sort and one pass: O(n log n).
    """
    is_unbeaten = np.zeros(len(scores), dtype=bool)
    comparable = np.flatnonzero(~(np.isnan(scores) | np.isnan(costs)))
    if not len(comparable):
        return is_unbeaten
    order = comparable[np.argsort(costs[comparable], kind="stable")]
    score, cost = scores[order], costs[order]
    starts = np.flatnonzero(np.append(True, cost[1:] != cost[:-1]))  # of those that cost the same
    best = np.maximum.reduceat(score, starts)
    leads = np.append(True, best[1:] > np.maximum.accumulate(best)[:-1])
    counts = np.diff(np.append(starts, len(order)))
    is_unbeaten[order] = (score == np.repeat(best, counts)) & np.repeat(leads, counts)
    return is_unbeaten


def parameters_of(board: Board, identities: Identities) -> Vector:
    """Return the parameters of each entry, as the registry states them, else as the board does; NaN for unknown."""
    parameters = np.full(len(board), np.nan)
    if "parameters" in board.facts:
        parameters[:] = np.asarray(board.facts["parameters"], dtype=float)  # None is NaN
        parameters[~((parameters >= 1) & np.isfinite(parameters))] = np.nan
    for row, identity in identities.known.items():
        if identity.size and identity.size.parameters:
            parameters[row] = identity.size.parameters
    return parameters
