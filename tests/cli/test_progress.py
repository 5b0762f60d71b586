"""Whatever takes long is told on a terminal, and only there; Ctrl-C ends it cleanly."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.test_pager import on_a_terminal

from llmsurvey.cli.progress import telling_progress


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A table of scores that takes more than a second to read, and many to keep."""
    path = tmp_path / "large.csv"
    lines = (
        f"lab/a-model-that-was-measured-{number},{10 + number % 80}.5,{10 + number % 70}.25"
        for number in range(210_000)
    )
    path.write_text("\n".join(["model,arc,mmlu", *lines]) + "\n", encoding="utf-8")
    return path


def test_a_large_file_is_told_on_a_terminal_only(run: Run, large: Path) -> None:
    text, code = on_a_terminal("rank", str(large), "--limit", "1")
    assert code == 0
    assert re.search(r"reading .*large\.csv, \d+ MB \.\.\.", text.replace("\n", ""))
    piped = run("rank", str(large), "--limit", "1")
    assert "reading" not in piped.stdout + piped.stderr


def test_a_large_registry_that_is_checked_is_told(tmp_path: Path) -> None:
    models = (f"  - {{id: m{number}, name: Model {number}, notes: '{'x' * 900}'}}" for number in range(1300))
    (tmp_path / "large.yaml").write_text("\n".join(["models:", *models]) + "\n", encoding="utf-8")
    text = on_a_terminal("validate", str(tmp_path / "large.yaml"))[0]
    assert re.match(r"checking \d+ MiB of registry \.\.\.\n", text)


def test_ctrl_c_ends_an_import_of_a_large_file(large: Path, tmp_path: Path) -> None:
    reader, writer = pty.openpty()
    words = ["import", "table", str(large), "--board", "mine", "--date", "2024-01-01", "--into", str(tmp_path / "kept")]

    process = subprocess.Popen([sys.executable, "-m", "llmsurvey", *words], stdin=writer, stdout=writer, stderr=writer)
    os.close(writer)
    text = b""
    while b"keeping" not in text:
        text += os.read(reader, 4096)
    process.send_signal(signal.SIGINT)
    code = process.wait(60)
    with contextlib.suppress(OSError):  # nobody writes to it any more
        text += os.read(reader, 65536)
    os.close(reader)
    assert code == 130
    assert b"keeping 420,000 scores as mine@2024-01-01 ..." in text
    assert b"Traceback" not in text
    assert list((tmp_path / "kept").rglob("*.csv")) == []


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """A clock that a test turns, and a standard error that is a terminal."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    return lambda seconds: now.__setitem__(0, now[0] + seconds)


def test_files_are_counted_once_a_second_has_passed(
    clock: Callable[[float], None], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with telling_progress() as tell:
        tell(1, 3)
        clock(1.5)
        tell(2, 3)
        tell(3, 3)
    assert capsys.readouterr().err == "\r2 of 3 files\r3 of 3 files\n"


def test_a_line_that_was_begun_ends_whatever_happens(
    clock: Callable[[float], None], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    def interrupted() -> None:
        with telling_progress() as tell:
            clock(2)
            tell(1, 3)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert capsys.readouterr().err == "\r1 of 3 files\n"


def test_in_a_pipe_nothing_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("llmsurvey.cli.progress._WAIT", 0)
    with telling_progress() as tell:
        tell(2, 3)
    assert capsys.readouterr().err == ""
