"""What the answers of many models tell of each question: how hard it is, and whether it tells good models from bad.

An engine makes sums of the answers, one pass for the models and one for the questions; what follows from these is
computed here, so that no table of models by questions is ever held.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from llmsurvey.boards.board import Matrix
from llmsurvey.boards.holm import adjust_p_values
from llmsurvey.boards.methods import Vector
from llmsurvey.boards.rank_sets import COVERAGE
from llmsurvey.logs.engine import Engine

if TYPE_CHECKING:
    import narwhals as nw

AT_ONCE = 2**18
"""Sums of so many questions are made at once: an engine holds some hundred bytes for each on each of its threads."""

_MOST_MODELS = 2**20
"""More models than this there aren't; an engine that is told so keeps the models at hand, and not the answers."""

LEAST_MODELS = 3
"""Of fewer models every correlation is 1, -1 or none."""

_DIGITS = 12
"""Means that agree in so many digits share a place, in whatever order an engine added them up."""

_EVEN = 1e-12
"""Numbers vary by more than rounding where their variance is more than this share of their mean square."""


class QuestionStatistics(NamedTuple):
    """What is known of each question, in the order of their numbers: arrays of one length.

    `models` is how many answered; `mean`, `lowest`, `highest` and the standard `deviation` are of their scores.
    `discrimination` is the correlation of these with the models' means on all other questions, `against` the adjusted p
    value of worse models getting it right rather than better ones. Both are NaN where they mean nothing.
    """

    question: npt.NDArray[np.int32]
    models: npt.NDArray[np.int64]
    mean: Vector
    lowest: Vector
    highest: Vector
    deviation: Vector
    discrimination: Vector
    against: Vector

    @property
    def is_suspect(self) -> npt.NDArray[np.bool_]:
        """Whether worse models get a question right rather than better ones, by more than chance.

        No more than one question in twenty such lists is there by chance alone, models being independent.
        """
        return np.asarray(self.against < 1 - COVERAGE)


def judge_questions(engine: Engine, answers: nw.LazyFrame[Any], questions: int) -> QuestionStatistics:
    """Return the statistics of each question, from a frame of `benchmark`, `model`, `question` and `score`.

    The numbers of questions are less than `questions`. A model has one score on a question, and more is better. The
    discrimination is the corrected item-total correlation of test theory, of right and wrong answers the point-biserial
    one (R's `performance::item_discrimination`): the question itself doesn't count among the others, or it would agree
    with itself.
    """
    import narwhals as nw

    beside, number = _beside_models(answers), nw.col("question")
    parts = [
        engine.collect(_sum_by_question(beside.filter((number >= start) & (number < start + AT_ONCE))))
        for start in range(0, questions, AT_ONCE)
    ]
    return _from_sums(pa.concat_tables(parts).combine_chunks())


def models_to_suspect(questions: int) -> int:
    """Return about how many models it takes until a question is suspect that the better half of them alone misses."""
    distance = NormalDist().inv_cdf((1 - COVERAGE) / max(1, questions))
    return math.ceil(1 + distance**2 * 4 / 3)  # halves agree with places by the square root of 3/4


def _beside_models(answers: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return each answer beside what its model is: the mean of its other answers, and its place among all.

    Everything is less a centre, so that squares don't drown what differs.
    """
    import narwhals as nw

    mean, alike = nw.col("mean"), ("benchmark",)
    models = (
        answers.group_by("benchmark", "model")
        .agg(nw.col("score").sum().alias("total"), nw.len().alias("number"))
        .with_columns((nw.col("total") / nw.col("number")).alias("mean"))
        .with_columns(
            mean.mean().over(*alike).alias("centre"),
            mean.round(_DIGITS).rank("average").over(*alike).alias("place"),
        )
        .with_columns((nw.col("place") - nw.col("place").mean().over(*alike)).alias("place"))
        .select("model", "total", "number", "centre", "place")
        .head(_MOST_MODELS)
    )
    others = nw.when(nw.col("number") > 1).then(nw.col("number") - 1).otherwise(1)
    return answers.join(models, on="model", how="inner").with_columns(
        ((nw.col("total") - nw.col("score")) / others - nw.col("centre")).alias("rest"),
        (nw.col("score") - nw.col("centre")).alias("own"),
    )


def _sum_by_question(answers: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the sums of each question that its statistics follow from."""
    import narwhals as nw

    score, own, rest, place = (nw.col(name) for name in ("score", "own", "rest", "place"))
    products = {
        "own": own,
        "rest": rest,
        "place": place,
        "own_own": own * own,
        "rest_rest": rest * rest,
        "place_place": place * place,
        "own_rest": own * rest,
        "own_place": own * place,
    }
    sums = [product.sum().alias(f"sum_{name}") for name, product in products.items()]
    of_scores = [score.sum().alias("total"), score.min().alias("lowest"), score.max().alias("highest")]
    return answers.group_by("question").agg(nw.len().alias("models"), *of_scores, *sums).sort("question")


def _from_sums(table: pa.Table) -> QuestionStatistics:
    """Return the statistics that follow from the sums of each question."""
    sums = {name: table.column(name).to_numpy() for name in table.column_names}
    number = sums["models"].astype(np.float64)
    varies = (sums["lowest"] < sums["highest"]) & (sums["models"] >= LEAST_MODELS)
    moments = {name: sums[f"sum_{name}"] for name in ("own", "rest", "place")}
    variance = {name: vary(sums[f"sum_{name}_{name}"], total, number) for name, total in moments.items()}

    def correlate(other: str) -> Vector:
        covariance = sums[f"sum_own_{other}"] - moments["own"] * moments[other] / number
        scale = np.sqrt(variance["own"] * variance[other])
        known = varies & (scale > 0)
        return np.asarray(np.divide(covariance, scale, out=np.full(len(scale), np.nan), where=known).clip(-1, 1))

    return QuestionStatistics(
        question=sums["question"].astype(np.int32),
        models=sums["models"].astype(np.int64),
        mean=sums["total"] / number,
        lowest=sums["lowest"],
        highest=sums["highest"],
        deviation=np.sqrt(variance["own"] / number),
        discrimination=correlate("rest"),
        against=_test_against(correlate("place"), number),
    )


def vary(squares: Matrix, sums: Matrix, number: Matrix) -> Matrix:
    """Return how much numbers vary, by sums of their squares and of themselves: 0 where that is mere rounding."""
    variation = squares - sums * sums / number
    return np.where(variation > _EVEN * squares, variation, 0)


def _test_against(agreement: Vector, models: Vector) -> Vector:
    """Return the p value of each question that scores on it fall as models get better, by Holm's procedure over all.

    `agreement` is the correlation of scores with the models' places. Times the square root of one less than there are
    models, it is normal where scores are dealt out to models by chance; of right and wrong answers that is the rank sum
    test of Mann and Whitney with ties (Annals of Mathematical Statistics 18, 1947). Places are used since some models
    that are far below all others would make chance look sure.
    """
    adjusted = np.full(len(agreement), np.nan)
    tested = np.flatnonzero(~np.isnan(agreement))
    distances = agreement[tested] * np.sqrt(models[tested] - 1)
    p_values = [math.erfc(-distance / math.sqrt(2)) / 2 for distance in distances.tolist()]
    adjusted[tested] = adjust_p_values(p_values)
    return adjusted
