"""Views of boards: which there are, one in its order with intervals of ranks, and the best over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log
from typing import TYPE_CHECKING

from llmsurvey.boards.folders import DEFAULT_ADDRESS, DEFAULT_BOARD
from llmsurvey.browse.record_view import RecordView
from llmsurvey.browse.view import FilteredView, Shown, View, add_column, cell_of
from llmsurvey.drawings.intervals import draw_span
from llmsurvey.messages import say
from llmsurvey.tables import Column, Table

if TYPE_CHECKING:
    from llmsurvey.library import Library

_WIDTH = 17
"""Cells in which a span of ranks is drawn."""


@dataclass(frozen=True, kw_only=True)
class BoardsView(View):
    """Every snapshot of every board: `boards`."""

    def show(self, library: Library) -> Shown:
        """A row for each snapshot; why others can't be read is among the notes."""
        from llmsurvey.answers.boards import BoardsQuestion, list_boards

        answer = list_boards(library, BoardsQuestion())
        refused = tuple(error.message for error in answer.refused)
        table = answer.table()
        return Shown(say("Boards"), replace(table, notes=(*table.notes, *refused)), self.hint_of("boards"))

    def leads_to(self, table: Table, row: int) -> View | None:
        """Return the view of the snapshot."""
        return RankView(board=str(cell_of(table, row, "address")))


@dataclass(frozen=True, kw_only=True)
class RankView(FilteredView):
    """A board in its order, with the ranks that each entry may have drawn as a line: `rank`."""

    board: str = DEFAULT_ADDRESS

    def show(self, library: Library) -> Shown:
        """A row for each entry. Raises what `rank_board` does."""
        from llmsurvey.answers.rank import RankQuestion, rank_board
        from llmsurvey.answers.rank_columns import FIGURES

        answer = rank_board(library, RankQuestion(board=self.board, models=self.models))
        table = self.keep_verdicts(answer.table())
        most = len(answer.ranked.board)
        spans = [tuple(cell_of(table, row, name) for name in _SPAN) for row in range(len(table.rows))]
        drawn = [draw_ranks(span, most) for span in spans]
        column = Column("drawn", heading=say("ranks 1-{most}, log", most=most))
        notes = (*_note_changes(library, self.board), *table.notes)
        table = replace(add_column(table, column, drawn, FIGURES[answer.settings.method].name), notes=notes)
        board = self.board if self.board != DEFAULT_ADDRESS else ""
        arguments = (board,) if board else ()
        return Shown(self.board, table, self.hint_of("rank", *arguments, **self.options()))

    def best_over_time(self) -> BestView:
        """Return the view of the best of this board, which leads back to this one."""
        return BestView(board=self.board.partition("@")[0], ranks=self)

    def leads_to(self, table: Table, row: int) -> View | None:
        """Return the view of the size, where the registry knows it."""
        name = self.name_in(table, row)
        return RecordView(name=name) if name and cell_of(table, row, "id") else None

    def name_in(self, table: Table, row: int) -> str | None:
        """Return the size by the id of its model, or the entry's own name."""
        model, size = cell_of(table, row, "id"), cell_of(table, row, "size")
        return f"{model}@{size}" if model and size else model or cell_of(table, row, "name")


_SPAN = ("best_rank", "rank", "worst_rank")


def draw_ranks(span: Sequence[int | None], most: int, width: int = _WIDTH) -> str:
    """Return a line on which the best, the likeliest and the worst rank of `most` stand: `  |--o-----|`.

    The scale is logarithmic, for the first ten of 449 ranks would be one cell. Nothing is drawn where one isn't known.
    """
    best, rank, worst = span
    if best is None or rank is None or worst is None:
        return ""
    first, place, last = (round(log(number) / log(max(2, most)) * (width - 1)) for number in (best, rank, worst))
    return draw_span(width, (first, last), place, "o").rstrip()


def _note_changes(library: Library, address: str) -> tuple[str, ...]:
    """Return what was measured anew since the snapshot before this one, if there is one."""
    from llmsurvey.answers.diff import DiffQuestion, compare_boards
    from llmsurvey.errors import LlmsurveyError

    board, _, day = address.partition("@")
    days = list(library.board_folders.snapshots(board))
    if day not in days[1:]:
        return ()
    before = f"{board}@{days[days.index(day) - 1]}"
    try:
        notes = compare_boards(library, DiffQuestion(before=before, after=address)).notes
    except LlmsurveyError:  # that the two can't be compared is told by whoever compares them
        return ()
    anew = [sentence for sentence in notes if getattr(sentence, "kind", "") == "measured-anew"]
    return tuple(say("Since {before}: {change}", before=before, change=sentence) for sentence in anew)


@dataclass(frozen=True, kw_only=True)
class BestView(View):
    """The best of a board from snapshot to snapshot, with what was measured anew: `history`."""

    board: str = DEFAULT_BOARD
    ranks: RankView = RankView()

    def show(self, library: Library) -> Shown:
        """Show the best over time. Raises what `show_history` does."""
        from llmsurvey.answers.history import HistoryQuestion, show_history

        table = show_history(library, HistoryQuestion(board=self.board)).table()
        board = self.board if self.board != DEFAULT_BOARD else ""
        return Shown(say("The best over time"), table, self.hint_of("history", board=board))
