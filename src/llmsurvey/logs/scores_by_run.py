"""What runs scored on each question: of many runs and benchmarks in one question to the engine."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from functools import reduce
from operator import or_

import numpy as np

from llmsurvey.logs.engine import Engine
from llmsurvey.logs.open_logs import Logs
from llmsurvey.logs.run import KeptRun
from llmsurvey.logs.scores_by_question import QuestionScores

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
    runs, metrics = (table.column(name).combine_chunks().dictionary_encode() for name in by[:2])
    questions, scores = table.column("question").to_numpy(), table.column("score").to_numpy()
    changes = np.diff(runs.indices.to_numpy(), prepend=-1) | np.diff(metrics.indices.to_numpy(), prepend=-1)
    starts = [*np.flatnonzero(changes).tolist(), len(scores)]
    found = {
        (runs[start].as_py(), metrics[start].as_py()): QuestionScores(questions[start:end], scores[start:end])
        for start, end in itertools.pairwise(starts)
    }
    nothing = QuestionScores(questions[:0], scores[:0])
    return {(kept, metric): found.get((kept.run.name, metric), nothing) for kept, metric in wanted}
