"""Entries that no other beats on both score and cost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from llmsurvey.boards.board import Board
from llmsurvey.boards.identify import Identity
from llmsurvey.boards.methods import Vector


def unbeaten(scores: Vector, costs: Vector) -> npt.NDArray[np.bool_]:
    """Whether no other has at least the score for at most the cost, and more of one or less of the other.

    Equals don't beat each other; what lacks a score or a cost is on no frontier. One sort and one pass: O(n log n).
    """
    known = np.flatnonzero(~(np.isnan(scores) | np.isnan(costs)))
    order = known[np.lexsort((-scores[known], costs[known]))]
    score, cost = scores[order], costs[order]
    best = np.maximum.accumulate(score) if len(order) else score
    leads = score >= best
    first = np.maximum.accumulate(np.where(np.diff(best, prepend=-np.inf) > 0, np.arange(len(order)), 0))
    found = np.zeros(len(scores), dtype=bool)
    found[order] = leads & (cost == cost[first])
    return found


def parameters_of(board: Board, identities: Sequence[Identity | None]) -> Vector:
    """The parameters of each entry: the registry's where it knows them, else the board's; NaN where neither does."""
    stated = np.array([each or np.nan for each in board.fact("parameters")], dtype=float)
    stated[~((stated >= 1) & np.isfinite(stated))] = np.nan
    known = [each.size.parameters if each and each.size else None for each in identities]
    exact = np.array([each or np.nan for each in known], dtype=float)
    return np.where(np.isnan(exact), stated, exact)
