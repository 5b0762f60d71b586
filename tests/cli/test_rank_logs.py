"""Models of logs in order, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.test_boards import refused
from tests.cli.test_file_options import answered
from tests.logs.made_logs import keep_logs, write_harness_logs


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the test is in, with logs in `kept`."""
    monkeypatch.chdir(tmp_path)
    keep_logs(write_harness_logs(tmp_path / "runs"), tmp_path / "kept")
    return tmp_path


def test_a_folder_of_logs_is_ranked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = answered(capsys, "rank", "--logs-in", "kept", "-b", "hellaswag", "-f", "csv", "-c", "rank,name,average")
    assert text.splitlines() == [
        "rank,name,average",
        "1,org/alpha-7b,87.75",
        "2,lab/gamma-13b,78.75",
        "3,org/beta-7b,66.75",
        "4,org/alpha-7b-q4,66.5",
    ]


def test_the_logs_of_the_user_are_ranked(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLMSURVEY_LOGS", "kept")
    of_the_user = answered(capsys, "rank", "--logs", "--format", "csv")
    assert of_the_user == answered(capsys, "rank", "--logs-in", "kept", "--format", "csv")


def test_leaders_are_listed_by_subject(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = answered(capsys, "rank", "--logs-in", "kept", "--by-subject", "-f", "csv", "-c", "cluster,leaders")
    assert text.splitlines() == ["cluster,leaders", "anatomy,org/alpha-7b", "astronomy,org/alpha-7b"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--method", "borda"), "--method: not with --logs"),
        (("--shots", "5", "--weight", "mmlu=2"), "--weight, --shots: not with --logs"),
        (("open-llm-leaderboard",), "--logs takes no board"),
        (("--methods",), "goes without --methods"),
        (("--with", "mine.csv"), "--with: not with --logs"),
        (("--benchmark", "mml"), "Did you mean mmlu"),
        (("--subject", "anatomi"), "Did you mean anatomy"),
        (("--master", "spark://here:7077"), "--master goes with --engine spark"),
    ],
)
def test_what_does_not_go_with_logs_is_refused(folder: Path, options: tuple[str, ...], told: str) -> None:
    code, message = refused("rank", "--logs-in", "kept", *options)
    assert (code, told in message) == (2, True), message


@pytest.mark.parametrize("options", [("--subject", "anatomy"), ("--by-subject",), ("--engine", "polars")])
def test_what_goes_with_logs_alone_is_refused_without(folder: Path, options: tuple[str, ...]) -> None:
    code, message = refused("rank", *options)
    assert code == 2
    assert "with --logs" in message


def test_a_folder_without_logs_is_told(folder: Path) -> None:
    code, message = refused("rank", "--logs-in", "runs")
    assert code == 2
    assert "there are no logs in runs. `llmsurvey logs import PATH --logs-in runs` reads some." in message


@pytest.mark.parametrize("by_subject", [False, True])
def test_the_envelope_says_what_was_asked_of_logs_and_no_board(
    folder: Path, capsys: pytest.CaptureFixture[str], by_subject: bool
) -> None:
    words = ("--by-subject",) if by_subject else ()
    envelope = json.loads(answered(capsys, "rank", "--logs-in", "kept", *words, "-f", "json", "--envelope"))
    asked = envelope["question"]
    assert (asked["logs_in"], asked["by_subject"], asked["clusters"]) == ("kept", by_subject, True)
    assert "board" not in asked
