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


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('fits = "lots"', 'my.toml: fits: no card is called "lots"'),
        ('precision = "q4"', 'my.toml: precision: no precision is called "q4"'),
    ],
)
@pytest.mark.parametrize("command", [["licences"], ["config"]])
def test_a_card_or_a_precision_that_there_is_not_is_told_whatever_is_asked(
    run: Run, config: Path, line: str, problem: str, command: list[str]
) -> None:
    config.write_text(line)
    result = run(*command, LLMSURVEY_CONFIG=str(config))
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert problem in result.stderr


@pytest.mark.parametrize("board", ["nope", "open-llm-leaderboard@1999-01-01"])
def test_a_board_that_is_not_there_is_told_with_the_file_where_one_is_asked_for(
    run: Run, config: Path, board: str
) -> None:
    config.write_text(f'board = "{board}"')
    assert "my.toml: board: no " in run("rank", LLMSURVEY_CONFIG=str(config)).stderr
    assert "my.toml" not in run("rank", board, LLMSURVEY_CONFIG=str(config)).stderr
    assert run("licences", LLMSURVEY_CONFIG=str(config)).returncode == 0


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


def test_the_configured_board_is_meant_where_none_is_named(run: Run, config: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("model,arc\nfirst,60\nsecond,50\n")
    config.write_text('board = "mine.csv"')
    asked = ("rank", "--format", "csv", "--columns", "name")
    assert run(*asked, LLMSURVEY_CONFIG=str(config)).stdout == "name\nfirst\nsecond\n"
    assert "FreeWilly2" in run(*asked, "--board", "open-llm-leaderboard@survey", LLMSURVEY_CONFIG=str(config)).stdout


def test_the_configured_card_is_that_of_memory_and_leaves_nothing_out_of_a_list(run: Run, config: Path) -> None:
    config.write_text('fits = "RTX-4090"\nprecision = "int4"')
    memory = run("memory", "LLaMA@7B", "--format", "csv", LLMSURVEY_CONFIG=str(config))
    assert "fits" in memory.stdout.splitlines()[0].split(",")
    listed = run("list", "--format", "csv", LLMSURVEY_CONFIG=str(config))
    assert listed.stdout == run("list", "--format", "csv").stdout


def test_the_configured_precision_is_presumed_where_something_is_to_fit(run: Run, config: Path) -> None:
    config.write_text('precision = "int4"')
    asked = ("list", "--fits", "24GB", "--format", "csv")
    configured = run(*asked, LLMSURVEY_CONFIG=str(config)).stdout
    assert configured == run(*asked, "--precision", "int4").stdout
    assert configured != run(*asked).stdout


@pytest.mark.parametrize(
    ("color", "options", "is_coloured"),
    [("always", [], True), ("auto", [], False), ("always", ["--color", "never"], False), ("never", [], False)],
)
def test_the_configured_colour_is_that_of_the_screen(
    run: Run, config: Path, color: str, options: list[str], is_coloured: bool
) -> None:
    config.write_text(f'color = "{color}"')
    result = run("licences", *options, LLMSURVEY_CONFIG=str(config), FORCE_COLOR="1" if color == "never" else "")
    assert ("\x1b[" in result.stdout) == is_coloured


@pytest.mark.parametrize(("said", "meant"), [("kr", "ko"), ("Korean", "ko"), ("kr_KR.UTF-8", "ko"), ("us", "en")])
def test_a_country_or_a_name_of_a_language_leads_to_its_code(run: Run, said: str, meant: str) -> None:
    for result in (run("list", "--lang", said), run("list", LLMSURVEY_LANG=said)):
        assert (result.returncode, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
        assert f'no language is called "{said}". Did you mean {meant}?' in result.stderr


def test_the_board_of_the_environment_is_meant_where_none_is_named(run: Run) -> None:
    result = run("rank", "--limit", "1", LLMSURVEY_BOARD="open-llm-leaderboard@2023-07-14")
    assert "146 entries of open-llm-leaderboard@2023-07-14" in result.stdout
