"""Files below a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from llmsurvey.errors import BoardError
from llmsurvey.importers import folders
from llmsurvey.importers.folders import files_below


def make_folders(root: Path, count: int, *, with_files: bool) -> None:
    """Folders beside each other, each with a file of results or with another one."""
    for number in range(count):
        (root / str(number)).mkdir()
        (root / str(number) / ("results.json" if with_files else "notes.txt")).write_text("{}", encoding="utf-8")


def test_each_file_may_have_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MOST_FOLDERS", 3)
    make_folders(tmp_path, 10, with_files=True)
    assert len(files_below(tmp_path, ".json", [])) == 10


def test_a_folder_with_many_others_that_hold_no_such_file_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "MOST_FOLDERS", 3)
    make_folders(tmp_path, 4, with_files=False)
    with pytest.raises(BoardError, match=r"more than 3 folders below it that hold no \.json"):
        files_below(tmp_path, ".json", [])
