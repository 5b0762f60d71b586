"""One walk through the views: where one is, how one came there, and what is marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from llmsurvey.answers.as_of import note_day
from llmsurvey.answers.choose import DEFAULT_ROOM
from llmsurvey.answers.facets import FacetEntry, FacetsQuestion, count_facets
from llmsurvey.answers.model_index import index_of
from llmsurvey.browse import changes
from llmsurvey.browse.columns import DRAWN
from llmsurvey.browse.model_views import ChooseView, ModelsView
from llmsurvey.browse.view import FilteredView, Shown, View, places_in
from llmsurvey.errors import LlmsurveyError, RequestError
from llmsurvey.library import Library
from llmsurvey.messages import Hint, question, say
from llmsurvey.registry.configuration import configured
from llmsurvey.tables.order import sort_rows

_KEPT = 12
"""So many answers are kept, so that going back and undoing wait for nothing."""

_DRAWN_FROM = ("best_rank", "difference")
"""What drawings are of, by which rows are put in order where a drawing is named."""

_DATED = ("list", "choose", "show", "licence", "lineage", "rank", "compare")
"""The questions whose answers are of a day; of the others the survey and the boards decide."""


@dataclass
class Place:
    """A view that one came to: its states before, and those that were undone, the nearest last."""

    states: list[View]
    undone: list[View] = field(default_factory=list)


@dataclass(frozen=True)
class Rows:
    """What is seen of a view: what it shows, and the numbers of the rows that a search leaves, in order.

    `total` is how many there would be without the search.
    """

    shown: Shown
    numbers: Sequence[int]

    @property
    def total(self) -> int:
        """How many rows there are without the search."""
        return len(self.shown.table.rows)


class Session:
    """A walk that begins with a view. Whatever is changed is undone by `undo`, whatever is opened left by `leave`."""

    def __init__(self, library: Library, view: View) -> None:
        self.library = library
        self.places = [Place([view])]
        self.marked: dict[str, None] = {}
        self._answers: dict[View, Shown] = {}
        self._is_typing = False
        self._seen: tuple[View, bool, Rows] | None = None

    @property
    def view(self) -> View:
        """Where one is."""
        return self.places[-1].states[-1]

    @property
    def hint(self) -> Hint:
        """The question of the command line that gives what is seen, with the layers and the day of this run."""
        hint = self.rows().shown.hint
        options = dict(hint.options)
        if isinstance(self.view, FilteredView) and self.view.models.search:
            options["search"] = self.view.models.search
        if self.library.registries:
            options["registry"] = list(self.library.registries)
        if self.library.as_of is not None and hint.command in _DATED:
            options["as_of"] = self.library.as_of
        return question(str(hint.command), *hint.arguments, **options)

    def rows(self) -> Rows:
        """Return what is seen. Raises what answering the question does."""
        return self.rows_of(self.view)

    def rows_of(self, view: View) -> Rows:
        """Return what is seen of a view: while one types, a search goes through the rows that are there already."""
        if self._seen is None or self._seen[:2] != (view, self._is_typing):
            self._seen = (view, self._is_typing, self._find_rows(view))
        return self._seen[2]

    def _find_rows(self, view: View) -> Rows:
        if not isinstance(view, FilteredView) or view.models.search is None or not self._is_typing:
            shown = self._answer(view)
            return Rows(shown, range(len(shown.table.rows)))
        shown = self._answer(view.searching(""))
        found = index_of(self.library).find(view.models.search)
        place = shown.table.names().index("id")
        return Rows(shown, [number for number, row in enumerate(shown.table.rows) if row[place] in found])

    def facets(self) -> Sequence[FacetEntry]:
        """Return what the view may be narrowed to, with counts of what it has; nothing of one without a filter.

        On a board only the models there are counted, of a choice only those that fit, whatever else is asked for.
        """
        view = self.view
        if not isinstance(view, FilteredView):
            return ()
        question = FacetsQuestion(
            models=view.models, verdicts=view.verdicts, fits=configured("fits") or DEFAULT_ROOM, among=None
        )
        if not isinstance(view, ModelsView):
            table = self._answer(changes.clear_filters(view)).table
            question = replace(question, among=places_in(table))
        if isinstance(view, ChooseView):  # what doesn't fit isn't there
            models = replace(view.models, fits=None, precision=None, context=None, cache_type=None)
            question = replace(question, models=models, fits=None)
        return count_facets(self.library, question)

    def _answer(self, view: View) -> Shown:
        """Return what a view shows, in its order; the last answers are kept."""
        if view not in self._answers:
            if view.sort:
                shown = self._answer(replace(view, sort=()))
                options = {**shown.hint.options, **view.hint_of("").options}
                hint = Hint(shown.hint.command, shown.hint.arguments, options)
                shown = replace(shown, table=sort_rows(shown.table, view.sort), hint=hint)
            else:
                shown = self._with_day(view.show(self.library))
            while len(self._answers) >= _KEPT:
                self._answers.pop(next(iter(self._answers)))
            self._answers[view] = shown
        return self._answers[view]

    def _with_day(self, shown: Shown) -> Shown:
        """Return what a view shows, with the note on the day that is asked about where its answer is of one."""
        if self.library.as_of is None or shown.hint.command not in _DATED:
            return shown
        notes = (note_day(self.library.as_of), *shown.table.notes)
        return replace(shown, table=replace(shown.table, notes=notes))

    def open(self, view: View) -> None:
        """Go to another view. Raises what answering its question does, and stays then."""
        self.rows_of(view)
        self.places.append(Place([view]))
        self._is_typing = False

    def switch(self, view: View) -> None:
        """Go to one of the views that everything begins with, and forget the way here. Raises what `open` does."""
        self.rows_of(view)
        self.places = [Place([view])]
        self._is_typing = False

    def leave(self) -> bool:
        """Go back to where one came from; False where one came from nowhere."""
        if len(self.places) == 1:
            return False
        self.places.pop()
        self._is_typing = False
        return True

    def change(self, view: View, *, by_typing: bool = False) -> None:
        """Change the view; what is typed in one go is undone in one. Raises what `open` does, and changes nothing."""
        if view == self.view:
            return
        was_typing, self._is_typing = self._is_typing, by_typing
        try:
            self.rows_of(view)
        except LlmsurveyError:
            self._is_typing = was_typing
            raise
        place = self.places[-1]
        if by_typing and was_typing:
            place.states[-1] = view
        else:
            place.states.append(view)
        place.undone.clear()

    def stop_typing(self) -> None:
        """Answer what was typed as a whole, with what must be known of it; what is typed next is undone by itself."""
        self._is_typing = False

    def undo(self) -> bool:
        """Take the last change back; False where nothing was changed."""
        place = self.places[-1]
        if len(place.states) == 1:
            return False
        place.undone.append(place.states.pop())
        self._is_typing = False
        return True

    def redo(self) -> bool:
        """Make the last change again that was taken back; False where none was."""
        place = self.places[-1]
        if not place.undone:
            return False
        place.states.append(place.undone.pop())
        self._is_typing = False
        return True

    def sort_by(self, column: str, *, down: bool) -> None:
        """Sort by a column, the largest or latest first where `down`. Raises RequestError for one that there isn't."""
        if column in DRAWN:
            names = self.rows().shown.table.names()
            column = next(name for name in _DRAWN_FROM if name in names)
        self.change(replace(self.view, sort=(f"-{column}" if down else column,)))

    def leads_to(self, number: int) -> View | None:
        """Return the view that a row leads to."""
        return self.view.leads_to(self.rows().shown.table, number)

    def name_of(self, number: int) -> str | None:
        """Return the model or size in a row by which it is marked and compared."""
        return self.view.name_in(self.rows().shown.table, number)

    def mark(self, number: int, *, on: bool | None = None) -> None:
        """Mark the model in a row for comparison, or not any more; None turns the mark over.

        Raises RequestError where there is none in it.
        """
        name = self.name_of(number)
        if name is None:
            raise RequestError(say("Nothing that could be compared stands here."))
        if name in self.marked and on is not True:
            del self.marked[name]
        elif name not in self.marked and on is not False:
            self.marked[name] = None

    def renew(self, library: Library) -> None:
        """Go on with another registry, where one is. Raises what answering does, and keeps the last one then."""
        before = self.library, self._answers
        self.library, self._answers, self._seen = library, {}, None
        try:
            self.rows()
        except Exception:  # whatever it was, what is on the screen must go on answering
            (self.library, self._answers), self._seen = before, None
            raise
