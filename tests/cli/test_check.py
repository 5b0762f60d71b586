"""`llmsurvey check` as it is typed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import yaml
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def repository(tmp_path: Path) -> Path:
    """A repository with a model that may be used and one that mayn't."""
    (tmp_path / "app.py").write_text('LLM("facebook/opt-125m")\n')
    (tmp_path / "good.yaml").write_text("model: tiiuae/falcon-7b\n")
    return tmp_path


def test_exit_codes_tell_whether_the_policy_is_met(run: Run, repository: Path) -> None:
    assert run("check", ".").returncode == 1
    assert run("check", "good.yaml").returncode == 0
    assert run("check", "nowhere").returncode == 2
    (repository / "policy.yaml").write_text("verdict: no\n")
    assert run("check", ".", "--policy", "policy.yaml").returncode == 0
    (repository / "policy.yaml").write_text("verdict: no\nunknwon: allow\n")
    result = run("check", ".", "--policy", "policy.yaml")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith('policy.yaml:2:1: unknown word "unknwon". Did you mean "unknown"?')
    assert result.stderr.count("\n") == 1


def test_the_table_names_places_as_editors_take_them(run: Run) -> None:
    result = run("check", ".")
    assert result.stdout.splitlines()[1].split()[:4] == ["app.py:1:6", "facebook/opt-125m", "no", "no"]
    assert "2 models named at 2 places in 2 files. 1 doesn't pass." in result.stdout


def test_sarif_goes_to_a_file_by_its_suffix(run: Run, repository: Path) -> None:
    assert run("check", ".", "--output", "models.sarif").returncode == 1
    document = json.loads((repository / "models.sarif").read_text())
    assert [result["ruleId"] for result in document["runs"][0]["results"]] == ["verdict"]
    assert run("check", ".", "--format", "sarif", "--limit", "1").returncode == 2


def test_json_has_the_same_entries(run: Run) -> None:
    entries = json.loads(run("check", ".", "--format", "json").stdout)
    assert [(entry["file"], entry["line"], entry["column"], entry["passes"]) for entry in entries] == [
        ("app.py", 1, 6, "no"),
        ("good.yaml", 1, 8, "yes"),
    ]


def test_a_file_that_is_read_is_never_overwritten(run: Run, repository: Path) -> None:
    result = run("check", ".", "--output", "good.yaml", "--force")
    assert (result.returncode, (repository / "good.yaml").read_text()) == (2, "model: tiiuae/falcon-7b\n")


def test_text_of_files_steers_no_terminal(run: Run, repository: Path) -> None:
    (repository / "app.py").write_text('LLM("facebook/opt-125m")  # llmsurvey: ok \x1b[31mred\x1b[0m [bold]x[/bold]\n')
    result = run("check", ".")
    assert "\x1b" not in result.stdout
    assert "[bold]x[/bold]" in result.stdout


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_cannot_be_read_is_told(run: Run, repository: Path) -> None:
    (repository / "app.py").chmod(0)
    result = run("check", ".")
    assert result.returncode == 0
    assert "app.py: warning: can't be read" in result.stderr


def test_the_hook_of_pre_commit_runs_the_command(run: Run) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert {"id", "name", "entry", "language"} <= hook.keys()
    name, *arguments = hook["entry"].split()
    assert name == "llmsurvey"
    assert run(*arguments, "app.py", "good.yaml").returncode == 1
    assert run(*arguments, "good.yaml").returncode == 0


def test_verdicts_are_those_of_a_day(run: Run, repository: Path) -> None:
    (repository / "falcon.yaml").write_text("model: tiiuae/falcon-40b\n")
    assert run("check", "falcon.yaml").returncode == 0
    (entry,) = json.loads(run("check", "falcon.yaml", "--as-of", "2023-05-28", "--format", "json").stdout)
    assert (
        entry["verdict"]
        == json.loads(run("licence", "Falcon@40B", "--as-of", "2023-05-28", "-f", "json").stdout)[0]["verdict"]
    )


def test_counts_are_said_in_korean(run: Run) -> None:
    result = run("check", ".", "--lang", "ko")
    assert "파일 2개에서 2곳에 나온 모델 2개. 1개가 통과하지 못합니다." in result.stdout
