"""Rank sets of differences whose errors go together: against those of independent errors, and csranks' own example."""

from __future__ import annotations

import csv
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmsurvey.boards import paired_rank_sets as module
from llmsurvey.boards.methods import Vector
from llmsurvey.boards.paired_rank_sets import draw_totals, may_be_best, paired_rank_sets
from llmsurvey.boards.rank_sets import RankSets, rank_sets

with (Path(__file__).parent / "pisa_2018.csv").open(encoding="utf-8", newline="") as file:
    PISA = list(csv.DictReader(file))

SCORES = np.array([float(row["math"]) for row in PISA])
ERRORS = np.array([float(row["math_se"]) for row in PISA])

figures = st.lists(
    st.tuples(st.floats(0, 100, width=32), st.floats(0.125, 5, width=32)),
    min_size=1,
    max_size=12,
    unique_by=lambda each: each[0],
)


def independent(totals: Vector, errors: Vector) -> RankSets:
    return paired_rank_sets(totals, np.diag(errors**2))


def with_shared(totals: Vector, own: Vector, shared: float) -> RankSets:
    """Sets where all totals have an error in common, too, which no difference has."""
    return paired_rank_sets(totals, np.diag(own**2) + shared**2)


def test_independent_errors_give_the_sets_that_csranks_publishes() -> None:
    sets = independent(SCORES, ERRORS)
    published = [(int(row["best_simultaneous"]), int(row["worst_simultaneous"])) for row in PISA]
    assert list(zip(sets.best.tolist(), sets.worst.tolist(), strict=True)) == published


@given(figures)
@settings(max_examples=40, deadline=None)
def test_independent_errors_give_what_rank_sets_gives(entries: list[tuple[float, float]]) -> None:
    totals, errors = np.array(entries).T
    ours, theirs = independent(totals, errors), rank_sets(totals, errors)
    assert ours.best.tolist() == theirs.best.tolist()
    assert ours.worst.tolist() == theirs.worst.tolist()
    assert ours.pairs == theirs.pairs


def test_an_error_that_all_have_in_common_changes_no_set() -> None:
    alone, shared = independent(SCORES, ERRORS), with_shared(SCORES, ERRORS, 30.0)
    assert abs(shared.mark - alone.mark) < 0.1
    assert np.abs(shared.best - alone.best).max() <= 1
    assert np.abs(shared.worst - alone.worst).max() <= 1
    as_if_independent = rank_sets(SCORES, np.hypot(ERRORS, 30.0))
    assert (as_if_independent.worst - as_if_independent.best).mean() > 3 * (shared.worst - shared.best).mean()


def test_models_that_answered_alike_are_never_apart() -> None:
    moments = np.array([[1.0, 1.0, 0.2], [1.0, 1.0, 0.2], [0.2, 0.2, 1.0]])
    sets = paired_rank_sets(np.array([50.0, 50.0, 10.0]), moments)
    assert sets.best.tolist() == [1, 1, 3]
    assert sets.worst.tolist() == [2, 2, 3]


def test_moments_of_fewer_units_than_models_are_drawn_from() -> None:
    units = np.random.default_rng(1).normal(size=(4, 30))
    moments = units.T @ units
    drawn = np.cov(draw_totals(moments).T)
    own = np.diag(moments)
    of_differences = np.diag(drawn)[:, None] + np.diag(drawn) - 2 * drawn
    assert of_differences == pytest.approx(own[:, None] + own - 2 * moments, rel=0.1, abs=0.05)


@pytest.mark.parametrize("offset", [0.0, 1e3, 1e7])
def test_what_all_have_in_common_is_not_rounded_into_differences(offset: float) -> None:
    sets = paired_rank_sets(SCORES, np.diag(ERRORS**2) + offset)
    assert sets.mark == pytest.approx(independent(SCORES, ERRORS).mark, abs=0.1)


def test_a_constant_difference_of_few_units_is_not_significant() -> None:
    # of two units that both favour the first the statistic is the root of 2
    assert paired_rank_sets(np.array([1.0, 0.0]), np.array([[0.5, 0.0], [0.0, 0.0]])).best.tolist() == [1, 1]


def test_the_mark_of_two_is_that_of_one_direction() -> None:
    sets = paired_rank_sets(np.array([3.0, 0.0]), np.eye(2) / 2)
    assert sets.best.tolist() == [1, 2]
    assert sets.mark == pytest.approx(NormalDist().inv_cdf(0.95), abs=0.03)


def test_blocks_of_rows_find_the_same_largest_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = independent(SCORES, ERRORS)
    monkeypatch.setattr(module, "_AT_ONCE", 2 * len(SCORES) + 1)
    blocked = independent(SCORES, ERRORS)
    assert blocked.mark == whole.mark
    assert blocked.best.tolist() == whole.best.tolist()


def test_sets_hold_all_true_ranks_as_often_as_they_say() -> None:
    random = np.random.default_rng(5)
    truth = np.array([3.0, 2.0, 1.5, 1.5, 1.0, 0.0])
    root = 0.25 * np.tril(random.uniform(0.2, 1, (6, 6)))
    covariance = root @ root.T
    best, worst = 1 + (truth[:, None] < truth).sum(axis=1), 6 - (truth[:, None] > truth).sum(axis=1)
    held = 0
    for _ in range(200):
        sets = paired_rank_sets(truth + root @ random.normal(size=6), covariance)
        held += bool(((sets.best <= best) & (worst <= sets.worst)).all())
    assert held >= 180


@given(figures)
@settings(max_examples=40, deadline=None)
def test_who_may_be_best_is_among_those_whose_set_has_rank_1(entries: list[tuple[float, float]]) -> None:
    totals, errors = np.array(entries).T
    may_be = may_be_best(totals, np.diag(errors**2))
    assert may_be[totals.argmax()]
    assert not (may_be & (independent(totals, errors).best > 1)).any()


def test_who_may_be_best_is_what_draws_of_its_own_differences_say() -> None:
    totals, errors = np.array([10.0, 8.0, 7.9, 0.0]), np.array([1.0, 0.5, 0.5, 1.0])
    drawn = np.random.default_rng(9).normal(size=(400_000, 4)) * errors
    pairs = np.hypot(errors[:, None], errors)
    expected = []
    for row in range(4):
        others = np.delete(np.arange(4), row)
        mark = np.quantile(((drawn[:, others] - drawn[:, [row]]) / pairs[row, others]).max(axis=1), 0.95)
        expected.append(bool(((totals[others] - totals[row]) / pairs[row, others]).max() <= mark))
    assert may_be_best(totals, np.diag(errors**2)).tolist() == expected == [True, True, True, False]


def test_one_model_has_the_first_rank() -> None:
    sets = paired_rank_sets(np.array([4.0]), np.ones((1, 1)))
    assert (sets.best.tolist(), sets.worst.tolist(), sets.pairs) == ([1], [1], 0)
    assert may_be_best(np.array([4.0]), np.ones((1, 1))).tolist() == [True]
