"""`diff`: what changed between two boards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, overload

import numpy as np
import numpy.typing as npt

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.rank_notes import note_left_out
from llmsurvey.boards.folders import UNDATED
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.boards.methods import Ranks
from llmsurvey.boards.ranked_snapshots import (
    Changes,
    PairedRows,
    RankedSnapshot,
    changed_between,
    find_changes,
    named_as,
    pair_rows,
    rank_snapshot,
)
from llmsurvey.boards.ranking import RankSettings
from llmsurvey.boards.shared_measures import select_shared
from llmsurvey.errors import LlmsurveyError, RequestError, telling_faults
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.messages import Message, Word, counted, join_texts, list_names, question, say
from llmsurvey.registry.names import strict_form
from llmsurvey.tables import Column
from llmsurvey.tables.note import as_note, note

if TYPE_CHECKING:
    from llmsurvey.library import Library

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

_LAST = 10**9
"""Who has no rank stands where this one would."""


@dataclass(frozen=True, kw_only=True)
class DiffQuestion:
    """Two boards, or files of scores; `reading` is how the files are to be read."""

    before: str
    after: str
    measures: MeasureFilter = field(default_factory=MeasureFilter)
    reading: FileReading = field(default_factory=FileReading)


class DiffEntry(NamedTuple):
    """What became of an entry of either board; `move` is up where positive, `changed` are benchmarks."""

    event: str
    name: str
    rank_before: int | None
    rank_after: int | None
    move: int | None
    average_before: float | None
    average_after: float | None
    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DiffAnswer(Answer[DiffEntry]):
    """Every entry of either board: whose scores changed first, then who entered, who left, who moved."""

    columns = COLUMNS
    row_of_each = True


def compare_boards(library: Library, question: DiffQuestion) -> DiffAnswer:
    """Return what became of every entry of two boards, over the measures that both have.

    Raises UnknownNameError for a board that isn't there, BoardError for a file that holds no scores, RequestError where
    the two share no measure.
    """
    before, after = (library.open_board(address, question.reading) for address in (question.before, question.after))
    faults = (*before.faults, *after.faults)
    largest_before, largest_after = map(library.largest_before, (question.before, question.after))
    largest_after = max(largest_after, len(before.board))  # that a file is partial is only known by the other one
    settings = RankSettings(sets="none", measures=question.measures)
    with telling_faults(faults):
        shared_before, shared_after, notes = select_shared(before.board, after.board)
        answer = compare_snapshots(
            rank_snapshot(shared_before, largest_before, settings, library.registry),
            rank_snapshot(shared_after, largest_after, settings, library.registry),
            notes,
        )
    remarks = dict.fromkeys((*before.remarks, *after.remarks))
    return DiffAnswer(entries=answer.entries, notes=(*answer.notes, *remarks), faults=faults)


def other_snapshot_missing(library: Library, address: str) -> RequestError:
    """Return what to tell whoever names a board alone: the two days that are likely meant, the later one last."""
    board, _, day = address.partition("@")
    try:
        days = [dated for dated in library.board_folders.snapshots(board) if dated != UNDATED]
    except LlmsurveyError:
        days = []
    later = day if day in days else next(iter(days[-1:]), "")
    earlier = max(
        (dated for dated in days if dated < later), default=next((dated for dated in days if dated > later), "")
    )
    if not earlier:
        return RequestError(
            say("a second board, or a file of scores, is missing behind {board}: compared with what?", board=address)
        )
    first, second = sorted((earlier, later))
    hint = question("diff", f"{board}@{first}", f"{board}@{second}")
    return RequestError(say("which snapshot of {board} is compared with which? `{hint}`", board=board, hint=hint))


def compare_snapshots(before: RankedSnapshot, after: RankedSnapshot, notes: Sequence[Message] = ()) -> DiffAnswer:
    """Return what became of every entry of two ranked boards, which are over the same measures (`notes` say which).

    Who is missing in a partial board hasn't left it, or wasn't missing from it: it isn't shown. Who is there without a
    score that counts isn't compared.
    """
    before, renamed = named_as(before, after)
    rows = pair_rows(before, after)
    found = find_changes(before, after, rows)
    entries = DiffEntries(before, after, rows, _find_events(before, after, rows, found.is_changed))
    counts, *others = _note_changes(before, after, entries, found.on_benchmark)
    on_measures = (as_note("comparability", message) for message in notes)
    return DiffAnswer(entries=entries, notes=(counts, *on_measures, *_note_names(renamed), *others))


@dataclass(frozen=True)
class DiffEntries(Sequence[DiffEntry]):
    """What became of every entry of two boards, each built when it is asked for.

    They stand by what became of them (`events`, places in EVENTS); within that by the later rank, else by the earlier
    one, those without any last; equal ones by name.
    """

    before: RankedSnapshot
    after: RankedSnapshot
    rows: PairedRows
    events: Ranks

    def __len__(self) -> int:
        return len(self.events)

    @overload
    def __getitem__(self, place: int) -> DiffEntry: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[DiffEntry]: ...

    def __getitem__(self, place: int | slice) -> DiffEntry | Sequence[DiffEntry]:
        places = range(len(self))[place]
        if isinstance(places, int):
            return self._entries_between(places, places + 1)[0]
        if not places:
            return ()
        least, most = min(places), max(places)
        entries = self._entries_between(least, most + 1)
        return tuple(entries[each - least] for each in places)

    def __iter__(self) -> Iterator[DiffEntry]:
        return iter(self._entries_between(0, len(self)))

    @cached_property
    def _keys(self) -> Ranks:
        """What each entry is ordered by, but for its name."""
        before, after = (
            np.where(rows >= 0, np.append(snapshot.ranks, 0)[rows], 0)
            for snapshot, rows in ((self.before, self.rows.before), (self.after, self.rows.after))
        )
        rank = np.where(after > 0, after, np.where(before > 0, before, _LAST))
        return self.events * (_LAST + 1) + rank

    @cached_property
    def _order(self) -> Ranks:
        """The entries by their keys; equal ones are ordered where they are asked for."""
        return np.argsort(self._keys, kind="stable")

    def _entries_between(self, start: int, stop: int) -> list[DiffEntry]:
        """Return the entries at some places in a row; those with equal keys are looked at together."""
        if start >= stop:
            return []
        keys = self._keys[self._order]
        first = int(np.searchsorted(keys, keys[start]))
        last = int(np.searchsorted(keys, keys[stop - 1], side="right"))
        pairs = self._order[first:last]
        names = self._names_of(pairs)
        order = sorted(zip(keys[first:last].tolist(), names, pairs.tolist(), strict=True))
        return [self._build_entry(pair, name) for _, name, pair in order[start - first : stop - first]]

    def _names_of(self, pairs: Ranks) -> list[str]:
        """Return what some entries are called."""
        before, after = self.rows.before[pairs], self.rows.after[pairs]
        names = np.empty(len(pairs), dtype=object)
        names[after >= 0] = list(self.after.board.facts["name"][after[after >= 0]])
        names[after < 0] = list(self.before.board.facts["name"][before[after < 0]])
        found: list[str] = names.tolist()
        return found

    def _build_entry(self, pair: int, name: str) -> DiffEntry:
        event = EVENTS[self.events[pair]]
        before, after = int(self.rows.before[pair]), int(self.rows.after[pair])
        rank_before, average_before = _standing_of(self.before, before)
        rank_after, average_after = _standing_of(self.after, after)
        return DiffEntry(
            event=Word("event", event),
            name=name,
            rank_before=rank_before,
            rank_after=rank_after,
            move=rank_before - rank_after if rank_before and rank_after else None,
            average_before=average_before,
            average_after=average_after,
            changed=changed_between(self.before, self.after, before, after) if event == "changed" else (),
        )


def _standing_of(snapshot: RankedSnapshot, row: int) -> tuple[int | None, float | None]:
    """Return the rank and the figure of a row; None for what it hasn't, and where there is no row."""
    if row < 0:
        return None, None
    figure = snapshot.ranked.figure_of(row)
    return int(snapshot.ranks[row]) or None, None if np.isnan(figure) else figure


def _find_events(
    before: RankedSnapshot, after: RankedSnapshot, rows: PairedRows, is_changed: npt.NDArray[np.bool_]
) -> Ranks:
    """Return what became of each entry, as places in EVENTS."""
    is_new, is_gone = rows.before < 0, rows.after < 0
    is_same = np.append(before.ranks, 0)[rows.before] == np.append(after.ranks, 0)[rows.after]
    events = np.where(is_same, EVENTS.index("same"), EVENTS.index("moved"))
    events[is_changed] = EVENTS.index("changed")
    events[is_new] = _events_of_absence(before, after, rows.after[is_new], "entered")
    events[is_gone] = _events_of_absence(after, before, rows.before[is_gone], "left")
    return events


def _events_of_absence(snapshot: RankedSnapshot, other: RankedSnapshot, rows: Ranks, usual: str) -> Ranks:
    """Return what became of some rows of the other snapshot that have no counting row in this one."""
    event = EVENTS.index("not shown" if snapshot.partial else usual)
    if len(snapshot.names) == len(snapshot.board):  # all that are listed count
        return np.full(len(rows), event)
    names = other.board.facts["name"][rows]
    return np.array(
        [EVENTS.index("not compared") if name in snapshot.listed else event for name in names], dtype=np.int64
    )


def _note_names(renamed: Mapping[str, str]) -> Iterator[Message]:
    """Yield which entries are taken for one because the registry knows both names as those of one model."""
    pairs = [f"{old} = {new}" for old, new in renamed.items() if strict_form(old) != strict_form(new)]
    if pairs:
        yield note("names", "One model by the registry, under two names: {pairs}.", pairs=list_names(pairs, 4))


def _note_changes(
    before: RankedSnapshot, after: RankedSnapshot, entries: DiffEntries, changes: Changes
) -> Iterator[Message]:
    """Count the events; say what was measured anew, what is partial or a selection, and what is left out."""
    counts = dict(zip(EVENTS, np.bincount(entries.events, minlength=len(EVENTS)).tolist(), strict=True))
    parts = [
        say("{number} {event}", number=number, event=Word("event", event)) for event, number in counts.items() if number
    ]
    yield note(
        "selection",
        "{before} to {after}: {counts}.",
        before=before.board.address,
        after=after.board.address,
        counts=join_texts(parts, ", "),
    )
    for name in changes.measured_anew:
        changed, both = changes[name]
        yield note(
            "measured-anew",
            "{benchmark} was measured anew: {changed} of the {both} models that are in both have another score.",
            benchmark=name,
            changed=changed,
            both=both,
        )
    if after.partial or before.partial:
        partial = after if after.partial else before
        on_partial = counted(
            "{board} is partial ({number} entry): nothing follows from who is missing.",
            "{board} is partial ({number} entries): nothing follows from who is missing.",
            len(partial.board),
            board=partial.board.address,
        )
        yield as_note("partial", on_partial)
    for snapshot in (before, after):
        yield from _note_snapshot(snapshot)


def _note_snapshot(snapshot: RankedSnapshot) -> Iterator[Message]:
    """Say that a board is a selection, and what of it is left out."""
    whole = snapshot.ranked.on_whole
    if whole is not None:
        yield note(
            "ranks",
            "{board} is a selection: its ranks are those among all {all} that {whole} ranks.",
            board=snapshot.board.address,
            all=whole.entries,
            whole=whole.address,
        )
    for sentence in note_left_out(snapshot.ranked.deltas, snapshot.ranked.unscored):
        yield note("left-out", "{board}: {note}", board=snapshot.board.address, note=sentence)
