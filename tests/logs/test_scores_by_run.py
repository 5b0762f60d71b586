"""What runs scored on each question: against a plain loop, by each engine of this machine."""

from __future__ import annotations

from pathlib import Path
from statistics import fmean

import pytest
from tests.logs.made_runs import keep_run

from llmsurvey.logs.engine import EngineName, open_engine
from llmsurvey.logs.scores_by_run import scores_by_run
from llmsurvey.logs.store import LogStore

ENGINES: list[EngineName] = ["duckdb", "polars"]


@pytest.mark.parametrize("name", ENGINES)
def test_every_run_has_the_mean_of_its_repeats_by_question(tmp_path: Path, name: EngineName) -> None:
    said: dict[tuple[str, str, str], dict[str, list[float]]] = {
        ("one", "quiz", "acc"): {"a": [1, 0, 1], "b": [0, 0], "c": [1]},
        ("other", "quiz", "acc"): {"c": [0], "a": [1]},
        ("one", "riddle", "f1"): {"a": [0.25, 0.5]},
    }
    kept = {key: keep_run(tmp_path, key[0], scores, benchmark=key[1], metric=key[2]) for key, scores in said.items()}
    wanted = {(run, key[2]) for key, run in kept.items()}
    found = scores_by_run(LogStore(tmp_path), open_engine(name), wanted)
    assert set(found) == wanted
    for key, run in kept.items():
        ids = LogStore(tmp_path).questions(key[1]).column("id").to_pylist()
        scored = found[run, key[2]]
        by_id = {ids[number]: score for number, score in zip(scored.questions, scored.scores, strict=True)}
        assert by_id == {question: fmean(scores) for question, scores in said[key].items()}


def test_a_metric_that_a_run_lacks_has_no_scores(tmp_path: Path) -> None:
    run = keep_run(tmp_path, "one", [1, 0])
    found = scores_by_run(LogStore(tmp_path), open_engine(), {(run, "acc"), (run, "f1")})
    assert (len(found[run, "acc"].scores), len(found[run, "f1"].scores)) == (2, 0)
