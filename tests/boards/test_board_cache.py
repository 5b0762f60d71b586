"""Snapshots are read once, and never out of a cache that isn't of the file as it is."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import platformdirs
import pytest

from llmsurvey.boards import board_cache, store, tidy
from llmsurvey.boards.board import Board
from llmsurvey.boards.board_cache import read_board
from llmsurvey.boards.fingerprint import Fingerprint, fingerprint_of
from llmsurvey.boards.folders import BoardFolders
from llmsurvey.boards.store import load_file
from llmsurvey.errors import BoardError
from llmsurvey.inputs import is_input

SCORES = (
    "name,hub,parameters,line,source,benchmark,metric,shots,value,stderr,items\n"
    "모델,lab/a,7000000000,2,x.json,arc,acc,25,50.5,1.5,100\n"
    "모델,lab/a,7000000000,2,x.json,mmlu,acc,,60,,\n"
    "b,,,3,,arc,acc,25,40,,\n"
)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as settled at once, so that a test needn't wait."""
    monkeypatch.setattr("llmsurvey.boards.fingerprint._TICK", -(10**12))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A snapshot."""
    path = tmp_path / "2024-01-01.csv"
    path.write_text(SCORES, encoding="utf-8")
    return path


def kept() -> list[Path]:
    return sorted(Path(platformdirs.user_cache_dir("llmsurvey", appauthor=False)).glob("board-*"))


def refuse(*_: object) -> None:
    raise AssertionError("read again")


def same(one: Board, other: Board) -> bool:
    matrices = [(getattr(one, name), getattr(other, name)) for name in ("values", "errors", "items")]
    return (
        (one.name, one.snapshot, one.measures) == (other.name, other.snapshot, other.measures)
        and {name: list(column) for name, column in one.facts.items()}
        == {name: list(column) for name, column in other.facts.items()}
        and [[type(cell) for cell in column] for column in one.facts.values()]
        == [[type(cell) for cell in column] for column in other.facts.values()]
        and all((a is None) == (b is None) and (a is None or np.array_equal(a, b, equal_nan=True)) for a, b in matrices)
    )


def test_a_snapshot_is_the_same_out_of_the_cache(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_file(file, "mine", "2024-01-01")
    monkeypatch.setattr(tidy, "read_table", refuse)
    again = load_file(file, "mine", "2024-01-01")
    assert same(first, again)
    assert same(first.take([1, 0]), again.take([1, 0]))
    assert is_input(file)


def test_every_shipped_snapshot_is_the_same_out_of_the_cache() -> None:
    for path in BoardFolders.standard().snapshots("open-llm-leaderboard").values():
        expected = tidy.to_board(tidy.read_table(path.read_bytes()), "b", path.stem)
        load_file(path, "b", path.stem)
        assert same(load_file(path, "b", path.stem), expected)


def test_what_is_made_of_a_cached_board_changes_nothing_in_it(file: Path) -> None:
    load_file(file, "mine", None).values[:] = 0
    assert load_file(file, "mine", None).values[0, 0] == 50.5


def change_content(file: Path) -> None:
    file.write_text(SCORES.replace("50.5", "51.5"), encoding="utf-8")


def put_another_in_its_place(file: Path) -> None:
    status = file.stat()
    other = file.with_name("other")
    other.write_text(SCORES.replace("50.5", "51.5"), encoding="utf-8")
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(file)


def change_and_set_the_clock_back(file: Path) -> None:
    status = file.stat()
    time.sleep(0.02)
    change_content(file)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize("change", [change_content, put_another_in_its_place, change_and_set_the_clock_back])
def test_a_file_that_changed_is_read_again(file: Path, change: Callable[[Path], None]) -> None:
    assert load_file(file, "mine", None).values[0, 0] == 50.5
    change(file)
    assert load_file(file, "mine", None).values[0, 0] == 51.5


def test_a_file_that_may_change_unseen_is_not_kept(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("llmsurvey.boards.fingerprint._TICK", 10**12)
    load_file(file, "mine", None)
    assert kept() == []


def test_a_file_that_is_gone_is_told_though_it_was_kept(file: Path) -> None:
    load_file(file, "mine", None)
    file.unlink()
    with pytest.raises(BoardError, match="can't be read"):
        load_file(file, "mine", None)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:-1],
        lambda content: content[: len(content) // 2],
        lambda content: content + b" ",
        lambda content: content.replace(b"lab/a", b"lab/b"),
        lambda content: content.partition(b"\n")[2],
        lambda content: bytes(range(256)),
    ],
    ids=["empty", "truncated", "half", "longer", "changed", "no seal", "binary"],
)
def test_a_damaged_cache_is_ignored_and_mended(file: Path, damage: Callable[[bytes], bytes]) -> None:
    expected = load_file(file, "mine", None)
    (cached,) = kept()
    sound = cached.read_bytes()
    cached.write_bytes(damage(sound))
    assert same(load_file(file, "mine", None), expected)
    assert cached.read_bytes() == sound


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]\n",
        b'{"entries":1,"facts":{},"measures":[["arc"]],"matrices":["values"]}\n1234',
        b'{"entries":1,"facts":{},"measures":[["arc"]],"matrices":["values","x"]}\n' + bytes(16),
        b'{"entries":1,"facts":{"name":3},"measures":[["arc"]],"matrices":["values"]}\n' + bytes(8),
        b'{"entries":1,"facts":{"name":["a","b"]},"measures":[["arc"]],"matrices":["values"]}\n' + bytes(8),
        b'{"entries":1,"facts":{},"measures":[[1,2,3,4,5,6,7,8,9]],"matrices":["values"]}\n' + bytes(8),
    ],
)
def test_a_sealed_cache_that_holds_no_board_is_ignored(
    file: Path, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_cache, "read_bytes", lambda *_: body)
    assert read_board(file, Fingerprint(1, 2, 3, 4), "mine", None) is None


def test_of_another_version_nothing_is_believed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_file(file, "mine", None)
    fingerprint = fingerprint_of(file)
    assert fingerprint is not None
    monkeypatch.setattr(board_cache, "__version__", "99.0")
    assert read_board(file, fingerprint, "mine", None) is None


def test_a_cache_that_cannot_be_written_is_no_error(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_the_way = file.with_name("in-the-way")
    in_the_way.write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(in_the_way))
    assert len(load_file(file, "mine", None)) == 2


def test_only_the_newest_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_cache, "_MOST", 3)
    for day in range(5):
        path = tmp_path / f"2024-01-0{day + 1}.csv"
        path.write_text(SCORES, encoding="utf-8")
        load_file(path, "mine", None)
    assert len(kept()) == 3


def test_a_board_that_takes_too_much_is_not_kept(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_cache, "_LARGEST", 100)
    load_file(file, "mine", None)
    assert kept() == []
    assert store.load_file(file, "mine", None).values[0, 0] == 50.5
