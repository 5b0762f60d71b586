"""Student's t distribution: how far the mean of few numbers may lie from the true one by chance."""

from __future__ import annotations

from llmsurvey.boards.beta import share_below
from llmsurvey.boards.rank_sets import COVERAGE

_HALVINGS = 60


def p_value(distance: float, freedom: int) -> float:
    """Return how likely a mean lies `distance` standard errors or more away, to either side, by chance.

    `freedom` is one less than how many numbers it is the mean of (NIST Digital Library of Mathematical Functions,
    8.17, and M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, 26.7.1).
    """
    return share_below(freedom / (freedom + distance**2), freedom / 2, 0.5)


def reach_of_interval(freedom: int, risk: float = 1 - COVERAGE) -> float:
    """Return how many standard errors an interval reaches to each side so that all but `risk` lies in it."""
    low, high = 0.0, 2.0
    while p_value(high, freedom) > risk:
        low, high = high, 2 * high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if p_value(middle, freedom) > risk:
            low = middle
        else:
            high = middle
    return high
