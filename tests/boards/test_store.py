"""Where boards are kept, how they are asked for, and what an import changes there."""

from __future__ import annotations

import errno
import math
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.program import Result, run_program

from llmsurvey.boards import tidy
from llmsurvey.boards.board import Board
from llmsurvey.boards.folders import SURVEY_ADDRESS, built_in_folder, user_folder
from llmsurvey.boards.store import Addition, BoardStore, load_file
from llmsurvey.boards.tidy import Tidy, from_board, to_board
from llmsurvey.errors import BoardError, LlmsurveyError, OutputError, RequestError, UnknownNameError
from llmsurvey.registry.built_in import load_survey


@pytest.fixture
def store(tmp_path: Path) -> BoardStore:
    """Two empty folders: one for boards that come along, one for the user's own."""
    return BoardStore((tmp_path / "built-in", tmp_path / "own"))


def scores(*values: float, **more: list[Any]) -> Tidy:
    """A table of as many models as values."""
    names = [f"model-{place}" for place in range(len(values))]
    return {"name": names, "benchmark": ["arc"] * len(values), "value": list(values), **more}


def board(table: Tidy, name: str = "mine", snapshot: str | None = "2024-01-01") -> tuple[Board, Tidy]:
    return to_board(table, name, snapshot), table


def keep(
    store: BoardStore,
    table: Tidy,
    name: str = "mine",
    snapshot: str | None = "2024-01-01",
    *,
    merge: bool = False,
    replace: bool = False,
) -> Addition:
    (addition,) = store.plan([board(table, name, snapshot)], merge=merge, replace=replace)
    store.keep(addition)
    return addition


def kept(store: BoardStore) -> dict[str, bytes]:
    """Every file below the folders of a store."""
    files = [path for folder in store.folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path): path.read_bytes() for path in files}


# Addresses


def test_snapshots_are_found_by_their_address(store: BoardStore) -> None:
    for day in ("2024-02-01", "2023-12-31", "2024-01-01"):
        keep(store, scores(50), snapshot=day)
    keep(store, scores(50), "another", None)
    assert store.boards() == ["another", "mine"]
    assert store.addresses() == ["another@undated", "mine@2023-12-31", "mine@2024-01-01", "mine@2024-02-01"]
    assert store.find("mine@2024-01-01") == ("mine", "2024-01-01")
    assert store.find("mine@latest") == store.find("mine") == ("mine", "2024-02-01")


def test_an_unknown_board_is_refused_with_the_nearest(store: BoardStore) -> None:
    keep(store, scores(50))
    with pytest.raises(UnknownNameError, match=r'no board is called "mime"\. Did you mean mine\?'):
        store.find("mime@latest")


def test_an_unknown_day_is_refused_with_the_nearest_or_the_last_three(store: BoardStore) -> None:
    for day in ("2023-01-01", "2023-02-01", "2023-03-01", "2024-04-01"):
        keep(store, scores(50), snapshot=day)
    with pytest.raises(UnknownNameError, match=r'no snapshot of mine is called "2024-04-02"\.') as caught:
        store.find("mine@2024-04-02")
    assert caught.value.nearest[0] == "2024-04-01"
    with pytest.raises(UnknownNameError) as caught:
        store.find("mine@tomorrow")
    assert caught.value.nearest == ("2023-02-01", "2023-03-01", "2024-04-01")


def test_a_snapshot_that_is_there_twice_is_refused_and_the_others_are_read(store: BoardStore) -> None:
    keep(BoardStore(store.folders[:1]), scores(50))
    keep(BoardStore(store.folders[1:]), scores(60))
    keep(BoardStore(store.folders[1:]), scores(70), snapshot="2024-02-01")
    with pytest.raises(RequestError, match=r"mine@2024-01-01 is there twice: .* Remove yours: `remove_boards"):
        store.load("mine@2024-01-01")
    assert store.load("mine@latest").values.tolist() == [[70]]
    refused: list[LlmsurveyError] = []
    assert [board.snapshot for board in store.load_each("mine", refused)] == ["2024-02-01"]
    assert len(refused) == 1


def test_the_latest_snapshot_is_none_before_one_that_is_there_twice(store: BoardStore) -> None:
    shipped, own = BoardStore(store.folders[:1]), BoardStore(store.folders[1:])
    keep(shipped, scores(*range(1, 10 + 1)), snapshot="2024-01-01")
    keep(shipped, scores(*range(1, 11 + 1)), snapshot="2024-02-01")
    keep(own, scores(50), snapshot="2024-02-01")  # so small that it looks like a part of a board
    with pytest.raises(RequestError, match="mine@2024-02-01 is there twice"):
        store.find("mine")


def test_the_latest_snapshot_is_the_newest_whole_one(store: BoardStore) -> None:
    keep(store, scores(*range(1, 10 + 1)), snapshot="2024-01-01")
    keep(store, scores(*range(1, 9 + 1)), snapshot="2024-02-01")
    keep(store, scores(*range(1, 2 + 1)), snapshot="2024-03-01")
    assert store.find("mine") == store.find("mine@latest") == ("mine", "2024-02-01")
    assert store.find("mine@2024-03-01") == ("mine", "2024-03-01")


def test_a_newest_snapshot_that_cannot_be_read_is_the_latest_and_told(store: BoardStore) -> None:
    keep(store, scores(50), snapshot="2024-01-01")
    (store.folders[-1] / "mine" / "2024-02-01.csv").write_text("no table")
    with pytest.raises(BoardError, match="2024-02-01"):
        store.load("mine")


def test_a_store_without_folders_is_empty(store: BoardStore) -> None:
    assert (store.boards(), store.addresses()) == ([], [])


def test_the_survey_s_ten_are_a_snapshot_of_their_own() -> None:
    ten = BoardStore.standard().load(SURVEY_ADDRESS)
    assert SURVEY_ADDRESS == ten.address == "open-llm-leaderboard@survey"
    assert len(ten) == len(load_survey().table(2).rows) == 10
    assert BoardStore.standard().find(SURVEY_ADDRESS) == ("open-llm-leaderboard", "2023-07-28")


def test_only_the_leaderboard_has_the_survey_s_ten(store: BoardStore) -> None:
    keep(store, scores(50))
    with pytest.raises(UnknownNameError):
        store.find("mine@survey")


def test_the_user_s_folder_is_that_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert user_folder() == tmp_path / "llmsurvey" / "boards"
    assert BoardStore.standard().folders == (built_in_folder(), user_folder())


# Keeping


def test_a_board_that_was_kept_is_loaded_as_it_was(store: BoardStore) -> None:
    table = scores(50, 60.5, hub=["lab/a", None], stderr=[1.5, None])
    assert keep(store, table).new == 2
    found = store.load("mine")
    assert found.address == "mine@2024-01-01"
    assert from_board(found) == from_board(to_board(table, "mine", None))
    assert list(kept(store)) == [str(store.folders[1] / "mine" / "2024-01-01.csv")]


def test_scores_without_a_day_are_kept_as_undated(store: BoardStore) -> None:
    keep(store, scores(50), snapshot=None)
    assert store.addresses() == ["mine@undated"]
    assert store.load("mine").snapshot is None
    assert keep(store, scores(50), snapshot=None).new == 0


def test_what_is_there_already_adds_nothing(store: BoardStore) -> None:
    keep(store, scores(50, 60))
    before = kept(store)
    for merge, replace in ((False, False), (True, False), (False, True)):
        addition = keep(store, scores(50, 60), merge=merge, replace=replace)
        assert (addition.table, addition.new, len(addition.board)) == (None, 0, 2)
    assert kept(store) == before


def test_where_scores_were_read_from_makes_them_no_others(store: BoardStore) -> None:
    keep(store, scores(50, source=["one.json"]))
    assert keep(store, scores(50, source=["other.json"])).new == 0


def test_other_scores_of_a_day_are_refused(store: BoardStore) -> None:
    keep(store, scores(50, 60))
    before = kept(store)
    with pytest.raises(RequestError, match=r"mine@2024-01-01 is there already, with other scores\. .*replace=True"):
        keep(store, scores(50, 61))
    assert kept(store) == before


def test_other_scores_replace_those_of_a_day_where_that_is_asked(store: BoardStore) -> None:
    keep(store, scores(50, 60))
    assert keep(store, scores(50, 61), replace=True).new == 1
    assert store.load("mine").values.tolist() == [[50], [61]]


def test_other_scores_are_added_where_that_is_asked(store: BoardStore) -> None:
    keep(store, scores(50, 60))
    more: Tidy = {
        "name": ["model-0", "new"],
        "benchmark": ["mmlu", "arc"],
        "metric": ["acc", None],
        "value": [70.0, 80.0],
    }
    assert keep(store, more, merge=True).new == 2
    found = from_board(store.load("mine"))
    rows = list(zip(found["name"], found["benchmark"], found["metric"], found["value"], strict=True))
    assert rows == [
        ("model-0", "arc", None, 50),
        ("model-0", "mmlu", "acc", 70),
        ("model-1", "arc", None, 60),
        ("new", "arc", None, 80),
    ]
    assert keep(store, more, merge=True).new == 0


def test_two_boards_of_one_day_are_refused(store: BoardStore) -> None:
    boards = [board(scores(50)), board(scores(60), snapshot="2024-02-01"), board(scores(70))]
    with pytest.raises(RequestError, match=r"two of the files are mine@2024-01-01\."):
        store.plan(boards)
    assert len(store.plan(boards[1:])) == 2


def test_planning_writes_nothing(store: BoardStore) -> None:
    store.plan([board(scores(50))])
    assert kept(store) == {}


def test_a_folder_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here")
    with pytest.raises(OutputError, match=r"file/mine/2024-01-01\.csv can't be written: not a directory\."):
        keep(BoardStore((tmp_path / "file",)), scores(50))
    store = BoardStore((tmp_path / "own",))
    (tmp_path / "own" / "mine" / "2024-01-01.csv" / "in-its-place").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"can't be written: is a directory\."):
        store.keep(Addition(*board(scores(50)), 1))
    assert [path.name for path in (tmp_path / "own" / "mine").iterdir()] == ["2024-01-01.csv"]


def test_a_file_is_replaced_whole_or_not_at_all(store: BoardStore, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(store, scores(50, 60))
    before = kept(store)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OutputError, match="no space left on device"):
        keep(store, scores(50, 61), replace=True)
    assert kept(store) == before


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "1: no column is called name"),
        (b"name,benchmark,value\na,arc\n", "2: 2 cells, not 3"),
        (b"name,benchmark,value\na,arc,high\n", '2: value is "high", which is no number'),
        (b"name,benchmark,value\na,arc,nan\n", '2: value is "nan", which is no number'),
        (b"name,benchmark,value\na,,50\n", "2: there is no benchmark"),
        (b"name,benchmark,value\n,arc,50\n", "2: there is no name"),
        (b"name,benchmark,value\na,arc,\n", "2: there is no value"),
        (b"name,benchmark,value\n" + b"a" * 131_073 + b",arc,50\n", "field larger than field limit"),
        (b"\xff", "'utf-8' codec can't decode"),
    ],
)
def test_a_kept_file_that_is_damaged_is_told(tmp_path: Path, content: bytes, problem: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(BoardError, match=rf"a\.csv:{problem}.*Import it again with replace=True, or remove it\."):
        load_file(tmp_path / "a.csv", "mine", None)


def test_a_kept_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(BoardError, match=r"a\.csv can't be read: no such file or directory\."):
        load_file(tmp_path / "a.csv", "mine", None)


def test_a_kept_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbfname,benchmark,value\r\na,arc,50\r\n")
    assert load_file(tmp_path / "a.csv", "mine", None).values.tolist() == [[50]]


def test_a_damaged_snapshot_is_told_and_the_others_are_loaded(store: BoardStore) -> None:
    for day in ("2024-01-01", "2024-02-01", "2024-03-01"):
        keep(store, scores(50), snapshot=day)
    (store.folders[1] / "mine" / "2024-02-01.csv").write_text("garbage")
    unreadable: list[LlmsurveyError] = []
    assert [each.snapshot for each in store.load_each("mine", unreadable)] == ["2024-01-01", "2024-03-01"]
    assert [str(error).partition("2024-02-01.csv")[2] for error in unreadable] == [
        ":1: no column is called name. Import it again with replace=True, or remove it."
    ]
    assert store.largest_before("mine@2024-03-01") == 1


def test_only_snapshots_of_former_days_are_before_one(store: BoardStore) -> None:
    for day, count in (("2024-01-01", 2), ("2024-02-01", 4), ("2024-03-01", 3), ("2024-04-01", 9)):
        keep(store, scores(*[50] * count), snapshot=day)
    assert [store.largest_before(address) for address in store.addresses()] == [0, 2, 4, 4]


@pytest.mark.parametrize("merge", [False, True])
def test_replacing_needs_nothing_of_what_was_kept(store: BoardStore, merge: bool) -> None:
    keep(store, scores(50))
    path = store.folders[1] / "mine" / "2024-01-01.csv"
    path.write_text("garbage")
    with pytest.raises(BoardError, match="Import it again with replace=True"):
        keep(store, scores(60), merge=merge)
    assert path.read_text() == "garbage"
    assert keep(store, scores(60), merge=merge, replace=True).new == 1
    assert store.load("mine").values.tolist() == [[60]]


def test_merging_and_replacing_puts_new_scores_in_the_place_of_the_same(store: BoardStore) -> None:
    keep(store, scores(50, 60))
    assert keep(store, scores(55), merge=True, replace=True).new == 1
    assert store.load("mine").values.tolist() == [[60], [55]]
    assert keep(store, scores(55), merge=True, replace=True).new == 0


EMPTIES: dict[str, list[Any]] = {
    "metric": [None, ""],
    "unit": [None, "", "percent"],
    "stderr": [None, math.nan],
    "shots": [None],
    "hub": [""],
}


@given(st.data())
def test_importing_again_adds_nothing_whatever_is_empty(data: st.DataObject) -> None:
    store = BoardStore((Path("nowhere"),))
    table: dict[str, Any] = dict(scores(50, 60))
    written = [
        table | {name: [data.draw(st.sampled_from(cells)) for _ in range(2)] for name, cells in EMPTIES.items() if kept}
        for kept in data.draw(st.tuples(st.booleans(), st.booleans()))
    ]
    first, again = (tidy.settle_table(each) for each in written)
    for merge, replace in ((False, False), (True, False), (False, True), (True, True)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(BoardStore, "_read_kept", lambda *_, **__: tidy.read_table(tidy.write_table(first)))
            (addition,) = store.plan([board(again)], merge=merge, replace=replace)
        assert (addition.table, addition.new) == (None, 0)


def test_percent_said_of_some_and_of_none_are_the_same_scores(store: BoardStore) -> None:
    keep(store, scores(50))
    other: Tidy = {"name": ["b"], "benchmark": ["wiki"], "unit": ["number"], "value": [900.0]}
    keep(store, other, merge=True)
    again: Tidy = {"name": ["model-0"], "benchmark": ["arc"], "unit": ["percent"], "value": [50.0]}
    assert keep(store, again, merge=True).new == 0


WRONG_CELLS = [
    ({"benchmark": [""]}, r"model-0, \?: there is no benchmark"),
    ({"benchmark": [" "]}, "model-0,  : there is no benchmark"),
    ({"name": [None]}, r"\?, arc: there is no name"),
    ({"value": [math.nan]}, "model-0, arc: there is no value"),
    ({"value": [math.inf]}, 'model-0, arc: value is "inf", which is no number'),
    ({"items": [[1]]}, r'model-0, arc: items is "\[1\]", which is no number'),
    ({"items": ["abc"]}, 'items is "abc", which is no number'),
    ({"items": [{}]}, 'items is "{}", which is no number'),
    ({"items": [10**400]}, 'items is "10'),
    ({"shots": [2.5]}, 'shots is "2.5", which is no whole number'),
    ({"note": ["n" * 131_073]}, "note has more than 131,072 characters"),
    ({"name": ["n" * 131_073]}, "name has more than 131,072 characters"),
    ({"hub": ["\ud800"]}, "hub isn't text"),
]


@pytest.mark.parametrize(("wrong", "problem"), WRONG_CELLS)
def test_what_could_not_be_read_back_is_not_kept(store: BoardStore, wrong: dict[str, list[Any]], problem: str) -> None:
    table = dict(scores(50)) | wrong
    with pytest.raises(BoardError, match=f"mine@2024-01-01 can't be kept: .*{problem}"):
        store.plan([(to_board(scores(50), "mine", "2024-01-01"), table)])


def test_a_text_of_the_longest_length_is_read_back(store: BoardStore) -> None:
    keep(store, scores(50, note=["n" * 131_072]))
    assert store.load("mine").fact("note") == ["n" * 131_072]


def test_what_is_read_back_with_other_scores_is_not_kept(store: BoardStore, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(store, scores(50))
    before = kept(store)
    monkeypatch.setattr(tidy, "_shorten_number", lambda cell: round(cell) if isinstance(cell, float) else cell)
    with pytest.raises(BoardError, match="would be read with other scores"):
        keep(store, scores(50.5), replace=True)
    assert kept(store) == before


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "a\\b", "A", "a.", "-a", "con", "nul.txt", "com1", "a b", "\uac00", "a" * 101, "a\n"]
)
def test_a_name_that_no_folder_has_everywhere_is_refused(store: BoardStore, name: str) -> None:
    with pytest.raises(RequestError, match="can't be the name of a board"):
        store.plan([board(scores(50), name)])


@pytest.mark.parametrize("name", ["a", "a.b", "a_b-c", "console", "com", "0", "a" * 100])
def test_any_other_name_is_taken(store: BoardStore, name: str) -> None:
    keep(store, scores(50), name)
    assert store.boards() == [name]


@pytest.mark.parametrize("address", ["", "..", ".", "../built-in/mine", "/", "mine/..", "mine/../mine"])
def test_no_address_leads_out_of_its_folders(store: BoardStore, address: str) -> None:
    keep(store, scores(50))
    with pytest.raises(UnknownNameError):
        store.load(address)


def test_hidden_files_and_folders_are_no_snapshots(store: BoardStore) -> None:
    keep(store, scores(50))
    (store.folders[1] / "mine" / "._2024-01-01.csv").write_bytes(b"\0\1")
    (store.folders[1] / "mine" / "folder.csv").mkdir()
    (store.folders[1] / "README").write_text("boards")
    assert store.addresses() == ["mine@2024-01-01"]
    assert store.snapshots("README") == {}


@pytest.mark.parametrize("count", [2, 40])
def test_each_folder_is_listed_a_few_times_however_many_snapshots(
    store: BoardStore, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(count):
        keep(store, scores(50), snapshot=f"2024-{day // 28 + 1:02}-{day % 28 + 1:02}")
    listed: list[Path] = []
    scandir = os.scandir

    def counting(folder: Path) -> Any:
        listed.append(folder)
        return scandir(folder)

    monkeypatch.setattr("os.scandir", counting)
    assert len(list(store.load_each("mine", []))) == count
    assert store.largest_before(f"mine@{list(store.snapshots('mine'))[-1]}") == 1
    assert len(listed) <= 10


# What the user's own are, and what came with the program


def test_nothing_is_written_under_the_name_of_a_board_that_came_along(store: BoardStore) -> None:
    keep(BoardStore(store.folders[:1]), scores(50), "theirs")
    before = kept(store)
    for table in (scores(50), scores(60)):
        with pytest.raises(
            RequestError, match=r"theirs came with the program and stays as it is\. .* board='my-theirs'"
        ):
            store.plan([board(table, "theirs", "2024-02-01")], replace=True)
    assert kept(store) == before


def test_a_board_is_removed_with_all_of_its_snapshots(store: BoardStore) -> None:
    for day in ("2024-01-01", "2024-02-01"):
        keep(store, scores(50), snapshot=day)
    keep(store, scores(50), "other")
    assert [path.stem for path in store.remove(["mine"])] == ["2024-01-01", "2024-02-01"]
    assert store.addresses() == ["other@2024-01-01"]
    assert [path.name for path in store.folders[-1].iterdir()] == ["other"]


def test_a_snapshot_is_removed_and_the_last_one_with_its_board(store: BoardStore) -> None:
    for day in ("2024-01-01", "2024-02-01"):
        keep(store, scores(50), snapshot=day)
    store.remove(["mine@2024-01-01"])
    assert store.addresses() == ["mine@2024-02-01"]
    store.remove(["mine@2024-02-01", "mine@2024-02-01"])
    assert list(store.folders[-1].iterdir()) == []


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("theirs", "theirs came with the program"),
        ("theirs@2024-01-01", "theirs@2024-01-01 came with the program"),
        ("mime", 'no board of your own is called "mime". Did you mean mine?'),
        ("mine@2024-01-02", 'no snapshot of mine is called "2024-01-02". Did you mean 2024-01-01?'),
        ("", 'no board of your own is called "".'),
        ("..", 'no board of your own is called "..".'),
    ],
)
def test_what_cannot_be_removed_is_told_and_nothing_is_removed(store: BoardStore, address: str, problem: str) -> None:
    keep(BoardStore(store.folders[:1]), scores(50), "theirs")
    keep(store, scores(50))
    before = kept(store)
    with pytest.raises(RequestError) as caught:
        store.remove(["mine", address])
    assert str(caught.value).startswith(problem)
    assert kept(store) == before


def test_a_snapshot_of_one_s_own_under_a_shipped_name_is_removed(store: BoardStore) -> None:
    for folder in store.folders:
        keep(BoardStore((folder,)), scores(50))
    store.remove(["mine@2024-01-01"])
    assert store.load("mine").values.tolist() == [[50]]


# Through the program


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, warm_cache: None, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `llmsurvey` in a folder with boards kept below it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return lambda *arguments: run_program(arguments, tmp_path)


def own(folder: Path) -> BoardStore:
    return BoardStore((folder / "data" / "llmsurvey" / "boards",))


GOOD = "Model,ARC\na,50\nb,60\n"


def test_an_import_is_kept_and_a_second_one_adds_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine-20240101.csv").write_text(GOOD)
    first = run("import", "table", "mine-20240101.csv", "--board", "mine", "--format", "csv")
    assert first.stdout == "board,entries,new,matched,unmatched,benchmarks\nmine@2024-01-01,2,2,0,2,arc\n"
    before = kept(own(tmp_path))
    again = run("import", "table", "mine-20240101.csv", "--board", "mine", "--format", "csv")
    assert again.stdout.splitlines()[1] == "mine@2024-01-01,2,0,0,2,arc"
    assert kept(own(tmp_path)) == before
    assert len(before) == 1


@pytest.mark.parametrize(
    ("bad", "code", "problem"),
    [
        ("Model,ARC\na,high\n", 1, "bad.csv: ARC holds no score"),
        ("Model\na\n", 1, "bad.csv:1: isn't the heading of a table"),
        ("", 1, "bad.csv is empty"),
        ("Model,ARC\na,99\n", 2, "bad is there already, with other scores"),
    ],
)
def test_a_second_file_that_is_bad_leaves_the_store_as_it_was(
    run: Run, tmp_path: Path, bad: str, code: int, problem: str
) -> None:
    (tmp_path / "bad.csv").write_text(GOOD)
    assert run("import", "table", "bad.csv").returncode == 0
    before = kept(own(tmp_path))
    (tmp_path / "good.csv").write_text(GOOD)
    (tmp_path / "bad.csv").write_text(bad)
    result = run("import", "table", "good.csv", "bad.csv")
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (code, "", 1)
    assert problem in result.stderr
    assert kept(own(tmp_path)) == before


def test_files_of_one_address_are_refused_together(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text(GOOD)
    (tmp_path / "two.csv").write_text(GOOD)
    result = run("import", "table", "one.csv", "two.csv", "--board", "mine")
    assert (result.returncode, kept(own(tmp_path))) == (2, {})
    assert "two of the files are mine" in result.stderr


def test_a_dry_run_and_a_strict_one_with_faults_keep_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("Model,ARC\na,50\nb,high\n")
    assert run("import", "table", "odd.csv", "--dry-run").returncode == 0
    result = run("import", "table", "odd.csv", "--strict")
    assert result.returncode == 1
    assert result.stderr.splitlines()[0].startswith('odd.csv:3: warning: ARC is "high"')
    assert kept(own(tmp_path)) == {}


def test_boards_can_be_kept_in_another_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text(GOOD)
    assert run("import", "table", "good.csv", "--into", "here").returncode == 0
    assert BoardStore((tmp_path / "here",)).addresses() == ["good@undated"]
    assert kept(own(tmp_path)) == {}


def test_a_store_that_can_not_be_written_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("here")
    (tmp_path / "good.csv").write_text(GOOD)
    result = run("import", "table", "good.csv")
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert "can't be written: not a directory" in result.stderr


def test_replacing_takes_out_what_the_new_one_lacks(store: BoardStore) -> None:
    keep(store, scores(50, 60))
    [addition] = store.plan([board(scores(50))], replace=True)
    assert addition.table is not None
    assert len(addition.table["value"]) == 1
    store.keep(addition)
    assert len(store.load("mine@2024-01-01")) == 1


# At once

ADDING = """
import sys
from pathlib import Path
from llmsurvey.boards.store import BoardStore
from llmsurvey.boards.tidy import to_board
for number in range(5):
    scores = {"name": [f"{sys.argv[2]}-{number}"], "benchmark": ["arc"], "value": [float(sys.argv[2])]}
    BoardStore((Path(sys.argv[1]),)).add([(to_board(scores, "all", None), scores)], merge=True)
"""


def at_once(folder: Path, *commands: list[str]) -> list[tuple[int | None, str]]:
    """The exit codes of Python programs that run at the same time, and what each said on standard error."""
    started = [
        subprocess.Popen(
            [sys.executable, *command],
            cwd=folder,
            env={**os.environ, "XDG_DATA_HOME": str(folder / "data")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for command in commands
    ]
    said = [process.communicate()[1] for process in started]
    return [(process.returncode, text) for process, text in zip(started, said, strict=True)]


def test_eight_at_once_lose_no_score(tmp_path: Path) -> None:
    adding = [["-c", ADDING, str(tmp_path), str(number)] for number in range(8)]
    assert at_once(tmp_path, *adding) == [(0, "")] * 8
    names = BoardStore((tmp_path,)).load("all").facts["name"]
    assert sorted(names) == [f"{number}-{each}" for number in range(8) for each in range(5)]


def test_of_different_scores_at_once_only_the_first_are_kept(warm_cache: None, tmp_path: Path) -> None:
    for number in range(2):
        (tmp_path / f"{number}.csv").write_text(f"Model,ARC\na,{number + 50}\n")
    importing = [["-m", "llmsurvey", "import", "table", f"{number}.csv", "--board", "mine"] for number in range(2)]
    results = at_once(tmp_path, *importing)
    assert sorted(code or 0 for code, _ in results) == [0, 2]
    first = [code for code, _ in results].index(0)
    assert own(tmp_path).load("mine").values.tolist() == [[first + 50]]
    assert "is there already, with other scores" in results[1 - first][1]
