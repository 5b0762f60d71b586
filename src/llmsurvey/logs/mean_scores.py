"""The mean scores of many models on the same questions, and how they vary together: all pairs by products of matrices.

Standard errors are those of E. Miller, "Adding Error Bars to Evals" (arXiv 2411.00640, 2024): questions are a sample of
those that could have been asked; those of one unit (a passage, a document) come together, so that units are sampled. Of
few units the error is corrected by G / (G - 1), as in A. C. Cameron and D. L. Miller, "A Practitioner's Guide to
Cluster-Robust Inference" (Journal of Human Resources 50, 2015), which of units of one question is the usual error.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from llmsurvey.boards.board import Matrix
from llmsurvey.boards.methods import Vector
from llmsurvey.logs.score_matrix import QuestionBlock

_NO_DIFFERENCE = 1e-12
"""Differences whose squares are less than this share of the scores' are of rounding only."""


class MeanScores(NamedTuple):
    """The mean scores of N models on the same questions, in the unit of the scores.

    `covariance` is that of the means (N by N). `errors` are the standard errors by which differences are tested (N by
    N): those that hold if the two models are equally good. `units` counts what was sampled.
    """

    means: Vector
    covariance: Matrix
    errors: Matrix
    questions: int
    units: int

    @property
    def standard_errors(self) -> Vector:
        """The standard error of each mean by itself."""
        own: Vector = np.sqrt(np.maximum(np.diag(self.covariance), 0))
        return own


class ScoreSums:
    """What of scores is summed up, question by question, until means and their covariance follow from it."""

    def __init__(self, models: int) -> None:
        self.questions = self.units = 0
        self._sums = np.zeros(models)
        self._products = np.zeros((models, models))
        self._sums_by_size, self._squared_sizes = np.zeros(models), 0
        self._open: tuple[int, int, Vector] | None = None

    def add(self, block: QuestionBlock) -> None:
        """Add questions, of which those of one unit stand together."""
        if not len(block.units):
            return
        starts = np.flatnonzero(np.diff(block.units, prepend=-1))
        sizes = np.diff(starts, append=len(block.units))
        totals = np.add.reduceat(block.scores, starts, axis=1)
        if self._open is not None and self._open[0] == block.units[0]:
            sizes[0] += self._open[1]
            totals[:, 0] += self._open[2]
        else:
            self._close()
        # the last unit may go on in the next block
        self._open = int(block.units[-1]), int(sizes[-1]), totals[:, -1].copy()
        self._add_units(totals[:, :-1], sizes[:-1])

    def means(self) -> MeanScores:
        """Return the means of what was added, with NaN for the errors of fewer than two units."""
        self._close()
        n, units = self.questions, self.units
        means = self._sums / max(n, 1)
        across = np.outer(self._sums_by_size, means)
        spread = self._products - across - across.T + self._squared_sizes * np.outer(means, means)
        if units < 2:
            nothing = np.full_like(spread, np.nan)
            return MeanScores(means, nothing, nothing, n, units)
        return MeanScores(means, spread * (units / (units - 1) / n**2), self._errors_of_differences(), n, units)

    def _errors_of_differences(self) -> Matrix:
        """Return the standard error of each difference if the true one is 0: its square is the sum of squares over n^2.

        Of right and wrong answers a difference over this error is the statistic of McNemar's test (Psychometrika 12,
        1947). It never exceeds the root of the units in which two models differ, so that a few are never significant
        against a high mark, however constant: see V. H. de la Pena, T. L. Lai and Q.-M. Shao, "Self-Normalized
        Processes" (2009).
        """
        own = np.diag(self._products)
        squares = own[:, None] + own[None, :] - 2 * self._products
        squares[squares <= _NO_DIFFERENCE * own.max(initial=0.0)] = 0
        errors: Matrix = np.sqrt(squares) / self.questions
        return errors

    def _close(self) -> None:
        """Add the unit that was left open."""
        if self._open is not None:
            _, size, total = self._open
            self._open = None
            self._add_units(total[:, None], np.array([size]))

    def _add_units(self, totals: Matrix, sizes: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> None:
        self._sums += totals.sum(axis=1)
        self._products += totals @ totals.T
        self._sums_by_size += totals @ sizes
        self._squared_sizes += int((sizes**2).sum())
        self.questions += int(sizes.sum())
        self.units += len(sizes)


def mean_scores(blocks: Iterable[QuestionBlock], models: int) -> MeanScores:
    """Return the mean scores of so many models on the questions of some blocks."""
    sums = ScoreSums(models)
    for block in blocks:
        sums.add(block)
    return sums.means()


def average(parts: Sequence[MeanScores]) -> MeanScores:
    """Return the mean over benchmarks, each of which counts alike; their errors are independent."""
    count = len(parts)
    return MeanScores(
        means=np.sum([part.means for part in parts], axis=0) / count,
        covariance=np.sum([part.covariance for part in parts], axis=0) / count**2,
        errors=np.sqrt(np.sum([part.errors**2 for part in parts], axis=0)) / count,
        questions=sum(part.questions for part in parts),
        units=sum(part.units for part in parts),
    )


def unpaired_errors(parts: Sequence[MeanScores]) -> Matrix:
    """Return what `average(parts).errors` would be if the models had been asked different questions (N by N)."""
    squares = np.zeros_like(parts[0].errors)
    for part in parts:
        own, differences = np.diag(part.covariance), part.means[:, None] - part.means[None, :]
        # a sum of squares is that of what deviates from the mean and that of the mean
        squares += (1 - 1 / part.units) * (own[:, None] + own[None, :]) + differences**2 / part.units
    errors: Matrix = np.sqrt(squares) / len(parts)
    return errors
