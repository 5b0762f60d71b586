"""Boards and evaluation runs made up by a seeded generator, as large as asked for.

Called as `made_up.py board|long|runs|small-runs FOLDER COUNT`, so that its memory isn't counted for the programs that
are measured.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

BENCHMARKS = tuple(f"benchmark_{number}" for number in range(6))
LONG_BENCHMARKS = tuple(f"benchmark_{number}" for number in range(10))

_TASKS, _FEW_TASKS = 65, 6
"""As many tasks as a real file of the harness has with the subjects of MMLU, and as one has without."""

_RUNS_IN_FOLDER = 1000


def scores(models: int, benchmarks: int = len(BENCHMARKS)) -> np.ndarray:
    """Scores in percent with two digits: a model has an ability, which shows on all benchmarks, with noise."""
    random = np.random.default_rng(models)
    ability = random.uniform(25, 75, (models, 1))
    return np.clip(ability + random.normal(0, 6, (models, benchmarks)), 5, 100).round(2)


def board(folder: Path, models: int) -> None:
    """A board as CSV and as Parquet."""
    columns = scores(models)
    names = [f"lab-{number % 997}/model-{number}" for number in range(models)]
    table = pa.table({"model": names, **{name: columns[:, place] for place, name in enumerate(BENCHMARKS)}})
    pyarrow.csv.write_csv(table, folder / "board.csv", pyarrow.csv.WriteOptions(quoting_style="none"))
    pyarrow.parquet.write_table(table, folder / "board.parquet")
    print(table.nbytes)


def long_board(folder: Path, models: int) -> None:
    """A row a score, the scores of a model one after the other, as CSV and as Parquet."""
    figures = scores(models, len(LONG_BENCHMARKS))
    names = [f"lab-{number % 997}/model-{number}" for number in range(models)]
    columns = {
        "model": np.repeat(names, len(LONG_BENCHMARKS)),
        "benchmark": np.tile(LONG_BENCHMARKS, models),
        "score": figures.ravel(),
    }
    table = pa.table(columns)
    pyarrow.csv.write_csv(table, folder / "long.csv", pyarrow.csv.WriteOptions(quoting_style="none"))
    pyarrow.parquet.write_table(table, folder / "long.parquet")


def runs(folder: Path, files: int, tasks: int = _TASKS, name: str = "runs") -> None:
    """Result files of the LM Evaluation Harness, in the schema of 2023."""
    random = np.random.default_rng(files)
    for number in range(files):
        results = folder / name / str(number // _RUNS_IN_FOLDER)
        results.mkdir(parents=True, exist_ok=True)
        shares = random.uniform(0.2, 0.9, (tasks, 2))
        errors = np.sqrt(shares * (1 - shares) / 999)
        figures = {
            f"task_{place}": {
                "acc": shares[place, 0],
                "acc_stderr": errors[place, 0],
                "acc_norm": shares[place, 1],
                "acc_norm_stderr": errors[place, 1],
            }
            for place in range(tasks)
        }
        config = {"model": "hf-causal", "model_args": f"pretrained=lab/model-{number}", "num_fewshot": 0}
        content = {"results": figures, "versions": dict.fromkeys(figures, 0), "config": config}
        (results / f"model-{number}.json").write_text(json.dumps(content, indent=2), encoding="utf-8")


if __name__ == "__main__":
    kind, place, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    if kind == "board":
        board(place, count)
    elif kind == "long":
        long_board(place, count)
    elif kind == "runs":
        runs(place, count)
    else:
        runs(place, count, _FEW_TASKS, f"runs-{count}")
