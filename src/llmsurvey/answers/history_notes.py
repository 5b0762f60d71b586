"""What a reader must know of the snapshots of a board: said below a history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from llmsurvey.answers.history_steps import Step, find_breaks
from llmsurvey.boards.ranked_snapshots import RankedSnapshot
from llmsurvey.boards.shared_measures import describe_difference
from llmsurvey.messages import Message, counted, join_texts, list_names, say
from llmsurvey.tables.note import as_note, note


def note_history(snapshots: Sequence[RankedSnapshot], steps: Sequence[Step]) -> Iterator[Message]:
    """Say where the evaluation changed, what is left out, and which snapshots are partial."""
    for index in find_breaks(snapshots):
        yield note(
            "comparability",
            "Averages and ranks from {day} on aren't comparable with those before: {difference}.",
            day=snapshots[index].board.snapshot,
            difference=describe_difference(snapshots[index - 1].board.measures, snapshots[index].board.measures),
        )
    for snapshot, before, changes in steps:
        if before is not None and changes.measured_anew:
            counts = [
                say("{benchmark} {changed} of {both}", benchmark=name, changed=changes[name][0], both=changes[name][1])
                for name in changes.measured_anew
            ]
            yield note(
                "measured-anew",
                "Measured anew by {day}: {counts} models that stayed have other scores than on {before}.",
                day=snapshot.board.snapshot,
                counts=join_texts(counts, ", "),
                before=before.board.snapshot,
            )
    yield from _note_left_out(snapshots)
    partial = ", ".join(str(snapshot.board.snapshot) for snapshot in snapshots if snapshot.partial)
    if partial:
        yield note("partial", "Partial, so that nothing follows from who is missing: {days}.", days=partial)


def _note_left_out(snapshots: Sequence[RankedSnapshot]) -> Iterator[Message]:
    """Say which rows are of no model, and how many entries have nothing that counts."""
    deltas = list(dict.fromkeys(name for snapshot in snapshots for name in snapshot.ranked.deltas))
    if deltas:
        of_no_model = counted(
            "{number} name left out where a delta or an adapter was measured alone, which is no model ({names}).",
            "{number} names left out where a delta or an adapter was measured alone, which is no model ({names}).",
            len(deltas),
            names=list_names(deltas),
        )
        yield as_note("deltas", of_no_model)
    unscored = [f"{day.board.snapshot} {day.ranked.unscored}" for day in snapshots if day.ranked.unscored]
    if unscored:
        yield note(
            "left-out",
            "Entries left out without a score that counts (another metric, or only an average): {counts}.",
            counts=list_names(unscored),
        )
