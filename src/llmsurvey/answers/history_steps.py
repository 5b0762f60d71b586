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


class EvaluationChange(NamedTuple):
    """A day by which the evaluation of a board changed: `benchmarks` were measured anew.

    Where `breaks`, averages and ranks from that day on aren't comparable with those before.
    """

    snapshot: str | None
    breaks: bool
    benchmarks: tuple[str, ...]


def list_evaluation_changes(steps: Sequence[Step]) -> Iterator[EvaluationChange]:
    """Yield each day by which the evaluation changed, in order."""
    broken = set(find_breaks([step.snapshot for step in steps]))
    for index, step in enumerate(steps):
        measured_anew = step.changes.measured_anew if step.before is not None else ()
        if index in broken or measured_anew:
            yield EvaluationChange(step.snapshot.board.snapshot, index in broken, measured_anew)


def find_breaks(snapshots: Sequence[RankedSnapshot]) -> list[int]:
    """Return the places of the snapshots whose averages aren't comparable with those of the one before."""
    return [index for index in range(1, len(snapshots)) if not snapshots[index].is_over_the_same(snapshots[index - 1])]
