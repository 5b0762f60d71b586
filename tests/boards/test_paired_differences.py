"""Differences on the same questions, against scipy's paired t test."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import scipy.stats
from hypothesis import assume, given
from hypothesis import strategies as st

from llmsurvey.boards import mcnemar
from llmsurvey.boards.paired_differences import Pair

rights = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=60)
shares = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=60)


def pair(scores: Sequence[tuple[float, float]], *, is_share: bool = True) -> Pair:
    first, second = np.array(scores, dtype=float).T
    return Pair(first, second, is_share)


@given(rights)
def test_right_or_wrong_answers_go_by_mcnemar(scores: list[tuple[float, float]]) -> None:
    only = scores.count((1, 0)), scores.count((0, 1))
    assert pair(scores).only == only
    low, high, p_value = pair(scores).estimate()
    assert p_value == mcnemar.p_value(*only)
    assert (low, high) == tuple(100 * end for end in mcnemar.difference_interval(*only, len(scores)))


@given(shares)
def test_other_scores_go_by_the_paired_t_test(scores: list[tuple[float, float]]) -> None:
    first, second = np.array(scores).T
    assume(pair(scores).only is None and np.std(first - second) > 1e-6)
    expected = scipy.stats.ttest_rel(first, second)
    ends = expected.confidence_interval(0.95)
    low, high, p_value = pair(scores).estimate()
    assert p_value == pytest.approx(float(expected.pvalue), rel=1e-6)
    assert (low, high) == pytest.approx((100 * float(ends.low), 100 * float(ends.high)), rel=1e-6, abs=1e-9)
    assert None not in (low, high, p_value)
    assert ((low or 0) > 0 or (high or 0) < 0) == ((p_value or 0) < 0.05)


@pytest.mark.parametrize("scores", [[(0.5, 0.2)], [(0.5, 0.2), (0.9, 0.6)], [(0.5, 0.5), (0.1, 0.1)]])
def test_without_spread_nothing_is_known(scores: list[tuple[float, float]]) -> None:
    assert pair(scores).estimate() == (None, None, None)


def test_one_answer_right_or_wrong_says_next_to_nothing() -> None:
    estimate = pair([(1, 0)]).estimate()
    assert estimate.low == pytest.approx(-95)
    assert estimate[1:] == (100, 1)


def test_scores_in_another_unit_keep_it() -> None:
    scores = [(7.0, 5.0), (9.0, 8.0), (3.0, 1.5)]
    _, high, p_value = pair(scores, is_share=False).estimate()
    in_percent = pair(scores).estimate()
    assert p_value == in_percent.p_value
    assert in_percent.high == pytest.approx(100 * (high or 0))


def test_intervals_of_few_questions_cover_the_truth() -> None:
    random = np.random.default_rng(2023)
    covered = 0
    for _ in range(1000):
        first, second = random.beta(2, 2, (2, 6))
        low, high, _ = Pair(first, second).estimate()
        covered += low is not None and high is not None and low <= 0 <= high
    assert covered / 1000 == pytest.approx(0.95, abs=0.02)


def test_intervals_cover_the_truth_of_models_that_fail_alike() -> None:
    random = np.random.default_rng(2023)
    covered = 0
    for _ in range(400):
        ease = random.random(300)
        first, second = (random.random((2, 300)) < [0.2 + 0.7 * ease, 0.1 + 0.7 * ease]).astype(float)
        low, high, _ = Pair(first, second).estimate()
        covered += low is not None and high is not None and low <= 10 <= high
    assert covered / 400 >= 0.94
