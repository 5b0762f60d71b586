"""McNemar's exact test and its interval: against scipy, exact fractions, numeric integration, and all small tables."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
import scipy.integrate
import scipy.optimize
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from llmsurvey.boards.mcnemar import difference_interval, p_of_no_more, p_value

tables = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 200)).filter(lambda table: sum(table) > 0)
"""How many questions the first alone got right, the second alone, and both or neither."""


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_p_value_is_the_exact_fraction(first: int, second: int) -> None:
    count = first + second
    tail = sum(math.comb(count, number) for number in range(min(first, second) + 1))
    assert p_value(first, second) == pytest.approx(float(min(Fraction(1), Fraction(2 * tail, 2**count))), rel=1e-12)


@pytest.mark.parametrize(
    ("first", "second"), [(520, 479), (540, 470), (1500, 900), (14_000, 15_000), (144_000, 146_000), (145_000, 145_001)]
)
def test_large_counts_have_scipy_s_p_value(first: int, second: int) -> None:
    expected = float(scipy.stats.binomtest(first, first + second).pvalue)
    assert p_value(first, second) == pytest.approx(expected, rel=1e-11)


def test_a_p_value_is_never_0() -> None:
    assert p_value(0, 1073) == 2.0**-1072
    assert 0 < p_value(0, 5_000) < 1e-300


def test_equal_counts_have_a_p_value_of_1() -> None:
    assert p_value(0, 0) == p_value(7, 7) == p_value(150_000, 150_000) == 1


@given(tables)
def test_the_interval_leaves_out_0_where_the_test_rejects(table: tuple[int, int, int]) -> None:
    low, high = difference_interval(table[0], table[1], sum(table))
    assert (low > 0 or high < 0) == (p_value(*table[:2]) < 0.05)
    assert -1 <= low <= (table[0] - table[1]) / sum(table) <= high <= 1


def test_5_to_0_of_40_is_not_apart() -> None:
    low, high = difference_interval(5, 0, 40)
    assert p_value(5, 0) == pytest.approx(0.0625)
    assert low < 0 < high
    assert difference_interval(6, 0, 40)[0] > 0


@given(tables)
def test_turned_round_the_interval_has_other_signs(table: tuple[int, int, int]) -> None:
    low, high = difference_interval(table[0], table[1], sum(table))
    assert difference_interval(table[1], table[0], sum(table)) == (-high, -low)


@pytest.mark.parametrize(
    "table", [(5, 0, 40), (0, 6, 40), (14, 2, 400), (0, 0, 40), (1, 7, 21), (3, 2, 5), (7, 1, 8), (300, 250, 10_000)]
)
def test_the_interval_is_the_product_of_two(table: tuple[int, int, int]) -> None:
    first, second, questions = table
    expected = lower_end(first, second, questions), -lower_end(second, first, questions)
    assert difference_interval(*table) == pytest.approx(expected, abs=2e-5)


def lower_end(first: int, second: int, questions: int) -> float:
    """The same as Fay and Lumbard define it, by integration: where the product's distribution has 2.5 % below it."""
    if first + second == 0:
        return -float(scipy.stats.beta.ppf(0.975, 1, questions))

    def above_the_risk(difference: float) -> float:
        return share_below(first, second, questions, difference) - 0.025

    return float(scipy.optimize.brentq(above_the_risk, -1 + 1e-12, 1 - 1e-12))


def share_below(first: int, second: int, questions: int, difference: float) -> float:
    """How much of the product's distribution lies below a difference, by integration."""
    telling = first + second
    if first == 0 and (difference > 0 or second == 0):
        return float(difference > 0 or scipy.stats.beta.sf(-difference, 1, questions))
    a, b = (telling, questions - telling + 1) if difference > 0 else (telling + 1, questions - telling)
    if first == 0:
        return float(scipy.stats.beta.sf(-difference, a, b))
    if b == 0:
        return float(scipy.stats.beta.cdf((1 + difference) / 2, first, second + 1))
    least, most = scipy.stats.beta.ppf([1e-13, 1 - 1e-13], a, b)
    return float(
        scipy.integrate.quad(
            lambda share: (
                scipy.stats.beta.cdf((1 + difference / share) / 2, first, second + 1)
                * scipy.stats.beta.pdf(share, a, b)
            ),
            least,
            most,
            limit=200,
        )[0]
    )


def test_each_end_errs_in_no_more_than_2_5_percent() -> None:
    questions = 16
    counts = [(first, second) for first in range(questions + 1) for second in range(questions + 1 - first)]
    ends = np.array([difference_interval(*count, questions) for count in counts])
    for telling in (0.05, 0.2, 0.5, 0.9, 1.0):
        for favour in (0.5, 0.6, 0.8, 0.95, 1.0):
            shares = [telling * favour, telling * (1 - favour), 1 - telling]
            chances = scipy.stats.multinomial.pmf(
                [(*count, questions - sum(count)) for count in counts], questions, shares
            )
            difference = telling * (2 * favour - 1)
            assert chances[ends[:, 0] > difference + 1e-9].sum() < 0.0251
            assert chances[ends[:, 1] < difference - 1e-9].sum() < 0.0251


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_mid_p_value_counts_half_of_just_these_counts(first: int, second: int) -> None:
    expected = 1.0
    if first != second:
        exact = scipy.stats.binomtest(first, first + second).pvalue
        expected = exact - scipy.stats.binom.pmf(min(first, second), first + second, 0.5)
    assert p_value(first, second, is_mid=True) == pytest.approx(float(expected), rel=1e-9, abs=1e-300)


@settings(max_examples=40)
@given(tables, st.sampled_from([0.2, 0.05, 0.01, 0.001]), st.booleans())
def test_the_interval_agrees_with_the_test_at_any_risk(table: tuple[int, int, int], risk: float, is_mid: bool) -> None:
    low, high = difference_interval(table[0], table[1], sum(table), risk, is_mid=is_mid)
    assert (low > 0 or high < 0) == (p_value(*table[:2], is_mid=is_mid) < risk)
    if is_mid:
        exact_low, exact_high = difference_interval(table[0], table[1], sum(table), risk)
        assert exact_low <= low + 1e-6
        assert high <= exact_high + 1e-6


@settings(max_examples=40)
@given(tables, st.floats(-0.9, 0.9).filter(lambda difference: abs(difference) > 1e-3), st.booleans())
def test_one_sided_p_values_agree_with_the_interval(
    table: tuple[int, int, int], difference: float, is_mid: bool
) -> None:
    p_of_it = p_of_no_more(table[0], table[1], sum(table), difference, is_mid=is_mid)
    assert 0 <= p_of_it <= 1
    for risk in (0.3, 0.1, 0.02):
        low, _ = difference_interval(table[0], table[1], sum(table), risk, is_mid=is_mid)
        if abs(low - difference) > 1e-4:
            assert (low > difference) == (p_of_it < risk / 2)


@pytest.mark.parametrize("difference", [-0.2, -0.03, 0.01, 0.05, 0.3])
@pytest.mark.parametrize("table", [(5, 0, 40), (14, 2, 400), (1, 7, 21), (7, 1, 8), (300, 250, 10_000)])
def test_a_one_sided_p_value_is_that_of_the_product_of_two(table: tuple[int, int, int], difference: float) -> None:
    assert p_of_no_more(*table, difference) == pytest.approx(share_below(*table, difference), abs=1e-4)
