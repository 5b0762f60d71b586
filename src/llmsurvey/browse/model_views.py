"""Views of models and of sizes: all that pass a filter, and those that fit on a card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmsurvey.boards.folders import DEFAULT_ADDRESS
from llmsurvey.browse.record_view import RecordView
from llmsurvey.browse.view import FilteredView, Shown, View, cell_of
from llmsurvey.messages import say
from llmsurvey.tables import Table

if TYPE_CHECKING:
    from llmsurvey.library import Library


@dataclass(frozen=True, kw_only=True)
class ModelsView(FilteredView):
    """The models that pass: `list`."""

    def show(self, library: Library) -> Shown:
        """A row for each model, or as much of it as shares a verdict. Raises what `list_models` does."""
        from llmsurvey.answers.list import ListQuestion, list_models

        table = list_models(library, ListQuestion(models=self.models)).table()
        return Shown(say("Models"), self.keep_verdicts(table), self.hint_of("list", **self.options()))

    def leads_to(self, table: Table, row: int) -> View | None:
        """Return the view of the model."""
        return RecordView(name=str(cell_of(table, row, "id")))

    def name_in(self, table: Table, row: int) -> str | None:
        """Return the model."""
        return str(cell_of(table, row, "id"))


@dataclass(frozen=True, kw_only=True)
class ChooseView(FilteredView):
    """The sizes that pass and fit on a card, the best-ranked first: `choose`."""

    board: str = DEFAULT_ADDRESS

    def show(self, library: Library) -> Shown:
        """A row for each size. Raises what `choose_sizes` does."""
        from dataclasses import replace

        from llmsurvey.answers.choose import DEFAULT_ROOM, ChooseQuestion, choose_sizes
        from llmsurvey.memory.best_fit import LEAST_CONTEXT
        from llmsurvey.memory.room import room_of

        asked = self.models
        question = ChooseQuestion(
            models=replace(asked, fits=None, precision=None, context=None, cache_type=None),
            fits=asked.fits,
            precision=(asked.precision,) if asked.precision else (),
            context=asked.context,
            cache_type=asked.cache_type,
            board=self.board,
        )
        table = self.keep_verdicts(choose_sizes(library, question).table())
        board = self.board if self.board != DEFAULT_ADDRESS else ""
        room = room_of(library.hardware, asked.fits or DEFAULT_ROOM)
        title = say("Choose: {card}, {context:,} tokens", card=room.name, context=asked.context or LEAST_CONTEXT)
        return Shown(title, table, self.hint_of("choose", **self.options(), board=board))

    def leads_to(self, table: Table, row: int) -> View | None:
        """Return the view of the size."""
        return RecordView(name=str(self.name_in(table, row)))

    def name_in(self, table: Table, row: int) -> str | None:
        """Return the size, by the id of its model."""
        size = cell_of(table, row, "size")
        return f"{cell_of(table, row, 'id')}@{size}" if size else str(cell_of(table, row, "id"))
