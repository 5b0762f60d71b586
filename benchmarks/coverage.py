"""How often intervals and rank sets hold what is true, by simulation, with and without clusters.

The first table is in the setting that R's evaluatellm 0.1.0 prints its own figures of: 30 passages with 10 questions
each (https://github.com/charlescoverdale/evaluatellm, README). How hard its passages are isn't said: 0.4 is what
its own test of clusters has as the mean logit, and a standard deviation of 1.1 gives the widths that it prints. In the
others passages are hard for some models in particular, too, without which pairs would take all of their effect away.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from llmsurvey.boards.paired_rank_sets import paired_rank_sets
from llmsurvey.boards.rank_sets import RankSets
from llmsurvey.boards.student import reach_of_interval
from llmsurvey.logs.mean_scores import MeanScores, mean_scores
from llmsurvey.logs.score_matrix import QuestionBlock

PASSAGES, QUESTIONS = 30, 10
MEAN, HARDNESS, PARTICULAR = 0.4, 1.1, 0.6
"""The mean logit of a right answer, and the standard deviations of passages and of what they are for one model."""

RUNS, RANKED_RUNS = 15_000, 300
PUBLISHED = {"by clusters": "95.1 %, 0.191", "ignoring clusters": "74.5 %, 0.112"}

ABILITIES = np.concatenate([np.zeros(10), np.linspace(-1.5, 1.5, 10)])
"""Of the twenty models that are ranked: ten are equally good, so that any order of these is chance."""

CLUSTERS = np.repeat(np.arange(PASSAGES), QUESTIONS)
ALONE = np.arange(PASSAGES * QUESTIONS)


def main() -> None:
    """Simulate, and print the tables."""
    random = np.random.default_rng(2026)
    print(f"The score of one model, {RUNS:,} evaluations of {PASSAGES} passages with {QUESTIONS} questions each.\n")
    print_table(("intervals", "hold the true score", "mean width", "evaluatellm prints"), score_rows(random))
    print("\nThe difference of two models on the same questions, whose true difference is 0.\n")
    print_table(("intervals", "hold the true difference", "mean width"), difference_rows(random))
    print(f"\nRank sets of {len(ABILITIES)} models, of which 10 are equally good, {RANKED_RUNS} evaluations.\n")
    print_table(("sets", "hold all true ranks", "mean ranks in a set"), rank_rows(random))


def answer(random: np.random.Generator, abilities: Any, particular: float, passages: int = PASSAGES) -> Any:
    """Return right (1) and wrong (0) answers of models to as many questions of each passage, passage by passage."""
    hardness = random.normal(0, HARDNESS, passages) + random.normal(0, 1, (len(abilities), passages)) * particular
    logits = MEAN + abilities[:, None] + hardness
    return random.binomial(1, np.repeat(1 / (1 + np.exp(-logits)), len(ALONE) // passages, axis=1)).astype(float)


def means_by(scores: Any) -> dict[str, MeanScores]:
    """Return the means with errors by clusters, and as if questions were drawn each by itself."""
    units = {"by clusters": CLUSTERS, "ignoring clusters": ALONE}
    return {name: mean_scores([QuestionBlock(unit, scores)], len(scores)) for name, unit in units.items()}


class Interval(NamedTuple):
    """How far an estimate lies from what is true, and how far its interval reaches."""

    miss: float
    reach: float


def score_rows(random: np.random.Generator) -> Iterator[tuple[str, ...]]:
    """Yield how often intervals of one score hold the true one."""
    draws = MEAN + HARDNESS * random.normal(size=4_000_000)
    truth = float((1 / (1 + np.exp(-draws))).mean())
    found: dict[str, list[Interval]] = {}
    for _ in range(RUNS):
        for name, means in means_by(answer(random, np.zeros(1), 0)).items():
            reach = REACH[name] * float(means.standard_errors[0])
            found.setdefault(name, []).append(Interval(abs(float(means.means[0]) - truth), reach))
    for name, intervals in found.items():
        yield (name, *coverage_of(intervals), PUBLISHED[name])


def difference_rows(random: np.random.Generator) -> Iterator[tuple[str, ...]]:
    """Yield how often intervals of the difference of two models hold the true one, 0."""
    found: dict[str, list[Interval]] = {}
    for _ in range(RUNS):
        for name, means in means_by(answer(random, np.zeros(2), PARTICULAR)).items():
            own = means.covariance
            miss = abs(float(means.means[0] - means.means[1]))
            paired = math.sqrt(own[0, 0] + own[1, 1] - 2 * own[0, 1])
            found.setdefault(f"paired, {name}", []).append(Interval(miss, REACH[name] * paired))
            found.setdefault(f"unpaired, {name}", []).append(
                Interval(miss, REACH[name] * math.sqrt(own[0, 0] + own[1, 1]))
            )
    for name, intervals in sorted(found.items()):
        yield (name, *coverage_of(intervals))


def rank_rows(random: np.random.Generator) -> Iterator[tuple[str, ...]]:
    """Yield how often rank sets hold all true ranks at once."""
    best = 1 + (ABILITIES[:, None] < ABILITIES).sum(axis=1)
    worst = len(ABILITIES) - (ABILITIES[:, None] > ABILITIES).sum(axis=1)
    held: dict[str, list[bool]] = {}
    widths: dict[str, list[float]] = {}
    for _ in range(RANKED_RUNS):
        alone = means_by(answer(random, ABILITIES, PARTICULAR, len(ALONE)))["ignoring clusters"]
        by_passage = means_by(answer(random, ABILITIES, PARTICULAR))
        for name, sets in sets_by({**by_passage, "of questions drawn one by one": alone}):
            held.setdefault(name, []).append(bool(((sets.best <= best) & (worst <= sets.worst)).all()))
            widths.setdefault(name, []).append(float((sets.worst - sets.best + 1).mean()))
    for name in sorted(held):
        yield name, f"{100 * np.mean(held[name]):.1f} %", f"{np.mean(widths[name]):.1f}"


def sets_by(means_by_name: dict[str, MeanScores]) -> Iterator[tuple[str, RankSets]]:
    """Yield rank sets from paired differences and from the scores' own errors."""
    for name, means in means_by_name.items():
        yield f"paired, {name}", paired_rank_sets(means.means, means.moments)
        yield f"unpaired, {name}", paired_rank_sets(means.means, means.unpaired_moments)


def coverage_of(intervals: list[Interval]) -> tuple[str, str]:
    """Return how many intervals hold what is true, and their mean width."""
    held = np.mean([one.miss <= one.reach for one in intervals])
    return f"{100 * held:.1f} %", f"{2 * np.mean([one.reach for one in intervals]):.3f}"


def print_table(heading: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> None:
    """Print rows as Markdown."""
    print(f"| {' | '.join(heading)} |\n| --- |{' ---: |' * (len(heading) - 1)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")


REACH = {"by clusters": reach_of_interval(PASSAGES - 1), "ignoring clusters": reach_of_interval(len(ALONE) - 1)}

if __name__ == "__main__":
    main()
