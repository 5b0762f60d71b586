"""Confidence sets for ranks, against the published example of csranks.

`pisa_2018.csv` has the mathematics scores of OECD countries in PISA 2018 with their standard errors, and the sets that
the R package csranks publishes for them, by 1,000 draws:
https://danielwilhelm.github.io/R-CS-ranks/reference/csranks.html
"""

from __future__ import annotations

import csv
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmsurvey.boards import rank_sets as rank_sets_module
from llmsurvey.boards.methods import Vector
from llmsurvey.boards.rank_sets import RankSets, rank_sets, sets_between, surely_beaten

with (Path(__file__).parent / "pisa_2018.csv").open(encoding="utf-8", newline="") as file:
    PISA = list(csv.DictReader(file))

COUNTRIES = [row["jurisdiction"] for row in PISA]
SCORES = np.array([float(row["math"]) for row in PISA])
ERRORS = np.array([float(row["math_se"]) for row in PISA])

BY_A_HAIR = {"Denmark"}
"""Its marginal set depends on the seed: a difference lies 0.00004 standard errors from the exact mark."""

figures = st.lists(
    st.tuples(st.floats(0, 100, width=32), st.floats(0.125, 5, width=32)),
    min_size=1,
    max_size=12,
    unique_by=lambda each: each[0],
)


def published(kind: str) -> dict[str, tuple[int, int]]:
    return {row["jurisdiction"]: (int(row[f"best_{kind}"]), int(row[f"worst_{kind}"])) for row in PISA}


def by_country(sets: RankSets) -> dict[str, tuple[int, int]]:
    return {name: (int(sets.best[place]), int(sets.worst[place])) for place, name in enumerate(COUNTRIES)}


def bounded(*, simultaneous: bool, monkeypatch: pytest.MonkeyPatch) -> RankSets:
    monkeypatch.setattr(rank_sets_module, "SIMULATED", 1)
    return rank_sets(SCORES, ERRORS, simultaneous=simultaneous)


def test_simultaneous_sets_are_those_that_csranks_publishes() -> None:
    assert by_country(rank_sets(SCORES, ERRORS)) == published("simultaneous")


def test_marginal_sets_are_those_that_csranks_publishes() -> None:
    found, wanted = by_country(rank_sets(SCORES, ERRORS, simultaneous=False)), published("marginal")
    assert {name for name in COUNTRIES if found[name] != wanted[name]} <= BY_A_HAIR
    assert found["Denmark"] == (5, 15)
    assert wanted["Denmark"] == (5, 14)


@pytest.mark.parametrize("simultaneous", [True, False])
def test_the_bound_for_many_is_never_narrower_and_hardly_wider(
    simultaneous: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = rank_sets(SCORES, ERRORS, simultaneous=simultaneous)
    wider = bounded(simultaneous=simultaneous, monkeypatch=monkeypatch)
    assert (wider.best <= drawn.best).all()
    assert (wider.worst >= drawn.worst).all()
    assert np.abs(wider.best - drawn.best).max() <= 2
    assert np.abs(wider.worst - drawn.worst).max() <= 2


def test_classes_of_like_errors_count_none_that_isn_t_above(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(4)
    totals, errors = random.uniform(20, 80, 500), random.uniform(0.2, 2, 500)
    exact = rank_sets(totals, errors)
    monkeypatch.setattr(rank_sets_module, "_COMPARED", 10)
    rough = rank_sets(totals, errors)
    assert (rough.best <= exact.best).all()
    assert (rough.worst >= exact.worst).all()
    assert np.abs(rough.best - exact.best).max() <= 15
    assert (rough.best != exact.best).any()


@settings(max_examples=25)
@given(figures)
def test_every_set_holds_its_rank_and_marginal_ones_are_no_wider(found: list[tuple[float, float]]) -> None:
    totals, errors = (np.array(each) for each in zip(*found, strict=True))
    ranks = 1 + (totals[None, :] > totals[:, None]).sum(axis=1)
    both, each = rank_sets(totals, errors), rank_sets(totals, errors, simultaneous=False)
    assert (both.best <= ranks).all()
    assert (ranks <= both.worst).all()
    assert (both.best <= each.best).all()
    assert (each.worst <= both.worst).all()


@given(figures)
def test_the_order_of_the_rows_changes_no_bound(found: list[tuple[float, float]]) -> None:
    totals, errors = (np.array(each) for each in zip(*found, strict=True))
    order = np.random.default_rng(len(found)).permutation(len(found))
    kept = rank_sets_module._count_by_bound(totals, errors, 0.95, simultaneous=True)
    moved = rank_sets_module._count_by_bound(totals[order], errors[order], 0.95, simultaneous=True)
    assert (kept[0][order] == moved[0]).all()
    assert (kept[1][order] == moved[1]).all()


def test_the_sets_hold_the_true_ranks_as_often_as_they_say() -> None:
    truth = np.array([60.0, 60.5, 61.0, 63.0, 64.0, 70.0])
    errors = np.full(6, 1.0)
    ranks = 1 + (truth[None, :] > truth[:, None]).sum(axis=1)
    random = np.random.default_rng(7)
    held = 0
    for _ in range(300):
        sets = rank_sets(truth + random.normal(0, errors), errors)
        held += bool(((sets.best <= ranks) & (ranks <= sets.worst)).all())
    assert held >= 0.95 * 300


def test_who_has_no_figure_has_no_set_and_isn_t_among_the_compared() -> None:
    found = rank_sets(np.array([50.0, 60.0, np.nan]), np.array([1.0, 1.0, 1.0]))
    assert found.best.tolist() == [2, 1, 0]
    assert found.worst.tolist() == [2, 1, 0]
    assert found.pairs == 1


def test_one_model_and_none() -> None:
    assert rank_sets(np.array([50.0]), np.array([1.0])).worst.tolist() == [1]
    assert rank_sets(np.empty(0), np.empty(0)).best.tolist() == []


def test_equal_figures_without_errors_share_their_ranks() -> None:
    found = rank_sets(np.array([50.0, 50.0, 40.0]), np.zeros(3))
    assert (found.best[0], found.worst[0]) == (1, 2)


def test_the_mark_is_what_a_difference_must_exceed() -> None:
    found = rank_sets(SCORES, ERRORS)
    for place, score in enumerate(SCORES):
        above = SCORES - score > found.mark * np.hypot(ERRORS, ERRORS[place])
        assert found.best[place] == 1 + above.sum()


def test_places_are_sure_where_scores_are_far_apart() -> None:
    values = np.array([[90.0, 50.0], [50.0, 50.0], [10.0, 50.5]])
    places = surely_beaten(values, np.full(values.shape, 1.0))
    assert places.least.tolist() == [[2, 0], [1, 0], [0, 0]]
    assert places.most.tolist() == [[2, 2], [1, 2], [0, 2]]


def test_without_an_error_no_place_is_sure() -> None:
    values = np.array([[90.0], [10.0], [50.0]])
    places = surely_beaten(values, np.array([[1.0], [1.0], [np.nan]]))
    assert places.least.tolist() == [[1], [0], [0]]
    assert places.most.tolist() == [[2], [1], [2]]


def test_ranks_between_bounds_of_a_figure() -> None:
    found = sets_between(np.array([8.0, 3.0, 0.0, np.nan]), np.array([9.0, 5.0, 4.0, np.nan]))
    assert found.best.tolist() == [1, 2, 2, 0]
    assert found.worst.tolist() == [1, 3, 3, 0]


def _quantile(risk: float) -> float:
    return NormalDist().inv_cdf(1 - risk)


def _leader(distance: float, count: int = 100) -> Vector:
    """Equal figures with errors of 1, and the first one some standard errors of a difference above them."""
    totals = np.zeros(count)
    totals[0] = distance * np.sqrt(2)
    return totals


@pytest.mark.parametrize("simultaneous", [True, False])
def test_the_bound_for_many_is_holm_s_to_the_digit(simultaneous: bool) -> None:
    count = 100
    tests = count * (count - 1) if simultaneous else 2 * (count - 1)
    bound = _quantile(0.05 / tests)
    above = rank_sets(_leader(bound * 1.0005), np.ones(count), simultaneous=simultaneous)
    below = rank_sets(_leader(bound * 0.9995), np.ones(count), simultaneous=simultaneous)
    assert (above.best[0], above.worst[0], above.best[1]) == (1, 1, 2)
    assert (below.best[0], below.worst[0], below.best[1]) == (1, count, 1)


def test_the_mark_for_many_is_told_where_all_are_compared() -> None:
    count = 100
    together = rank_sets(np.zeros(count), np.ones(count))
    assert together.mark == pytest.approx(_quantile(0.05 / (count * (count - 1))))
    assert np.isnan(rank_sets(np.zeros(count), np.ones(count), simultaneous=False).mark)


@pytest.mark.parametrize(("factor", "beaten"), [(1.0005, 99), (0.9995, 0)])
def test_places_share_the_risk_among_benchmarks(factor: float, beaten: int) -> None:
    count = 100
    bound = _quantile(0.05 / 2 / (count * (count - 1)))
    values = np.stack([_leader(bound * factor), np.zeros(count)], axis=1)
    places = surely_beaten(values, np.ones((count, 2)))
    assert places.least[0].tolist() == [beaten, 0]
    assert places.most[1].tolist() == [99 - (beaten > 0), 99]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), max_size=9))
def test_ranks_between_bounds_are_counted(intervals: list[tuple[int, int]]) -> None:
    least = np.array([low for low, _ in intervals], dtype=float)
    most = np.array([low + width for low, width in intervals], dtype=float)
    found = sets_between(least, most)
    assert found.best.tolist() == [1 + int((least > high).sum()) for high in most]
    assert found.worst.tolist() == [len(intervals) - int((most < low).sum()) for low in least]
    assert found.pairs == len(intervals) * (len(intervals) - 1) // 2
