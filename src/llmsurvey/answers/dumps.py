"""What is said below an answer of models that stand in an imported dump of the hub."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from llmsurvey.messages import counted, question
from llmsurvey.tables.note import Note, as_note

if TYPE_CHECKING:
    from llmsurvey.library import Library


def note_dumps(library: Library) -> Iterator[Note]:
    """Say how many models of imported dumps an answer leaves out, which only looks at the registry.

    Raises RegistryError for a dump that can't be read.
    """
    if not library.dumps:
        return
    from llmsurvey.importers.graphs.sealed_file import SealedFile

    models = sum(SealedFile(path).facts["models"] for path in library.dumps)
    yield as_note(
        "left-out",
        counted(
            "{number:,} model of an imported dump isn't looked at: `{search}` finds it, `{licence}` judges it.",
            "{number:,} models of an imported dump aren't looked at: `{search}` finds them, `{licence}` judges one.",
            models,
            search=question("search", "TEXT"),
            licence=question("licence", "ORG/NAME"),
        ),
    )


def note_left_below(library: Library) -> Iterator[Note]:
    """Say how many models of dumps came from what is asked for, but aren't among those that are shown."""
    if library.left_below:
        yield as_note(
            "left-out",
            counted(
                "{number:,} more model of an imported dump came from it, further away: it isn't among these.",
                "{number:,} more models of an imported dump came from it, no nearer: they aren't among these.",
                library.left_below,
            ),
        )
