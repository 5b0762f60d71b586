"""Several tests at once: Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate" (1995).

Journal of the Royal Statistical Society B 57, 289-300: of m p-values the k smallest are rejected, with the largest k
whose k-th is no more than k/m of the whole risk. Of what is rejected, the share that is so wrongly is no more than that
risk, on average; it is less cautious than Holm's procedure, and finds more where there are many tests.
"""

from __future__ import annotations

from collections.abc import Sequence


def adjust_p_values(p_values: Sequence[float]) -> list[float]:
    """Return the least rate of false discoveries at which each would be rejected, in their order."""
    count = len(p_values)
    adjusted = [1.0] * count
    least = 1.0
    by_size = sorted(range(count), key=p_values.__getitem__)
    for turn, place in reversed(list(enumerate(by_size, 1))):
        least = min(least, count / turn * p_values[place])
        adjusted[place] = least
    return adjusted


def risk_of_one(p_values: Sequence[float], risk: float) -> float:
    """Return the risk that parts the tests: those with a smaller or equal p-value are rejected, and no others.

    An interval with this risk leaves out 0 for those alone, and of such intervals no larger share than `risk` misses
    the truth, on average (Y. Benjamini and D. Yekutieli, Journal of the American Statistical Association 100, 2005,
    71-81).
    """
    rejected = sum(adjusted <= risk for adjusted in adjust_p_values(p_values))
    return risk * max(1, rejected) / max(1, len(p_values))
