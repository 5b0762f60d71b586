"""The browser in a real terminal: it takes the screen, and leaves the terminal as it found it."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.program import run_program

ENTERS, LEAVES = b"\x1b[?1049h", b"\x1b[?1049l"
LONGEST = 90.0


class Terminal:
    """A terminal of some size in which the program runs."""

    def __init__(self, arguments: Sequence[str], columns: int = 80, lines: int = 24, **environment: str) -> None:
        environment = {"TERM": "xterm-256color", **environment}
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.settings = termios.tcgetattr(slave)
        self.written = b""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "llmsurvey", *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**{key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES")}, **environment},
            start_new_session=True,
        )
        self.slave = slave

    def read_until(self, text: bytes) -> None:
        """Read what the program writes until some text comes. Fails where it doesn't come."""
        end = time.monotonic() + LONGEST
        while text not in self.written:
            assert time.monotonic() < end, self.written[-2000:]
            if select.select([self.master], [], [], 0.2)[0]:
                self.written += os.read(self.master, 65536)
            elif self.process.poll() is not None:
                break
        assert text in self.written, self.written[-2000:]

    def press(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self.master, keys)

    def end(self) -> int:
        """Wait for the end of the program, and return its exit code; the terminal must be as it was."""
        end = time.monotonic() + LONGEST
        while self.process.poll() is None:
            assert time.monotonic() < end
            if select.select([self.master], [], [], 0.2)[0]:
                self.written += os.read(self.master, 65536)
        while select.select([self.master], [], [], 0.2)[0]:
            self.written += os.read(self.master, 65536)
        assert termios.tcgetattr(self.slave) == self.settings
        os.close(self.slave)
        os.close(self.master)
        return self.process.returncode


@pytest.mark.parametrize("keys", [b"q", b"\x11"], ids=["q", "ctrl+q"])
def test_terminal_is_left_as_it_was(keys: bytes) -> None:
    terminal = Terminal(["explore", "--search", "kullm"])
    terminal.read_until(b"llmsurvey list --search kullm")
    assert ENTERS in terminal.written
    terminal.press(keys)
    assert terminal.end() == 0
    assert LEAVES in terminal.written
    assert b"Traceback" not in terminal.written


def test_a_terminal_that_is_gone_ends_the_program() -> None:
    """It would look for keys for ever, for what reads from such a terminal is never told to wait."""
    terminal = Terminal(["explore"])
    terminal.read_until(b"llmsurvey list")
    os.close(terminal.slave)
    os.close(terminal.master)
    assert terminal.process.wait(LONGEST) == -signal.SIGHUP


def test_small_terminal_is_told_in_one_line() -> None:
    terminal = Terminal(["explore"], columns=20, lines=5)
    assert terminal.end() == 2
    text = terminal.written.decode().replace("\r\n", "")
    assert text == "llmsurvey: The terminal is 20x5; this needs 40x10."


def test_wrong_question_is_told_before_the_screen_is_taken() -> None:
    terminal = Terminal(["explore", "--developer", "nobody at all"])
    assert terminal.end() == 2
    assert ENTERS not in terminal.written
    assert terminal.written.count(b"\n") == 1


def test_dumb_terminal_is_told() -> None:
    terminal = Terminal(["explore"], TERM="dumb")
    assert terminal.end() == 2
    assert b"--plain" in terminal.written


def test_pipe_is_told_in_one_line(tmp_path: Path) -> None:
    result = run_program(["explore"], tmp_path)
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert "--plain" in result.stderr


def test_missing_library_is_told_in_one_line_with_what_installs_it(tmp_path: Path) -> None:
    (tmp_path / "textual.py").write_text("raise ModuleNotFoundError('no textual')", encoding="utf-8")
    result = run_program(["explore"], tmp_path, None, {"PYTHONPATH": str(tmp_path)})
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert "[explore]" in result.stderr


def test_registry_broken_meanwhile_is_told_and_the_last_good_one_stays(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("models: [{id: mine, name: Mine Alone, sources: []}]", encoding="utf-8")
    terminal = Terminal(["explore", "--registry", str(file), "--search", "mine alone"], columns=120)
    terminal.read_until(b"Mine Alone")
    file.write_text("models: [{id: mine, nam: Broken}]", encoding="utf-8")
    terminal.read_until(b"The last good registry stays.")
    file.write_text("models: [{id: mine, name: Mine Alone Again, sources: []}]", encoding="utf-8")
    terminal.read_until(b"Mine Alone Again")
    terminal.press(b"q")
    assert terminal.end() == 0
