"""Boards and evaluation runs made up by a seeded generator, as large as asked for.

Called as `made_up.py FOLDER MODELS FILES`, so that its memory isn't counted for the programs that are measured.
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

_TASKS = 65
"""As many tasks as a real file of the harness has with the subjects of MMLU."""


def scores(models: int) -> np.ndarray:
    """Scores in percent with two digits: a model has an ability, which shows on all benchmarks, with noise."""
    random = np.random.default_rng(models)
    ability = random.uniform(25, 75, (models, 1))
    return np.clip(ability + random.normal(0, 6, (models, len(BENCHMARKS))), 5, 100).round(2)


def board(folder: Path, models: int) -> None:
    """A board as CSV and as Parquet."""
    columns = scores(models)
    names = [f"lab-{number % 997}/model-{number}" for number in range(models)]
    table = pa.table({"model": names, **{name: columns[:, place] for place, name in enumerate(BENCHMARKS)}})
    pyarrow.csv.write_csv(table, folder / "board.csv", pyarrow.csv.WriteOptions(quoting_style="none"))
    pyarrow.parquet.write_table(table, folder / "board.parquet")
    print(table.nbytes)


def runs(folder: Path, files: int) -> None:
    """Result files of the LM Evaluation Harness, in the schema of 2023."""
    random = np.random.default_rng(files)
    results = folder / "runs"
    results.mkdir()
    for number in range(files):
        shares = random.uniform(0.2, 0.9, (_TASKS, 2))
        errors = np.sqrt(shares * (1 - shares) / 999)
        tasks = {
            f"task_{place}": {
                "acc": shares[place, 0],
                "acc_stderr": errors[place, 0],
                "acc_norm": shares[place, 1],
                "acc_norm_stderr": errors[place, 1],
            }
            for place in range(_TASKS)
        }
        config = {"model": "hf-causal", "model_args": f"pretrained=lab/model-{number}", "num_fewshot": 0}
        content = {"results": tasks, "versions": dict.fromkeys(tasks, 0), "config": config}
        (results / f"model-{number}.json").write_text(json.dumps(content, indent=2), encoding="utf-8")


if __name__ == "__main__":
    board(Path(sys.argv[1]), int(sys.argv[2]))
    runs(Path(sys.argv[1]), int(sys.argv[3]))
