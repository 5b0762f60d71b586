"""Ways to make one figure, and an order, of the scores on several benchmarks.

A method gives every score its points; an entry's figure is the weighted mean of its points over the benchmarks.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from llmsurvey.boards.board import Matrix

Vector = npt.NDArray[np.float64]
Ranks = npt.NDArray[np.int64]

Method = Literal["mean", "above-chance", "z-score", "borda", "win-rate", "weighted"]
METHODS: tuple[Method, ...] = get_args(Method)

Missing = Literal["complete", "leave-out", "worst"]
"""What becomes of an entry that lacks a score: it has no rank; its mean is over the others; it counts as the worst."""


class Figures(NamedTuple):
    """What a method makes of N entries and K benchmarks.

    `totals` has the figure of each entry, NaN for one that has none; it is the sum of its `points` times its `shares`
    (N by K), the weights of the benchmarks that it has. `slopes` says how much one point of a score counts, from which
    the figure's standard error follows; None for the methods that count places.
    """

    totals: Vector
    points: Matrix
    shares: Matrix
    slopes: Matrix | None


def figures_of(
    values: Matrix, method: Method, missing: Missing, weights: Vector, chance: Vector | None = None
) -> Figures:
    """Return the figure of each entry by a method.

    `values` are in percent, NaN where missing, and `chance` is what guessing scores. Raises ValueError for above-chance
    without `chance`.
    """
    gaps = np.isnan(values)
    if not gaps.any():
        points, slopes = _points_of_scores(values, method, chance)
        share = weights / weights.sum()
        totals = points @ share
        return Figures(np.round(totals, 9, out=totals), points, np.broadcast_to(share, values.shape), slopes)
    if missing == "worst":
        worst = np.fmin.reduce(values, axis=0)  # NaN, and so left out, where nobody has any
        values = np.where(gaps, worst, values)
    elif missing == "complete":
        values = np.where(gaps.any(axis=1, keepdims=True), np.nan, values)
    points, slopes = _points_of_scores(values, method, chance)
    weight = np.where(np.isnan(values), 0.0, weights)
    whole = weight.sum(axis=1, keepdims=True)
    shares = np.divide(weight, whole, out=np.zeros_like(weight), where=whole > 0)
    totals = np.round(np.where(weight > 0, points * shares, 0.0).sum(axis=1), 9)
    return Figures(np.where(whole[:, 0] > 0, totals, np.nan), points, shares, slopes)


def figures_with_double_weight(figures: Figures, column: int) -> Vector:
    """Return the figures if the benchmark in `column` counted double; an entry without it keeps its own."""
    share = figures.shares[:, column]
    doubled = figures.points[:, column] * share
    doubled[~(share > 0)] = 0.0
    doubled += figures.totals
    doubled /= 1 + share
    return np.round(doubled, 9, out=doubled)


def _points_of_scores(values: Matrix, method: Method, chance: Vector | None) -> tuple[Matrix, Matrix | None]:
    """Return what each score counts, and by how much that rises with the score."""
    if method == "above-chance":
        if chance is None:
            raise ValueError("above-chance needs what guessing scores")
        scale = np.divide(100, 100 - chance, out=np.zeros_like(chance), where=chance < 100)
        above = (values - chance) * scale
        return np.maximum(above, 0), np.where(above > 0, scale, 0.0)
    if method == "z-score":
        mean, deviation = moments_of(values)
        scale = np.divide(1.0, deviation, out=np.zeros_like(deviation), where=deviation > 0)
        return (values - mean) * scale, np.broadcast_to(scale, values.shape)
    if method in ("borda", "win-rate"):
        beaten = np.empty(values.shape, order="F")
        for column, scores in enumerate(values.T):
            beaten[:, column] = _count_beaten(scores)
        if method == "win-rate":
            beaten *= 100 / np.maximum((~np.isnan(values)).sum(axis=0) - 1, 1)
        return beaten, None
    return values, np.broadcast_to(1.0, values.shape)


def moments_of(values: Matrix) -> tuple[Vector, Vector]:
    """Return mean and sample standard deviation of each benchmark; a deviation of fewer than two scores is 0."""
    is_known = ~np.isnan(values)
    count = is_known.sum(axis=0)
    mean = np.where(is_known, values, 0.0).sum(axis=0) / np.maximum(count, 1)
    squares = np.where(is_known, values - mean, 0.0) ** 2
    deviation = np.sqrt(squares.sum(axis=0) / np.maximum(count - 1, 1))
    return mean, np.where(deviation > 1e-9, deviation, 0.0)  # less is the rounding of the mean


def _count_beaten(scores: Vector) -> Vector:
    """Return how many others each score beats, equal ones counting a half; NaN where there is none."""
    order, starts, lengths = _find_runs(scores)
    beaten = np.full(len(scores), np.nan)
    beaten[order] = np.repeat(starts + (lengths - 1) / 2, lengths)
    return beaten


def ranks_of(totals: Vector) -> Ranks:
    """Return the rank of each figure, the highest first; equal ones share the best, and 0 stands for having none."""
    order, starts, lengths = _find_runs(totals)
    ranks = np.zeros(len(totals), dtype=np.int64)
    ranks[order] = np.repeat(len(order) + 1 - starts - lengths, lengths)
    return ranks


def _find_runs(numbers: Vector) -> tuple[Ranks, Ranks, Ranks]:
    """Return the rows of the known numbers, least first, where runs of equal ones start, and how long each run is."""
    order = np.argsort(numbers)  # what is NaN comes last
    order = order[: len(order) - np.count_nonzero(np.isnan(numbers))]
    in_order = numbers[order]
    starts = np.flatnonzero(np.diff(in_order, prepend=np.nan) != 0)
    return order, starts, np.diff(starts, append=len(order))
