"""What changed between two boards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from llmsurvey.answers.rank_notes import on_left_out
from llmsurvey.boards.snapshots import Snapshot, changed_scores, changes, named_as
from llmsurvey.messages import Message, Word, counted, joined, listed, say
from llmsurvey.registry.names import strict
from llmsurvey.tables import Cell, Column, Table

COLUMNS = (
    Column("event", words="event"),
    Column("name"),
    Column("rank_before", numeric=True),
    Column("rank_after", numeric=True),
    Column("move", numeric=True),
    Column("average_before", numeric=True, digits=1),
    Column("average_after", numeric=True, digits=1),
    Column("changed"),
)

EVENTS = ("changed", "entered", "left", "not shown", "not compared", "moved", "same")
"""What can become of an entry, in the order of the rows."""


def diff(before: Snapshot, after: Snapshot, *, said: Sequence[Message] = ()) -> Table:
    """Every entry of either board: who entered or left, whose scores changed, who moved; `move` is up where positive.

    Both are over the same measures (`over_the_same`, which `said` comes from). Who is missing in a partial board hasn't
    left it, or wasn't missing from it: it isn't shown. Who is there without a score that counts isn't compared.
    """
    before, renamed = named_as(before, after)
    rows = [_row(before, after, name) for name in dict.fromkeys((*after.place_of, *before.place_of))]
    rows.sort(key=lambda row: (EVENTS.index(str(row[0])), row[3] or row[2] or 10**9, str(row[1])))
    counts, *others = _notes(before, after, rows)
    return Table(COLUMNS, tuple(rows), notes=(counts, *said, *_on_names(renamed), *others))


def _on_names(renamed: Mapping[str, str]) -> Iterator[Message]:
    """Which entries are taken for one because the registry knows both names as those of one model."""
    pairs = [f"{old} = {new}" for old, new in renamed.items() if strict(old) != strict(new)]
    if pairs:
        yield say("One model by the registry, under two names: {pairs}.", pairs=listed(pairs, 4))


def _row(before: Snapshot, after: Snapshot, name: str) -> tuple[Cell, ...]:
    was = before.rank(name) if name in before.place_of else None
    now = after.rank(name) if name in after.place_of else None
    changed: tuple[str, ...] = ()
    if name not in before.place_of:
        event = _absence(before, name) or "entered"
    elif name not in after.place_of:
        event = _absence(after, name) or "left"
    else:
        changed = changed_scores(before, after, name)
        event = "changed" if changed else "same" if was == now else "moved"
    return (
        Word("event", event),
        name,
        was,
        now,
        was - now if was and now else None,
        before.figure(name) if name in before.place_of else None,
        after.figure(name) if name in after.place_of else None,
        changed,
    )


def _absence(snapshot: Snapshot, name: str) -> str | None:
    """Why an entry has no row that counts in a snapshot; None where it isn't on the board."""
    if name in snapshot.listed:
        return "not compared"
    return "not shown" if snapshot.partial else None


def _notes(before: Snapshot, after: Snapshot, rows: list[tuple[Cell, ...]]) -> Iterator[Message]:
    counts = {event: sum(str(row[0]) == event for row in rows) for event in EVENTS}
    said = [
        say("{number} {event}", number=number, event=Word("event", event)) for event, number in counts.items() if number
    ]
    yield say(
        "{before} to {after}: {counts}.",
        before=before.board.address,
        after=after.board.address,
        counts=joined(said, ", "),
    )
    found = changes(before, after)
    for name in found.measured_anew:
        changed, both = found[name]
        yield say(
            "{benchmark} was measured anew: {changed} of the {both} models that are in both have another score.",
            benchmark=name,
            changed=changed,
            both=both,
        )
    if after.partial or before.partial:
        partial = after if after.partial else before
        yield counted(
            "{board} is partial ({number} entry): nothing follows from who is missing.",
            "{board} is partial ({number} entries): nothing follows from who is missing.",
            len(partial.board),
            board=partial.board.address,
        )
    for snapshot in (before, after):
        whole = snapshot.ranked.on_whole
        if whole is not None:
            yield say(
                "{board} is a selection: its ranks are those among all {all} that {whole} ranks.",
                board=snapshot.board.address,
                all=whole.entries,
                whole=whole.address,
            )
        for note in on_left_out(snapshot.ranked.deltas, snapshot.ranked.unscored):
            yield say("{board}: {note}", board=snapshot.board.address, note=note)
