"""`llmsurvey logs`, as it is run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run

LOG = "results/lab__a/samples_arc_easy_2024-08-21T03-44-09.494230.jsonl"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of one model in the folder where the program runs."""
    path = tmp_path / LOG
    path.parent.mkdir(parents=True)
    path.write_text('{"doc_id": 0, "doc_hash": "h", "acc": 1.0}\n{"doc_id": 1, "doc_hash": "i", "acc": 0.0}\n')
    return path


def test_logs_are_imported_listed_and_removed(run: Run, log: Path, tmp_path: Path) -> None:
    own = {"LLMSURVEY_LOGS": str(tmp_path / "own")}
    imported = run("logs", "import", "results", **own)
    assert (imported.returncode, imported.stderr) == (0, "")
    assert "1 run imported. `llmsurvey logs` lists what there is." in imported.stdout
    (entry,) = json.loads(run("logs", "--format", "json", **own).stdout)
    assert (entry["benchmark"], entry["model"], entry["questions"]) == ("arc-easy", "lab/a", 2)
    removed = run("logs", "remove", entry["run"], **own)
    assert "1 run was removed." in removed.stdout
    assert json.loads(run("logs", "--format", "json", **own).stdout) == []


def test_a_folder_of_logs_may_be_named(run: Run, log: Path, tmp_path: Path) -> None:
    assert run("logs", "import", LOG, "--logs-in", "here").returncode == 0
    assert (tmp_path / "here" / "runs.parquet").exists()
    assert "lab/a" in run("logs", "--logs-in", "here").stdout


def test_a_home_is_one_where_no_shell_says_so(run: Run, log: Path, tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    assert run("logs", "import", "~/results", "--logs-in=~/here", **home).returncode == 0
    assert (tmp_path / "here" / "runs.parquet").exists()
    for own in ({"LLMSURVEY_LOGS": "~/here"}, {"LLMSURVEY_LOGS": str(tmp_path / "here")}):
        assert "lab/a" in run("logs", **home, **own).stdout
        assert "lab/a" in run("logs", "scores", **home, **own).stdout


def test_broken_lines_are_told_with_file_and_line(run: Run, log: Path) -> None:
    log.write_text(log.read_text() + "{\n")
    result = run("logs", "import", "results")
    assert result.stderr == f"{LOG}:3: warning: isn't a whole JSON object: left out\n"
    assert result.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("list",), 2, '"list" can\'t be done with logs. `llmsurvey logs` lists them all'),
        (("--texts",), 2, "--texts: for `llmsurvey logs import` only."),
        (("import",), 2, "no file is named: `llmsurvey logs import PATH`."),
        (("remove",), 2, "no run is named: `llmsurvey logs remove RUN`."),
        (("remove", "lab/b"), 2, 'no run is called "lab/b".'),
        (("import", "nowhere.jsonl"), 1, "nowhere.jsonl can't be read: no such file or directory."),
        (("import", "."), 1, "or say which log it is: --as harness"),
        (("--engine", "spark"), 2, "--engine: for `llmsurvey logs scores` only."),
        (("import", LOG, "--engine", "polars"), 2, "--engine: for `llmsurvey logs scores` only."),
        (
            ("remove", "x", "--engine", "spark", "--master", "yarn"),
            2,
            "--engine, --master: for `llmsurvey logs scores`",
        ),
        (("--logs-in", "s3a://bucket/logs"), 2, "s3a://bucket/logs is no folder of this machine"),
        (("import", LOG, "--logs-in", "s3a://bucket/logs"), 2, "s3a://bucket/logs is no folder of this machine"),
        (("remove", "x", "--logs-in", "s3a://bucket/logs"), 2, "s3a://bucket/logs is no folder of this machine"),
        (("import", LOG, "--as", "harness", "--map", "doc=id"), 2, "--map goes with --as table."),
        (("import", LOG, "--map", "doc"), 2, '--map: "doc" has no =.'),
        (("import", LOG, "--as", "table", "--model", "m", "--benchmark", "b"), 2, "has no column id, score"),
    ],
)
def test_requests_that_can_not_be_met_are_told_in_one_line(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    if LOG in arguments:
        (tmp_path / LOG).parent.mkdir(parents=True)
        (tmp_path / LOG).write_text('{"doc_id": 0, "acc": 1.0}\n')
    result = run("logs", *arguments)
    assert message in result.stderr
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (code, "", 1)
    assert not list(tmp_path.glob("s3a:*"))
