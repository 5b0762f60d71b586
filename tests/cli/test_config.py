"""The configuration file as every command obeys it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Run

from llmsurvey.registry.configuration import config_folder


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The path of a configuration file, which `LLMSURVEY_CONFIG` is to name."""
    return tmp_path / "my.toml"


def test_the_language_of_the_file_is_spoken(run: Run, config: Path) -> None:
    config.write_text('lang = "ko"')
    assert "없습니다" in run("show", "nope", LLMSURVEY_CONFIG=str(config)).stderr
    assert "no model" in run("show", "nope", LLMSURVEY_CONFIG=str(config), LLMSURVEY_LANG="en").stderr
    assert "no model" in run("show", "nope", "--lang", "en", LLMSURVEY_CONFIG=str(config)).stderr


@pytest.mark.parametrize("command", [["licences"], ["config"], ["--help"], ["table", "1", "--lang", "en"]])
def test_a_fault_of_the_file_ends_every_command_in_one_line(run: Run, config: Path, command: list[str]) -> None:
    config.write_text('langs = "ko"')
    result = run(*command, LLMSURVEY_CONFIG=str(config))
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert 'my.toml:1: unknown key "langs". Did you mean "lang"?' in result.stderr


def test_the_version_is_told_whatever_the_file_says(run: Run, config: Path) -> None:
    config.write_text("nonsense")
    assert run("--version", LLMSURVEY_CONFIG=str(config)).returncode == 0


def test_a_tab_is_answered_without_a_word_of_a_fault(run: Run, config: Path) -> None:
    config.write_text("nonsense")
    asked = {"_LLMSURVEY_COMPLETE": "complete_bash", "_TYPER_COMPLETE_ARGS": "llmsurvey lis"}
    asked["_TYPER_COMPLETE_WORD_TO_COMPLETE"] = "lis"
    result = run(LLMSURVEY_CONFIG=str(config), **asked)
    assert (result.returncode, result.stdout, result.stderr) == (0, "list\n", "")


def test_the_registry_of_the_file_is_laid_over_the_catalogue(run: Run, config: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("models:\n- {id: mine, name: Mine}\n")
    config.write_text('registry = ["mine.yaml"]')
    assert "Mine" in run("show", "mine", LLMSURVEY_CONFIG=str(config)).stdout


def test_registry_files_in_the_old_place_are_told_and_not_read(run: Run) -> None:
    config_folder().mkdir(parents=True)
    (config_folder() / "mine.yaml").write_text("models: {")
    result = run("licences")
    assert (result.returncode, result.stderr.count("\n")) == (0, 1)
    assert "Move them into" in result.stderr


def test_config_shows_what_is_set_and_by_what(run: Run, config: Path) -> None:
    config.write_text('fits = "24GB"')
    lines = run("config", "--format", "csv", LLMSURVEY_CONFIG=str(config)).stdout.splitlines()
    assert lines[0] == "setting,value,origin,where,meaning"
    assert next(line for line in lines if line.startswith("fits,")).startswith(f"fits,24GB,file,{config}")
