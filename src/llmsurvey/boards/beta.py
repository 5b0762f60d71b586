"""The regularised incomplete beta function, from which tails of the binomial and of Student's t distribution follow.

numpy has none, and scipy would be a large dependency for one function.
"""

from __future__ import annotations

import math

_PRECISION = 1e-16
_LEAST = 1e-300
"""Stands for nought where the continued fraction would divide by it."""

_STEPS = 100_000
"""More steps than the fraction ever takes: about as many as the square root of the larger argument, times ten."""

_LARGE = 16
"""From here on Stirling's series is exact to the last digit with the terms below."""

LEAST_SHARE = math.ulp(0.0)
"""The least number above 0: what a share that is smaller still is given as, for none of them is 0."""


def share_below(x: float, a: float, b: float) -> float:
    """Return the share of a beta distribution with the parameters `a` and `b`, both above 0, that lies below `x`.

    That is the regularised incomplete beta function I_x(a, b), by its continued fraction (NIST Digital Library of
    Mathematical Functions, 8.17.22), with a relative error below 1e-12 for parameters up to a million. It is 0 only
    at `x` = 0.
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):  # there the fraction would converge slowly
        return 1 - _lower_tail(1 - x, b, a)
    return _lower_tail(x, a, b)


def _lower_tail(x: float, a: float, b: float) -> float:
    """Return the share below an `x` that lies below the mean."""
    logarithm = _logarithm_of_density(x, a, b) - math.log(a) + math.log(_continued_fraction(x, a, b))
    return max(LEAST_SHARE, math.exp(logarithm)) if logarithm < 0 else 1.0


def _logarithm_of_density(x: float, a: float, b: float) -> float:
    """Return the logarithm of x^a (1 - x)^b / B(a, b).

    Written as a distance from the mean, as in C. Loader, "Fast and accurate computation of binomial probabilities"
    (2000): logarithms of gamma functions would lose a digit for each power of ten that they are large.
    """
    excess = (a + b) * x - a
    distance = a * math.log1p(excess / a) + b * math.log1p(-excess / b)
    scale = math.log(a / (a + b) * b / (2 * math.pi)) / 2
    return distance + scale + _stirling_remainder(a + b) - _stirling_remainder(a) - _stirling_remainder(b)


def _stirling_remainder(number: float) -> float:
    """Return what Stirling's formula leaves of the logarithm of the gamma function (DLMF 5.11.1)."""
    if number < _LARGE:
        return math.lgamma(number) - (number - 0.5) * math.log(number) + number - math.log(2 * math.pi) / 2
    inverse = 1 / number**2
    return (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / number


def _continued_fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction, by the method of Lentz as Thompson and Barnett (1986) changed it."""
    numerator, denominator = 1.0, 1 / _not_nought(1 - (a + b) * x / (a + 1))
    value = denominator
    for step in range(1, _STEPS):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        change = 1.0
        for term in (even, odd):
            numerator = _not_nought(1 + term / numerator)
            denominator = 1 / _not_nought(1 + term * denominator)
            change = numerator * denominator
            value *= change
        if abs(change - 1) < _PRECISION:
            break
    return value


def _not_nought(number: float) -> float:
    return number if abs(number) > _LEAST else _LEAST
