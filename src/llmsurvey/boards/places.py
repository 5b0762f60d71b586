"""Where the sizes of the registry stand on a board, kept in the cache folder so that a snapshot is ranked once for it.

Nothing here loads NumPy before a board has to be ranked: of a snapshot that was, only what is kept is read.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.boards.fingerprint import fingerprint_of
from llmsurvey.registry.cache import read_bytes, write_bytes
from llmsurvey.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llmsurvey.boards.board import Board
    from llmsurvey.boards.folders import BoardFolders
    from llmsurvey.registry.registry import Registry

_FORM = 2
"""Raised when places change their form or their meaning, so that older files are left alone."""

_KIND = "places"


class BoardPlace(NamedTuple):
    """The best-ranked entry of a size on a board: its score there (the mean), its rank and the ranks it may have.

    Entries that can't be told apart share a group, of which it may be in several: the first and the last.
    """

    score: float
    rank: int
    best_rank: int | None
    worst_rank: int | None
    first_group: int | None = None
    last_group: int | None = None

    @property
    def rank_set(self) -> str | None:
        """The ranks that it may have, as people write them: `2-5`."""
        return spell_rank_set(self.best_rank, self.worst_rank)

    @property
    def group(self) -> str | None:
        """The groups that it is in, as people write them: `3-5`."""
        return spell_rank_set(self.first_group, self.last_group)


Places = dict[tuple[str, str], BoardPlace]
"""Places by the id of a model and the name of its size, empty for a model without sizes."""


def spell_rank_set(best: int | None, worst: int | None) -> str | None:
    """Return a set of ranks, or of groups, as people write it: `2-5`, or `3` alone."""
    if best is None:
        return None
    return f"{best}-{worst}" if best != worst else str(best)


def key_of_places(folders: BoardFolders, boards_key: str | None, address: str) -> str | None:
    """Return what the places on a snapshot are kept under; None where nothing can be kept of it."""
    board, _, day = address.partition("@")
    path = folders.snapshots(board).get(day)
    fingerprint = None if path is None else fingerprint_of(path)
    if boards_key is None or fingerprint is None or not fingerprint.is_settled:
        return None
    return hashlib.sha256(f"{__version__}/{_FORM}/{boards_key}/{path!a}/{tuple(fingerprint)}".encode()).hexdigest()


def read_places(key: str) -> Places | None:
    """Return what is kept under a key; None where nothing is."""
    body = read_bytes(key, _KIND)
    try:
        if body is None:
            return None
        return {(model, size): BoardPlace(*place) for model, size, place in json.loads(body)}
    except (TypeError, ValueError):
        return None


def keep_places(key: str, places: Places) -> None:
    """Keep places under a key."""
    body = json.dumps([(model, size, place) for (model, size), place in places.items()])
    write_bytes(key, body.encode(), _KIND)


def rank_places(board: Board, registry: Registry, chance: Mapping[str, float]) -> Places:
    """Return where each size of the registry stands on a board, by the mean of its scores.

    Of a selection it is the place on the whole board, and without groups. Raises RequestError where the scores can't be
    compared.
    """
    import numpy as np

    from llmsurvey.boards.identify import identify_entries
    from llmsurvey.boards.rank_groups import groups_of_rows
    from llmsurvey.boards.ranking import RankSettings, rank_entries

    ranked = rank_entries(board, RankSettings(), registry, chance)
    where = ranked.on_whole
    ranks = ranked.ranks if where is None else where.ranks
    best, worst = (where.best, where.worst) if where else (None, None)
    if where is None and ranked.sets is not None:
        best, worst = ranked.sets.best, ranked.sets.worst
    groups = None
    if where is None and ranked.sets is not None and ranked.sets.is_simultaneous:
        groups = groups_of_rows(ranked.figures.totals, ranked.errors, ranked.sets, np.arange(len(ranks)))
    places: Places = {}
    for row, identity in enumerate(identify_entries(ranked.board, registry)):
        if identity is None or identity.size is None or not ranks[row]:
            continue
        key = (identity.model.id, identity.size.name)
        ends = [
            None if column is None else int(column[row]) or None for column in (best, worst, *(groups or (None, None)))
        ]
        place = BoardPlace(round(ranked.figure_of(row), 9), int(ranks[row]), *ends)
        if key not in places or place.rank < places[key].rank:
            places[key] = place
    return places
