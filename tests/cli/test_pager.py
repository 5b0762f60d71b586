"""Long answers on a terminal go through a pager: whose, when, and how it ends."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from llmsurvey.cli.pager import pager_command
from llmsurvey.errors import RequestError

HEIGHT, WIDTH = 24, 100


def on_a_terminal(*arguments: str, **environment: str) -> tuple[str, int]:
    """What the program prints on a terminal of 24 lines, in which nobody presses a key, and its exit code."""
    reader, writer = pty.openpty()
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
    command = [sys.executable, "-m", "llmsurvey", *arguments]
    variables = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "PAGER", "LESS")}
    process = subprocess.Popen(
        command, stdin=writer, stdout=writer, stderr=writer, env={**variables, "TERM": "xterm", **environment}
    )
    os.close(writer)
    parts = []
    while True:
        try:
            part = os.read(reader, 65536)
        except OSError:  # so ends a terminal that nobody writes to any more
            break
        if not part:
            break
        parts.append(part)
    code = process.wait()
    os.close(reader)
    return b"".join(parts).decode().replace("\r\n", "\n"), code


@pytest.fixture
def pager(tmp_path: Path) -> str:
    """A pager that says that it was used, and by which settings."""
    program = tmp_path / "my pager"
    program.write_text('#!/bin/sh\necho "PAGED $LESS $LV $*"\ncat\n')
    program.chmod(0o755)
    return f"'{program}' --two"


def test_a_long_answer_goes_through_the_pager_in_colour(pager: str) -> None:
    text, code = on_a_terminal("list", PAGER=pager)
    assert "PAGED FRX -c --two" in text.splitlines()  # below what tells of a catalogue that is being compiled
    assert "\x1b[32m" in text
    assert code == 0


@pytest.mark.parametrize(
    "arguments", [("list", "--limit", "3"), ("list", "--no-pager"), ("--no-pager", "list"), ("list", "-o", "-")]
)
def test_a_short_answer_and_who_wants_none_get_no_pager(pager: str, arguments: tuple[str, ...]) -> None:
    text, code = on_a_terminal(*arguments, PAGER=pager)
    assert "PAGED" not in text
    assert (len(text) > 100, code) == (True, 0)


@pytest.mark.parametrize("environment", [{"LLMSURVEY_PAGER": ""}, {"LLMSURVEY_PAGER": "cat"}, {"TERM": "dumb"}])
def test_an_empty_pager_cat_and_a_dumb_terminal_page_nothing(pager: str, environment: dict[str, str]) -> None:
    text, code = on_a_terminal("list", PAGER=pager, **environment)
    assert ("PAGED" in text, text.count("\n") > HEIGHT, code) == (False, True, 0)


def test_the_program_s_own_variable_comes_first(pager: str) -> None:
    assert on_a_terminal("list", PAGER="nosuch", LLMSURVEY_PAGER=pager)[0].startswith("PAGED")


@pytest.mark.parametrize("name", ["nosuch", "nosuch --x", "less 'open"])
def test_a_pager_that_is_not_there_is_one_line(name: str) -> None:
    text, code = on_a_terminal("list", PAGER=name)
    assert text.startswith("llmsurvey: PAGER: no program is called ")
    assert (text.count("\n"), code) == (1, 2)


def test_the_configuration_comes_before_everybody_s_variable(pager: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f'pager = "{pager}"\ncolor = "never"\n')
    text, _ = on_a_terminal("list", LLMSURVEY_CONFIG=str(file), PAGER="nosuch")
    assert text.startswith("PAGED")
    assert "\x1b" not in text
    assert "\x1b" in on_a_terminal("list", "--color", "auto", LLMSURVEY_CONFIG=str(file))[0]
    file.write_text('pager = "nosuch"')
    text, code = on_a_terminal("list", LLMSURVEY_CONFIG=str(file))
    assert (text.startswith(f"llmsurvey: {file}: no program is called"), code) == (True, 2)


def test_a_pager_that_does_not_exist_matters_only_where_one_is_used() -> None:
    assert on_a_terminal("list", "--limit", "1", PAGER="nosuch")[1] == 0


def test_a_pager_that_is_left_early_ends_quietly() -> None:
    text, code = on_a_terminal("list", "--columns", "all", "-f", "json", PAGER="head -n 1")
    assert (text, code) == ("[\n", 0)


def test_the_settings_of_the_user_are_kept(pager: str) -> None:
    assert on_a_terminal("list", PAGER=pager, LESS="-i")[0].startswith("PAGED -i -c --two")


def test_drawings_and_data_are_paged_too(pager: str) -> None:
    for arguments in (("timeline",), ("schema",), ("rank", "-f", "json")):
        assert on_a_terminal(*arguments, PAGER=pager)[0].startswith("PAGED"), arguments


def test_without_less_there_is_no_pager(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert pager_command({}) == []
    with pytest.raises(RequestError, match="no program is called"):
        pager_command({"PAGER": "less"})


def test_an_old_less_gets_no_links(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    less = tmp_path / "less"
    for version, has_links in (("551", False), ("590", True)):
        less.write_text(f'#!/bin/sh\nif [ "$1" = --version ]; then echo "less {version} (x)"; else cat; fi\n')
        less.chmod(0o755)
        text, _ = on_a_terminal("list", PATH=f"{tmp_path}:{os.environ['PATH']}")
        assert ("\x1b]8;;https://" in text) is has_links
        assert "GPT" in text
