"""Models of an imported dump of the hub: those that words find, and what is said of all below an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from llmsurvey.messages import counted, question
from llmsurvey.tables.note import Note, as_note, note

if TYPE_CHECKING:
    from llmsurvey.importers.graphs import Draft
    from llmsurvey.library import Library


def find_in_dumps(library: Library, words: Sequence[str], most: int) -> tuple[list[Draft], int]:
    """Return the models of imported dumps whose names have all of some words, but `most` of each, and of how many.

    What the registry has by that name is found there. Raises RegistryError for a dump that isn't as it was written.
    """
    drafts: dict[str, Draft] = {}
    number = 0
    for path in library.dumps:
        from llmsurvey.importers.graphs.draft_columns import DraftColumns

        found, of_file = DraftColumns(path).search(words, most)
        new = {draft.name: draft for draft in found if library.registry.find_model(draft.name) is None}
        number += of_file - len(found) + len(new.keys() - drafts.keys())
        drafts = new | drafts
    return list(drafts.values()), number


def note_found_in_dumps(shown: int, number: int) -> Iterator[Note]:
    """Say that dumps have more models of such names than are shown."""
    if number > shown:
        yield note(
            "left-out",
            "Of {number:,} models of an imported dump with such names {shown} are among these.",
            number=number,
            shown=shown,
        )


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
