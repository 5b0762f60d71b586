"""A table as a document shows it: under a caption, with notes that say nothing of the program that made it."""

from __future__ import annotations

from typing import NamedTuple

from llmsurvey.messages import without_advice
from llmsurvey.tables.note import is_summary, most_important_first
from llmsurvey.tables.table import Table
from llmsurvey.tables.text import is_starred


class Surroundings(NamedTuple):
    """What stands around a table in a document, in the language of the run.

    A `heading` is above a table that has no caption of its own, a `caption` at the table itself. `label` is what a text
    refers to it by, `legend` explains marks in cells, `notes` are whole sentences.
    """

    heading: str
    caption: str
    label: str
    legend: tuple[str, ...]
    notes: tuple[str, ...]


def surroundings_of(table: Table) -> Surroundings:
    """Return what stands around a table; without a title the note that sums it up is its caption."""
    notes = {note: without_advice(note) for note in most_important_first(table.notes)}
    summary = next((text for note, text in notes.items() if is_summary(note)), "")
    title, stated = without_advice(table.title), table.caption
    caption = "" if title and not stated else title or (without_advice(stated.text) if stated else "") or summary
    legend = [table.legend] if is_starred(table) else []
    if stated and (table.marks or _has_marked_heading(table)):
        legend.append(stated.note)
    return Surroundings(
        heading="" if stated else title,
        caption=caption,
        label=stated.label if stated else "",
        legend=tuple(text for line in legend if (text := without_advice(line))),
        notes=tuple(text for text in notes.values() if text and text != caption),
    )


def _has_marked_heading(table: Table) -> bool:
    return any(column.heading.endswith("]") for column in table.columns)
