"""Boards as tidy tables, one for each snapshot: a row a score, with all that is known of how it was measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from llmsurvey.boards.board import Board
from llmsurvey.boards.folders import UNDATED
from llmsurvey.boards.tidy import COLUMNS, from_board
from llmsurvey.errors import LlmsurveyError
from llmsurvey.library import Library
from llmsurvey.tables import Cell, Column, Table


class ExportedBoards(NamedTuple):
    """The tables of snapshots by address, and why others can't be read."""

    tables: dict[str, Table]
    refused: tuple[LlmsurveyError, ...]


def export_boards(library: Library) -> ExportedBoards:
    """Return every snapshot of every board, of the program and the user's own, as a tidy table."""
    refused: list[LlmsurveyError] = []
    tables = {
        f"{board}@{loaded.snapshot or UNDATED}": _table_of_board(loaded)
        for board in library.board_folders.boards()
        for loaded in library.board_store.load_each(board, refused)
    }
    return ExportedBoards(tables, tuple(refused))


def _table_of_board(board: Board) -> Table:
    tidy = from_board(board)
    columns = tuple(Column(name, numeric=COLUMNS[name] in (int, float)) for name in tidy)
    return Table(columns, tuple(zip(*(_as_cells(values, COLUMNS[name]) for name, values in tidy.items()), strict=True)))


def _as_cells(values: Sequence[Any], kind: type) -> list[Cell]:
    """Return the values of a column in Python's own types, which NumPy's aren't; what isn't known is None.

    Figures that are all whole, as counts of parameters are, are whole numbers.
    """
    known = [value for value in values if value is not None and value == value]
    if kind is float and all(float(value).is_integer() for value in known):
        kind = int
    return [None if value is None or value != value else kind(value) for value in values]
