"""Scores of two models on the same questions, and how sure their difference is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from llmsurvey.boards import mcnemar, student
from llmsurvey.boards.methods import Vector

_NO_SPREAD = 1e-12
"""Differences that vary by less than this share of the scores vary by rounding only."""


class Estimate(NamedTuple):
    """The ends of the interval of a difference and its two-sided p value, None where they can't be known.

    The interval leaves out 0 exactly where the p value is below 1 - COVERAGE.
    """

    low: float | None
    high: float | None
    p_value: float | None


class Pair(NamedTuple):
    """What two models scored on the same questions, question by question.

    Scores from 0 to 1 are shares, which are shown in percent; others have a unit of their own.
    """

    first: Vector
    second: Vector
    is_share: bool = True

    @property
    def scale(self) -> int:
        """What scores are multiplied by where they are shown."""
        return 100 if self.is_share else 1

    @property
    def only(self) -> tuple[int, int] | None:
        """How many questions the first alone got right, and the second alone; None where scores aren't 0 or 1."""
        if not all(np.isin(scores, (0, 1)).all() for scores in (self.first, self.second)):
            return None
        return int((self.first > self.second).sum()), int((self.first < self.second).sum())

    def estimate(self) -> Estimate:
        """Return the interval of the mean difference, in the unit in which scores are shown, and its p value.

        Of answers that are right or wrong by McNemar's exact test, of others by Student's paired t test. Questions are
        taken as a sample of those that could have been asked, as in E. Miller, "Adding Error Bars to Evals" (arXiv
        2411.00640, 2024), whose paired difference this is.
        """
        only = self.only
        if only is not None:
            low, high = mcnemar.difference_interval(*only, len(self.first))
            return Estimate(self.scale * low, self.scale * high, mcnemar.p_value(*only))
        differences = self.first - self.second
        if len(differences) < 2:
            return Estimate(None, None, None)
        mean, freedom = float(differences.mean()), len(differences) - 1
        error = float(differences.std(ddof=1)) / len(differences) ** 0.5
        if error <= _NO_SPREAD * float(np.abs([self.first, self.second]).max()):
            return Estimate(None, None, None)
        reach = student.reach_of_interval(freedom) * error
        return Estimate(
            self.scale * (mean - reach), self.scale * (mean + reach), student.p_value(mean / error, freedom)
        )
