"""Colours and links: which option, variable or terminal decides."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.test_pager import on_a_terminal

from llmsurvey.cli.screen import is_coloured

LINK = "\x1b]8;;https://huggingface.co/"


@pytest.mark.parametrize(
    ("environment", "is_terminal", "expected"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"TERM": "dumb"}, True, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"FORCE_COLOR": ""}, False, False),
        ({"CLICOLOR_FORCE": "1"}, False, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
    ],
)
def test_no_color_comes_before_force_color_and_the_terminal_last(
    environment: dict[str, str], is_terminal: bool, expected: bool
) -> None:
    assert is_coloured("auto", environment, is_terminal=is_terminal) is expected
    assert is_coloured("always", {**environment, "NO_COLOR": "1"}, is_terminal=is_terminal)
    assert not is_coloured("never", {**environment, "FORCE_COLOR": "1"}, is_terminal=is_terminal)


@pytest.mark.parametrize("arguments", [("list", "--color", "always"), ("--color", "always", "list")])
def test_an_option_colours_a_pipe(run: Run, arguments: tuple[str, ...]) -> None:
    text = run(*arguments).stdout
    assert "\x1b[32m" in text
    assert LINK not in text, "who reads a pipe can't click"


def test_what_forces_colours_leaves_files_alone_that_an_option_colours(run: Run, tmp_path: Path) -> None:
    run("list", "-o", "plain.txt", FORCE_COLOR="1")
    run("list", "-o", "coloured.txt", "--color", "always")
    assert "\x1b" not in (tmp_path / "plain.txt").read_text()
    assert "\x1b[32m" in (tmp_path / "coloured.txt").read_text()


@pytest.mark.parametrize("command", [("validate",), ("schema",), ("list",), ("cite",)])
def test_every_command_takes_it(run: Run, command: tuple[str, ...]) -> None:
    assert run(*command, "--color", "never", "--no-pager").returncode == 0
    assert run(*command, "--color", "blue").returncode == 2


def test_a_terminal_has_links_where_it_has_colours() -> None:
    asked = ("list", "--limit", "3", "--no-pager")
    assert LINK in on_a_terminal(*asked)[0]
    for environment in ({"TERM": "linux"}, {"TERM": "dumb"}, {"NO_COLOR": "1"}):
        assert LINK not in on_a_terminal(*asked, **environment)[0]
