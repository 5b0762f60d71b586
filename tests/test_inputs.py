"""What a run reads: within a limit, and remembered."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey import inputs
from llmsurvey.inputs import is_input, read_input, read_standard_input, read_up_to, remember_input


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "_remembered", set())


@given(st.binary(max_size=300), st.integers(0, 300), st.integers(1, 50))
def test_no_more_is_read_than_one_byte_over_the_limit(content: bytes, most: int, part: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inputs, "_PART", part)
        assert read_up_to(io.BytesIO(content), most) == content[: most + 1]


def test_memory_is_taken_for_what_is_there_only(tmp_path: Path) -> None:
    (tmp_path / "small").write_bytes(b"x")
    tracemalloc.start()
    try:
        read_input(tmp_path / "small", 2**33)
        assert tracemalloc.get_traced_memory()[1] < 2**22
    finally:
        tracemalloc.stop()


def test_an_endless_file_is_read_to_the_limit() -> None:
    assert len(read_input(Path("/dev/zero"), 1000)) == 1001


@pytest.mark.parametrize("name", ["file", "link", "hard", "../{}/file"])
def test_a_file_is_an_input_by_every_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "link").symlink_to("file")
    os.link(tmp_path / "file", tmp_path / "hard")
    (tmp_path / "equal").write_bytes(b"x")
    monkeypatch.chdir(tmp_path)
    assert not is_input(Path(name.format(tmp_path.name)))
    read_input(tmp_path / "file", 10)
    assert is_input(Path(name.format(tmp_path.name)))
    assert not is_input(Path("equal"))


def test_what_is_not_there_is_no_input(tmp_path: Path) -> None:
    remember_input(tmp_path / "none")
    assert not is_input(tmp_path / "none")
    assert not is_input(Path("no\0name"))


def test_a_file_behind_standard_input_is_an_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"content")
    with (tmp_path / "file").open() as file:
        monkeypatch.setattr("sys.stdin", file)
        assert read_standard_input(100) == b"content"
    assert is_input(tmp_path / "file")


def test_closed_standard_input_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(OSError, match="closed"):
        read_standard_input(100)


def test_input_that_does_not_wait_is_waited_for() -> None:
    """A program that starts this one may have set its pipe not to block; what isn't there yet is no end."""
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    process = subprocess.Popen(
        [sys.executable, "-c", "from llmsurvey.inputs import read_standard_input as r; print(r(9))"],
        stdin=reader,
        stdout=subprocess.PIPE,
    )
    os.close(reader)

    def write_late() -> None:
        for part in (b"on", b"e"):
            time.sleep(0.3)
            os.write(writer, part)
        os.close(writer)

    threading.Thread(target=write_late).start()
    assert process.communicate(timeout=120)[0] == b"b'one'\n"
