"""The view of one record: its facts and sources, why it may be used, what it comes from, its scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from llmsurvey.browse.view import Shown, View, cell_of
from llmsurvey.errors import RequestError
from llmsurvey.messages import Hint, mark, say
from llmsurvey.tables import Table

if TYPE_CHECKING:
    from llmsurvey.library import Library

Part = Literal["facts", "sizes", "licence", "lineage", "descendants", "scores", "history", "sources"]

PARTS: Mapping[Part, str] = {
    "facts": mark("Facts"),
    "sizes": mark("Sizes"),
    "licence": mark("Licence"),
    "lineage": mark("Made from"),
    "descendants": mark("Made of it"),
    "scores": mark("Scores"),
    "history": mark("History"),
    "sources": mark("Sources"),
}
"""What one may look at of a model, with what it is called."""

_OF_OTHERS: tuple[Part, ...] = ("facts", "sources")
_OF_DATASETS: tuple[Part, ...] = ("facts", "lineage", "descendants", "sources")


@dataclass(frozen=True, kw_only=True)
class RecordView(View):
    """One `part` of what is known of a record, by its `name`: MODEL, MODEL@SIZE, or any other."""

    name: str
    part: Part = "facts"

    def parts(self, library: Library) -> tuple[Part, ...]:
        """Return what there is to look at. Raises UnknownNameError for a name that nothing has."""
        kind = library.find(self.name, ("model", "dataset", "benchmark", "licence", "organisation")).kind
        if kind == "model":
            return get_args(Part)
        return _OF_DATASETS if kind == "dataset" else _OF_OTHERS

    def show(self, library: Library) -> Shown:
        """Show the part. Raises what answering its question does."""
        if self.part == "licence":
            return self._show_licence(library)
        if self.part in ("lineage", "descendants"):
            return self._show_lineage(library)
        if self.part == "history":
            return self._show_history(library)
        return self._show_facts(library)

    def leads_to(self, table: Table, row: int) -> View | None:
        """Return the view of the size, or of the licence, that a row is about."""
        if self.part == "sizes" and "@" not in self.name:
            return RecordView(name=f"{self.name}@{cell_of(table, row, 'size')}")
        if self.part == "licence" and (licence := cell_of(table, row, "licence")):
            return RecordView(name=f"licence/{licence}")
        return None

    def _show_facts(self, library: Library) -> Shown:
        from llmsurvey.answers.show import ShowAnswer, ShowQuestion, show_record

        answer = show_record(library, ShowQuestion(name=self.name, sources=self.part == "sources"))
        if not isinstance(answer, ShowAnswer):
            return Shown(answer.record.name, answer.table(), self._hint("show", sources=None), wraps=True)
        table = answer.table()
        headings = {"facts": "", "sizes": say("Sizes"), "scores": say("Scores")}
        sections = {str(heading): section for heading, section in table.sections} or {"": table}
        if self.part == "facts" and self.every_column:
            section = replace(table, sections=(), document=None)
        else:
            section = sections.get(str(headings[self.part]), Table((), ()))
        notes = table.notes if self.part == "facts" else ()
        return Shown(table.title, replace(section, notes=notes), self._hint("show"), wraps=self.part == "facts")

    def _show_licence(self, library: Library) -> Shown:
        from llmsurvey.answers.licence import LicenceQuestion, explain_licence

        table = explain_licence(library, LicenceQuestion(name=self.name)).table()
        return Shown(table.title, table, self._hint("licence"), wraps=True)

    def _show_lineage(self, library: Library) -> Shown:
        from llmsurvey.answers.lineage import LineageQuestion, trace_lineage
        from llmsurvey.drawings.lineage import legends_of

        down = self.part == "descendants"
        answer = trace_lineage(library, LineageQuestion(name=self.name, down=down))
        hint = self._hint("lineage", down=None) if down else self._hint("lineage")
        table = replace(answer.table(), notes=tuple(legends_of(answer.root)))
        return Shown(answer.root.name, table, hint, tree=answer.root)

    def _show_history(self, library: Library) -> Shown:
        from llmsurvey.answers.history import HistoryQuestion, show_history

        try:
            table = show_history(library, HistoryQuestion(model=self.name)).table()
        except RequestError as error:  # it stands on no board
            table = Table((), (), notes=(error.message,))
        return Shown(self.name, table, self._hint("history"))

    def _hint(self, command: str, **alone: None) -> Hint:
        """Return the question; options that are named `alone` take no value."""
        hint = self.hint_of(command, self.name)
        return Hint(hint.command, hint.arguments, {**hint.options, **alone})
