"""What models scored on each question: asked of an engine, and kept in arrays by model and metric."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from llmsurvey.logs.engine import Engine
from llmsurvey.logs.open_logs import Logs
from llmsurvey.logs.run import KeptRun

if TYPE_CHECKING:
    import narwhals as nw


class QuestionScores(NamedTuple):
    """What one model scored by one metric: the questions by number, in order, and the mean of the repeats of each."""

    questions: npt.NDArray[np.int32]
    scores: npt.NDArray[np.float64]


def average_repeats(answers: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the mean score of each model on each question by each metric, from a frame of ANSWERS."""
    import narwhals as nw

    by = ["benchmark", "model", "metric", "question"]
    return answers.group_by(by).agg(nw.col("score").mean().alias("score"), nw.len().alias("repeats"))


def scores_by_question(
    logs: Logs, engine: Engine, runs: Iterable[KeptRun], metric: str
) -> Mapping[str, QuestionScores]:
    """Return what each model scored on each question of one benchmark, by model; `runs` are one of each."""
    import narwhals as nw

    files = [str(logs.answers_path(kept.run)) for kept in runs if metric in kept.metrics]
    if not files:
        return {}
    answers = engine.scan(files).filter(nw.col("metric") == metric)
    averaged = average_repeats(answers).select("model", "question", "score").sort("model", "question")
    table = engine.collect(averaged)
    models = table.column("model").to_pylist()
    questions = table.column("question").to_numpy()
    scores = table.column("score").to_numpy()
    return {
        model: QuestionScores(questions[start:end], scores[start:end]) for model, start, end in _runs_of_equal(models)
    }


def clusters_of(logs: Logs, benchmark: str) -> list[str | None]:
    """Return the cluster of each question of a benchmark by its number, None where no log tells one."""
    clusters: list[str | None] = logs.questions(benchmark).column("cluster").to_pylist()
    return clusters


def _runs_of_equal(values: Sequence[str]) -> Iterable[tuple[str, int, int]]:
    """Yield each value of a sorted sequence with where it begins and ends."""
    start = 0
    for place in range(1, len(values) + 1):
        if place == len(values) or values[place] != values[start]:
            yield values[start], start, place
            start = place
