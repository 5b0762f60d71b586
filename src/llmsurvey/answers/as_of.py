"""What is said of an answer that is of another day than today."""

from __future__ import annotations

from llmsurvey.tables.note import Note, note


def note_day(day: str) -> Note:
    """Return the note on an answer of which models and licences are those of a `day`."""
    return note(
        "as-of",
        "As of {day}: what was out by then, under the licences of that day; where none is recorded, under today's.",
        day=day,
    )
