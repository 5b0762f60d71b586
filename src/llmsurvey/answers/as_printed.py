"""What the survey prints: its tables under the headings of other commands, and what it says of one model."""

from __future__ import annotations

from collections.abc import Iterator

from llmsurvey.messages import Message, say
from llmsurvey.registry.built_in import Survey
from llmsurvey.tables import Column, Table


def printed_number(text: str) -> float | int:
    """A number as it is printed: 67 stays 67."""
    return float(text) if "." in text else int(text)


def printed_about(survey: Survey, model: str) -> Iterator[tuple[Message, dict[str, str]]]:
    """Where the survey prints something of a model, and what, under its own headings."""
    for event in survey.history:
        if event.model == model:
            cells = {"Model": event.name, "Developer": event.developer, "Date": event.year}
            yield say("section {section}", section="2.2.1"), {key: text for key, text in cells.items() if text}
    for table in survey.tables:
        for row in table.rows:
            if row.model == model:
                headings = [column.heading for column in table.columns]
                yield say("table {table}", table=table.number), dict(zip(headings, row.cells, strict=True))


def printed_table_1(survey: Survey, *, commercial: bool = False) -> Table:
    """The survey's Table 1 under the headings of `list`; with `commercial` the rows that it marks O."""
    table = survey.table(1)
    rows = [row for row in table.rows if not commercial or table.cell(row, "Commercial Use") == "O"]
    columns = (Column("date"), Column("name"), Column("developers"), Column("commercial"), Column("id", brief=False))
    note = say("As the survey prints it (July 2023). Leave out --as-printed to see what the licences say.")
    return Table(columns, tuple((*row.cells, row.model) for row in rows), table.caption.text, (note,))


def printed_table_4(survey: Survey) -> Table:
    """The survey's Table 4 under the headings of `compare`, to the digit; what it prints isn't what was measured."""
    table = survey.table(4)
    columns = (Column("name"), Column("value", numeric=True), Column("metric"), Column("id", brief=False))
    heading = table.columns[-1].heading
    rows = tuple(
        (table.cell(row, "Model"), printed_number(table.cell(row, heading)), "F1-score", row.model)
        for row in table.rows
    )
    note = say(
        "As the survey prints it. The rows mix two benchmarks and three set-ups: leave out --as-printed to see which."
    )
    return Table(columns, rows, table.caption.text, (note,))
