"""What is told of snapshots is kept, and never believed of a file or a registry that changed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from llmsurvey.answers.boards import BoardsQuestion, list_boards
from llmsurvey.boards import summary_cache
from llmsurvey.boards.fingerprint import Fingerprint
from llmsurvey.boards.folders import BoardFolders
from llmsurvey.boards.summary_cache import BoardSummary, SummaryIndex
from llmsurvey.inputs import is_input
from llmsurvey.library import Library

KEY = "0" * 64
PRINT = Fingerprint(10, 20, 30, 40)
SUMMARY = BoardSummary(1, 2, 3, 1, ("arc", "mmlu"))


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as settled at once, so that a test needn't wait."""
    monkeypatch.setattr("llmsurvey.boards.fingerprint._TICK", -(10**12))


def kept() -> list[Path]:
    return list(Path(platformdirs.user_cache_dir("llmsurvey", appauthor=False)).glob("summaries-*"))


def put(key: str | None = KEY) -> None:
    index = SummaryIndex(key)
    index.put(Path("a.csv"), PRINT, SUMMARY)
    index.save()


def test_a_summary_is_given_back() -> None:
    put()
    assert SummaryIndex(KEY).get(Path("a.csv"), PRINT) == SUMMARY


def test_it_is_of_this_file_as_it_is_and_of_this_registry() -> None:
    put()
    assert SummaryIndex(KEY).get(Path("b.csv"), PRINT) is None
    assert SummaryIndex(KEY).get(Path("a.csv"), PRINT._replace(mtime_ns=21)) is None
    assert SummaryIndex("1" * 64).get(Path("a.csv"), PRINT) is None


def test_of_a_registry_that_is_not_known_nothing_is_kept() -> None:
    put(None)
    assert kept() == []
    assert SummaryIndex(None).get(Path("a.csv"), PRINT) is None


def test_of_another_version_nothing_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    put()
    monkeypatch.setattr(summary_cache, "__version__", "99.0")
    assert SummaryIndex(KEY).get(Path("a.csv"), PRINT) is None


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"3", b'{"a": 3}', b'{"a": [[1], [2]]}', b"\xff", b'{"a": [[1, 2, 3, 4], [1]]}']
)
def test_what_holds_no_summaries_is_ignored(body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary_cache, "read_bytes", lambda *_: body)
    assert SummaryIndex(KEY).get(Path("a.csv"), PRINT) is None


def test_a_damaged_file_is_ignored_and_mended() -> None:
    put()
    (path,) = kept()
    sound = path.read_bytes()
    path.write_bytes(sound[:-3])
    assert SummaryIndex(KEY).get(Path("a.csv"), PRINT) is None
    put()
    assert path.read_bytes() == sound


def write(folder: Path, day: str, *names: str) -> Path:
    path = folder / "mine" / f"{day}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [f"{name},arc,acc,50" for name in names]
    path.write_text("\n".join(["name,benchmark,metric,value", *rows]) + "\n")
    return path


def counts(folder: Path) -> list[tuple[int, int]]:
    library = Library(board_folders=BoardFolders((folder,)))
    return [(entry.entries, entry.matched) for entry in list_boards(library, BoardsQuestion()).entries]


def test_boards_are_listed_without_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "2024-01-01", "a", "tiiuae/falcon-40b")
    assert counts(tmp_path) == [(2, 1)]
    monkeypatch.setattr("llmsurvey.boards.store.load_file", lambda *_: pytest.fail("read again"))
    assert counts(tmp_path) == [(2, 1)]
    assert is_input(path)


def test_a_snapshot_that_changed_and_a_new_one_are_read(tmp_path: Path) -> None:
    write(tmp_path, "2024-01-01", "a")
    assert counts(tmp_path) == [(1, 0)]
    write(tmp_path, "2024-01-01", "a", "b", "c")
    write(tmp_path, "2024-02-01", "tiiuae/falcon-40b")
    assert counts(tmp_path) == [(3, 0), (1, 1)]
    (tmp_path / "mine" / "2024-01-01.csv").unlink()
    assert counts(tmp_path) == [(1, 1)]


def test_with_another_registry_they_are_counted_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "2024-01-01", "lab/own-model")
    assert counts(tmp_path) == [(1, 0)]
    layer = tmp_path / "own.yaml"
    layer.write_text("models:\n- {id: own-model, name: Own, sizes: [{name: 7B, hub: lab/own-model}]}\n")
    library = Library([layer], board_folders=BoardFolders((tmp_path,)))
    assert [entry.matched for entry in list_boards(library, BoardsQuestion()).entries] == [1]
    assert counts(tmp_path) == [(1, 0)]
    monkeypatch.setenv("LLMSURVEY_REGISTRY", str(layer))
    assert counts(tmp_path) == [(1, 1)]


def test_who_asks_which_boards_there_are_loads_no_numpy() -> None:
    program = (
        "import sys, json; from llmsurvey.cli.app import run; run(['boards', '--format', 'csv']);"
        "sys.stderr.write(json.dumps('numpy' in sys.modules))"
    )
    answers = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True) for _ in range(2)
    ]
    assert answers[0].stdout == answers[1].stdout != ""
    assert json.loads(answers[1].stderr) is False
