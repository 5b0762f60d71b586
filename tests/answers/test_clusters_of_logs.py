"""Questions of one subject count as drawn together, or each by itself where that is asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import scipy.stats
from tests.logs.made_logs import keep_logs, write_harness_logs

import llmsurvey


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("logs")
    keep_logs(write_harness_logs(folder / "runs"), folder / "kept")
    return folder


def right_answers(folder: Path, model: str) -> list[float]:
    logs = sorted((folder / "runs" / model.replace("/", "__")).glob("samples_mmlu_*.jsonl"))
    return [json.loads(line)["acc"] for log in logs for line in log.read_text().splitlines()]


def test_a_difference_is_tested_by_subjects_or_by_questions(folder: Path) -> None:
    first, second = "org/alpha-7b", "org/beta-7b"
    catalogue, kept = llmsurvey.open(), folder / "kept"
    (by_subject,) = catalogue.compare(first, second, logs=True, benchmark="mmlu", logs_in=kept).entries
    (by_question,) = catalogue.compare(first, second, logs=True, benchmark="mmlu", clusters=False, logs_in=kept).entries
    pairs = list(zip(right_answers(folder, first), right_answers(folder, second), strict=True))
    only = pairs.count((1.0, 0.0)), pairs.count((0.0, 1.0))
    assert (by_subject.test, by_subject.clusters) == ("clustered t", 2)
    assert (by_question.test, by_question.clusters) == ("exact", None)
    assert by_question.p_value == pytest.approx(scipy.stats.binomtest(only[0], sum(only)).pvalue)


def test_the_error_of_a_rank_is_of_subjects_or_of_questions(folder: Path) -> None:
    catalogue, kept = llmsurvey.open(), folder / "kept"
    by_question = catalogue.rank_logs(benchmark="mmlu", clusters=False, logs_in=kept).entries
    for entry in by_question:
        assert entry.standard_error == pytest.approx(100 * scipy.stats.sem(right_answers(folder, entry.logged_as)))
    by_subject = catalogue.rank_logs(benchmark="mmlu", logs_in=kept).entries
    assert [entry.average for entry in by_subject] == [entry.average for entry in by_question]
    assert [entry.standard_error for entry in by_subject] != [entry.standard_error for entry in by_question]
