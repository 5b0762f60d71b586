"""Which entries of a board the registry doesn't know, and how they can be matched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from llmsurvey.boards.identify import identify_entries
from llmsurvey.messages import counted, list_names, option
from llmsurvey.tables.note import Note, as_note

if TYPE_CHECKING:
    from llmsurvey.boards.board import Board
    from llmsurvey.registry.registry import Registry

_SHOWN = 5


def note_unmatched(boards: Iterable[Board], registry: Registry) -> Iterator[Note]:
    """Say which names mean no model of the registry, so that neither licence nor size is known, and how to match them.

    The name that a registry file would have to give is the repository where the board has that, else the name.
    """
    names = list(dict.fromkeys(name for board in boards for name in _list_unmatched(board, registry)))
    if names:
        sentence = counted(
            "{number} name isn't in the registry: {names}. To match it, give it to a model as one of its `aliases` in "
            "a YAML file, and name that with {registry}.",
            "{number} names aren't in the registry: {names}. To match them, give each to a model as one of its "
            "`aliases` in a YAML file, and name that with {registry}.",
            len(names),
            names=list_names(names, _SHOWN),
            registry=option("registry", "FILE"),
        )
        yield as_note("unmatched", sentence)


def _list_unmatched(board: Board, registry: Registry) -> Iterator[str]:
    identities = identify_entries(board, registry)
    for name, hub, identity in zip(board.facts["name"], board.fact("hub"), identities, strict=True):
        if identity is None:
            yield str(hub or name)
