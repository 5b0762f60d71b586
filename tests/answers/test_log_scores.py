"""What models scored by their logs, against the logs themselves."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from tests.logs.made_logs import keep_logs, write_harness_logs

import llmsurvey
from llmsurvey.errors import UnknownNameError


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("logs")
    write_harness_logs(folder / "runs")
    keep_logs(folder / "runs", folder / "kept")
    return folder


def test_means_and_errors_are_those_of_the_lines_of_the_logs(results: Path) -> None:
    answer = llmsurvey.open().log_scores("hellaswag", logs_in=results / "kept")
    assert len(answer.entries) == 4
    for entry in answer.entries:
        (log,) = (results / "runs" / entry.model.replace("/", "__")).glob("samples_hellaswag_*.jsonl")
        right = [json.loads(line)["acc"] for line in log.read_text().splitlines()]
        assert entry.mean_score == pytest.approx(np.mean(right), abs=1e-12)
        assert entry.standard_error == pytest.approx(scipy.stats.sem(right), abs=1e-12)
        assert (entry.questions, entry.shots) == (len(right), 5)
    assert [entry.mean_score for entry in answer.entries] == sorted(
        (entry.mean_score for entry in answer.entries), reverse=True
    )


def test_repeats_count_as_one_answer_however_they_are_numbered(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text(
        "id,model,benchmark,score,repeat\n"
        "1,alike,quiz,1,0\n1,alike,quiz,0,0\n2,alike,quiz,1,0\n3,alike,quiz,0,0\n"
        "1,from-1,quiz,1,1\n1,from-1,quiz,0,2\n2,from-1,quiz,1,1\n3,from-1,quiz,0,1\n"
    )
    catalogue = llmsurvey.open()
    catalogue.import_logs(log, logs_in=tmp_path / "kept")
    of_questions = pd.read_csv(log).groupby(["model", "id"]).score.mean().groupby("model")
    found = {entry.model: entry for entry in catalogue.log_scores(logs_in=tmp_path / "kept").entries}
    assert {model: entry.questions for model, entry in found.items()} == of_questions.count().to_dict()
    assert {model: entry.mean_score for model, entry in found.items()} == of_questions.mean().to_dict()
    assert {model: entry.standard_error for model, entry in found.items()} == pytest.approx(
        of_questions.sem().to_dict()
    )
    assert {entry.repeats for entry in catalogue.logs(logs_in=tmp_path / "kept").entries} == {2}


@pytest.mark.parametrize("later", ["0", "0.25", "0.5", "0.75"])
def test_of_runs_without_a_day_the_last_import_counts(tmp_path: Path, later: str) -> None:
    catalogue, log = llmsurvey.open(), tmp_path / "log.csv"
    for score in ("1", later):
        log.write_text(f"id,model,benchmark,score\n1,a,quiz,{score}\n")
        catalogue.import_logs(log, logs_in=tmp_path / "kept")
    (entry,) = catalogue.log_scores(logs_in=tmp_path / "kept").entries
    assert entry.mean_score == float(later)


def test_an_unknown_benchmark_is_told_with_the_nearest(results: Path) -> None:
    with pytest.raises(UnknownNameError, match="hellaswag"):
        llmsurvey.open().log_scores("helaswag", logs_in=results / "kept")


def test_what_isn_t_counted_is_said(tmp_path: Path) -> None:
    write_harness_logs(tmp_path / "runs", tasks={"hellaswag": 40})
    (log,) = (tmp_path / "runs" / "org__beta-7b").glob("samples_*.jsonl")
    lines = log.read_text().splitlines(keepends=True)
    log.write_text("".join(lines[:30]))
    keep_logs(tmp_path / "runs", tmp_path / "kept")
    notes = " ".join(map(str, llmsurvey.open().log_scores(logs_in=tmp_path / "kept").notes))
    assert "Not all models answered the same questions of hellaswag." in notes
