"""The columns of a command, and what each of them holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.forms import FORMS, Form
from llmsurvey.messages import say, word
from llmsurvey.tables import Column, Table
from llmsurvey.tables.meanings import meaning_of
from llmsurvey.tables.text import heading_of

COLUMNS = (
    Column("option"),
    Column("column"),
    Column("heading"),
    Column("unit"),
    Column("meaning"),
    Column("shown"),
)

_SCORE = say("Score on the benchmark that it is named after.")
_CELL = say("What the survey prints under the heading that it is named after, or what is right in its place.")


@dataclass(frozen=True, kw_only=True)
class ColumnsQuestion:
    """The columns of which command."""

    command: str


class ColumnEntry(NamedTuple):
    """A column by its name and what people read above it; `option` asks for the answer that has it.

    A column that is `shown` is what people see who don't choose columns.
    """

    option: str | None
    column: str
    heading: str
    unit: str | None
    meaning: str
    shown: bool


@dataclass(frozen=True, kw_only=True)
class ColumnsAnswer(Answer[ColumnEntry]):
    """Every column of every form in which a command answers."""

    columns = COLUMNS

    def table(self) -> Table:
        """A row for each column, in a group for each option that asks for others."""
        has_options = any(entry.option for entry in self.entries)
        columns = COLUMNS if has_options else COLUMNS[1:]
        group_by = "option" if has_options else None
        texts = {(row, "option"): entry.option or "" for row, entry in enumerate(self.entries)}
        return Table(columns, rows_of(self.entries, columns), notes=self.notes, group_by=group_by, texts=texts)


def explain_columns(question: ColumnsQuestion) -> ColumnsAnswer:
    """Return what each column of a command holds. Raises KeyError for a command that has no rows."""
    return ColumnsAnswer(entries=[entry for form in FORMS[question.command] for entry in _entries_of_form(form)])


def _entries_of_form(form: Form) -> Iterator[ColumnEntry]:
    added = [column._replace(brief=False) for column in form.answer.added_columns]
    for column in (*form.answer.columns, *added):
        meaning = meaning_of(column)
        heading = heading_of(column)
        yield ColumnEntry(form.option, column.name, heading, meaning.unit or None, meaning.sentence, column.brief)
    if form.answer.named_by == "benchmarks":
        yield ColumnEntry(form.option, say("(benchmark)"), word("column", "benchmark"), None, _SCORE, shown=True)
    if form.answer.named_by == "headings":
        yield ColumnEntry(form.option, say("(heading)"), say("as printed"), None, _CELL, shown=True)
