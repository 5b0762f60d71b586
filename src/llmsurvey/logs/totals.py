"""What models score in all on each benchmark, and how sure that is: sums that an engine takes where the answers lie."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from llmsurvey.logs.average_repeats import average_repeats
from llmsurvey.logs.engine import Engine
from llmsurvey.logs.open_logs import Logs
from llmsurvey.logs.run import KeptRun

if TYPE_CHECKING:
    import narwhals as nw

_BY = ["benchmark", "metric", "model"]


class Total(NamedTuple):
    """What a model scored by a metric: the mean over questions and its standard error, None of a single question."""

    benchmark: str
    metric: str
    model: str
    questions: int
    mean: float
    error: float | None


def sum_up(scores: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the number of questions, the mean score and its standard error by benchmark, metric and model.

    `scores` has a row for each question. The error is that of a mean of independent questions, the sample's standard
    deviation over the root of their number (E. Miller, "Adding Error Bars to Evals", arXiv 2411.00640, 2024).
    """
    import narwhals as nw

    score = nw.col("score")
    sums = scores.group_by(_BY).agg(
        nw.len().alias("questions"), score.mean().alias("mean"), score.std().alias("spread")
    )
    error = nw.col("spread") / nw.col("questions") ** 0.5
    return sums.select(*_BY, "questions", "mean", error.alias("error")).sort(_BY)


def totals_of(logs: Logs, engine: Engine, runs: Iterable[KeptRun]) -> list[Total]:
    """Return what models scored in runs, one of each model on a benchmark, in order of benchmark, metric and model.

    Repeats are averaged first, of those runs that have any: elsewhere a question is a row already.
    """
    once: list[str] = []
    repeated: list[str] = []
    for kept in runs:
        (once if kept.repeats == 1 else repeated).append(str(logs.answers_path(kept.run)))
    frames = []
    if once:
        frames.append(sum_up(engine.scan(once)))
    if repeated:
        frames.append(sum_up(average_repeats(engine.scan(repeated))))
    rows = [row for frame in frames for row in engine.collect(frame).to_pylist()]
    return sorted(Total(**row) for row in rows)
