"""Tests of the differences of logged models, all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from llmsurvey.answers.differences import Difference, without_noise
from llmsurvey.answers.logged_pairs import LoggedPair
from llmsurvey.answers.paired_tests import PairedTests
from llmsurvey.boards.correction import correct
from llmsurvey.boards.rank_sets import COVERAGE
from llmsurvey.logs.paired_estimates import Equivalence, Estimate, Judgement, equivalence_of, estimate_difference, flips

RISK = 1 - COVERAGE
"""How often any of the tests may find a difference that isn't there."""


class TestedPair(NamedTuple):
    """A pair, and what is known of its difference with all others in mind; None where nothing is.

    `detectable` is the difference that would have been found, where none was. The p values of the `equivalence` are
    corrected for the number of pairs.
    """

    pair: LoggedPair
    difference: Difference
    estimate: Estimate | None = None
    detectable: float | None = None
    equivalence: Equivalence | None = None

    @property
    def judgement(self) -> Judgement | None:
        """Whether the second is as good as the first, None where that isn't asked or not known."""
        return None if self.equivalence is None else self.equivalence.judge(RISK)


def check_pairs(pairs: Sequence[LoggedPair], tests: PairedTests) -> list[TestedPair]:
    """Return the pairs with what is known of each difference, all tests together being wrong with RISK at most."""
    estimates = [
        estimate_difference(
            pair.questions.first,
            pair.questions.second,
            pair.clusters if tests.clusters else None,
            is_mid=tests.mid_p,
        )
        for pair in pairs
    ]
    known = [(pair, estimate) for pair, estimate in zip(pairs, estimates, strict=True) if estimate is not None]
    corrected = correct([estimate.p_value() for _, estimate in known], RISK, tests.correction)
    p_values, equivalences = iter(corrected.p_values), iter(_equivalences(known, tests))
    return [
        TestedPair(pair, _difference_of(pair))
        if estimate is None
        else _tested(pair, estimate, corrected.risk, next(p_values), next(equivalences))
        for pair, estimate in zip(pairs, estimates, strict=True)
    ]


def _equivalences(estimates: Sequence[tuple[LoggedPair, Estimate]], tests: PairedTests) -> list[Equivalence | None]:
    """Return the tests of equivalence of all pairs, corrected for their number; None where none is asked for."""
    if tests.equivalent_within is None:
        return [None] * len(estimates)
    tests_of_pairs = [equivalence_of(estimate, tests.equivalent_within / pair.scale) for pair, estimate in estimates]
    within = correct([test.within for test in tests_of_pairs], RISK, tests.correction).p_values
    beyond = correct([test.beyond for test in tests_of_pairs], RISK, tests.correction).p_values
    signs = [1 if pair.measure.better == "higher" else -1 for pair, _ in estimates]
    return [
        Equivalence(*p_values, sign * test.favours)
        for test, sign, p_values in zip(tests_of_pairs, signs, zip(within, beyond, strict=True), strict=True)
    ]


def _tested(
    pair: LoggedPair, estimate: Estimate, risk: float, p_value: float, equivalence: Equivalence | None
) -> TestedPair:
    low, high = (without_noise(pair.scale * end) for end in estimate.interval(risk))
    difference = _difference_of(pair)._replace(low=low, high=high, p_value=without_noise(p_value))
    detectable = None if difference.is_apart else without_noise(pair.scale * estimate.detectable(risk))
    return TestedPair(pair, difference, estimate, detectable, equivalence)


def _difference_of(pair: LoggedPair) -> Difference:
    """Return what both scored, without any test."""
    questions = pair.questions
    first, second = (without_noise(pair.scale * float(scores.mean())) for scores in (questions.first, questions.second))
    only = flips(questions.first, questions.second)
    return Difference(pair.measure, first, second, items=len(questions.first), only=only)
