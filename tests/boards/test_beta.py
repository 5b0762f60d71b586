"""The regularised incomplete beta function, against exact fractions and scipy."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.boards import beta
from llmsurvey.boards.beta import share_below

parameters = st.floats(0.5, 1e6)


@given(st.integers(1, 300), st.data())
def test_binomial_tails_are_the_exact_fractions(count: int, data: st.DataObject) -> None:
    most = data.draw(st.integers(0, count - 1))
    exact = Fraction(sum(math.comb(count, number) for number in range(most + 1)), 2**count)
    assert share_below(0.5, count - most, most + 1) == pytest.approx(float(exact), rel=1e-12)


@given(parameters, parameters, st.floats(-6, 6))
def test_shares_are_those_of_scipy(a: float, b: float, deviations: float) -> None:
    mean = a / (a + b)
    x = mean + deviations * math.sqrt(mean * (1 - mean) / (a + b + 1))
    if 0 < x < 1:
        assert share_below(x, a, b) == pytest.approx(float(scipy.special.betainc(a, b, x)), rel=1e-9, abs=1e-300)


@given(parameters, parameters)
def test_nothing_lies_below_0_and_all_below_1(a: float, b: float) -> None:
    assert (share_below(0, a, b), share_below(1, a, b)) == (0, 1)


@pytest.mark.parametrize("count", [1_000, 30_000, 290_000, 3_000_000])
def test_steps_grow_as_the_root_of_the_count(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    expected = share_below(0.5, count // 2, count // 2 + 1)
    monkeypatch.setattr(beta, "_STEPS", 2 * math.isqrt(count))
    assert share_below(0.5, count // 2, count // 2 + 1) == expected


def test_a_share_too_small_for_a_number_is_not_0() -> None:
    assert share_below(0.5, 10_000, 1) == math.ulp(0.0)
