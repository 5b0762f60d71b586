"""McNemar's exact test of two models whose answers are right or wrong, and the interval that agrees with it.

Only the questions that one of the two alone got right tell them apart (Q. McNemar, Psychometrika 12, 1947).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from llmsurvey.boards.beta import share_below
from llmsurvey.boards.methods import Vector
from llmsurvey.boards.rank_sets import COVERAGE

_RISK = (1 - COVERAGE) / 2
"""What may lie beyond each end of an interval."""

_CELLS, _REACH = 2_000, 12.0
"""A distribution is cut into so many cells, so many standard deviations to both sides of its mean."""

_HALVINGS = 40


def p_value(first_only: int, second_only: int) -> float:
    """Return the exact two-sided p value: as likely each way were the questions that only one of the two got right.

    `first_only` and `second_only` count these. What is smaller than any number above 0 is given as the least of them.
    """
    fewer, more = sorted((first_only, second_only))
    return min(1.0, 2 * share_below(0.5, more, fewer + 1)) if fewer < more else 1.0


def difference_interval(first_only: int, second_only: int, questions: int) -> tuple[float, float]:
    """Return the ends of the interval for the difference of two shares of right answers, from -1 to 1.

    It leaves out 0 exactly where the p value is below 1 - COVERAGE. After M. P. Fay and K. Lumbard, "Confidence
    intervals for difference in proportions for matched pairs compatible with exact McNemar's or sign tests",
    Statistics in Medicine 40 (2021), 1147-1159 (their R function `mcnemarExactDP`): the difference is the share of
    questions that tell the two apart, times how much more often these favour the first; for each the ends of its
    exact interval (C. J. Clopper and E. S. Pearson, Biometrika 26, 1934) are quantiles of beta distributions, whose
    product is taken.
    """
    return _lower_end(first_only, second_only, questions), -_lower_end(second_only, first_only, questions)


def _lower_end(first_only: int, second_only: int, questions: int) -> float:
    """Return where the distribution of the product has _RISK below it, sought by halving."""
    is_above = first_only > 0 and share_below(0.5, first_only, second_only + 1) < _RISK
    share_up_to = _distribution_of_product(first_only, second_only, questions, is_above=is_above)
    low, high = (0.0, 1.0) if is_above else (-1.0, 0.0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if share_up_to(middle) < _RISK:
            low = middle
        else:
            high = middle
    return high if is_above else low


def _distribution_of_product(
    first_only: int, second_only: int, questions: int, *, is_above: bool
) -> Callable[[float], float]:
    """Return a function that gives the share of the product's distribution that lies up to a difference.

    The product is that of the lower end of the tendency and of the telling share. Where the tendency is against the
    first, a larger share makes the difference lower: then that's upper end counts.
    """
    telling = first_only + second_only
    share = (
        _cut_into_cells(telling, questions - telling + 1)
        if is_above
        else _cut_into_cells(telling + 1, questions - telling)
    )
    favour = _cut_into_cells(first_only, second_only + 1)
    if len(share.middles) == 1:  # all questions tell them apart
        return lambda difference: favour.share_up_to((1 + difference) / 2).item()
    tendency = 2 * favour.middles - 1

    def share_up_to(difference: float) -> float:
        with np.errstate(divide="ignore"):
            below = share.share_up_to(difference / tendency)
        return float(np.where(tendency > 0, below, 1 - below) @ favour.weights)

    return share_up_to


class _Cells(NamedTuple):
    """A distribution cut into cells: their edges, how much lies below each edge, their middles and weights."""

    edges: Vector
    below: Vector
    middles: Vector
    weights: Vector

    def share_up_to(self, values: Vector | float) -> Vector:
        """Return how much of it lies up to each of the values."""
        return np.asarray(np.interp(values, self.edges, self.below))


def _cut_into_cells(a: float, b: float) -> _Cells:
    """Return a beta distribution in cells; without `a` all of it lies at 0, without `b` at 1."""
    if a == 0 or b == 0:
        value = float(b == 0)
        return _Cells(np.array([value - 1e-12, value]), np.array([0.0, 1.0]), np.array([value]), np.array([1.0]))
    mean = a / (a + b)
    reach = _REACH * np.sqrt(mean * (1 - mean) / (a + b + 1))
    edges = np.linspace(max(0.0, mean - reach), min(1.0, mean + reach), _CELLS + 1)
    middles = (edges[1:] + edges[:-1]) / 2
    logarithms = (a - 1) * np.log(middles) + (b - 1) * np.log1p(-middles)
    densities = np.exp(logarithms - logarithms.max())
    weights = densities / densities.sum()
    return _Cells(edges, np.concatenate([[0.0], np.cumsum(weights)]), middles, weights)
