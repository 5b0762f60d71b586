"""Confidence sets for ranks: between which ranks a model surely is.

After M. Mogstad, J. P. Romano, A. M. Shaikh and D. Wilhelm, "Inference for Ranks with Applications to Mobility across
Neighbourhoods and Academic Achievement across Countries", Review of Economic Studies 91 (2024), 476-518
(doi 10.1093/restud/rdad006): every pair is tested for a difference, and a model's best rank is one more than the number
of those that are significantly above it. Errors of different models are taken as independent. Models that answer the
same questions err together, so that their differences are surer than that: the sets are too wide rather than too
narrow.
"""

from __future__ import annotations

import math
from functools import cached_property
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from llmsurvey.boards.board import Matrix
from llmsurvey.boards.methods import Ranks, Vector

COVERAGE = 0.95
DRAWS, DRAWS_OF_ONE = 10_000, 100_000
"""At most so many draws of errors make the distribution of the largest difference: of all pairs, and of one model's.

Their seed is fixed. One model's has fewer pairs, so that more draws take no longer.
"""

_DRAWN = 2**24
"""So many differences are drawn at most, of all pairs together."""

SIMULATED = 60
"""Up to so many models the distribution is drawn; for more of them, Holm's bound on it is taken, a little wider."""

_COMPARED = 2_000
"""Up to so many models every pair is looked at; for more, those of like errors are counted together."""

_RATIO, _CLASSES = 1.05, 24
"""By how much errors of one class may differ, where no more classes than that are needed for it."""

_UNDECIDED = 2**18
"""So many pairs are looked at one by one at most, so that little memory is enough."""

_STEPS = 4


class RankSets(NamedTuple):
    """The best and the worst rank that each model can have, 0 where it has none, and how many pairs were compared.

    `mark` is how many standard errors a difference must have to be significant; NaN where each set stands by itself
    (they aren't simultaneous), or follows from intervals.
    """

    best: Ranks
    worst: Ranks
    pairs: int
    mark: float
    is_simultaneous: bool = True


def rank_sets(totals: Vector, errors: Vector, *, simultaneous: bool = True) -> RankSets:
    """Return sets that hold the true ranks with a confidence of COVERAGE: all at once, or each by itself.

    `errors` are the standard errors of the totals. A model without a total has no set. One with a total and no error
    may be above or below any other, so that it can have every rank and widens the sets of all.
    """
    ranked = ~np.isnan(totals)
    with_error = np.flatnonzero(ranked & ~np.isnan(errors))
    count_apart = _count_by_simulation if len(with_error) <= SIMULATED else _count_by_bound
    above, below, mark = count_apart(totals[with_error], errors[with_error], COVERAGE, simultaneous=simultaneous)
    count = np.count_nonzero(ranked)
    best, worst = np.where(ranked, 1, 0), np.where(ranked, count, 0)
    best[with_error] += above
    worst[with_error] -= below
    return RankSets(best, worst, len(with_error) * (len(with_error) - 1) // 2, mark, simultaneous)


class Beaten(NamedTuple):
    """How many are surely below each entry on each benchmark, and how many may be (N by K)."""

    least: Ranks
    most: Ranks


def surely_beaten(values: Matrix, errors: Matrix) -> Beaten:
    """Return how many others each score beats, at least and at most, on all K benchmarks at once.

    All of it holds with a confidence of COVERAGE. Each benchmark is compared by itself, with a K-th of the risk
    (Bonferroni). Where an error is missing, nothing is sure: neither of that score nor that others beat it.
    """
    least = np.zeros(values.shape, dtype=np.int64)
    most = np.zeros(values.shape, dtype=np.int64)
    coverage = 1 - (1 - COVERAGE) / values.shape[1]
    for column, (scores, score_errors) in enumerate(zip(values.T, errors.T, strict=True)):
        with_error = np.flatnonzero(~(np.isnan(scores) | np.isnan(score_errors)))
        count_apart = _count_by_simulation if len(with_error) <= SIMULATED else _count_by_bound
        above, below, _ = count_apart(scores[with_error], score_errors[with_error], coverage, simultaneous=True)
        most[:, column] = np.count_nonzero(~np.isnan(scores)) - 1
        least[with_error, column] = below
        most[with_error, column] -= above
    return Beaten(least, most)


def sets_between(least: Vector, most: Vector) -> RankSets:
    """Return simultaneous sets for ranks when only an interval is known for each figure: `least` to `most`, or NaN."""
    with_interval = np.flatnonzero(~np.isnan(least))
    count = len(with_interval)
    best, worst = np.zeros(len(least), dtype=np.int64), np.zeros(len(least), dtype=np.int64)
    best[with_interval] = 1 + count - np.searchsorted(np.sort(least[with_interval]), most[with_interval], side="right")
    worst[with_interval] = count - np.searchsorted(np.sort(most[with_interval]), least[with_interval], side="left")
    return RankSets(best, worst, count * (count - 1) // 2, float("nan"))


def _count_by_simulation(
    totals: Vector, errors: Vector, coverage: float, *, simultaneous: bool
) -> tuple[Ranks, Ranks, float]:
    """Return how many are significantly above and below each model, and the mark that differences must exceed.

    Both follow from the distribution of the largest difference, which is drawn.
    """
    count = len(totals)
    first, second = np.triu_indices(count, 1)
    if simultaneous:
        families = [np.arange(len(first))]
    else:
        families = [np.flatnonzero((first == row) | (second == row)) for row in range(count)]
    above, below = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    mark = float("nan")
    for number, family in enumerate(families):
        most = DRAWS if simultaneous else DRAWS_OF_ONE
        distances, drawn = _draw_differences(totals, errors, first[family], second[family], most)
        is_apart, mark = _step_down(distances, drawn, coverage)
        apart = family[is_apart]
        higher = np.where(distances[is_apart] > 0, first[apart], second[apart])
        lower = first[apart] + second[apart] - higher
        if simultaneous:
            np.add.at(above, lower, 1)
            np.add.at(below, higher, 1)
        else:
            above[number], below[number] = (lower == number).sum(), (higher == number).sum()
    return above, below, mark if simultaneous else float("nan")


def _draw_differences(
    totals: Vector, errors: Vector, first: Ranks, second: Ranks, most: int
) -> tuple[Vector, npt.NDArray[np.float32]]:
    """Return the differences of some pairs in standard errors, and what they would be by chance: a row a draw."""
    number = min(most, _DRAWN // max(1, len(first)))
    draws = np.random.default_rng(2023).standard_normal((number, len(totals)), dtype=np.float32)
    draws *= errors.astype(np.float32)
    spread = np.hypot(errors[first], errors[second])
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = (draws[:, first] - draws[:, second]) / spread.astype(np.float32)
        return np.nan_to_num((totals[first] - totals[second]) / spread, nan=0.0), np.nan_to_num(drawn)


def _step_down(
    distances: Vector, drawn: npt.NDArray[np.float32], coverage: float
) -> tuple[npt.NDArray[np.bool_], float]:
    """Return which distances are too large for chance, and the mark that they exceed.

    For each pair both directions are tested. Directions that are significant are taken out, and the largest of those
    that remain sets a lower mark, until no further one is significant.
    """
    upwards, downwards = np.ones(len(distances), dtype=bool), np.ones(len(distances), dtype=bool)
    mark = 0.0
    while len(distances):
        largest = np.maximum(
            drawn[:, upwards].max(axis=1, initial=-np.inf), -drawn[:, downwards].min(axis=1, initial=np.inf)
        )
        mark = quantile_of(largest, coverage)
        is_beyond = (upwards & (distances > mark)) | (downwards & (distances < -mark))
        if not is_beyond.any():
            break
        upwards &= distances <= mark
        downwards &= distances >= -mark
    return ~(upwards & downwards), mark


def quantile_of(values: npt.NDArray[np.float32], share: float) -> float:
    """Return what `np.quantile` does, which loads masked arrays for it: that takes longer than all draws."""
    place = share * (len(values) - 1)
    low, high = math.floor(place), math.ceil(place)
    below, above = np.partition(values, (low, high))[[low, high]].tolist()
    return float(below + (place - low) * (above - below))


def _count_by_bound(
    totals: Vector, errors: Vector, coverage: float, *, simultaneous: bool
) -> tuple[Ranks, Ranks, float]:
    """Return what `_count_by_simulation` does, by Holm's step-down bound, in n log n steps.

    See S. Holm, Scandinavian Journal of Statistics 6, 1979. A few steps are enough: each further one lowers the mark by
    less, and leaving it out only widens the sets.
    """
    count = len(totals)
    tests = count * (count - 1) if simultaneous else 2 * (count - 1)
    upwards, downwards = _SortedFigures(totals, errors), _SortedFigures(-totals, errors)
    above = below = np.zeros(count, dtype=np.int64)
    mark: Vector = np.array(np.inf)
    for _ in range(_STEPS):
        remaining = tests - (above.sum() if simultaneous else above + below)
        mark = -_normal_quantiles((1 - coverage) / np.maximum(remaining, 1))
        before, above, below = above, upwards.count_above(mark), downwards.count_above(mark)
        if (above == before).all():
            break
    return above, below, float(np.max(mark)) if simultaneous else float("nan")


def _normal_quantiles(shares: float | Vector) -> Vector:
    """Return quantiles of the normal distribution."""
    different, places = np.unique(np.asarray(shares), return_inverse=True)
    return np.array([NormalDist().inv_cdf(share) for share in different])[places].reshape(np.shape(shares))


class _SortedFigures:
    """Figures with their errors, sorted once so that each can be compared with all.

    Many are kept in classes of like errors, and each class is taken to have its largest: none is then found above that
    isn't.
    """

    def __init__(self, totals: Vector, errors: Vector) -> None:
        self._order = np.argsort(totals)
        self._totals, self._errors = totals[self._order], errors[self._order]

    def count_above(self, mark: Vector) -> Ranks:
        """Return how many others lie above each figure by more than `mark` standard errors of the difference."""
        reach = np.broadcast_to(mark, self._totals.shape)[self._order]
        count = self._count_by_class(reach) if len(reach) > _COMPARED else self._count_by_pair(reach)
        counts = np.empty_like(count)
        counts[self._order] = count
        return counts

    def _count_by_class(self, reach: Vector) -> Ranks:
        count = np.zeros(len(reach), dtype=np.int64)
        for among, error in self._classes:
            count += len(among) - np.searchsorted(among, self._limits(reach, error), side="right")
        return count

    def _count_by_pair(self, reach: Vector) -> Ranks:
        """Count with the least and with the largest error, and look at the pairs that these two don't decide."""
        least, most = (
            np.searchsorted(self._totals, self._limits(reach, error), side="right")
            for error in (self._errors.min(), self._errors.max())
        )
        undecided = most - least
        if undecided.sum() > _UNDECIDED:
            return self._count_by_class(reach)
        rows = np.repeat(np.arange(len(reach)), undecided)
        others = np.arange(len(rows)) + np.repeat(least - np.cumsum(undecided) + undecided, undecided)
        limits = self._totals[rows] + reach[rows] * np.hypot(self._errors[rows], self._errors[others])
        count: Ranks = len(reach) - most + np.bincount(rows[self._totals[others] > limits], minlength=len(reach))
        return count

    def _limits(self, reach: Vector, error: float) -> Vector:
        """Return what lies significantly above each figure, if its own error is `error`."""
        limits: Vector = self._totals + reach * np.hypot(self._errors, error)
        return limits

    @cached_property
    def _classes(self) -> list[tuple[Vector, float]]:
        return [
            (self._totals[members], float(self._errors[members].max())) for members in group_like_errors(self._errors)
        ]


def group_like_errors(errors: Vector) -> list[Ranks]:
    """Return the rows of errors in classes: equal ones together, or many in steps of equal ratio."""
    if len(errors) <= _COMPARED:
        different, labels = np.unique(errors, return_inverse=True)  # without the labels it would load masked arrays
        return [np.flatnonzero(labels == label) for label in range(len(different))]
    least, most = max(float(errors[errors > 0].min(initial=np.inf)), 1e-12), float(errors.max())
    if most <= least:
        return [np.arange(len(errors))]
    number = min(_CLASSES, math.ceil(math.log(most / least) / math.log(_RATIO)))
    classes = np.digitize(errors, np.geomspace(least, most, number + 1)[1:-1], right=True)
    return [np.flatnonzero(classes == label) for label in np.unique(classes)]
