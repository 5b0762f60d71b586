"""The view of models side by side: on their facts, or on a board."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmsurvey.browse.view import Shown, View
from llmsurvey.messages import join_texts
from llmsurvey.tables.text import turn_table

if TYPE_CHECKING:
    from llmsurvey.library import Library


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
        return Shown(title, table, self.hint_of("compare", *self.names, board=self.board), wraps=self.board is None)
