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


class MeanScores(NamedTuple):
    """The mean scores of N models on the same questions, in the unit of the scores.

    `covariance` is that of the means (N by N), and `moments` what it would be around 0 rather than around the means: by
    these differences are tested. `units` counts what was sampled.

    The square of a difference over its error by `moments` is, of right and wrong answers, the statistic of McNemar's
    test (Psychometrika 12, 1947). It never exceeds the number of units in which two models differ, so that a few are
    never significant against a high mark, however constant: see V. H. de la Pena, T. L. Lai and Q.-M. Shao,
    "Self-Normalized Processes" (2009).
    """

    means: Vector
    covariance: Matrix
    moments: Matrix
    questions: int
    units: int

    @property
    def standard_errors(self) -> Vector:
        """The standard error of each mean by itself."""
        own: Vector = np.sqrt(np.maximum(np.diag(self.covariance), 0))
        return own

    @property
    def unpaired_moments(self) -> Matrix:
        """What `moments` would be if each model had been asked other questions."""
        # a sum of squares is that of what deviates from the mean and that of the mean
        own, share = np.diag(np.diag(self.covariance)), 1 / self.units
        return (1 - share) * own + share * np.outer(self.means, self.means)


class ScoreSums:
    """Sums of scores, added up question by question, from which means and their covariance follow."""

    def __init__(self, models: int) -> None:
        self.questions = self.units = 0
        self._sums = np.zeros(models)
        self._products = np.zeros((models, models))
        self._sums_by_size, self._squared_sizes = np.zeros(models), 0
        self._open: tuple[int, int, Vector] | None = None

    def add(self, block: QuestionBlock) -> None:
        """Add a block of questions, in which those of one unit stand next to each other."""
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
        """Return the means of what was added, with NaN for the covariance of fewer than two units."""
        self._close()
        n, units = max(self.questions, 1), self.units
        means = self._sums / n
        across = np.outer(self._sums_by_size, means)
        spread = self._products - across - across.T + self._squared_sizes * np.outer(means, means)
        correction = units / (units - 1) if units > 1 else np.nan
        return MeanScores(means, spread * (correction / n**2), self._products / n**2, self.questions, units)

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
        covariance=average_moments([part.covariance for part in parts]),
        moments=average_moments([part.moments for part in parts]),
        questions=sum(part.questions for part in parts),
        units=sum(part.units for part in parts),
    )


def average_moments(parts: Sequence[Matrix]) -> Matrix:
    """Return how a mean of independent parts varies, from how each of them does."""
    moments: Matrix = np.sum(parts, axis=0) / len(parts) ** 2
    return moments
