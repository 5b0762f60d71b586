"""Makes logs of a whole leaderboard from a seed: models of different ability, questions of different hardness.

Written straight as the program keeps them, for a thousand million answers as JSON would take two terabytes.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from llmsurvey.logs.columns import QUESTIONS
from llmsurvey.logs.folders import INDEX, answers_file, questions_file
from llmsurvey.logs.run import KeptRun, Run, as_json
from llmsurvey.logs.write_answers import AnswerRows, AnswerWriter


def make_logs(folder: Path, models: int, questions: int, benchmarks: int) -> None:
    """Keep in a folder what some models answered to so many questions of each of some benchmarks."""
    random = np.random.default_rng(17)
    abilities = random.normal(0.5, 1.0, models)
    kept = []
    for number in range(benchmarks):
        benchmark = f"benchmark-{number}"
        hardness = random.normal(0.0, 1.2, questions)
        _write(folder / questions_file(benchmark), _questions(questions))
        for model, ability in enumerate(abilities):
            run = Run(digest=f"{number:08x}{model:08x}", model=f"made-up/model-{model}", benchmark=benchmark)
            right = random.random(questions, dtype=np.float32) < 1 / (1 + np.exp(hardness - ability))
            kept.append(_keep(folder, run, right.astype(np.float64)))
    names = {name: [getattr(one.run, name) for one in kept] for name in ("benchmark", "model", "name")}
    _write(folder / INDEX, pa.table({**names, "record": [as_json(one) for one in kept]}))


def _keep(folder: Path, run: Run, scores: np.ndarray) -> KeptRun:
    """Keep the scores of a run, of one answer to each question."""
    path = folder / answers_file(run.benchmark, run.model, run.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = AnswerWriter(path, run)
    count = len(scores)
    zeros = np.zeros(count, dtype=np.int32)
    writer.add(
        AnswerRows(np.full(count, writer.place_of("acc"), np.int32), np.arange(count, dtype=np.int32), zeros, scores)
    )
    writer.close()
    return KeptRun(run=run, metrics=("acc",), questions=count, answers=count, repeats=1)


def _questions(count: int) -> pa.Table:
    numbers = np.arange(count, dtype=np.int32)
    nothing = pa.nulls(count, pa.string())
    return pa.Table.from_arrays([pa.array(numbers), pa.array(numbers.astype(str)), nothing, nothing], schema=QUESTIONS)


def _write(path: Path, table: pa.Table) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd")
