"""The same views line by line, for a screen reader or a terminal that can do no more: nothing is drawn twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, TextIO

from llmsurvey.answers.facets import FacetEntry
from llmsurvey.browse import changes
from llmsurvey.browse.columns import DRAWN
from llmsurvey.browse.facet_choice import choose_value
from llmsurvey.browse.session import Session
from llmsurvey.browse.survey_views import SurveyView
from llmsurvey.drawings.tree import label_of
from llmsurvey.errors import LlmsurveyError, RequestError
from llmsurvey.messages import Hint, Word, counted, mark, say, translated
from llmsurvey.paths import path_from_home
from llmsurvey.tables import Table
from llmsurvey.tables.note import most_important_first
from llmsurvey.tables.text import escape_steering, heading_of, is_starred, text_of_cell

_AT_ONCE = 10
"""So many rows are said at once."""

_FACET_AT_ONCE = 20

Write = Callable[[Hint, Path, bool], None]
"""Writes the answer to a question to a file, over one that is there where told so. Raises LlmsurveyError."""


class _Command(NamedTuple):
    """What one may type: how it is written, and what it does."""

    written: str
    text: str


COMMANDS: Mapping[str, _Command] = {
    "models": _Command("models", mark("The models.")),
    "choose": _Command("choose", mark("The sizes that fit on a card.")),
    "boards": _Command("boards", mark("The boards.")),
    "survey": _Command("survey", mark("The survey's tables, errata and claims.")),
    "more": _Command("more", mark("The next rows; so does an empty line.")),
    "open": _Command("open NUMBER", mark("What stands in a row; the number alone does it, too.")),
    "part": _Command("part [NAME]", mark("The parts of what is open, or one of them.")),
    "back": _Command("back", mark("Where you came from.")),
    "search": _Command("search [WORDS]", mark("Only the models in which these are found; of all for none.")),
    "facets": _Command("facets [NAME]", mark("What one may narrow down to, with counts.")),
    "pick": _Command("pick NUMBER", mark("Choose a value of the facets that were said last, or not any more.")),
    "clear": _Command("clear", mark("Without filters.")),
    "undo": _Command("undo", mark("Take the last change back.")),
    "redo": _Command("redo", mark("Make it again.")),
    "sort": _Command("sort COLUMN", mark("By a column; -COLUMN: the largest or latest first.")),
    "columns": _Command("columns", mark("All columns, or the usual ones.")),
    "card": _Command("card NAME", mark("What fits on that card, or in 24GB.")),
    "context": _Command("context NUMBER", mark("What fits with so many tokens.")),
    "board": _Command("board NAME", mark("The scores of that board.")),
    "best": _Command("best", mark("The best of the board over time.")),
    "printed": _Command("printed", mark("The survey's table as printed, or corrected.")),
    "mark": _Command("mark NUMBER", mark("Mark a model for comparison, or not any more.")),
    "compare": _Command("compare", mark("Compare what is marked.")),
    "notes": _Command("notes", mark("All notes.")),
    "write": _Command("write FILE", mark("Write this view to a file; write! overwrites one.")),
    "help": _Command("help", mark("These commands.")),
    "quit": _Command("quit", mark("End.")),
}
"""What one may type."""


def explore_plainly(session: Session, write: Write, source: TextIO, target: TextIO) -> None:
    """Say what the session is at, and do what is typed in `source` line by line, until it ends or says so."""
    walk = _Walk(session, write, target)
    walk.say_view()
    while True:
        target.write("> ")
        target.flush()
        line = source.readline()
        if not line:
            target.write("\n")
            return
        try:
            if not walk.obey(line.strip()):
                return
        except LlmsurveyError as error:
            walk.say_line(error.message)


class _Walk:
    """What is said of a session: from which row on, and which facets were said last."""

    def __init__(self, session: Session, write: Write, target: TextIO) -> None:
        self._session, self._write, self._target = session, write, target
        self._next = 0
        self._facets: list[FacetEntry] = []

    def say_line(self, text: str) -> None:
        """Say a text in a line of its own."""
        self._target.write(escape_steering(translated(text)) + "\n")

    def obey(self, line: str) -> bool:
        """Do what a line says; False where it ends the walk. Raises LlmsurveyError for what can't be done."""
        name, _, words = line.partition(" ")
        if name.startswith("/"):
            name, words = "search", line[1:]
        if name.isdigit():
            name, words = "open", name
        if name in ("quit", "q", "exit"):
            return False
        method: Callable[[str], None] | None = getattr(self, f"_do_{(name or 'more').rstrip('!')}", None)
        if method is None:
            raise RequestError(say('"{word}" is no command here. help says which there are.', word=name))
        method(words.strip() if name != "write!" else f"! {words.strip()}")
        return True

    def say_view(self) -> None:
        """Say what one is at, its first rows, what must be known of them, and the command line for the same."""
        rows = self._session.rows()
        number = len(rows.numbers)
        self.say_line(counted("{title}: {number} row.", "{title}: {number} rows.", number, title=rows.shown.title))
        parts = changes.parts_of(self._session.library, self._session.view)
        if parts:
            self.say_line(say("Parts: {names}.", names=", ".join(name for name, _ in parts)))
        self._next = 0
        if rows.shown.tree is not None:
            self._say_tree()
        else:
            self._do_more("")
        for heading, table in rows.shown.beside:
            self.say_line(heading)
            for number in range(len(table.rows)):
                self.say_line(_spell_row(table, number))
        self._say_notes(2)
        self.say_line(say("The same: {command}", command=self._session.hint))

    def _say_tree(self) -> None:
        tree = self._session.rows().shown.tree
        for number, (step, branch) in enumerate(tree.walk() if tree else (), start=1):
            self.say_line(say("{number}. Step {step}: {branch}", number=number, step=step, branch=label_of(branch)))

    def _say_notes(self, most: int | None) -> None:
        table = self._session.rows().shown.table
        for sentence in most_important_first(table.notes)[:most]:
            self.say_line(sentence)
        if is_starred(table):
            self.say_line(table.legend)

    def _do_more(self, words: str) -> None:
        rows = self._session.rows()
        shown = rows.numbers[self._next : self._next + _AT_ONCE]
        for place, number in enumerate(shown, start=self._next + 1):
            is_marked = self._session.marked and self._session.name_of(number) in self._session.marked
            text = _spell_row(rows.shown.table, number, every_column=self._session.view.every_column)
            self.say_line(f"{place}. {'+ ' if is_marked else ''}{text}")
        self._next += len(shown)
        if left := len(rows.numbers) - self._next:
            self.say_line(say("{number} more rows: an empty line.", number=left))

    def _row_called(self, words: str) -> int:
        """Return the number of a row in the table by the number that was said of it. Raises RequestError."""
        numbers = self._session.rows().numbers
        if not words.isdecimal() or not 0 < int(words) <= len(numbers):
            raise RequestError(say("Say the number of a row, 1 to {most}.", most=len(numbers)))
        return numbers[int(words) - 1]

    def _do_models(self, words: str) -> None:
        self._begin("models")

    def _do_choose(self, words: str) -> None:
        self._begin("choose")

    def _do_boards(self, words: str) -> None:
        self._begin("boards")

    def _do_survey(self, words: str) -> None:
        self._begin("survey")

    def _begin(self, name: changes.Beginning) -> None:
        self._session.switch(changes.begin(name, self._session.view))
        self.say_view()

    def _do_open(self, words: str) -> None:
        view = self._session.leads_to(self._row_called(words))
        if view is None:
            raise RequestError(say("This row leads nowhere."))
        self._session.open(view)
        self.say_view()

    def _do_part(self, words: str) -> None:
        parts = dict(changes.parts_of(self._session.library, self._session.view))
        if words in parts:
            self._session.change(changes.with_part(self._session.view, words))
            self.say_view()
            return
        for name, text in parts.items():
            self.say_line(say("{name}: {text}", name=name, text=say(text)))

    def _do_back(self, words: str) -> None:
        if not self._session.leave():
            raise RequestError(say("You came from nowhere: quit ends."))
        self.say_view()

    def _do_search(self, words: str) -> None:
        self._session.change(changes.filtered(self._session.view).searching(words))
        self.say_view()

    def _do_facets(self, words: str) -> None:
        changes.filtered(self._session.view)
        self._facets = [entry for entry in self._session.facets() if words in ("", entry.facet)]
        said: dict[str, int] = {}
        for number, entry in enumerate(self._facets, start=1):
            said[entry.facet] = said.get(entry.facet, 0) + 1
            if words or said[entry.facet] <= _FACET_AT_ONCE:
                self.say_line(_spell_facet(number, entry))

    def _do_pick(self, words: str) -> None:
        if not words.isdecimal() or not 0 < int(words) <= len(self._facets):
            raise RequestError(say("Say facets first, then the number of one, 1 to {most}.", most=len(self._facets)))
        view = changes.filtered(self._session.view)
        self._session.change(choose_value(view, self._facets[int(words) - 1]))
        self._facets = []
        self.say_view()

    def _do_clear(self, words: str) -> None:
        self._session.change(changes.clear_filters(self._session.view))
        self.say_view()

    def _do_undo(self, words: str) -> None:
        if not self._session.undo():
            raise RequestError(say("Nothing to undo here."))
        self.say_view()

    def _do_redo(self, words: str) -> None:
        if not self._session.redo():
            raise RequestError(say("Nothing to do again here."))
        self.say_view()

    def _do_sort(self, words: str) -> None:
        self._session.sort_by(words.removeprefix("-"), down=words.startswith("-"))
        self.say_view()

    def _do_columns(self, words: str) -> None:
        view = self._session.view
        self._session.change(replace(view, every_column=not view.every_column))
        self.say_view()

    def _do_card(self, words: str) -> None:
        view = changes.filtered(self._session.view)
        self._session.change(replace(view, models=replace(view.models, fits=words or None)))
        self.say_view()

    def _do_context(self, words: str) -> None:
        if not words.isdecimal():
            raise RequestError(say("Say a number of tokens."))
        view = changes.filtered(self._session.view)
        self._session.change(replace(view, models=replace(view.models, context=int(words))))
        self.say_view()

    def _do_board(self, words: str) -> None:
        view = changes.with_board(self._session.view, words)
        if type(view) is type(self._session.view):
            self._session.change(view)
        else:
            self._session.open(view)
        self.say_view()

    def _do_best(self, words: str) -> None:
        self._session.open(changes.best_over_time(self._session.view))
        self.say_view()

    def _do_printed(self, words: str) -> None:
        view = self._session.view
        if not isinstance(view, SurveyView):
            raise RequestError(say("Only the survey's tables are printed."))
        self._session.change(replace(view, as_printed=not view.as_printed))
        self.say_view()

    def _do_mark(self, words: str) -> None:
        self._session.mark(self._row_called(words))
        self.say_line(say("Marked: {names}.", names=", ".join(self._session.marked)))

    def _do_compare(self, words: str) -> None:
        self._session.open(changes.compare(list(self._session.marked), self._session.view))
        self.say_view()

    def _do_notes(self, words: str) -> None:
        self._say_notes(None)

    def _do_write(self, words: str) -> None:
        name = words.removeprefix("! ")
        if not name:
            raise RequestError(say("Say the name of a file."))
        self._write(self._session.hint, path_from_home(name), words.startswith("! "))
        self.say_line(say("Written to {file}.", file=name))

    def _do_help(self, words: str) -> None:
        for command in COMMANDS.values():
            self.say_line(say("{command}: {text}", command=command.written, text=say(command.text)))


def _spell_row(table: Table, number: int, *, every_column: bool = False) -> str:
    """Return a row as people hear it: its first cell, then each other behind the heading of its column."""
    return "; ".join(_spell_cells(table, number, every_column))


def _spell_cells(table: Table, number: int, every_column: bool) -> Iterator[str]:
    first = True
    for index, column in enumerate(table.columns):
        if column.only == "nested" or not (column.brief or every_column) or column.name in DRAWN:
            continue
        if text := text_of_cell(table, number, index):
            yield text if first else f"{heading_of(column)} {text}"
            first = False


def _spell_facet(number: int, entry: FacetEntry) -> str:
    chosen = say(" (chosen)") if entry.chosen else ""
    facet = Word("facet", entry.facet)
    return say(
        "{number}. {facet} {value}: {count} models{chosen}",
        number=number,
        facet=facet,
        value=entry.value,
        count=entry.model_count,
        chosen=chosen,
    )
