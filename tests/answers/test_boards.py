"""The boards and their snapshots as a table."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.boards.made import records

from llmsurvey.answers.boards import BoardsAnswer, BoardsQuestion, list_boards
from llmsurvey.boards.folders import BoardFolders, built_in_folder
from llmsurvey.library import Library
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.built_in_boards import load_boards
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Table


def write(folder: Path, address: str, names: Sequence[str], benchmark: str = "arc") -> None:
    board, _, day = address.partition("@")
    path = folder / board / f"{day}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [f"{name},{line},{benchmark},acc,{line}.5" for line, name in enumerate(names, 2)]
    path.write_text("\n".join(["name,line,benchmark,metric,value", *rows]) + "\n", encoding="utf-8")


def answer_of(folder: Path, registry: Registry | None = None) -> BoardsAnswer:
    library = Library(registry=registry or Registry(), board_folders=BoardFolders((folder,)))
    return list_boards(library, BoardsQuestion())


def of(folder: Path, registry: Registry | None = None) -> Table:
    return answer_of(folder, registry).table()


def test_each_snapshot_has_a_row_in_the_order_of_days(tmp_path: Path) -> None:
    write(tmp_path, "mine@2024-02-01", ["a", "b"])
    write(tmp_path, "mine@2024-01-01", ["a"])
    write(tmp_path, "another@undated", ["c"], "mmlu/anatomy")
    assert [(row["board"], row["snapshot"], row["address"], row["benchmarks"]) for row in records(of(tmp_path))] == [
        ("another", "undated", "another@undated", ()),
        ("mine", "2024-01-01", "mine@2024-01-01", ("arc",)),
        ("mine", "2024-02-01", "mine@2024-02-01", ("arc",)),
    ]


def test_models_are_different_names_and_entries_are_rows(tmp_path: Path) -> None:
    write(tmp_path, "mine@2024-01-01", ["a", "b", "a"])
    (row,) = records(of(tmp_path))
    assert (row["model_count"], row["entries"]) == (2, 3)


def test_entries_that_the_registry_knows_are_counted(tmp_path: Path, registry: Registry) -> None:
    write(tmp_path, "mine@2024-01-01", ["meta-llama/Llama-2-7b-hf", "nobody/knows", "tiiuae/falcon-40b"])
    (row,) = records(of(tmp_path, registry))
    assert row["matched"] == 2


def test_entries_are_counted_of_which_a_source_states_the_base(tmp_path: Path) -> None:
    base = {"model": "base", "relation": "finetuned"}
    page = {"url": "https://example.org", "supports": ["foundations"]}
    read = page | {"infers": ["foundations"]}
    models = [
        {"id": "base", "name": "Base"},
        {"id": "stated", "name": "Stated", "foundations": [base], "sources": [page]},
        {"id": "inferred", "name": "Inferred", "foundations": [base], "sources": [read]},
        {"id": "unsourced", "name": "Unsourced", "foundations": [base]},
    ]
    write(tmp_path, "mine@2024-01-01", ["base", "stated", "inferred", "unsourced", "nobody/knows"])
    (row,) = records(of(tmp_path, parse_record(Registry, {"models": models})))
    assert (row["matched"], row["base_stated"]) == (4, 1)


def test_a_snapshot_with_fewer_than_half_the_rows_of_a_former_one_is_partial(tmp_path: Path) -> None:
    for day, count in enumerate((4, 10, 5, 4), 1):
        write(tmp_path, f"mine@2024-01-0{day}", [f"m{place}" for place in range(count)])
    assert [row["partial"] for row in records(of(tmp_path))] == [False, False, False, True]


def test_one_board_says_nothing_of_how_whole_another_is(tmp_path: Path) -> None:
    write(tmp_path, "a@2024-01-01", [f"m{place}" for place in range(10)])
    write(tmp_path, "b@2024-01-02", ["m"])
    assert [row["partial"] for row in records(of(tmp_path))] == [False, False]


@pytest.mark.parametrize(("boards", "days"), [(3, 1), (3, 20), (30, 1)])
def test_each_folder_is_listed_a_few_times(
    tmp_path: Path, boards: int, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for board in range(boards):
        for day in range(1, days + 1):
            write(tmp_path, f"b{board}@2024-01-{day:02}", ["a"])
    listed: list[Path] = []
    scandir = os.scandir

    def counting(folder: Path) -> Any:
        listed.append(folder)
        return scandir(folder)

    monkeypatch.setattr("os.scandir", counting)
    assert len(of(tmp_path).rows) == boards * days
    assert len(listed) <= 3 * boards + 3


def test_a_snapshot_that_can_not_be_read_is_told_and_the_others_are_listed(tmp_path: Path) -> None:
    for day in ("2024-01-01", "2024-02-01"):
        write(tmp_path, f"mine@{day}", ["a"])
    (tmp_path / "mine" / "2024-01-01.csv").write_text("garbage")
    write(tmp_path, "another@2024-01-01", ["a"])
    answer = answer_of(tmp_path)
    assert [entry.address for entry in answer.entries] == ["another@2024-01-01", "mine@2024-02-01"]
    assert [f"{tmp_path}/mine/2024-01-01.csv:1: " in str(error) for error in answer.refused] == [True]


def test_boards_and_snapshots_are_counted(tmp_path: Path) -> None:
    (note,) = of(tmp_path).notes
    assert note.startswith("0 boards, 0 snapshots. ")
    write(tmp_path, "mine@2024-01-01", ["a"])
    (note,) = of(tmp_path).notes
    assert note == (
        "1 board, 1 snapshot. `rank()` ranks that of the survey's day, `rank('open-llm-leaderboard@survey')` its ten; "
        "name any other as BOARD@SNAPSHOT."
    )


def test_a_board_of_one_s_own_has_no_licence_and_no_source(tmp_path: Path) -> None:
    write(tmp_path, "mine@2024-01-01", ["a"])
    (row,) = records(of(tmp_path))
    assert (row["licence"], row["source"], row["notes"]) == (None, None, None)


def test_the_board_that_comes_with_the_program(registry: Registry) -> None:
    rows = records(of(built_in_folder(), registry))
    assert [row["snapshot"] for row in rows] == [
        each.date for each in load_boards().by_id["open-llm-leaderboard"].snapshots
    ]
    assert [row["snapshot"] for row in rows if row["partial"]] == ["2023-10-13", "2023-10-31"]
    assert {row["licence"] for row in rows} == {"mit"}
    assert all(row["source"].endswith(f"/{row['snapshot'].replace('-', '')}.csv") for row in rows)
    july = next(row for row in rows if row["snapshot"] == "2023-07-28")
    assert (july["model_count"], july["entries"]) == (467, 471)
    assert july["benchmarks"] == ("arc", "hellaswag", "mmlu", "truthfulqa", "average")
