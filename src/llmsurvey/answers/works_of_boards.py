"""What to cite for a board: the work that introduces it, and the snapshot that figures were taken from."""

from __future__ import annotations

import re

from llmsurvey.boards.folders import UNDATED
from llmsurvey.library import Library
from llmsurvey.messages import Message, say
from llmsurvey.records.dates import parse_date
from llmsurvey.records.publication import Publication


def board_named(library: Library, name: str) -> str | None:
    """Return the address of the board that a name means, with or without a snapshot behind an @; None for no board.

    A board is called by its id, or as its record calls it: `Open LLM Leaderboard@2023-07-28`.
    """
    board, at, day = name.strip().partition("@")
    called = {record.name.casefold(): record.id for record in library.about_boards.boards}
    board_id = called.get(board.casefold(), board)
    return f"{board_id}{at}{day}" if board_id in library.board_folders.boards() else None


def find_works_of_board(library: Library, address: str, warnings: list[Message]) -> list[Publication]:
    """Return the works that introduce a board, and one of its snapshots as something that can be cited.

    A snapshot has its day, and the address where it is found. Of a board that nothing is known of, that is added to
    `warnings`. Raises UnknownNameError for a snapshot that isn't there.
    """
    board, day = library.board_store.find(address)
    record = library.about_boards.by_id.get(board)
    works = [work for work in library.survey.publications if f"board/{board}" in work.cites]
    source = next((snapshot.source for snapshot in record.snapshots if snapshot.date == day), None) if record else None
    if record is None:
        warnings.append(say("nothing says who keeps {board}, or where it is found. Add that yourself.", board=board))
    name = record.name if record else board
    snapshot = Publication(
        key=_key_of(f"{board}-{day}"),
        type="dataset",
        title=name if day == UNDATED else f"{name}, snapshot of {day}",
        authors=works[0].authors if works else (),
        date=day if _is_date(day) else None,
        publisher=works[0].publisher if works else None,
        url=source or (record.url if record else None),
        cites=(f"board/{board}",),
    )
    return [*works, snapshot]


def _key_of(name: str) -> str:
    """Return a name as a key; folders that users name themselves may be called anything."""
    return re.sub(r"[^a-z0-9._-]+", "-", name.casefold()).lstrip("._-") or "board"


def _is_date(day: str) -> bool:
    try:
        return bool(parse_date(day))
    except ValueError:
        return False
