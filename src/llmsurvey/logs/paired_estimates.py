"""How sure the difference of two models is that answered the same questions.

Right and wrong answers go by McNemar's exact test, other scores by Student's paired t test. Where questions share a
subject, passage or document, their differences aren't independent: then the error is one that is robust to that, by E.
Miller, "Adding Error Bars to Evals" (arXiv 2411.00640, 2024), with one degree of freedom less than there are clusters.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal, Protocol, get_args

import numpy as np
import numpy.typing as npt

from llmsurvey.boards import mcnemar, student
from llmsurvey.boards.methods import Vector

Way = Literal["exact", "mid-p", "t", "clustered t"]
"""How a difference was tested."""

WAYS: tuple[Way, ...] = get_args(Way)

POWER = 0.8
"""How often a test is to find a difference that is said to be large enough for it."""

_NO_SPREAD = 1e-12
"""Differences that vary by less than this share of the scores vary by rounding only."""


class Estimate(Protocol):
    """What is known of a true mean difference, in the unit of the scores."""

    @property
    def way(self) -> Way:
        """How it was tested."""

    def p_value(self) -> float:
        """Return the two-sided p value of no difference."""

    def interval(self, risk: float) -> tuple[float, float]:
        """Return the ends of the interval that misses the difference with this risk."""

    def p_of_no_more(self, difference: float) -> float:
        """Return the one-sided p value of the hypothesis that the difference is at most this."""

    def p_of_no_less(self, difference: float) -> float:
        """Return the one-sided p value of the hypothesis that the difference is at least this."""

    def detectable(self, risk: float) -> float:
        """Return the smallest difference that the test, with this risk, would have found with POWER."""


@dataclass(frozen=True)
class Exact:
    """McNemar's test: how many `questions` there are, and which the first and the second alone got right."""

    first_only: int
    second_only: int
    questions: int
    is_mid: bool = False

    @property
    def way(self) -> Way:
        """Which of the two p values it gives."""
        return "mid-p" if self.is_mid else "exact"

    def p_value(self) -> float:
        """Return the two-sided p value of no difference."""
        return mcnemar.p_value(self.first_only, self.second_only, is_mid=self.is_mid)

    def interval(self, risk: float) -> tuple[float, float]:
        """Return the ends of the interval that agrees with the test."""
        return mcnemar.difference_interval(*self._counts, risk, is_mid=self.is_mid)

    def p_of_no_more(self, difference: float) -> float:
        """Return the one-sided p value of the hypothesis that the difference is at most this."""
        return mcnemar.p_of_no_more(*self._counts, difference, is_mid=self.is_mid)

    def p_of_no_less(self, difference: float) -> float:
        """Return the one-sided p value of the hypothesis that the difference is at least this."""
        turned = self.second_only, self.first_only, self.questions
        return mcnemar.p_of_no_more(*turned, -difference, is_mid=self.is_mid)

    def detectable(self, risk: float) -> float:
        """Return the difference that would have been found with POWER, were as many questions to tell the two apart.

        By the normal distribution, as in Miller (2024), section 5; never less than what the test rejects at all, for
        which all of the questions that tell the two apart must favour one.
        """
        normal = NormalDist()
        reach = normal.inv_cdf(1 - risk / 2) + normal.inv_cdf(POWER)
        telling, excess = self.first_only + self.second_only, self.first_only - self.second_only
        variance = (telling - excess**2 / self.questions) / max(1, self.questions - 1)
        chance_of_all = risk if self.is_mid else risk / 2
        fewest = math.floor(-math.log2(chance_of_all)) + 1
        return min(1.0, max(reach * math.sqrt(variance / self.questions), fewest / self.questions))

    @property
    def _counts(self) -> tuple[int, int, int]:
        return self.first_only, self.second_only, self.questions


@dataclass(frozen=True)
class ByError:
    """Student's test: the mean difference, its standard error, and the degrees of freedom of that."""

    mean: float
    error: float
    freedom: int
    way: Way = "t"

    def p_value(self) -> float:
        """Return the two-sided p value of no difference."""
        return student.p_value(self.mean / self.error, self.freedom)

    def interval(self, risk: float) -> tuple[float, float]:
        """Return the ends of the interval around the mean."""
        reach = student.reach_of_interval(self.freedom, risk) * self.error
        return self.mean - reach, self.mean + reach

    def p_of_no_more(self, difference: float) -> float:
        """Return the one-sided p value of the hypothesis that the difference is at most this."""
        distance = (self.mean - difference) / self.error
        tail = student.p_value(distance, self.freedom) / 2
        return tail if distance > 0 else 1 - tail

    def p_of_no_less(self, difference: float) -> float:
        """Return the one-sided p value of the hypothesis that the difference is at least this."""
        return 1 - self.p_of_no_more(difference)

    def detectable(self, risk: float) -> float:
        """Return the difference that would have been found with POWER.

        After H. S. Bloom, "Minimum detectable effects", Evaluation Review 19 (1995), 547-556: the standard error times
        the sum of two quantiles of the t distribution.
        """
        reaches = (student.reach_of_interval(self.freedom, chance) for chance in (risk, 2 * (1 - POWER)))
        return sum(reaches) * self.error


def estimate_difference(
    first: Vector, second: Vector, clusters: npt.NDArray[np.int64] | None = None, *, is_mid: bool = False
) -> Estimate | None:
    """Return how sure the mean difference of two models is; None where their differences have no spread.

    `first` and `second` are what they scored on the same questions, `clusters` numbers what these share from 0 on, None
    where they share nothing. `is_mid` asks for McNemar's mid-p value in place of the exact one.
    """
    is_clustered = clusters is not None and 1 < clusters.max() + 1 < len(first)
    only = flips(first, second)
    if only is not None and not is_clustered:
        return Exact(*only, len(first), is_mid)
    differences = first - second
    units = int(clusters.max()) + 1 if clusters is not None and is_clustered else len(first)
    if units < 2:
        return None
    residues = differences - differences.mean()
    if clusters is not None and is_clustered:
        residues = np.bincount(clusters, weights=residues)
    error = math.sqrt(float(residues @ residues) * units / (units - 1)) / len(first)
    if error > _NO_SPREAD * float(np.abs([first, second]).max()):
        return ByError(float(differences.mean()), error, units - 1, "clustered t" if is_clustered else "t")
    # nobody knows how alike the questions of a cluster are in which the two never differ: each counts as one question
    return Exact(0, 0, units, is_mid) if only == (0, 0) else None


def flips(first: Vector, second: Vector) -> tuple[int, int] | None:
    """Return how many questions the first alone got right, and the second alone; None where scores aren't 0 or 1."""
    if not all(np.isin(scores, (0, 1)).all() for scores in (first, second)):
        return None
    return int((first > second).sum()), int((first < second).sum())


Judgement = Literal["equivalent", "worse", "better", "not shown"]
"""Whether the second is as good as the first within a margin, by more than that worse or better, or neither is sure."""

JUDGEMENTS: tuple[Judgement, ...] = get_args(Judgement)


@dataclass(frozen=True)
class Equivalence:
    """Two one-sided tests (D. J. Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15, 1987, 657-680).

    `within` is the p value of the hypothesis that the difference reaches the margin. `beyond` is the two-sided p value
    of the hypothesis that the difference doesn't go beyond it, in the direction in which it lies; `favours` is -1 where
    that is for the second.
    """

    within: float
    beyond: float
    favours: int

    def judge(self, risk: float) -> Judgement:
        """Return what is sure with this risk."""
        if self.within <= risk:
            return "equivalent"
        if self.beyond <= risk:
            return "worse" if self.favours > 0 else "better"
        return "not shown"


def equivalence_of(estimate: Estimate, margin: float) -> Equivalence:
    """Return whether a difference lies within a margin above 0, to both sides, in the unit of the scores."""
    favours_first, favours_second = estimate.p_of_no_more(margin), estimate.p_of_no_less(-margin)
    return Equivalence(
        within=max(estimate.p_of_no_more(-margin), estimate.p_of_no_less(margin)),
        beyond=min(1.0, 2 * min(favours_first, favours_second)),
        favours=1 if favours_first < favours_second else -1,
    )
