"""Means of many models at once, against statsmodels and scipy pair by pair."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
import scipy.stats
import statsmodels.api
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from statsmodels.stats.contingency_tables import mcnemar

from llmsurvey.logs.mean_scores import MeanScores, average, mean_scores
from llmsurvey.logs.score_matrix import QuestionBlock

Scores = npt.NDArray[np.float64]


def means_of(scores: Scores, units: npt.NDArray[np.int64] | None = None, step: int = 7) -> MeanScores:
    """The means of scores that are given in blocks of a few questions."""
    units = np.arange(scores.shape[1]) if units is None else units
    order = np.argsort(units, kind="stable")
    blocks = (
        QuestionBlock(units[order][start : start + step], scores[:, order][:, start : start + step])
        for start in range(0, len(units), step)
    )
    return mean_scores(blocks, len(scores))


def error_of_difference(moments: Scores, first: int, second: int) -> float:
    return float(np.sqrt(moments[first, first] + moments[second, second] - 2 * moments[first, second]))


def answers(seed: int, models: int = 5, questions: int = 120) -> Scores:
    random = np.random.default_rng(seed)
    hard = random.normal(size=questions)
    return (random.normal(size=(models, questions)) + random.normal(size=(models, 1)) > hard).astype(float)


def test_covariance_of_independent_questions_is_numpys() -> None:
    scores = np.random.default_rng(2).uniform(size=(6, 90))
    means = means_of(scores)
    assert means.means == pytest.approx(scores.mean(axis=1))
    assert means.covariance == pytest.approx(np.cov(scores) / 90)
    assert (means.questions, means.units) == (90, 90)


def test_errors_of_differences_are_those_of_scipys_paired_test() -> None:
    scores = np.random.default_rng(3).uniform(size=(4, 60))
    means = means_of(scores)
    for first in range(4):
        for second in range(first):
            t = scipy.stats.ttest_rel(scores[first], scores[second]).statistic
            difference = means.means[first] - means.means[second]
            assert difference / error_of_difference(means.covariance, first, second) == pytest.approx(t)
            # the error if there were no difference: t becomes t / sqrt((n - 1 + t^2) / n)
            assert difference / error_of_difference(means.moments, first, second) == pytest.approx(
                t / np.sqrt((59 + t**2) / 60)
            )


def test_of_right_and_wrong_answers_the_test_is_mcnemars() -> None:
    scores = answers(4)
    means = means_of(scores)
    for first in range(5):
        for second in range(first):
            table = [[((scores[first] == a) & (scores[second] == b)).sum() for b in (1, 0)] for a in (1, 0)]
            theirs = mcnemar(table, exact=False, correction=False).statistic
            ours = (means.means[first] - means.means[second]) / error_of_difference(means.moments, first, second)
            assert ours**2 == pytest.approx(theirs)


def test_clustered_errors_are_those_of_statsmodels() -> None:
    scores = np.random.default_rng(5).uniform(size=(4, 150))
    units = np.random.default_rng(6).integers(0, 17, 150)
    means = means_of(scores, units)
    constant = np.ones(150)
    for first in range(4):
        own = statsmodels.api.OLS(scores[first], constant).fit(cov_type="cluster", cov_kwds={"groups": units})
        assert means.standard_errors[first] == pytest.approx(own.bse[0])
        for second in range(first):
            differences = scores[first] - scores[second]
            fit = statsmodels.api.OLS(differences, constant).fit(cov_type="cluster", cov_kwds={"groups": units})
            assert error_of_difference(means.covariance, first, second) == pytest.approx(fit.bse[0])
            sums = [differences[units == unit].sum() for unit in np.unique(units)]
            assert error_of_difference(means.moments, first, second) == pytest.approx(
                np.sqrt(np.square(sums).sum()) / 150
            )
    assert means.units == 17


@given(
    scores=arrays.arrays(np.float64, (3, 24), elements=st.floats(0, 1, width=16)),
    units=st.lists(st.integers(0, 5), min_size=24, max_size=24),
    step=st.integers(1, 24),
)
@settings(deadline=None)
def test_blocks_are_cut_anywhere(scores: Scores, units: list[int], step: int) -> None:
    whole, cut = (means_of(scores, np.array(units), size) for size in (24, step))
    assert cut.means == pytest.approx(whole.means)
    assert cut.moments == pytest.approx(whole.moments, abs=1e-12)
    assert cut.covariance == pytest.approx(whole.covariance, abs=1e-12, nan_ok=True)
    assert (cut.questions, cut.units) == (24, len(set(units)))


@given(st.integers(1, 40))
def test_no_difference_exceeds_the_root_of_the_units_that_differ(differing: int) -> None:
    scores = np.zeros((2, 1_000))
    scores[0, :differing] = 1
    means = means_of(scores, step=100)
    assert (means.means[0] - means.means[1]) / error_of_difference(means.moments, 0, 1) == pytest.approx(
        np.sqrt(differing)
    )


def test_one_unit_tells_nothing_of_chance() -> None:
    assert np.isnan(means_of(answers(8), np.zeros(120, dtype=np.int64)).covariance).all()


def test_the_mean_over_benchmarks_has_independent_parts() -> None:
    first, second = means_of(answers(9)), means_of(answers(10, questions=80))
    both = average([first, second])
    assert both.means == pytest.approx((first.means + second.means) / 2)
    assert both.standard_errors == pytest.approx(np.hypot(first.standard_errors, second.standard_errors) / 2)
    assert both.moments == pytest.approx((first.moments + second.moments) / 4)
    assert (both.questions, both.units) == (200, 200)


def test_unpaired_moments_are_those_of_models_that_have_nothing_in_common() -> None:
    scores = np.random.default_rng(11).uniform(size=(2, 4_000))
    alone = means_of(scores, step=4_000)
    alike = means_of(np.vstack([scores[0], scores[0] * 0.9 + scores[1] * 0.1]), step=4_000)
    errors = [error_of_difference(moments, 0, 1) for moments in (alone.unpaired_moments, alone.moments)]
    assert errors[0] == pytest.approx(errors[1], rel=0.05)
    assert error_of_difference(alike.unpaired_moments, 0, 1) > 5 * error_of_difference(alike.moments, 0, 1)


@given(st.integers(2, 30))
def test_unpaired_moments_are_as_self_normalised(units: int) -> None:
    # two models that answer questions of their own: what the one is asked the other has nothing of
    scores = np.random.default_rng(units).uniform(size=(1, units))
    means = means_of(np.vstack([scores, np.zeros((1, units))]))
    assert means.unpaired_moments == pytest.approx(means.moments)
