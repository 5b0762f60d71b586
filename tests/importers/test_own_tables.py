"""What the program itself writes is read back where it is a board, and else called what it is: by every command."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

import llmsurvey.answers
from llmsurvey.answers.rank import COLUMNS as OF_RANK
from llmsurvey.boards.methods import METHODS
from llmsurvey.boards.tidy import COLUMNS as OF_BOARDS
from llmsurvey.errors import BoardError
from llmsurvey.formats import render
from llmsurvey.importers import Request, read_any
from llmsurvey.importers.own_tables import OWN_TABLES, command_that_wrote
from llmsurvey.messages import question
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Column, Table

Columns = tuple[Column, ...]

BOARDS = {
    *(f"{module}.{part}" for module in ("rank", "rank_columns") for part in ("COLUMNS", "FRONT", "BACK")),
    "compare_scores.COLUMNS",
    "table._EXTRA",
    "table._SET_UPS",
    "as_printed.TABLE_1",
    "as_printed.TABLE_4",
}
"""What is read back: ranks and their parts, and scores; what the survey's own tables have besides."""


def every_table() -> dict[str, Columns]:
    """The columns of each command, wherever in `answers` they stand."""
    found: dict[str, Columns] = {}
    for module in pkgutil.iter_modules(llmsurvey.answers.__path__):
        names = vars(importlib.import_module(f"llmsurvey.answers.{module.name}"))
        for name, value in names.items():
            if isinstance(value, tuple) and value and all(isinstance(each, Column) for each in value):
                found.setdefault(f"{module.name}.{name}", value)
    return found


TABLES = {name: columns for name, columns in every_table().items() if name not in BOARDS}
IN_FULL = {name: tuple(column.name for column in columns) for name, columns in TABLES.items()}
ON_A_PAGE = {
    name: tuple(column.heading or column.name for column in columns if column.brief)
    for name, columns in TABLES.items()
    if name != "show.COLUMNS"  # a page of it has only `field` and `value`, which others may have too
}


def test_there_are_many() -> None:
    assert len(TABLES) > 20


@pytest.mark.parametrize("headings", IN_FULL.values(), ids=IN_FULL)
def test_a_table_that_is_no_board_is_known(headings: tuple[str, ...]) -> None:
    """A new command is added to OWN_TABLES, or to BOARDS above where what it writes can be ranked."""
    assert command_that_wrote(headings) is not None


@pytest.mark.parametrize("headings", ON_A_PAGE.values(), ids=ON_A_PAGE)
def test_a_table_as_people_read_it_is_known_too(headings: tuple[str, ...]) -> None:
    assert command_that_wrote(headings) is not None


@pytest.mark.parametrize(
    "headings",
    [
        [column.name for column in OF_RANK],
        [*(column.name for column in OF_RANK), "arc", "hellaswag"],
        list(OF_BOARDS),
        ["Model", "Average", "ARC", "Type", "Precision", "Hub License", "#Params (B)"],
        ["rank", "name", "average", "arc"],
        ["name", "mean", "spread"],
        ["model", "benchmark", "value", "metric", "source"],
        ["model", "size", "released", "kind", "mmlu"],
    ],
)
def test_boards_are_none_of_them(headings: list[str]) -> None:
    assert command_that_wrote(headings) is None


def test_orders_by_all_methods_are_no_board() -> None:
    assert command_that_wrote(["name", *METHODS, "spread"]) == question("rank_methods")


def test_each_needs_columns_enough_to_be_no_other_table() -> None:
    assert min(len(columns) for _, columns in OWN_TABLES) >= 3


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "md", "html", "parquet", "xlsx"])
@pytest.mark.parametrize("name", ["history.COLUMNS", "diff.COLUMNS", "stats.COLUMNS", "frontier.COLUMNS"])
def test_it_is_called_what_it_is(registry: Registry, tmp_path: Path, form: str, name: str) -> None:
    columns = TABLES[name]
    row = tuple(3 if column.numeric else "x" for column in columns)
    path = tmp_path / f"own.{form}"
    path.write_bytes(render(Table(columns, (row, row)), form))
    with pytest.raises(BoardError, match=rf"is no board: it is what `{name.partition('.')[0]}\(.*\)` writes"):
        read_any(path, Request(registry))


def test_who_says_what_a_column_is_knows_better(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("name,mean,borda,spread\na,60,1,1\nb,61,2,2\n")
    board = read_any(path, Request(registry, mapping={"mean": "arc", "borda": "", "spread": ""})).board
    assert board.values.tolist() == [[60], [61]]
