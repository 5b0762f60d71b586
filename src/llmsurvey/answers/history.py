"""Models over the snapshots of a board."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from llmsurvey.boards.board import heading_of
from llmsurvey.boards.deltas import check_is_model
from llmsurvey.boards.identify import entries_called, identify
from llmsurvey.boards.same_measures import difference
from llmsurvey.boards.snapshots import Changes, Snapshot, changed_scores, changes
from llmsurvey.errors import UnknownNameError
from llmsurvey.lineage.verdict import address
from llmsurvey.messages import Message, Word, counted, joined, listed, say
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.suggest import nearest
from llmsurvey.tables import Cell, Column, Table
from llmsurvey.tables.sparkline import sparkline

COLUMNS = (
    Column("name"),
    Column("snapshot", order="date"),
    Column("event", words="event"),
    Column("rank", numeric=True),
    Column("of", numeric=True),
    Column("average", numeric=True, digits=1),
    Column("changed"),
    Column("measured_anew"),
    Column("partial", brief=False, words="answer"),
)
"""The columns of one model's history beside those of the benchmarks, which follow `average`."""

TOP_COLUMNS = (
    Column("rank", numeric=True),
    Column("name"),
    Column("average", numeric=True, digits=1),
    Column("entered", order="date"),
    Column("snapshots", numeric=True),
    Column("best_rank", numeric=True),
    Column("ranks"),
    Column("averages", brief=False),
)
"""The columns of the histories of the best."""


class _Step(NamedTuple):
    """A model at one snapshot."""

    snapshot: Snapshot
    before: Snapshot | None
    changes: Changes


def history(found: Sequence[Snapshot], wanted: str, registry: Registry) -> Table:
    """Every entry of a model, or an entry by its own name, over the snapshots.

    `changed` says which scores differ from the last snapshot that has the entry: its weights are the same, so it was
    measured in another way. Where the snapshots themselves say so (other benchmarks, metrics, shots, harness), nothing
    is compared and no line is drawn. A partial snapshot that lacks it says nothing. Raises UnknownNameError for a name
    that no snapshot has, RequestError for one that is of no model.
    """
    names = _names(found, wanted, registry)
    benchmarks = list(dict.fromkeys(measure.benchmark for each in found for measure in each.board.measures))
    steps = list(_steps(found))
    rows: list[tuple[Cell, ...]] = []
    texts: dict[tuple[int, str], str] = {}
    for name in names:
        averages = [each.figure(name) if name in each.place_of else None for each in found]
        heading = joined([_called(found, name, registry), _drawn(averages, found)], "  ")
        for cells in _rows(name, steps, benchmarks):
            texts[len(rows), "name"] = heading
            rows.append(cells)
    scores = (Column(heading_of(name, COLUMNS), numeric=True, digits=1) for name in benchmarks)
    columns = (*COLUMNS[:6], *scores, *COLUMNS[6:])
    return Table(columns, tuple(rows), notes=tuple(_notes(found, steps)), group_by="name", texts=texts)


def _names(found: Sequence[Snapshot], wanted: str, registry: Registry) -> list[str]:
    """The entries that are meant, in the order in which they first appear."""
    names = dict.fromkeys(
        each.board.facts["name"][place] for each in found for place in entries_called(each.board, wanted, registry)
    )
    if not names:
        check_is_model(wanted, (name for each in found for name in each.ranked.deltas))
        every = dict.fromkeys(name for each in found for name in each.place_of)
        raise UnknownNameError(say("entry of the board"), wanted, nearest(wanted, every))
    return list(names)


def _called(found: Sequence[Snapshot], name: str, registry: Registry) -> str:
    """The entry's name, with the registry's behind it where that differs."""
    identity = next(
        each
        for each in (
            identify(one.board.take([one.place_of[name]]), registry)[0] for one in found if name in one.place_of
        )
    )
    return f"{name} ({address(*identity)})" if identity and identity.size else name


def _drawn(averages: Sequence[float | None], found: Sequence[Snapshot]) -> str:
    """Averages as bars, with a gap wherever they are over other measures from then on."""
    parts, start = [], 0
    for place in [*_breaks(found), len(found)]:
        parts.append(sparkline(averages[start:place]))
        start = place
    return "|".join(parts)


def _breaks(found: Sequence[Snapshot]) -> list[int]:
    """The places of the snapshots whose averages aren't comparable with those of the one before."""
    return [place for place in range(1, len(found)) if not found[place].is_over_the_same(found[place - 1])]


def _steps(found: Sequence[Snapshot]) -> Iterator[_Step]:
    """Each snapshot with the last whole one before it, or the last one where none was whole."""
    before: Snapshot | None = None
    for snapshot in found:
        yield _Step(snapshot, before, changes(before, snapshot) if before else Changes())
        if before is None or not snapshot.partial:
            before = snapshot


def _rows(name: str, steps: Sequence[_Step], benchmarks: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    """One row for each snapshot that has the entry, and for the first whole one without it."""
    last: Snapshot | None = None
    gone = False
    for snapshot, _, changed in steps:
        day = snapshot.board.snapshot
        partial = "yes" if snapshot.partial else "no"
        if name not in snapshot.place_of:
            if last is not None and not gone and not snapshot.partial and name not in snapshot.listed:
                gone = True
                yield (name, day, Word("event", "left"), *[None] * (len(benchmarks) + 3), (), (), partial)
            continue
        scores = snapshot.scores(name)
        differing = changed_scores(last, snapshot, name) if last else ()
        event = _event(last, snapshot, is_back=gone, is_changed=bool(differing))
        yield (
            name,
            day,
            None if event is None else Word("event", event),
            snapshot.rank(name),
            int((snapshot.ranked.ranks > 0).sum()),
            snapshot.figure(name),
            *(scores.get(each) for each in benchmarks),
            differing,
            tuple(each for each in changed.measured_anew if each in differing),
            partial,
        )
        last, gone = snapshot, False


def _event(last: Snapshot | None, snapshot: Snapshot, *, is_back: bool, is_changed: bool) -> str | None:
    """What became of an entry since the last snapshot that has it; None where nothing did."""
    if last is None:
        return "entered"
    if is_back:
        return "back"
    if not snapshot.is_over_the_same(last):
        return "measured otherwise"
    return "changed" if is_changed else None


def top(every: Sequence[Snapshot], number: int, registry: Registry) -> Table:
    """The best of the last whole snapshot, each with its ranks over all that are over the same measures.

    A rank is 0 where a snapshot hasn't the entry. Snapshots before the last change of measures only tell when an entry
    came.
    """
    latest = next(each for each in reversed(every) if not each.partial)
    found = _run_with(latest, every)
    best = sorted(
        (rank, name) for name in latest.place_of if (rank := latest.rank(name)) is not None and rank <= number
    )
    rows: list[tuple[Cell, ...]] = []
    texts = {}
    for rank, name in best:
        there = [each for each in every if name in each.place_of]
        ranks = [each.rank(name) if name in each.place_of else None for each in found]
        averages = [each.figure(name) if name in each.place_of else None for each in found]
        identity = identify(latest.board.take([latest.place_of[name]]), registry)[0]
        texts[len(rows), "ranks"] = sparkline([None if each is None else -each for each in ranks])
        known = [each for each in ranks if each is not None]
        rows.append(
            (
                rank,
                address(*identity) if identity and identity.size else name,
                latest.figure(name),
                there[0].board.snapshot,
                len(there),
                min(known),
                tuple(each or 0 for each in ranks),
                tuple("" if each is None else f"{each:.2f}" for each in averages),
            )
        )
    notes = (
        say(
            "The first {number} of {board}, the last whole snapshot; over {count} snapshots from {first} to {last}.",
            number=number,
            board=latest.board.address,
            count=len(found),
            first=found[0].board.snapshot,
            last=found[-1].board.snapshot,
        ),
        *_notes(every, list(_steps(every))),
    )
    return Table(TOP_COLUMNS, tuple(rows), notes=notes, texts=texts)


def _run_with(latest: Snapshot, every: Sequence[Snapshot]) -> Sequence[Snapshot]:
    """The snapshots around one that are over the same measures, without a gap."""
    place = next(place for place, each in enumerate(every) if each is latest)
    breaks = _breaks(every)
    start = max((each for each in breaks if each <= place), default=0)
    return every[start : min((each for each in breaks if each > place), default=len(every))]


def _notes(found: Sequence[Snapshot], steps: Sequence[_Step]) -> Iterator[Message]:
    """Where the evaluation changed, what is left out, and which snapshots are partial."""
    for place in _breaks(found):
        yield say(
            "Averages and ranks from {day} on aren't comparable with those before: {difference}.",
            day=found[place].board.snapshot,
            difference=difference(found[place - 1].board.measures, found[place].board.measures),
        )
    for snapshot, before, changed in steps:
        if before is not None and changed.measured_anew:
            counts = [
                say("{benchmark} {changed} of {both}", benchmark=name, changed=changed[name][0], both=changed[name][1])
                for name in changed.measured_anew
            ]
            yield say(
                "Measured anew by {day}: {counts} models that stayed have other scores than on {before}.",
                day=snapshot.board.snapshot,
                counts=joined(counts, ", "),
                before=before.board.snapshot,
            )
    yield from _on_left_out(found)
    partial = [each.board.snapshot for each in found if each.partial]
    if partial:
        yield say("Partial, so that nothing follows from who is missing: {days}.", days=", ".join(map(str, partial)))


def _on_left_out(found: Sequence[Snapshot]) -> Iterator[Message]:
    """Which rows are of no model, and how many entries have nothing that counts."""
    deltas = list(dict.fromkeys(name for each in found for name in each.ranked.deltas))
    if deltas:
        yield counted(
            "{number} name left out where a delta or an adapter was measured alone, which is no model ({names}).",
            "{number} names left out where a delta or an adapter was measured alone, which is no model ({names}).",
            len(deltas),
            names=listed(deltas),
        )
    unscored = [f"{each.board.snapshot} {each.ranked.unscored}" for each in found if each.ranked.unscored]
    if unscored:
        yield say(
            "Entries left out without a score that counts (another metric, or only an average): {counts}.",
            counts=listed(unscored),
        )
