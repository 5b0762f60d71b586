"""How sure differences on the same questions are: every figure against errorbars, statsmodels or scipy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import scipy.stats
import statsmodels.api
from errorbars.compare import paired_compare
from errorbars.power import minimum_detectable_effect
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import mcnemar as mcnemar_of_statsmodels
from statsmodels.stats.power import TTestPower
from statsmodels.stats.weightstats import DescrStatsW

from llmsurvey.boards import mcnemar
from llmsurvey.logs.paired_estimates import ByError, Exact, equivalence_of, estimate_difference

RISK = 0.05

rights = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=60)
shares = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=3, max_size=60)


def columns(scores: Sequence[tuple[float, float]]) -> tuple[Any, Any]:
    first, second = np.array(scores, dtype=float).T
    return first, second


def clustered(groups: int, size: int, seed: int) -> tuple[Any, Any, Any]:
    """Scores of 0 and 1 whose differences are alike within a cluster."""
    chance = np.random.default_rng(seed)
    clusters = np.repeat(np.arange(groups), size)
    ease = chance.normal(size=groups)[clusters]
    first, second = (chance.normal([0.4 + ease, 0.1 - ease / 3]) > 0).astype(float)
    return first, second, clusters


@settings(max_examples=50)
@given(rights)
def test_right_and_wrong_answers_go_by_mcnemar(scores: list[tuple[float, float]]) -> None:
    first, second = columns(scores)
    estimate = estimate_difference(first, second)
    counts = scores.count((1, 0)), scores.count((0, 1))
    assert estimate == Exact(*counts, len(scores))
    table = [[scores.count((1, 1)), counts[0]], [counts[1], scores.count((0, 0))]]
    assert estimate.p_value() == pytest.approx(mcnemar_of_statsmodels(table, exact=True).pvalue, rel=1e-9)
    assert estimate.interval(RISK) == mcnemar.difference_interval(*counts, len(scores))
    if len(scores) > 1:
        compared = paired_compare(first, second).mcnemar
        assert compared is not None
        assert estimate.p_value() == pytest.approx(compared.p_value, rel=1e-9)


@given(shares)
def test_other_scores_go_by_the_paired_t_test(scores: list[tuple[float, float]]) -> None:
    first, second = columns(scores)
    assume(np.std(first - second) > 1e-6)
    estimate = estimate_difference(first, second)
    assume(isinstance(estimate, ByError))
    assert estimate is not None
    expected = paired_compare(first, second)
    assert estimate.p_value() == pytest.approx(float(scipy.stats.ttest_rel(first, second).pvalue), rel=1e-6)
    assert estimate.p_value() == pytest.approx(expected.p_value, rel=1e-6)
    assert estimate.interval(RISK) == pytest.approx((expected.ci_low, expected.ci_high), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize(("groups", "size"), [(2, 50), (7, 9), (57, 20), (300, 2)])
def test_clusters_have_the_error_of_errorbars_and_statsmodels(groups: int, size: int) -> None:
    first, second, clusters = clustered(groups, size, seed=groups)
    estimate = estimate_difference(first, second, clusters)
    assert isinstance(estimate, ByError)
    expected = paired_compare(first, second, clusters)
    assert (estimate.way, estimate.freedom) == ("clustered t", groups - 1)
    assert estimate.error == pytest.approx(expected.se_clustered, rel=1e-12)
    assert estimate.p_value() == pytest.approx(expected.p_value_clustered, rel=1e-9)
    assert estimate.interval(RISK) == pytest.approx((expected.ci_low_clustered, expected.ci_high_clustered), rel=1e-9)
    fit = statsmodels.api.OLS(first - second, np.ones(len(first))).fit(
        cov_type="cluster", cov_kwds={"groups": clusters}, use_t=True
    )
    assert estimate.error == pytest.approx(float(fit.bse[0]), rel=1e-9)
    assert estimate.p_value() == pytest.approx(float(fit.pvalues[0]), rel=1e-9)


def test_clusters_of_one_question_each_are_none() -> None:
    first, second, _ = clustered(40, 1, seed=1)
    assert isinstance(estimate_difference(first, second, np.arange(40)), Exact)
    assert isinstance(estimate_difference(first, second, np.zeros(40, dtype=np.int64)), Exact)


def test_clusters_without_a_flip_count_as_a_question_each() -> None:
    right = np.ones(200)
    estimate = estimate_difference(right, right, np.repeat(np.arange(20), 10))
    assert estimate == Exact(0, 0, 20)


@pytest.mark.parametrize("scores", [[(0.5, 0.2)], [(0.5, 0.2), (0.9, 0.6)], [(0.5, 0.5), (0.1, 0.1)]])
def test_without_spread_nothing_is_known(scores: list[tuple[float, float]]) -> None:
    assert estimate_difference(*columns(scores)) is None


def test_mid_p_is_less_cautious_than_the_exact_test() -> None:
    first, second = columns([(1, 0)] * 9 + [(0, 1)] * 2 + [(1, 1)] * 20)
    exact, mid = (estimate_difference(first, second, is_mid=is_mid) for is_mid in (False, True))
    assert exact is not None
    assert mid is not None
    assert mid.way == "mid-p"
    assert mid.p_value() < RISK < exact.p_value()
    assert mid.interval(RISK)[0] > 0 > exact.interval(RISK)[0]


# What would have shown


@pytest.mark.parametrize("risk", [0.05, 0.005])
def test_what_is_detectable_of_many_right_answers_is_that_of_errorbars(risk: float) -> None:
    chance = np.random.default_rng(7)
    ease = chance.normal(size=5_000)
    first, second = (chance.normal(size=(2, 5_000)) + ease + 0.3 > 0).astype(float)
    estimate = estimate_difference(first, second)
    assert estimate is not None
    variance = (first.var(ddof=1) + second.var(ddof=1)) / 2
    correlation = np.cov(first, second)[0, 1] / variance
    expected = minimum_detectable_effect(5_000, variance=variance, rho=correlation, alpha=risk)
    assert estimate.detectable(risk) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("count", [12, 40, 1_000])
def test_what_is_detectable_by_a_t_test_has_the_power_that_is_said(count: int) -> None:
    first, second = np.random.default_rng(count).random((2, count))
    estimate = estimate_difference(first, second)
    assert isinstance(estimate, ByError)
    quantiles = scipy.stats.t.ppf(0.975, count - 1) + scipy.stats.t.ppf(0.8, count - 1)
    assert estimate.detectable(RISK) == pytest.approx(quantiles * estimate.error, rel=1e-9)
    effect = estimate.detectable(RISK) / np.std(first - second, ddof=1)
    assert TTestPower().power(effect, count, RISK) == pytest.approx(0.8, abs=0.01)


def test_no_difference_is_detectable_that_the_exact_test_never_rejects() -> None:
    estimate = Exact(0, 0, 40)
    flips = round(40 * estimate.detectable(RISK))
    assert mcnemar.p_value(flips, 0) < RISK <= mcnemar.p_value(flips - 1, 0)
    mid = Exact(0, 0, 40, is_mid=True)
    flips = round(40 * mid.detectable(RISK))
    assert mcnemar.p_value(flips, 0, is_mid=True) < RISK <= mcnemar.p_value(flips - 1, 0, is_mid=True)
    assert Exact(1, 1, 3).detectable(RISK) == 1


# As good as the other?


@pytest.mark.parametrize("margin", [0.01, 0.03, 0.1])
def test_two_one_sided_tests_are_those_of_statsmodels(margin: float) -> None:
    first, second = np.random.default_rng(3).normal([[0.51], [0.5]], 0.1, size=(2, 200))
    estimate = estimate_difference(first, second)
    assert estimate is not None
    expected = DescrStatsW(first - second).ttost_mean(-margin, margin)[0]
    assert equivalence_of(estimate, margin).within == pytest.approx(float(expected), rel=1e-9)


@settings(max_examples=60)
@given(st.integers(0, 30), st.integers(0, 30), st.integers(30, 400), st.floats(0.01, 0.5), st.booleans())
def test_equivalent_is_what_an_interval_of_90_percent_leaves_within_the_margin(
    first_only: int, second_only: int, others: int, margin: float, is_mid: bool
) -> None:
    estimate = Exact(first_only, second_only, first_only + second_only + others, is_mid)
    low, high = estimate.interval(2 * RISK)
    equivalence = equivalence_of(estimate, margin)
    assume(min(abs(low + margin), abs(high - margin)) > 1e-4)
    assert (equivalence.within <= RISK) == (-margin < low and high < margin)
    low, high = estimate.interval(RISK)
    assume(min(abs(low - margin), abs(high + margin)) > 1e-4)
    assert (equivalence.beyond <= RISK) == (low > margin or high < -margin)
    judgement = equivalence.judge(RISK)
    assert (judgement == "worse") == (low > margin)
    assert (judgement == "better") == (high < -margin)


def test_models_are_called_equivalent_that_differ_by_the_margin_no_more_than_5_times_in_100() -> None:
    chance = np.random.default_rng(11)
    equivalent = 0
    for _ in range(400):
        first, second = chance.multinomial(1, [0.075, 0.025, 0.9], size=300).T[:2].astype(float)  # 5 points apart
        estimate = estimate_difference(first, second)
        assert estimate is not None
        equivalent += equivalence_of(estimate, 0.05).judge(RISK) == "equivalent"
    assert equivalent / 400 <= 0.05 + 2 * math.sqrt(0.05 * 0.95 / 400)
