"""`compare --logs` as its users run it: what stands on the screen, in files, and on standard error."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.logs.made_runs import keep_run


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    folder = tmp_path / "logs"
    keep_run(folder, "org/one", [1.0] * 30 + [0.0] * 10, texts=True)
    keep_run(folder, "org/other", [1.0] * 20 + [0.0] * 19 + [1.0], texts=True)
    return folder


def test_the_logs_of_the_user_or_of_a_folder_are_compared(run: Run, logs: Path) -> None:
    named = run("compare", "one", "other", "--logs-in", str(logs))
    own = run("compare", "one", "other", "--logs", LLMSURVEY_LOGS=str(logs))
    assert (named.returncode, named.stderr) == (own.returncode, own.stderr) == (0, "")
    assert named.stdout == own.stdout
    assert "org/one against org/other" in named.stdout
    assert "1 of 1 differences are more than chance" in named.stdout


def test_the_option_that_a_note_names_is_one(run: Run, tmp_path: Path) -> None:
    logs = str(tmp_path / "logs")
    passages = {"0": "a", "1": "a", "2": "b", "3": "b"}
    for model, scores in (("one", [1.0, 0.0, 1.0, 1.0]), ("other", [0.0, 1.0, 0.0, 1.0])):
        keep_run(Path(logs), model, scores, clusters=passages)
    for command in (["compare", "one", "other"], ["rank"]):
        hinted = run(*command, "--logs-in", logs, "--notes").stdout
        assert "--no-clusters counts each question by itself." in hinted
        assert run(*command, "--logs-in", logs, "--no-clusters").returncode == 0


def test_programs_get_every_figure_and_the_question(run: Run, logs: Path) -> None:
    result = run("compare", "one", "other", "--logs-in", str(logs), "--format", "json", "--envelope")
    envelope = json.loads(result.stdout)
    (entry,) = envelope["answer"]
    assert (entry["first_only"], entry["second_only"], entry["items"], entry["test"]) == (10, 1, 40, "exact")
    assert envelope["question"]["logs_in"] == str(logs)
    assert envelope["question"]["correction"] == "holm"


def test_flips_are_written_with_their_texts(run: Run, logs: Path) -> None:
    result = run("compare", "one", "other", "--logs-in", str(logs), "--show-flips", "--format", "csv")
    heading, *rows = result.stdout.splitlines()
    assert heading.split(",")[-3:] == ["question_text", "first_answer", "second_answer"]
    assert len(rows) == 11
    assert rows[0].endswith("What is 20?,org/one says 1.0,org/other says 0.0")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["one", "othr"], 'no model of the logs is called "othr". Did you mean org/other?'),
        (["one"], "--logs compares two models or more: `llmsurvey compare ORG/ONE ORG/OTHER --logs`."),
        (["one", "other", "--benchmark", "quis"], 'no benchmark of these logs is called "quis". Did you mean quiz?'),
        (["one", "other", "--equivalent-within", "0"], "--equivalent-within takes a number above 0."),
        (["one", "other", "--master", "yarn"], "--master goes with --engine spark."),
        (["one", "other", "--as-printed"], "--logs goes with no other way to compare."),
    ],
)
def test_what_is_wrong_with_a_request_is_one_line(run: Run, logs: Path, arguments: list[str], said: str) -> None:
    result = run("compare", *arguments, "--logs-in", str(logs))
    assert (result.returncode, result.stdout, result.stderr) == (2, "", f"llmsurvey: {said}\n")


def test_no_logs_are_told_with_what_brings_some(run: Run, tmp_path: Path) -> None:
    result = run("compare", "one", "other", "--logs", LLMSURVEY_LOGS=str(tmp_path / "none"))
    assert result.returncode == 2
    assert (
        result.stderr
        == f"llmsurvey: there are no logs in {tmp_path / 'none'}. `llmsurvey logs import PATH` reads some.\n"
    )


def test_a_damaged_file_of_answers_is_one_line(run: Run, logs: Path) -> None:
    (file,) = (logs / "answers" / "quiz").glob("*other/*.parquet")
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    result = run("compare", "one", "other", "--logs-in", str(logs))
    assert (result.returncode, result.stdout, len(result.stderr.splitlines())) == (1, "", 1)
    assert result.stderr == f"llmsurvey: {file} is gone or damaged. Import the logs again.\n"


def test_the_settings_of_logs_alone_are_refused_without_them(run: Run) -> None:
    result = run("compare", "LLaMA", "Falcon", "--mid-p", "--show-flips")
    assert (result.returncode, result.stderr) == (2, "llmsurvey: --mid-p, --show-flips: only with --logs.\n")


def test_logs_are_asked_without_frames_and_statistics_packages(logs: Path) -> None:
    code = (
        "import sys; from llmsurvey.cli.app import run; "
        f"code = run(['compare', 'one', 'other', '--logs-in', {str(logs)!r}]); "
        "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr); sys.exit(code)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    loaded = set(result.stderr.splitlines()[-1].split())
    assert not {"pandas", "scipy", "statsmodels", "polars", "pyspark"} & loaded
