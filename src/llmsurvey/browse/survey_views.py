"""Views of the survey: its tables with their errata and claims beside them, all errata, all claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from llmsurvey.browse.record_view import RecordView
from llmsurvey.browse.view import Shown, View, cell_of
from llmsurvey.messages import Hint, mark, say
from llmsurvey.tables import Table

if TYPE_CHECKING:
    from llmsurvey.library import Library

SurveyPart = Literal["1", "2", "3", "4", "errata", "claims"]

SURVEY_PARTS: Mapping[SurveyPart, str] = {
    "1": mark("Table 1"),
    "2": mark("Table 2"),
    "3": mark("Table 3"),
    "4": mark("Table 4"),
    "errata": mark("Errata"),
    "claims": mark("Claims"),
}


@dataclass(frozen=True, kw_only=True)
class SurveyView(View):
    """A table of the survey, corrected or `as_printed`, or what is wrong in it, or what it claims."""

    part: SurveyPart = "1"
    as_printed: bool = False

    def show(self, library: Library) -> Shown:
        """Show the part; beside a table stand its errata and the claims that are made of it."""
        if self.part == "errata":
            return self._show_some(
                say("Errata"), _errata(library), ("erratum", "place", "printed", "correct", "reason")
            )
        if self.part == "claims":
            return self._show_some(say("Claims"), _claims(library), ("claim", "place", "outcome", "text"))
        from llmsurvey.answers.table import TableQuestion, show_table

        number = int(self.part)
        table = show_table(library, TableQuestion(number=number, as_printed=self.as_printed)).table()
        hint = self.hint_of("table", self.part)
        if self.as_printed:
            hint = Hint(hint.command, hint.arguments, {**hint.options, "as_printed": None})
        claims = _claims(library)
        made_of_it = [row for row in range(len(claims.rows)) if _is_about(claims, row, number)]
        beside = (
            (say("Errata"), _errata(library, number).select(["erratum", "printed", "correct", "reason"])),
            (say("Claims"), claims.take(made_of_it).select(["claim", "outcome", "text"])),
        )
        return Shown(table.title, table, hint, wraps=True, beside=beside)

    def _show_some(self, title: str, table: Table, columns: Sequence[str]) -> Shown:
        """Show the columns that are read first, so that their texts have room, unless all are asked for."""
        if self.every_column:
            return Shown(title, table, self.hint_of(self.part), wraps=True)
        return Shown(title, table.select(columns), self.hint_of(self.part, columns=",".join(columns)), wraps=True)

    def leads_to(self, table: Table, row: int) -> View | None:
        """Return the view of the model in a row, or of the erratum or the claim."""
        for column, view in (("claim", ClaimView), ("erratum", ErratumView)):
            if name := cell_of(table, row, column):
                return view(name=str(name))
        model = cell_of(table, row, "id")
        return RecordView(name=str(model)) if model else None


@dataclass(frozen=True, kw_only=True)
class ClaimView(View):
    """What a claim was computed from: `claims C61`."""

    name: str

    def show(self, library: Library) -> Shown:
        """A row for each fact. Raises what `check_claims` does."""
        from llmsurvey.answers.claims import ClaimsQuestion, check_claims

        table = check_claims(library, ClaimsQuestion(names=(self.name,))).table()
        return Shown(self.name, table, self.hint_of("claims", self.name), wraps=True)


@dataclass(frozen=True, kw_only=True)
class ErratumView(View):
    """All of one erratum: `errata E12`."""

    name: str

    def show(self, library: Library) -> Shown:
        """A row for each column that says something. Raises what `list_errata` does."""
        from llmsurvey.answers.errata import ErrataQuestion, list_errata
        from llmsurvey.tables.text import turn_table

        table = list_errata(library, ErrataQuestion(names=(self.name,))).table().without("nested")
        hint = self.hint_of("errata", self.name)
        hint = Hint(hint.command, hint.arguments, {**hint.options, "transpose": None, "columns": "all"})
        turned = turn_table(table)
        known = [number for number, row in enumerate(turned.rows) if row[1] not in (None, "", ())]
        return Shown(self.name, turned.take(known), hint, wraps=True)


def _errata(library: Library, number: int | None = None) -> Table:
    from llmsurvey.answers.errata import ErrataQuestion, list_errata

    return list_errata(library, ErrataQuestion(table=number)).table()


def _claims(library: Library) -> Table:
    from llmsurvey.answers.claims import ClaimsQuestion, check_claims

    return check_claims(library, ClaimsQuestion()).table()


def _is_about(claims: Table, row: int, number: int) -> bool:
    """Whether a claim stands in a table of the survey."""
    return str(cell_of(claims, row, "place")) == str(say("table {number}", number=number))
