"""The view of models side by side: on their facts, or on a board."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmsurvey.browse.view import Shown, View, add_column, cell_of
from llmsurvey.drawings.intervals import draw_span
from llmsurvey.messages import join_texts, say
from llmsurvey.tables import Column, Table
from llmsurvey.tables.text import turn_table

if TYPE_CHECKING:
    from llmsurvey.library import Library

_WIDTH = 25
"""Cells in which a difference is drawn: as many on either side of no difference."""


@dataclass(frozen=True, kw_only=True)
class CompareView(View):
    """Some models by their `names`, on a `board` where one is named: `compare`."""

    names: tuple[str, ...]
    board: str | None = None

    def show(self, library: Library) -> Shown:
        """Compare them: a column for each on facts, a row for each benchmark on a board.

        Raises what `compare_models` does.
        """
        from llmsurvey.answers.compare import CompareQuestion, compare_models

        table = compare_models(library, CompareQuestion(names=self.names, board=self.board)).table().without("nested")
        title = table.title or join_texts(self.names, ", ")
        if self.board is None and not self.every_column:
            table = turn_table(table.select_brief())
        elif self.board is not None:
            table = _draw_differences(table)
        return Shown(title, table, self.hint_of("compare", *self.names, board=self.board), wraps=self.board is None)


def _draw_differences(table: Table) -> Table:
    """Return a comparison with each interval drawn, all on one scale around no difference."""
    spans = [[cell_of(table, row, name) for name in ("low", "difference", "high")] for row in range(len(table.rows))]
    most = max((abs(figure) for span in spans for figure in span if figure is not None), default=0) or 1

    def place(figure: float) -> int:
        return round((figure / most + 1) / 2 * (_WIDTH - 1))

    drawn = []
    for low, difference, high in spans:
        span = None if low is None or high is None else (place(low), place(high))
        figure = None if difference is None else place(difference)
        drawn.append(draw_span(_WIDTH, span, figure, "o", bar=place(0)))
    column = Column("drawn", heading=say("-{most} to +{most}", most=f"{most:.1f}"))
    return add_column(table, column, drawn, "interval")
