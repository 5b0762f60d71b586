"""The survey's tables as they are printed."""

from __future__ import annotations

from collections.abc import Iterable

from llmsurvey.records import Column, Score, Table
from llmsurvey.registry.registry import Registry

_TABLE_1 = ("Date", "Model", "Developer", "Commercial Use")


def printed_table_1(registry: Registry, *, commercial: bool = False) -> Table:
    """The survey's Table 1 in its order; with `commercial` the rows that it marks O."""
    printed = [
        (row, model.id) for model in registry.models for row in model.as_printed if row.get("where") == "table 1"
    ]
    printed = [(row, name) for row, name in printed if not commercial or row["Commercial Use"] == "O"]
    printed.sort(key=lambda pair: int(pair[0]["row"]))
    columns = (Column("date"), Column("name"), Column("developers"), Column("commercial"), Column("id", brief=False))
    return Table(
        columns,
        tuple((*(row[heading] for heading in _TABLE_1), name) for row, name in printed),
        "Table 1. Commercial Use of Open-source Large Language Models",
        ("As the survey prints it (July 2023). Leave out --as-printed to see what the licences say.",),
    )


def printed_table_4(scores: Iterable[Score]) -> Table:
    """The survey's Table 4 to the digit, in its order; what it prints isn't what was measured."""
    printed = [score for score in scores if score.reading == "printed" and score.table == "4"]
    columns = (
        Column("name"),
        Column("value", numeric=True),
        Column("metric"),
        Column("id", brief=False),
        Column("size", brief=False),
    )
    rows = tuple(
        (score.name_as_printed, _as_number(score.value), score.metric, score.model, score.size) for score in printed
    )
    note = (
        "As the survey prints it. The rows mix two benchmarks and three set-ups: leave out --as-printed to see which."
    )
    return Table(
        columns,
        rows,
        "Table 4. English and Korean LLMs using HellaSwag benchmark (10-shot) as of 27 July 2023",
        (note,),
    )


def _as_number(text: str) -> float | int:
    return float(text) if "." in text else int(text)
