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

_CELLS, _REACH = 2_000, 12.0
"""A distribution is cut into so many cells, so many standard deviations to both sides of its mean."""

_HALVINGS = 40


def p_value(first_only: int, second_only: int, *, is_mid: bool = False) -> float:
    """Return the exact two-sided p value: as likely each way were the questions that only one of the two got right.

    `first_only` and `second_only` count these. What is smaller than any number above 0 is given as the least of them.
    With `is_mid` it is the mid-p value, which counts half of the chance of just these counts (M. W. Fagerland, S.
    Lydersen and P. Laake, "The McNemar test for binary matched-pairs data", BMC Medical Research Methodology 13, 2013,
    91): less cautious than the exact one, and in rare cases a little too bold.
    """
    fewer, more = sorted((first_only, second_only))
    return min(1.0, 2 * _p_of_none(more, fewer, is_mid=is_mid)) if fewer < more else 1.0


def difference_interval(
    first_only: int, second_only: int, questions: int, risk: float = 1 - COVERAGE, *, is_mid: bool = False
) -> tuple[float, float]:
    """Return the ends of the interval for the difference of two shares of right answers, from -1 to 1.

    It leaves out 0 exactly where the p value is below `risk`. After M. P. Fay and K. Lumbard, "Confidence
    intervals for difference in proportions for matched pairs compatible with exact McNemar's or sign tests",
    Statistics in Medicine 40 (2021), 1147-1159 (their R function `mcnemarExactDP`): the difference is the share of
    questions that tell the two apart, times how much more often these favour the first; for each the ends of its
    exact interval (C. J. Clopper and E. S. Pearson, Biometrika 26, 1934) are quantiles of beta distributions, whose
    product is taken. With `is_mid` the tendency's is the mean of its lower and its upper one.
    """
    low = _lower_end(first_only, second_only, questions, risk / 2, is_mid=is_mid)
    return low, -_lower_end(second_only, first_only, questions, risk / 2, is_mid=is_mid)


def p_of_no_more(
    first_only: int, second_only: int, questions: int, difference: float, *, is_mid: bool = False
) -> float:
    """Return the one-sided p value of that the true difference is no more than this, from -1 to 1.

    It is below a risk exactly where the interval with twice that risk lies above `difference`.
    """
    share_up_to = _distribution_of_product(first_only, second_only, questions, is_above=difference > 0, is_mid=is_mid)
    return min(1.0, max(0.0, share_up_to(difference)))


def _p_of_none(first_only: int, second_only: int, *, is_mid: bool) -> float:
    """Return how likely so many or more favour the first, of those that tell the two apart, by chance."""
    tendencies = _tendency(first_only, second_only, is_mid=is_mid)
    shares = [share_below(0.5, *ends) if min(ends) else float(ends[0] == 0) for ends in tendencies]
    return sum(shares) / len(shares)


def _tendency(first_only: int, second_only: int, *, is_mid: bool) -> list[tuple[int, int]]:
    """Return the parameters of the beta distribution of how often the first is favoured, of its lower end."""
    lower, upper = (first_only, second_only + 1), (first_only + 1, second_only)
    return [lower, upper] if is_mid else [lower]


def _lower_end(first_only: int, second_only: int, questions: int, risk: float, *, is_mid: bool) -> float:
    """Return where the distribution of the product has `risk` below it, sought by halving."""
    is_above = first_only > 0 and _p_of_none(first_only, second_only, is_mid=is_mid) < risk
    share_up_to = _distribution_of_product(first_only, second_only, questions, is_above=is_above, is_mid=is_mid)
    low, high = (0.0, 1.0) if is_above else (-1.0, 0.0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if share_up_to(middle) < risk:
            low = middle
        else:
            high = middle
    return high if is_above else low


def _distribution_of_product(
    first_only: int, second_only: int, questions: int, *, is_above: bool, is_mid: bool
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
    favours = [_cut_into_cells(*ends) for ends in _tendency(first_only, second_only, is_mid=is_mid)]

    def share_up_to(difference: float) -> float:
        return sum(_share_of_product(share, favour, difference) for favour in favours) / len(favours)

    return share_up_to


def _share_of_product(share: _Cells, favour: _Cells, difference: float) -> float:
    """Return how much of the product of a telling share and a tendency lies up to a difference."""
    if len(share.middles) == 1:  # all questions tell them apart
        return favour.share_up_to((1 + difference) / 2).item()
    tendency = 2 * favour.middles - 1
    with np.errstate(divide="ignore"):
        below = share.share_up_to(difference / tendency)
    return float(np.where(tendency > 0, below, 1 - below) @ favour.weights)


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
