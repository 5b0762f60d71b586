"""`boards remove`: boards and snapshots of one's own are taken away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.errors import RequestError
from llmsurvey.messages import counted, question, say
from llmsurvey.tables import Column
from llmsurvey.tables.note import as_note

if TYPE_CHECKING:
    from llmsurvey.library import Library

COLUMNS = (Column("board"), Column("snapshot", order="date"), Column("file"))


@dataclass(frozen=True, kw_only=True)
class RemoveQuestion:
    """Boards of one's own that are to be removed, with all of their snapshots, or snapshots (`mine@2024-01-31`)."""

    names: tuple[str, ...]


class RemoveEntry(NamedTuple):
    """A snapshot that was removed, and the file that it was."""

    board: str
    snapshot: str
    file: str


@dataclass(frozen=True, kw_only=True)
class RemoveAnswer(Answer[RemoveEntry]):
    """The snapshots that aren't there any more."""

    columns = COLUMNS


def remove_boards(library: Library, asked: RemoveQuestion) -> RemoveAnswer:
    """Remove boards of one's own, or snapshots of them, and return what was removed.

    Raises RequestError for what came with the program, UnknownNameError for what isn't there: then nothing is removed;
    and OutputError where a file can't be.
    """
    if not asked.names:
        raise RequestError(say("no board is named: `{hint}`.", hint=question("remove_boards", "BOARD")))
    removed = library.board_store.remove(asked.names)
    sentence = counted("{number} snapshot was removed.", "{number} snapshots were removed.", len(removed))
    return RemoveAnswer(
        entries=[RemoveEntry(path.parent.name, path.stem, str(path)) for path in removed],
        notes=(as_note("removed", sentence),),
    )
