"""What the survey prints: its tables under the headings of other commands, and what it says of one model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.model_filter import EVERY_MODEL, ModelFilter
from llmsurvey.errors import RequestError
from llmsurvey.messages import Either, Message, option, say
from llmsurvey.registry.built_in import Survey
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import note


def printed_number(text: str) -> float | int:
    """Return a number as it is printed: 67 stays 67."""
    return float(text) if "." in text else int(text)


def printed_about(survey: Survey, model: str) -> Iterator[tuple[Message, dict[str, str]]]:
    """Yield where the survey prints something of a model, and what, under its own headings."""
    for event in survey.history:
        if event.model == model:
            cells = {"Model": event.name, "Developer": event.developer, "Date": event.year}
            yield say("section {section}", section="2.2.1"), {key: text for key, text in cells.items() if text}
    for table in survey.tables:
        for row in table.rows:
            if row.model == model:
                headings = [column.heading for column in table.columns]
                yield say("table {table}", table=table.number), dict(zip(headings, row.cells, strict=True))


class Table1Entry(NamedTuple):
    """A row of the survey's Table 1, under the headings of `list`."""

    date: str
    name: str
    developers: str
    commercial: str
    id: str


class Table4Entry(NamedTuple):
    """A row of the survey's Table 4, under the headings of `compare`."""

    name: str
    value: float
    metric: str
    id: str


TABLE_1 = (Column("date"), Column("name"), Column("developers"), Column("commercial"), Column("id", brief=False))
TABLE_4 = (Column("name"), Column("value", numeric=True), Column("metric"), Column("id", brief=False))


@dataclass(frozen=True, kw_only=True)
class PrintedAnswer(Answer[Table1Entry | Table4Entry]):
    """Rows that the survey prints, under its own `caption`."""

    caption: Either

    def table(self) -> Table:
        """The rows under the survey's caption."""
        return Table(self.columns, rows_of(self.entries, self.columns), self.caption, self.notes)


class PrintedTable1Answer(PrintedAnswer):
    """The survey's Table 1 under the headings of `list`."""

    columns = TABLE_1


class PrintedTable4Answer(PrintedAnswer):
    """The survey's Table 4 under the headings of `compare`."""

    columns = TABLE_4


def printed_table_1(survey: Survey, models: ModelFilter = EVERY_MODEL) -> PrintedTable1Answer:
    """Return the survey's Table 1 under the headings of `list`; with `commercial` the rows that it marks O.

    Raises RequestError for any other filter: of what else it asks for the survey says nothing.
    """
    if replace(models, commercial=False) != EVERY_MODEL:
        raise RequestError(
            say(
                "{as_printed} is the survey's own table: of the filters it takes {commercial} alone.",
                as_printed=option("as_printed"),
                commercial=option("commercial"),
            )
        )
    table = survey.table(1)
    rows = [row for row in table.rows if not models.commercial or table.cell(row, "Commercial Use") == "O"]
    return PrintedTable1Answer(
        entries=[Table1Entry._make((*row.cells, row.model)) for row in rows],
        caption=table.caption.text,
        notes=(
            note(
                "as-printed",
                "As the survey prints it (July 2023). Leave out {as_printed} to see what the licences say.",
                as_printed=option("as_printed"),
            ),
        ),
    )


def printed_table_4(survey: Survey) -> PrintedTable4Answer:
    """Return the survey's Table 4 under the headings of `compare`, to the digit.

    What it prints isn't what was measured.
    """
    table = survey.table(4)
    heading = table.columns[-1].heading
    return PrintedTable4Answer(
        entries=[
            Table4Entry(table.cell(row, "Model"), printed_number(table.cell(row, heading)), "F1-score", row.model)
            for row in table.rows
        ],
        caption=table.caption.text,
        notes=(
            note(
                "as-printed",
                "As the survey prints it. The rows mix two benchmarks and three set-ups: leave out {as_printed} to see "
                "which.",
                as_printed=option("as_printed"),
            ),
        ),
    )
