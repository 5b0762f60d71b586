"""What is at a path."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from llmsurvey.paths import kind_of, path_from_home


def test_a_path_is_a_file_a_folder_or_a_stream(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "link").symlink_to("file")
    os.mkfifo(tmp_path / "pipe")
    kinds = [kind_of(tmp_path / name) for name in ("file", "link", "pipe", ".", "none")]
    assert kinds == ["file", "file", "stream", "folder", None]
    assert kind_of(Path(os.devnull)) == "stream"


@pytest.mark.parametrize("name", ["x" * 300, "no\0name", "x/" * 3000])
def test_names_that_no_file_has_are_nothing(tmp_path: Path, name: str) -> None:
    assert kind_of(tmp_path / name) is None


def test_a_link_to_itself_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert kind_of(tmp_path / "loop") is None


def test_a_home_is_that_of_a_user_who_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert path_from_home("~/logs") == tmp_path / "logs"
    assert path_from_home("~no-such-user/logs") == Path("~no-such-user/logs")
    assert path_from_home("a/~") == Path("a/~")
