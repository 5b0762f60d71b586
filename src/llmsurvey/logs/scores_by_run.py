"""What runs scored on each question: of many runs and benchmarks in one question to the engine."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from functools import reduce
from operator import or_

import numpy as np

from llmsurvey.logs.arrays import codes_of, numbers_of
from llmsurvey.logs.engine import Engine
from llmsurvey.logs.open_logs import Logs
from llmsurvey.logs.question_scores import QuestionScores
from llmsurvey.logs.run import KeptRun

Measured = tuple[KeptRun, str]
"""A run by one of its metrics."""


def scores_by_run(logs: Logs, engine: Engine, wanted: Collection[Measured]) -> dict[Measured, QuestionScores]:
    """Return what runs scored, each by a metric, on each question: the mean of the repeats. Raises EngineError."""
    import narwhals as nw

    files = sorted({str(logs.answers_path(kept.run)) for kept, _ in wanted})
    runs_by_metric: dict[str, list[str]] = {}
    for kept, metric in wanted:
        runs_by_metric.setdefault(metric, []).append(kept.run.name)
    is_wanted = reduce(
        or_, ((nw.col("metric") == metric) & nw.col("run").is_in(runs) for metric, runs in runs_by_metric.items())
    )
    by = ["run", "metric", "question"]
    averaged = engine.scan(files).filter(is_wanted).group_by(by).agg(nw.col("score").mean())
    table = engine.collect(averaged.select(*by, "score").sort(by))
    (runs, run_names), (metrics, metric_names) = (codes_of(table.column(name)) for name in by[:2])
    questions, scores = (numbers_of(table.column(name)) for name in ("question", "score"))
    changes = np.flatnonzero(np.diff(runs, prepend=-1) | np.diff(metrics, prepend=-1))
    scored = {
        (run_names[runs[start]], metric_names[metrics[start]]): QuestionScores(questions[start:end], scores[start:end])
        for start, end in itertools.pairwise([*changes.tolist(), len(scores)])
    }
    nothing = QuestionScores(questions[:0], scores[:0])
    return {(kept, metric): scored.get((kept.run.name, metric), nothing) for kept, metric in wanted}
