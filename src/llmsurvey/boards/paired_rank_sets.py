"""Confidence sets for ranks of models that answered the same questions: their errors go together.

After M. Mogstad, J. P. Romano, A. M. Shaikh and D. Wilhelm (2024), as in `rank_sets`, which takes errors as
independent. What all models find hard moves all of them alike, and leaves their differences as they were: here each
difference has its own error, and the largest ones that chance makes are drawn from the joint normal distribution of the
means.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from llmsurvey.boards.board import Matrix
from llmsurvey.boards.methods import Ranks, Vector
from llmsurvey.boards.rank_sets import COVERAGE, DRAWS, RankSets, quantile_of

Draws = npt.NDArray[np.float32]
"""What totals would be by chance: a row a draw, a column a model."""

_FEWEST_DRAWS = 1_000
_COMPARED = 2**32
"""Fewer draws than DRAWS are made where more differences than this would have to be looked at, but for the fewest."""

_NO_ERROR = 1e-10
"""Less than this share of the largest variance is of rounding only."""

_AT_ONCE = 2**18
"""So many differences are looked at in one go: as many as the processor keeps at hand."""


def paired_rank_sets(totals: Vector, moments: Matrix) -> RankSets:
    """Return sets that hold all true ranks at once with a confidence of COVERAGE.

    `moments` are the covariances of the totals (N by N): the variance of a difference is the sum of both variances less
    twice the covariance. A difference without an error is that of two models which answered alike, and never
    significant.
    """
    count = len(totals)
    scale = _scale_of(moments)
    distances = (totals[:, None] - totals[None, :]) * scale
    draws, remaining = draw_totals(moments), scale.astype(np.float32)
    largest, pairs = _largest_differences(draws, remaining)
    mark, is_above = quantile_of(largest, COVERAGE), np.zeros((count, count), dtype=bool)
    while (is_beyond := (distances > mark) & ~is_above).any():
        # which is above is settled for these pairs: the largest of the other differences sets a lower mark
        is_above |= is_beyond
        remaining[is_beyond] = 0
        settled = np.flatnonzero(remaining.ravel()[pairs] == 0)
        largest[settled], pairs[settled] = _largest_differences(draws[settled], remaining)
        mark = quantile_of(largest, COVERAGE)
    best, worst = 1 + is_above.sum(axis=0), count - is_above.sum(axis=1)
    return RankSets(best, worst, count * (count - 1) // 2, mark)


def may_be_best(totals: Vector, moments: Matrix) -> npt.NDArray[np.bool_]:
    """Return which models may have the highest true total: the set holds it with a confidence of COVERAGE.

    A model is out where another is above it by more than chance makes the largest of its own differences. That is the
    comparison with the best of J. C. Hsu (Annals of Statistics 9, 1981, 1026-1034), with errors that go together.
    `moments` are those of `paired_rank_sets`.
    """
    scale = _scale_of(moments)
    distances = ((totals[:, None] - totals[None, :]) * scale).max(axis=0, initial=0.0)
    # of one difference alone the mark would be lower, of independent ones higher: between them the draws decide
    certain = NormalDist().inv_cdf(COVERAGE)
    bound = -NormalDist().inv_cdf((1 - COVERAGE) / max(1, len(totals) - 1))
    may_be: npt.NDArray[np.bool_] = distances <= certain
    undecided = np.flatnonzero(~may_be & (distances <= bound))
    if len(undecided):
        draws = draw_totals(moments)
        for row in undecided:
            own = ((draws - draws[:, [row]]) * scale[row].astype(np.float32)).max(axis=1)
            may_be[row] = distances[row] <= quantile_of(own, COVERAGE)
    return may_be


def draw_totals(moments: Matrix) -> Draws:
    """Return draws of totals that vary together as `moments` says; their seed is fixed."""
    count = len(moments)
    number = max(_FEWEST_DRAWS, min(DRAWS, _COMPARED // max(1, count**2)))
    draws = np.random.default_rng(2023).standard_normal((number, count), dtype=np.float32)
    # a trace of independent error makes those of few units, which aren't of full rank, have a root
    trace = _NO_ERROR * max(float(np.diag(moments).max(initial=0.0)), np.finfo(float).tiny)
    drawn = draws.astype(np.float64) @ np.linalg.cholesky(moments + trace * np.eye(count)).T
    # what a draw has in common for all is in no difference, and would only be rounded
    different: Draws = (drawn - drawn.mean(axis=1, keepdims=True)).astype(np.float32)
    return different


def _scale_of(moments: Matrix) -> Matrix:
    """Return what a difference is multiplied by to be in standard errors; 0 where it has none."""
    own = np.diag(moments)
    squares = own[:, None] + own[None, :] - 2 * moments
    # what rounding leaves of models that answered alike is no error
    has_error = squares > _NO_ERROR * own.max(initial=0.0)
    return np.where(has_error, 1 / np.sqrt(np.where(has_error, squares, 1.0)), 0.0)


def _largest_differences(draws: Draws, scale: Draws) -> tuple[Draws, Ranks]:
    """Return the largest difference of each draw in standard errors, of those whose `scale` isn't 0, and its place."""
    count = len(scale)
    largest, pairs = np.zeros(len(draws), dtype=np.float32), np.zeros(len(draws), dtype=np.int64)
    step = max(1, _AT_ONCE // count)
    held = np.empty((step, count), dtype=np.float32)
    for start in range(0, count, step):
        rows = slice(start, min(start + step, count))
        differences = held[: rows.stop - rows.start]
        for number, means in enumerate(draws):
            np.subtract(means[rows, None], means[None, :], out=differences)
            differences *= scale[rows]
            pair = int(differences.argmax())
            value = differences.ravel()[pair]
            if value > largest[number]:
                largest[number], pairs[number] = value, start * count + pair
    return largest, pairs
