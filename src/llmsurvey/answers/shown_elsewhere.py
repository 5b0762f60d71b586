"""What has a name and isn't a record of the registry: where it is shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llmsurvey.errors import RequestError
from llmsurvey.messages import question, say

if TYPE_CHECKING:
    from llmsurvey.library import Library

_NUMBERED = re.compile(r"([CE])[0-9]+", re.IGNORECASE)
"""How claims and errata are called."""


def shown_elsewhere(library: Library, name: str) -> RequestError | None:
    """Return what to say of the name of a board, a claim or an erratum: which question shows it; None of any other."""
    if numbered := _NUMBERED.fullmatch(name.strip()):
        if numbered[1].upper() == "C":
            hint = question("claims", name.strip())
            return RequestError(say('"{name}" is a claim: `{hint}` shows its working.', name=name, hint=hint))
        hint = question("errata", name.strip())
        return RequestError(say('"{name}" is an erratum: `{hint}` shows it.', name=name, hint=hint))
    board = name.partition("@")[0]
    if board in library.board_folders.boards():
        hint, ranks = question("boards"), question("rank", name)
        return RequestError(
            say('"{name}" is a board: `{ranks}` ranks it, `{hint}` lists all.', name=name, ranks=ranks, hint=hint)
        )
    return None
