"""Where an entry stands that isn't on the board that was asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from llmsurvey.boards.folders import DEFAULT_ADDRESS
from llmsurvey.boards.identify import entries_called
from llmsurvey.errors import UnknownNameError
from llmsurvey.messages import Hint, Message, join_texts, list_names, option, say

if TYPE_CHECKING:
    from llmsurvey.library import Library

_MOST = 3
"""So many other boards are named."""


@contextmanager
def telling_where(library: Library, asked: str, runs: Sequence[str] = (), *, takes_runs: bool = True) -> Iterator[None]:
    """Let an error about an entry that the board `asked` hasn't say which other boards have it.

    Of every board the newest whole snapshot is looked into, and the one that is asked where none is named. `runs` are
    those that are beside the board already, if any can be (`takes_runs`).
    """
    try:
        yield
    except UnknownNameError as error:
        if boards := [address for address in _boards_with(library, error.name) if address not in (asked, *runs)]:
            sentence = say(
                '"{name}" stands on {boards}: {hint}.',
                name=error.name,
                boards=list_names(boards, _MOST),
                hint=_hint_at(library, asked, boards[0], takes_runs=takes_runs),
            )
            error.args = (join_texts([error.message, sentence]),)
        raise


def _hint_at(library: Library, asked: str, other: str, *, takes_runs: bool) -> Hint | Message:
    """Return the option that asks another board, or the one that puts one's own board beside a built-in one."""
    shipped = library.board_store.shipped_boards()
    asked_is_shipped, other_is_shipped = (address.partition("@")[0] in shipped for address in (asked, other))
    if not takes_runs or asked_is_shipped == other_is_shipped:
        return option("board", other)
    if asked_is_shipped:
        return option("runs", other)
    return join_texts([option("board", other), option("runs", asked)])


def _boards_with(library: Library, name: str) -> Iterator[str]:
    """Yield the addresses of the boards that have an entry of that name, or of the model that it names."""
    scores = library.measured_scores
    for address in dict.fromkeys([*scores.newest(), DEFAULT_ADDRESS]):
        board = scores.board_at(address)
        if board is not None and entries_called(board, name, library.registry):
            yield address
