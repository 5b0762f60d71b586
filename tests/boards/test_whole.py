"""Which snapshot of a board is its newest whole one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.boards.folders import built_in_folder
from llmsurvey.boards.partial import is_partial
from llmsurvey.boards.store import BoardStore, load_file
from llmsurvey.boards.whole import BoardOutline, BoardOutlines, newest_whole, outline_of
from llmsurvey.errors import UnknownNameError


@pytest.fixture
def store(tmp_path: Path) -> BoardStore:
    """A store with boards of this test alone."""
    return BoardStore((tmp_path,))


def keep(store: BoardStore, day: str, entries: int, text: str = "m") -> None:
    folder = store.folders[0] / "mine"
    folder.mkdir(exist_ok=True)
    rows = "".join(f"{text}{place},arc,50\n" for place in range(entries))
    (folder / f"{day}.csv").write_text("name,benchmark,value\n" + rows, encoding="utf-8")


def newest(store: BoardStore, until: str | None = None) -> str:
    return newest_whole(store, BoardOutlines(), "mine", until)


def test_the_newest_one_that_no_former_one_is_twice_as_large_as(store: BoardStore) -> None:
    for day, entries in (("2023-01", 9), ("2023-02", 20), ("2023-03", 10), ("2023-04", 9), ("2023-05", 4)):
        keep(store, day, entries)
    assert newest(store) == "mine@2023-03"


def test_until_a_day_it_is_the_newest_before_where_there_is_one(store: BoardStore) -> None:
    for day in ("2023-01", "2023-02", "2023-03"):
        keep(store, day, 5)
    assert newest(store, "2023-02-28") == "mine@2023-02"
    assert newest(store, "2022-12-31") == "mine@2023-03"


def test_scores_without_a_day_count_at_any_time(store: BoardStore) -> None:
    keep(store, "undated", 5)
    assert newest(store, "2022-12-31") == "mine@undated"


def test_a_board_that_is_not_there_is_told(store: BoardStore) -> None:
    with pytest.raises(UnknownNameError, match="mine"):
        newest(store)


def test_it_is_the_one_that_the_list_of_boards_calls_whole() -> None:
    store = BoardStore((built_in_folder(),))
    lengths = {board.snapshot: len(board) for board in store.load_each("open-llm-leaderboard", [])}
    whole = [
        day
        for place, (day, length) in enumerate(lengths.items())
        if not is_partial(length, max(list(lengths.values())[:place], default=0))
    ]
    assert newest_whole(store, BoardOutlines(), "open-llm-leaderboard") == f"open-llm-leaderboard@{whole[-1]}"


cells = st.sampled_from(["a", "b", '"c, d"', '"e ""f"""'])


@given(st.lists(st.tuples(cells, cells, cells, st.sampled_from(["1", "2"])), min_size=1, max_size=12))
def test_an_outline_is_that_of_the_board(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]) -> None:
    path = tmp_path_factory.mktemp("board") / "2024.csv"
    path.write_text("name,hub,benchmark,value\n" + "".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    board = load_file(path, "x", None)
    assert outline_of(path) == BoardOutline(len(board), frozenset(measure.benchmark for measure in board.measures))


def test_a_file_that_can_not_be_read_has_no_entries(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("name\na\n", encoding="utf-8")
    assert outline_of(tmp_path / "x.csv") == outline_of(tmp_path / "none.csv") == (0, frozenset())


def test_an_outline_is_kept_until_the_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "2023-07-01.csv"
    line = "{0},arc,acc,25,50\n"
    path.write_text("name,benchmark,metric,shots,value\n" + line.format("a"))
    os.utime(path, ns=(1, 1))
    monkeypatch.setattr("llmsurvey.boards.fingerprint.Fingerprint.is_settled", True)
    first = BoardOutlines().of(path)
    with monkeypatch.context() as patch:
        patch.setattr("llmsurvey.boards.whole.outline_of", lambda _: pytest.fail("read again"))
        assert BoardOutlines().of(path) == first == BoardOutline(1, frozenset({"arc"}))
    path.write_text("name,benchmark,metric,shots,value\n" + line.format("a") + line.format("b"))
    assert BoardOutlines().of(path).entries == 2


def test_a_damaged_outline_is_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "2023-07-01.csv"
    path.write_text("name,benchmark,metric,shots,value\na,arc,acc,25,50\n")
    monkeypatch.setattr("llmsurvey.boards.fingerprint.Fingerprint.is_settled", True)
    first = BoardOutlines().of(path)
    for kept in Path(os.environ["XDG_CACHE_HOME"]).rglob("outline-*.cache"):
        kept.write_bytes(b"damaged")
    assert BoardOutlines().of(path) == first
