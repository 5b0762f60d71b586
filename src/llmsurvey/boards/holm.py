"""Several tests at once: S. Holm, "A simple sequentially rejective multiple test procedure" (1979).

Scandinavian Journal of Statistics 6, 65-70: the k-th smallest of m p-values is held against a risk of 1/(m - k + 1) of
the whole, until one is larger. The chance of any wrong rejection is no more than the whole risk, however the tests
depend on each other.
"""

from __future__ import annotations

from collections.abc import Sequence


def adjust_p_values(p_values: Sequence[float]) -> list[float]:
    """Return the least risk of all tests together at which each would be rejected, in their order."""
    count = len(p_values)
    adjusted = [1.0] * count
    largest = 0.0
    for turn, place in enumerate(sorted(range(count), key=p_values.__getitem__)):
        largest = max(largest, min(1.0, (count - turn) * p_values[place]))
        adjusted[place] = largest
    return adjusted


def risk_of_one(p_values: Sequence[float], risk: float) -> float:
    """Return the risk that parts the tests: those with a smaller or equal p-value are rejected, and no others."""
    rejected = sum(adjusted <= risk for adjusted in adjust_p_values(p_values))
    return risk / max(1, len(p_values) - rejected)
