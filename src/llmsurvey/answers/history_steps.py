"""The snapshots of a board one after the other, and where what they measure changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from llmsurvey.boards.ranked_snapshots import Changes, RankedSnapshot, count_changes


class Step(NamedTuple):
    """A snapshot, the last whole one before it, or the last one where none was whole, and what changed between them."""

    snapshot: RankedSnapshot
    before: RankedSnapshot | None
    changes: Changes


def list_steps(snapshots: Sequence[RankedSnapshot]) -> Iterator[Step]:
    """Yield each snapshot with what changed before it."""
    before: RankedSnapshot | None = None
    for snapshot in snapshots:
        yield Step(snapshot, before, count_changes(before, snapshot) if before else Changes())
        if before is None or not snapshot.partial:
            before = snapshot


def find_breaks(snapshots: Sequence[RankedSnapshot]) -> list[int]:
    """Return the places of the snapshots whose averages aren't comparable with those of the one before."""
    return [index for index in range(1, len(snapshots)) if not snapshots[index].is_over_the_same(snapshots[index - 1])]
