"""Boards made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from llmsurvey.boards.board import Board, Facts, Matrix, Measure
from llmsurvey.boards.ranked_snapshots import RankedSnapshot, rank_snapshots
from llmsurvey.boards.ranking import RankSettings
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.library import Library, OpenedBoard
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Table

Scores = Mapping[str, Sequence[float | None]]
"""What each entry scored on each measure, None where nothing was measured."""

ONE_BY_ONE = RankSettings(sets="none")
"""The mean, without confidence sets."""


def matrix(rows: Sequence[Sequence[float | None]]) -> Matrix:
    return np.array([[np.nan if each is None else each for each in row] for row in rows], dtype=float)


def made(
    scores: Scores | Sequence[tuple[str, Sequence[float | None]]],
    *measures: str | Measure,
    snapshot: str | None = None,
    errors: Sequence[Sequence[float | None]] | None = None,
    items: Sequence[Sequence[float | None]] | None = None,
    **facts: Sequence[Any],
) -> Board:
    """A board of these entries; measures that are only names have the metric `acc`."""
    rows = list(scores.items()) if isinstance(scores, Mapping) else list(scores)
    columns: Facts = {"name": np.array([name for name, _ in rows], dtype=object)}
    columns.update((name, np.array(list(values), dtype=object)) for name, values in facts.items())
    return Board(
        "made",
        snapshot,
        columns,
        tuple(Measure(each, "acc") if isinstance(each, str) else each for each in measures),
        matrix([values for _, values in rows]).reshape(len(rows), len(measures)),
        None if errors is None else matrix(errors),
        None if items is None else matrix(items),
    )


def days(*boards: Scores, benchmarks: Sequence[str] = ("arc",)) -> list[RankedSnapshot]:
    """The snapshots of a board on the first days of 2023."""
    dated = [made(each, *benchmarks, snapshot=f"2023-01-{day:02}") for day, each in enumerate(boards, 1)]
    return rank_snapshots(dated, ONE_BY_ONE, Registry())


class LibraryOf(Library):
    """A library whose only board is one that was made by hand."""

    def __init__(
        self,
        board: Board,
        registry: Registry | None = None,
        chance: Mapping[str, float] | None = None,
        source: str | None = None,
    ) -> None:
        super().__init__(registry=registry or Registry())
        self.opened = OpenedBoard(board, chance or {}, source)

    def open_board(self, address: str, reading: FileReading | None = None) -> OpenedBoard:
        """The board, whatever it is asked for by."""
        return self.opened


def records(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table.names(), row, strict=True)) for row in table.rows]
