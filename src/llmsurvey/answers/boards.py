"""The boards and their snapshots as a table."""

from __future__ import annotations

from llmsurvey.boards.board import Board
from llmsurvey.boards.deltas import bare_deltas
from llmsurvey.boards.identify import identify
from llmsurvey.boards.shelf import DEFAULT, UNDATED, Shelf
from llmsurvey.boards.whole import is_partial
from llmsurvey.errors import LlmsurveyError
from llmsurvey.messages import counted, joined, say
from llmsurvey.registry.built_in import Boards
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Cell, Column, Table

COLUMNS = (
    Column("board"),
    Column("snapshot", order="date"),
    Column("models", numeric=True),
    Column("entries", numeric=True),
    Column("matched", numeric=True),
    Column("partial", words="answer"),
    Column("benchmarks"),
    Column("address", brief=False),
    Column("licence", brief=False),
    Column("source", brief=False),
    Column("notes", brief=False),
)


def list_boards(shelf: Shelf, known: Boards, registry: Registry, unreadable: list[LlmsurveyError]) -> Table:
    """A row for each snapshot: `models` are different names of models, `matched` entries are in the registry.

    What can't be read has no row, and is added to `unreadable`.
    """
    rows: list[tuple[Cell, ...]] = []
    for name in shelf.boards():
        record = known.by_id.get(name)
        about = {each.date: each for each in record.snapshots} if record else {}
        largest = 0
        for board in shelf.load_each(name, unreadable):
            day = board.snapshot or UNDATED
            snapshot = about.get(day)
            rows.append(
                (
                    name,
                    day,
                    _count_models(board, registry),
                    len(board),
                    sum(each is not None for each in identify(board, registry)),
                    "yes" if is_partial(len(board), largest) else "no",
                    tuple(dict.fromkeys(each.benchmark for each in board.measures if not each.is_part)),
                    f"{name}@{day}",
                    record.licence if record else None,
                    snapshot.source if snapshot else None,
                    snapshot.notes if snapshot else None,
                )
            )
            largest = max(largest, len(board))
    boards = len({row[0] for row in rows})
    note = joined(
        [
            counted("{number} board,", "{number} boards,", boards),
            counted("{number} snapshot.", "{number} snapshots.", len(rows)),
            say("`llmsurvey rank {board}` ranks the survey's ten; name any other as BOARD@SNAPSHOT.", board=DEFAULT),
        ]
    )
    return Table(COLUMNS, tuple(rows), notes=(note,))


def _count_models(board: Board, registry: Registry) -> int:
    """How many different names a board has, without rows that are of no model."""
    no_models = set(bare_deltas(board, registry))
    return len({name for place, name in enumerate(board.facts["name"]) if place not in no_models})
