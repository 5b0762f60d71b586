"""How far two orders of the same entries agree."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from llmsurvey.boards.methods import Ranks

Counts = npt.NDArray[np.int64]

_STRETCH = 64
"""Among so many numbers each pair is looked at."""


class Agreement(NamedTuple):
    """Kendall's tau-b of two orders (NaN where one of them has only ties), and the share of pairs that swap."""

    tau: float
    swapped: float


def agreement_of_ranks(first: Ranks, second: Ranks) -> Agreement:
    """Return how far two rankings of the same entries agree; entries that have no rank (0) in one of them don't count.

    After W. R. Knight, "A Computer Method for Calculating Kendall's Tau with Ungrouped Data", Journal of the American
    Statistical Association 61 (1966), 436-439: sorted by the first rank, pairs that swap are inversions of the second.
    O(n log n).
    """
    has_both = (first > 0) & (second > 0)
    first_places, second_places = first[has_both], second[has_both]
    last = len(first) + 1
    places = np.sort(first_places * last + second_places)  # by the first, and equal ones by the second
    pairs = _count_pairs(np.array([len(first_places)]))
    swapped = _count_inversions(places % last)
    tied_first, tied_second = _count_pairs(np.bincount(first_places)), _count_pairs(np.bincount(second_places))
    starts = np.flatnonzero(np.diff(places, prepend=-1))
    tied_both = _count_pairs(np.diff(starts, append=len(places)))
    untied = float(pairs - tied_first) * float(pairs - tied_second)
    balance = pairs - tied_first - tied_second + tied_both - 2 * swapped
    return Agreement(balance / untied**0.5 if untied else float("nan"), swapped / pairs if pairs else 0.0)


def _count_pairs(counts: Counts) -> int:
    """Return how many pairs there are within groups of these sizes."""
    return int((counts * (counts - 1) // 2).sum())


def _count_inversions(numbers: Counts) -> int:
    """Return how many pairs of whole numbers from 0 on stand in the wrong order.

    Within short stretches each pair is looked at. Then neighbouring stretches, each sorted by now, are merged, all at
    once: one search finds, for each number of the right one, how many in the left one are larger.
    """
    most = int(numbers.max(initial=0)) + 1
    stretches = 2 ** max(0, -(-len(numbers) // _STRETCH) - 1).bit_length()
    padded: npt.NDArray[Any] = np.full(stretches * _STRETCH, most, dtype=np.int32 if most < 2**31 else np.int64)
    padded[: len(numbers)] = numbers
    sorted_parts = padded.reshape(stretches, _STRETCH)
    count = sum(
        int(np.count_nonzero(sorted_parts[:, :-apart] > sorted_parts[:, apart:])) for apart in range(1, _STRETCH)
    )
    sorted_parts.sort(axis=1)
    while len(sorted_parts) > 1:
        left, right = sorted_parts[0::2], sorted_parts[1::2]
        pair = np.arange(len(left))[:, np.newaxis]
        raised = pair * (most + 1)  # what is in one pair is more than all in the pairs before
        no_more = np.searchsorted((left + raised).ravel(), (right + raised).ravel(), side="right")
        count += int(((pair + 1) * left.shape[1]).sum()) * left.shape[1] - int(no_more.sum())
        sorted_parts = sorted_parts.reshape(len(left), -1)
        sorted_parts.sort(axis=1)
    return count
