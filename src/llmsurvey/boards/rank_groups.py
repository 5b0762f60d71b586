"""Groups of a ranked board: two entries are in one exactly where they can't be told apart.

Who is significantly above whom is a partial order, in which nearly equal errors make each entry an interval of a line.
A group is a largest set of entries of which none is above another; numbered from the best, those of an entry follow
each other, so that the first and the last say all (P. C. Fishburn, Journal of Mathematical Psychology 7, 1970). The
first is found by how many are above the entry, the last by whom it isn't above. Where errors differ so much that the
order is none of intervals, an entry is in more groups than it must: two that share none can always be told apart.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from llmsurvey.boards.methods import Ranks, Vector
from llmsurvey.boards.rank_sets import RankSets, group_like_errors


class RankGroups(NamedTuple):
    """The first and the last group of some entries, counted from 1; 0 for those without a rank."""

    first: Ranks
    last: Ranks


def groups_of_rows(totals: Vector, errors: Vector | None, sets: RankSets, rows: Ranks) -> RankGroups:
    """Return the groups of some `rows` of a board, which depend on all of its entries.

    `sets` are simultaneous, of the `totals` with their standard `errors`; without these (None) they follow from
    intervals of the figures. An entry that has a total but no error is in every group.
    """
    # each group begins with those that have equally many above them
    starts = np.flatnonzero(np.bincount(sets.best[sets.best > 0]))
    highest = _reach_by_sets(sets, rows) if errors is None else _reach_by_errors(totals, errors, sets, rows)
    is_ranked = sets.best[rows] > 0
    first, last = (np.searchsorted(starts, ranks) + 1 for ranks in (sets.best[rows], highest))
    return RankGroups(np.where(is_ranked, first, 0), np.where(is_ranked, last, 0))


def _reach_by_sets(sets: RankSets, rows: Ranks) -> Ranks:
    """Return the largest best rank among those whom each row isn't above: as intervals, all but the last few."""
    best = np.sort(sets.best[sets.best > 0])
    reach: Ranks = best[np.maximum(sets.worst[rows], 1) - 1]
    return reach


def _reach_by_errors(totals: Vector, errors: Vector, sets: RankSets, rows: Ranks) -> Ranks:
    """Return the largest best rank among those whom each row isn't above by `sets.mark` standard errors."""
    with_error = np.flatnonzero((sets.best > 0) & ~np.isnan(errors))
    reach = np.where(np.isnan(errors[rows]), sets.best.max(initial=1), sets.best[rows])
    for members in group_like_errors(errors[with_error]):
        class_rows = with_error[members]
        class_rows = class_rows[np.argsort(totals[class_rows])]
        best_from = np.maximum.accumulate(sets.best[class_rows][::-1])[::-1]
        limits = totals[rows] - sets.mark * np.hypot(errors[rows], errors[class_rows].max())
        place = np.searchsorted(totals[class_rows], limits, side="left")
        is_reached = (place < len(class_rows)) & ~np.isnan(limits)
        reach[is_reached] = np.maximum(reach[is_reached], best_from[place[is_reached]])
    return reach
