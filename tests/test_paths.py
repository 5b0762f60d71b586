"""What is at a path."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from llmsurvey.paths import kind_of


def test_kinds(tmp_path: Path) -> None:
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
