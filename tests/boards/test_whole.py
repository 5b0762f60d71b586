"""Which snapshot of a board is its newest whole one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.boards.shelf import Shelf, built_in_folder
from llmsurvey.boards.tidy import to_board
from llmsurvey.boards.whole import _most_entries, is_partial, newest_whole
from llmsurvey.errors import UnknownNameError


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A shelf with boards of this test alone."""
    return Shelf((tmp_path,))


def keep(shelf: Shelf, day: str, entries: int, text: str = "m") -> None:
    folder = shelf.folders[0] / "mine"
    folder.mkdir(exist_ok=True)
    rows = "".join(f"{text}{place},arc,50\n" for place in range(entries))
    (folder / f"{day}.csv").write_text("name,benchmark,value\n" + rows, encoding="utf-8")


def newest(shelf: Shelf, until: str | None = None) -> str:
    return newest_whole(shelf, shelf.load, "mine", until)


def test_the_newest_one_that_no_former_one_is_twice_as_large_as(shelf: Shelf) -> None:
    for day, entries in (("2023-01", 9), ("2023-02", 20), ("2023-03", 10), ("2023-04", 9), ("2023-05", 4)):
        keep(shelf, day, entries)
    assert newest(shelf) == "mine@2023-03"


def test_until_a_day_it_is_the_newest_before_where_there_is_one(shelf: Shelf) -> None:
    for day in ("2023-01", "2023-02", "2023-03"):
        keep(shelf, day, 5)
    assert newest(shelf, "2023-02-28") == "mine@2023-02"
    assert newest(shelf, "2022-12-31") == "mine@2023-03"


def test_scores_without_a_day_count_at_any_time(shelf: Shelf) -> None:
    keep(shelf, "undated", 5)
    assert newest(shelf, "2022-12-31") == "mine@undated"


def test_a_board_that_is_not_there_is_told(shelf: Shelf) -> None:
    with pytest.raises(UnknownNameError, match="mine"):
        newest(shelf)


def test_it_is_the_one_that_the_list_of_boards_calls_whole() -> None:
    shelf = Shelf((built_in_folder(),))
    lengths = {board.snapshot: len(board) for board in shelf.load_each("open-llm-leaderboard", [])}
    whole = [
        day
        for place, (day, length) in enumerate(lengths.items())
        if not is_partial(length, max(list(lengths.values())[:place], default=0))
    ]
    assert newest_whole(shelf, shelf.load, "open-llm-leaderboard") == f"open-llm-leaderboard@{whole[-1]}"


cells = st.sampled_from(["a", "b", '"c, d"', '"e ""f"""'])


@given(st.lists(st.tuples(cells, cells, cells, st.sampled_from(["1", "2"])), min_size=1, max_size=12))
def test_no_board_has_more_entries_than_its_lines_are_taken_for(rows: list[tuple[str, ...]]) -> None:
    from llmsurvey.boards import tidy

    content = ("name,hub,benchmark,value\n" + "".join(",".join(row) + "\n" for row in rows)).encode()
    assert len(to_board(tidy.read(content), "x", None)) <= _most_entries(content)
