"""What must be known of the memory that something is to fit into."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from llmsurvey.messages import list_names, option
from llmsurvey.tables.note import Note, as_note, note

if TYPE_CHECKING:
    from llmsurvey.memory.fit import Budget
    from llmsurvey.memory.room import Room

_SHOWN = 3


def note_budget(budget: Budget | None) -> Iterator[Note]:
    """Say what was counted to tell what fits, and how large the memory is; nothing where nothing is to fit."""
    if budget is not None:
        yield as_note("fits", budget.words)
        yield from note_room(budget.room)


def note_room(room: Room) -> Iterator[Note]:
    """Tell an amount such as 24GB apart from the cards that are called so, which have more."""
    if room.cards:
        yield note(
            "unit",
            "{amount} is {size} x 10^9 bytes. Cards of {size} GB ({cards}) have up to {size} GiB, that is {gb:.1f} GB: "
            "name the card, or write {hint}.",
            amount=room.name,
            size=room.bytes // 10**9,
            cards=list_names(room.cards, _SHOWN),
            gb=room.bytes / 10**9 * 2**30 / 10**9,
            hint=option("fits", f"{room.bytes // 10**9}GiB"),
        )
