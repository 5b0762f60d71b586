"""A folder of boards is locked while an import reads, merges and writes it."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from llmsurvey.boards import lock
from llmsurvey.boards.lock import lock_folder
from llmsurvey.errors import OutputError

HOLDER = """
import sys, time
from pathlib import Path
from llmsurvey.boards.lock import lock_folder
with lock_folder(Path(sys.argv[1])):
    print("locked", flush=True)
    time.sleep(60)
"""


def test_only_one_holds_a_lock_at_a_time(tmp_path: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def hold(number: int) -> None:
        with lock_folder(tmp_path):
            inside.append(number)
            most.append(len(inside))
            time.sleep(0.01)
            inside.remove(number)

    threads = [threading.Thread(target=hold, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 12


def test_a_lock_leaves_nothing_behind_and_makes_its_folder(tmp_path: Path) -> None:
    with lock_folder(tmp_path / "new" / "folder"):
        (tmp_path / "new" / "folder" / "written").touch()
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == ["written"]


def test_a_folder_that_was_made_for_nothing_is_taken_away_and_one_that_was_there_is_not(tmp_path: Path) -> None:
    for folder in (tmp_path / "new", tmp_path):
        with lock_folder(folder):
            pass
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_another_takes_away_meanwhile_is_made_again(tmp_path: Path) -> None:
    def hold() -> None:
        for _ in range(200):
            with lock_folder(tmp_path / "new"):
                pass
            ends.append(True)

    ends: list[bool] = []
    threads = [threading.Thread(target=hold) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ends) == 800


def test_a_lock_is_let_go_where_an_import_fails(tmp_path: Path) -> None:
    with pytest.raises(KeyError), lock_folder(tmp_path):
        raise KeyError
    with lock_folder(tmp_path):
        pass


def test_a_lock_of_a_killed_process_does_not_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 5)
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "locked\n"
        holder.kill()
        with lock_folder(tmp_path):
            pass
    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_is_held_for_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0)
    with lock_folder(tmp_path), pytest.raises(OutputError, match="is in use by another import"), lock_folder(tmp_path):
        pass


def test_a_folder_that_can_not_be_locked_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(lock, "_lock_file", refuse)
    with (
        pytest.raises(OutputError, match=r"can't be written: no locks available\. Name another one with into"),
        lock_folder(tmp_path),
    ):
        pass
