"""Every method against its definition: scipy, exact fractions, or counting."""

from __future__ import annotations

import statistics
from fractions import Fraction

import numpy as np
import pytest
import scipy.stats
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.boards.made import matrix

from llmsurvey.boards.board import Matrix
from llmsurvey.boards.methods import (
    METHODS,
    Method,
    Missing,
    Vector,
    figures_of,
    figures_with_double_weight,
    moments_of,
    ranks_of,
)

UNWEIGHTED: list[Method] = ["mean", "above-chance", "z-score", "borda", "win-rate"]
POLICIES: list[Missing] = ["complete", "leave-out", "worst"]

scores = st.integers(0, 20).map(lambda tenths: tenths * 5.1)
"""Few different ones, so that many are equal."""

gaps = st.one_of(st.none(), scores)


@st.composite
def tables(draw: st.DrawFn, cells: st.SearchStrategy[float | None] = scores, least: int = 1) -> Matrix:
    width = draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=least, max_size=8))
    return matrix(rows)


def totals(values: Matrix, method: Method, missing: Missing = "complete", weights: Vector | None = None) -> Vector:
    width = values.shape[1]
    return figures_of(
        values, method, missing, np.ones(width) if weights is None else weights, np.full(width, 25.0)
    ).totals


def won(values: Matrix, entry: int, benchmark: int) -> Fraction:
    """How many of the others an entry beats on a benchmark, equal ones counting a half."""
    mine, others = values[entry, benchmark], np.delete(values[:, benchmark], entry)
    return Fraction(int((mine > others).sum())) + Fraction(int((mine == others).sum()), 2)


def same(found: Vector, expected: list[Fraction | float]) -> bool:
    return bool(np.allclose(found, [float(each) for each in expected], rtol=0, atol=1e-8, equal_nan=True))


@given(tables())
def test_the_mean_is_that_of_exact_fractions(values: Matrix) -> None:
    exact = [statistics.mean(Fraction(repr(float(each))) for each in row) for row in values]
    assert same(totals(values, "mean"), list(exact))


@given(tables(), st.lists(st.integers(1, 9), min_size=4, max_size=4))
def test_the_weighted_mean_is_that_of_exact_fractions(values: Matrix, weights: list[int]) -> None:
    used = weights[: values.shape[1]]
    exact = [
        sum((Fraction(repr(float(each))) * weight for each, weight in zip(row, used, strict=True)), Fraction(0))
        / sum(used)
        for row in values
    ]
    assert same(totals(values, "weighted", weights=np.array(used, dtype=float)), list(exact))


@given(tables(least=2))
def test_the_z_score_is_scipy_s(values: Matrix) -> None:
    assume(all(len(set(column)) > 1 for column in values.T))
    assert same(totals(values, "z-score"), list(scipy.stats.zscore(values, ddof=1).mean(axis=1)))


@given(tables(gaps, least=2))
def test_z_scores_are_over_the_entries_that_have_the_benchmark(values: Matrix) -> None:
    known = ~np.isnan(values)
    assume(all(len(set(column[there])) > 1 for column, there in zip(values.T, known.T, strict=True)))
    each = scipy.stats.zscore(values, ddof=1, nan_policy="omit")
    expected = [float(np.mean(row[there])) if there.any() else np.nan for row, there in zip(each, known, strict=True)]
    assert same(totals(values, "z-score", "leave-out"), list(expected))


@given(tables(least=2))
def test_moments_are_those_of_the_statistics_module(values: Matrix) -> None:
    mean, deviation = moments_of(values)
    assert same(mean, [statistics.mean(column) for column in values.T.tolist()])
    assert same(deviation, [statistics.stdev(column) for column in values.T.tolist()])


@given(tables())
def test_borda_counts_who_is_beaten_as_average_ranks_do(values: Matrix) -> None:
    expected = (scipy.stats.rankdata(values, axis=0) - 1).mean(axis=1)
    assert same(totals(values, "borda"), list(expected))


@given(tables(least=2))
def test_the_win_rate_is_the_mean_share_of_others_that_are_beaten(values: Matrix) -> None:
    count, width = values.shape
    expected = [
        100 * statistics.mean(won(values, entry, benchmark) / (count - 1) for benchmark in range(width))
        for entry in range(count)
    ]
    assert same(totals(values, "win-rate"), list(expected))


@given(tables(gaps, least=2))
def test_the_win_rate_on_a_benchmark_is_among_those_that_have_it(values: Matrix) -> None:
    found = figures_of(values, "win-rate", "leave-out", np.ones(values.shape[1]))
    for benchmark, column in enumerate(values.T):
        there = np.flatnonzero(~np.isnan(column))
        alone = column[there][:, None]
        expected = [100 * won(alone, entry, 0) / max(1, len(there) - 1) for entry in range(len(there))]
        assert same(found.points[there, benchmark], list(expected))


@given(tables())
def test_above_chance_is_the_share_of_what_lies_above_guessing_and_never_negative(values: Matrix) -> None:
    exact = [
        statistics.mean(max(Fraction(0), Fraction(repr(float(each))) - 25) * 100 / 75 for each in row) for row in values
    ]
    found = totals(values, "above-chance")
    assert same(found, list(exact))
    assert (found >= 0).all()


def test_a_score_counts_nothing_at_chance_and_all_at_a_hundred() -> None:
    found = figures_of(
        matrix([[25.0], [24.0], [62.5], [100.0]]), "above-chance", "complete", np.ones(1), np.array([25.0])
    )
    assert found.totals.tolist() == [0, 0, 50, 100]
    assert found.slopes is not None
    assert found.slopes[:, 0] == pytest.approx([0, 0, 4 / 3, 4 / 3])


@given(st.lists(gaps, max_size=12))
def test_ranks_are_scipy_s_with_the_best_of_equal_ones(numbers: list[float | None]) -> None:
    figure = np.array([np.nan if each is None else each for each in numbers])
    known = ~np.isnan(figure)
    expected = np.zeros(len(numbers), dtype=int)
    expected[known] = scipy.stats.rankdata(-figure[known], method="min")
    assert ranks_of(figure).tolist() == expected.tolist()


@pytest.mark.parametrize(
    ("missing", "expected"),
    [("complete", [60, None, None]), ("leave-out", [60, 90, 40]), ("worst", [60, 65, 55])],
)
def test_what_becomes_of_an_entry_without_a_score(missing: Missing, expected: list[float | None]) -> None:
    values = matrix([[70, 50], [90, None], [None, 40]])
    found = totals(values, "mean", missing).tolist()
    assert [None if each != each else each for each in found] == expected


def test_an_entry_without_all_scores_does_not_shift_those_that_have_them() -> None:
    values = matrix([[70, 50], [60, 60], [99, None]])
    for method in UNWEIGHTED:
        alone = totals(values[:2], method)
        assert totals(values, method)[:2].tolist() == alone.tolist()


def test_a_mean_over_the_others_keeps_their_weights() -> None:
    values = matrix([[70, 50, None], [80, 60, 10]])
    assert totals(values, "weighted", "leave-out", np.array([3.0, 1.0, 2.0])).tolist() == [65, pytest.approx(160 / 3)]


@pytest.mark.parametrize("missing", POLICIES)
@pytest.mark.parametrize("method", METHODS)
def test_one_entry_has_a_figure_and_the_first_rank(method: Method, missing: Missing) -> None:
    found = totals(matrix([[50, 70]]), method, missing)
    assert np.isfinite(found).all()
    assert ranks_of(found).tolist() == [1]


@pytest.mark.parametrize("missing", POLICIES)
@pytest.mark.parametrize("method", METHODS)
def test_no_entry_has_no_figure(method: Method, missing: Missing) -> None:
    found = totals(np.empty((0, 2)), method, missing)
    assert found.tolist() == ranks_of(found).tolist() == []


@pytest.mark.parametrize("method", METHODS)
def test_equal_entries_share_the_first_rank(method: Method) -> None:
    assert ranks_of(totals(matrix([[50, 25]] * 4), method)).tolist() == [1, 1, 1, 1]


def test_a_benchmark_on_which_all_score_alike_counts_nothing_in_z_scores() -> None:
    assert totals(matrix([[50, 1], [50, 2], [50, 3]]), "z-score").tolist() == [-0.5, 0, 0.5]


def test_a_constant_that_binary_cannot_hold_counts_nothing_in_z_scores_either() -> None:
    assert totals(matrix([[0.1]] * 3), "z-score").tolist() == [0, 0, 0]


def test_figures_that_only_look_different_in_binary_share_a_rank() -> None:
    found = totals(matrix([[0.1, 0.2, 0.3], [0.3, 0.2, 0.1], [0.2, 0.1, 0.3]]), "mean")
    assert ranks_of(found).tolist() == [1, 1, 1]


@given(st.sampled_from(["mean", "borda", "win-rate"]), tables())
def test_a_model_that_all_beat_everywhere_moves_no_one(method: Method, values: Matrix) -> None:
    more = np.vstack([values, np.full((1, values.shape[1]), -1.0)])
    assert ranks_of(totals(more, method))[:-1].tolist() == ranks_of(totals(values, method)).tolist()


@given(st.sampled_from(UNWEIGHTED), st.sampled_from(POLICIES), tables(gaps), st.data())
def test_the_order_of_rows_does_not_matter(
    method: Method, missing: Missing, values: Matrix, data: st.DataObject
) -> None:
    assume(not np.isnan(values).all(axis=0).any())
    places = data.draw(st.permutations(range(len(values))))
    moved = ranks_of(totals(values[places], method, missing))
    assert moved.tolist() == ranks_of(totals(values, method, missing))[places].tolist()


@given(tables(least=2), st.integers(1, 50), st.integers(-20, 20))
def test_another_scale_of_a_benchmark_changes_no_z_score(values: Matrix, scale: int, shift: int) -> None:
    assume(all(len(set(column)) > 1 for column in values.T))
    changed = values.copy()
    changed[:, 0] = changed[:, 0] * scale / 10 + shift
    assert same(totals(changed, "z-score"), totals(values, "z-score").tolist())


@given(st.sampled_from(METHODS), st.sampled_from(POLICIES), tables(gaps), st.data())
def test_counting_a_benchmark_double_is_doubling_its_weight(
    method: Method, missing: Missing, values: Matrix, data: st.DataObject
) -> None:
    assume(not np.isnan(values).all(axis=0).any())
    width = values.shape[1]
    weights = np.array(data.draw(st.lists(st.integers(1, 5), min_size=width, max_size=width)), dtype=float)
    place = data.draw(st.integers(0, width - 1))
    chance = np.full(width, 25.0)
    found = figures_with_double_weight(figures_of(values, method, missing, weights, chance), place)
    weights[place] *= 2
    assert same(found, figures_of(values, method, missing, weights, chance).totals.tolist())


@given(st.sampled_from(METHODS), st.sampled_from(POLICIES), tables(gaps))
def test_a_figure_is_the_sum_of_its_points_times_their_shares(method: Method, missing: Missing, values: Matrix) -> None:
    assume(not np.isnan(values).all(axis=0).any())
    width = values.shape[1]
    found = figures_of(values, method, missing, np.ones(width), np.full(width, 25.0))
    parts = np.where(found.shares > 0, found.points * found.shares, 0).sum(axis=1)
    there = ~np.isnan(found.totals)
    assert same(found.totals[there], parts[there].tolist())
    assert same(found.shares.sum(axis=1)[there], [1.0] * int(there.sum()))


def test_a_benchmark_that_nobody_has_counts_for_no_one() -> None:
    assert np.isfinite(totals(matrix([[50, None], [60, None]]), "mean", "worst")).all()


def test_the_scores_themselves_are_left_as_they_are() -> None:
    values = matrix([[70, 50], [90, None]])
    kept = values.copy()
    for method in METHODS:
        for missing in POLICIES:
            totals(values, method, missing)
    assert np.array_equal(values, kept, equal_nan=True)


def test_a_benchmark_guessed_wholly_counts_nothing() -> None:
    found = figures_of(
        matrix([[100.0, 50.0], [0.0, 75.0]]), "above-chance", "complete", np.ones(2), np.array([100.0, 0.0])
    )
    assert found.totals.tolist() == [25.0, 37.5]
    assert found.slopes is not None
    assert found.slopes[:, 0].tolist() == [0, 0]


@pytest.mark.parametrize("missing", POLICIES)
def test_slopes_are_told_with_and_without_gaps(missing: Missing) -> None:
    whole, gapped = matrix([[50, 60], [70, 80]]), matrix([[50, None], [70, 80]])
    for values in (whole, gapped):
        found = figures_of(values, "mean", missing, np.ones(2))
        assert found.slopes is not None
        assert found.slopes.tolist() == [[1, 1], [1, 1]]


def test_shares_of_an_entry_without_scores_are_none() -> None:
    np.full((2, 2), 7.0)  # what was in the memory before mustn't show
    found = figures_of(matrix([[None, None], [70, 80]]), "mean", "leave-out", np.ones(2))
    assert found.shares.tolist() == [[0, 0], [0.5, 0.5]]


def test_moments_of_a_single_score() -> None:
    mean, deviation = moments_of(matrix([[60, None], [None, None]]))
    assert (mean.tolist(), deviation.tolist()) == ([60, 0], [0, 0])


def test_ranks_are_whole_numbers() -> None:
    assert ranks_of(np.array([1.5, 2.5])).dtype == np.int64
