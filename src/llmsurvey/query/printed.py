"""What the survey prints, to the letter."""

from __future__ import annotations

from llmsurvey.records import Column, Table
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
