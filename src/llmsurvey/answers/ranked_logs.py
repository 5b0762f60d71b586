"""Ranks of models that answered the same questions, with sets of ranks from paired differences."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from llmsurvey.answers.logged_scores import BenchmarkScores, LoggedScores
from llmsurvey.boards.board import PERCENT, Measure
from llmsurvey.boards.methods import Ranks, ranks_of
from llmsurvey.boards.paired_rank_sets import paired_rank_sets
from llmsurvey.boards.rank_sets import RankSets
from llmsurvey.errors import RequestError
from llmsurvey.logs.mean_scores import MeanScores, average, average_moments
from llmsurvey.messages import list_names, option, say


class RankedLogs(NamedTuple):
    """Models with their ranks by the mean over benchmarks, each of which counts alike.

    `parts` are the scores on each benchmark, `overall` is their mean, turned so that more is better. `sets` follow from
    paired differences, `unpaired` from the scores' own errors, as those of
    a board do; None where questions are too few
    for errors.
    """

    scores: LoggedScores
    measures: tuple[Measure, ...]
    parts: tuple[MeanScores, ...]
    overall: MeanScores
    ranks: Ranks
    sets: RankSets | None
    unpaired: RankSets | None

    @property
    def scale(self) -> int:
        """What scores are multiplied by where they are shown: shares are shown in percent."""
        return 100 if self.measures[0].unit == PERCENT else 1

    @property
    def direction(self) -> int:
        """-1 where less is better, of the one benchmark that there is then; else 1."""
        return -1 if self.measures[0].better == "lower" else 1


def rank_scores(scores: LoggedScores) -> RankedLogs:
    """Return the ranks of models by the mean of their scores. Raises RequestError for scores of which there is none."""
    measures = tuple(_measure_of(benchmark) for benchmark in scores.benchmarks)
    if len(measures) > 1 and not all(measure.is_averaged for measure in measures):
        others = [measure.benchmark for measure in measures if not measure.is_averaged]
        raise RequestError(
            say(
                "there is no mean over {benchmarks} and others: only shares of which more is better are averaged. "
                "Choose with {option}.",
                benchmarks=list_names(others),
                option=option("benchmark"),
            )
        )
    parts = tuple(benchmark.means() for benchmark in scores.benchmarks)
    overall = average(parts)
    totals = np.round(overall.means, 12)
    sets, unpaired = None, None
    if all(part.units > 1 for part in parts):
        sets = paired_rank_sets(totals, overall.moments)
        unpaired = paired_rank_sets(totals, average_moments([part.unpaired_moments for part in parts]))
    return RankedLogs(scores, measures, parts, overall, ranks_of(totals), sets, unpaired)


def _measure_of(benchmark: BenchmarkScores) -> Measure:
    logged = benchmark.logged
    return Measure(
        logged.name,
        logged.metric,
        unit=PERCENT if benchmark.is_share else "number",
        better="lower" if logged.is_lower_better else "higher",
    )
