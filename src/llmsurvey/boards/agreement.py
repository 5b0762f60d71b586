"""How far two orders of the same entries agree."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from llmsurvey.boards.methods import Vector

Counts = npt.NDArray[np.int64]


class Agreement(NamedTuple):
    """Kendall's tau-b of two orders (NaN where one of them has only ties), and the share of pairs that swap."""

    tau: float
    swapped: float


def measure_agreement(first: Vector, second: Vector) -> Agreement:
    """Return how far two figures of the same entries order them alike; entries that lack one of them don't count.

    After W. R. Knight, "A Computer Method for Calculating Kendall's Tau with Ungrouped Data", Journal of the American
    Statistical Association 61 (1966), 436-439: sorted by the first figure, pairs that swap are inversions of the
    second. O(n log n).
    """
    has_both = ~(np.isnan(first) | np.isnan(second))
    _, first_levels = np.unique(first[has_both], return_inverse=True)
    _, second_levels = np.unique(second[has_both], return_inverse=True)
    swapped = _count_inversions(second_levels[np.lexsort((second_levels, first_levels))])
    pairs = _count_pairs(np.array([len(first_levels)]))
    tied_first, tied_second = _count_pairs(np.bincount(first_levels)), _count_pairs(np.bincount(second_levels))
    tied_both = _count_pairs(np.unique(first_levels * (len(first_levels) + 1) + second_levels, return_counts=True)[1])
    untied = float(pairs - tied_first) * float(pairs - tied_second)
    balance = pairs - tied_first - tied_second + tied_both - 2 * swapped
    return Agreement(balance / untied**0.5 if untied else float("nan"), swapped / pairs if pairs else 0.0)


def _count_pairs(counts: Counts) -> int:
    """Return how many pairs there are within groups of these sizes."""
    return int((counts * (counts - 1) // 2).sum())


def _count_inversions(numbers: Counts) -> int:
    """Return how many pairs of whole numbers stand in the wrong order.

    Two numbers part at the highest bit in which they differ: bit by bit, among numbers that agree in all higher bits,
    each one that has the bit is counted for every later one that hasn't.
    """
    count = 0
    for bit in reversed(range(int(numbers.max(initial=0)).bit_length())):
        has = (numbers >> bit) & 1
        group = numbers >> (bit + 1)
        before = np.cumsum(has) - has
        starts = np.flatnonzero(np.diff(group, prepend=-1))
        ahead = before - np.repeat(before[starts], np.diff(starts, append=len(numbers)))
        count += int(ahead[has == 0].sum())
        numbers = numbers[np.argsort(numbers >> bit, kind="stable")]
    return count
