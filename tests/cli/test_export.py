"""What an export writes, says, and how it is read again."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from llmsurvey.boards.folders import user_folder

BOARD = "name,parameters,benchmark,value\na,7000000000,arc,50.5\nb,13000000000,arc,40.25\n"


@pytest.fixture
def mine() -> str:
    """The address of a board of the user's own."""
    (user_folder() / "mine").mkdir(parents=True)
    (user_folder() / "mine" / "2024-01-01.csv").write_text(BOARD)
    return "mine@2024-01-01"


def test_each_file_is_told_with_its_rows(run: Run, mine: str, tmp_path: Path) -> None:
    result = run("export", "out", "--format", "csv")
    *files, closing = result.stderr.splitlines()
    assert closing == f"{len(files)} files in out."
    for line in files:
        name, _, rows = line.partition(": ")
        with (tmp_path / name).open(newline="") as file:
            assert int(rows.split()[0].replace(",", "")) == len(list(csv.reader(file))) - 1
    assert "out/boards/mine/2024-01-01.csv: 2 rows" in files


@pytest.mark.parametrize(
    ("format", "suffix"),
    [
        *((name, name) for name in ("csv", "json", "jsonl", "md", "html", "xlsx", "parquet")),
        ("yaml", "csv"),
        ("latex", "csv"),
    ],
)
def test_a_board_is_read_again(run: Run, mine: str, format: str, suffix: str) -> None:
    assert run("export", "out", "--format", format).returncode == 0
    columns = ("--format", "csv", "--columns", "rank,name,average,parameters")
    again = run("rank", f"out/boards/mine/2024-01-01.{suffix}", *columns)
    assert again.stdout.count("\n") == 3
    assert again.stdout == run("rank", mine, *columns).stdout


def test_a_folder_of_records_is_a_registry_beside_its_boards(run: Run, mine: str) -> None:
    assert run("export", "out").returncode == 0
    assert run("list", "--registry", "out", "--format", "csv").stdout == run("list", "--format", "csv").stdout


def test_a_board_that_cannot_be_read_is_told_and_the_others_are_written(run: Run, mine: str, tmp_path: Path) -> None:
    (user_folder() / "bad").mkdir()
    (user_folder() / "bad" / "2024-01-01.csv").write_text("x\n")
    result = run("export", "out", "--format", "csv")
    assert result.returncode == 0
    assert "bad/2024-01-01.csv" in result.stderr.splitlines()[0]
    assert (tmp_path / "out" / "boards" / "mine" / "2024-01-01.csv").read_text() == BOARD


def test_a_board_that_exists_is_not_overwritten(run: Run, mine: str, tmp_path: Path) -> None:
    file = tmp_path / "out" / "boards" / "mine" / "2024-01-01.csv"
    file.parent.mkdir(parents=True)
    file.write_text("kept")
    result = run("export", "out", "--format", "csv")
    assert (result.returncode, file.read_text()) == (1, "kept")
    assert "exists" in result.stderr
    assert not (tmp_path / "out" / "models.csv").exists()
