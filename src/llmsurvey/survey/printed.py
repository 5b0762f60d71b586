"""The survey's tables as they are printed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from llmsurvey.messages import say
from llmsurvey.records import Column, Score, Table
from llmsurvey.registry.registry import Registry


class PrintedRow(NamedTuple):
    """A row of a table of the survey: its place, its cells by their headings, and the id of the model that it means."""

    place: int
    cells: dict[str, str]
    model: str


def printed_rows(registry: Registry, table: int) -> list[PrintedRow]:
    """The rows of one of the survey's tables, in its order."""
    rows = [
        PrintedRow(int(cells["row"]), cells, model.id)
        for model in registry.models
        for cells in model.as_printed
        if cells.get("where") == f"table {table}"
    ]
    return sorted(rows)


def printed_number(text: str) -> float | int:
    """A number as it is printed: 67 stays 67."""
    return float(text) if "." in text else int(text)


def printed_table_1(registry: Registry, *, commercial: bool = False) -> Table:
    """The survey's Table 1 under the headings of `list`; with `commercial` the rows that it marks O."""
    rows = [row for row in printed_rows(registry, 1) if not commercial or row.cells["Commercial Use"] == "O"]
    columns = (Column("date"), Column("name"), Column("developers"), Column("commercial"), Column("id", brief=False))
    headings = ("Date", "Model", "Developer", "Commercial Use")
    return Table(
        columns,
        tuple((*(row.cells[heading] for heading in headings), row.model) for row in rows),
        "Table 1. Commercial Use of Open-source Large Language Models",
        (say("As the survey prints it (July 2023). Leave out --as-printed to see what the licences say."),),
    )


def printed_table_4(scores: Iterable[Score]) -> Table:
    """The survey's Table 4 under the headings of `compare`, to the digit; what it prints isn't what was measured."""
    printed = [score for score in scores if score.reading == "printed" and score.table == "4"]
    columns = (
        Column("name"),
        Column("value", numeric=True),
        Column("metric"),
        Column("id", brief=False),
        Column("size", brief=False),
    )
    rows = tuple(
        (score.name_as_printed, printed_number(score.value), score.metric, score.model, score.size) for score in printed
    )
    note = say(
        "As the survey prints it. The rows mix two benchmarks and three set-ups: leave out --as-printed to see which."
    )
    return Table(
        columns,
        rows,
        "Table 4. English and Korean LLMs using HellaSwag benchmark (10-shot) as of 27 July 2023",
        (note,),
    )
