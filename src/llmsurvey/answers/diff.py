"""`diff`: what changed between two boards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.rank_notes import note_left_out
from llmsurvey.boards.folders import UNDATED
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.boards.ranked_snapshots import RankedSnapshot, changed_scores, count_changes, named_as, rank_snapshot
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
        days = [known for known in library.board_folders.snapshots(board) if known != UNDATED]
    except LlmsurveyError:
        days = []
    later = day if day in days else next(iter(days[-1:]), "")
    earlier = max(
        (known for known in days if known < later), default=next((known for known in days if known > later), "")
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
    entries = [_entry_of_name(before, after, name) for name in dict.fromkeys((*after.place_of, *before.place_of))]
    # by what became of them; within that by the later rank, else by the earlier one, those without any by name
    entries.sort(
        key=lambda entry: (EVENTS.index(entry.event), entry.rank_after or entry.rank_before or 10**9, entry.name)
    )
    counts, *others = _note_changes(before, after, entries)
    on_measures = (as_note("comparability", message) for message in notes)
    return DiffAnswer(entries=entries, notes=(counts, *on_measures, *_note_names(renamed), *others))


def _note_names(renamed: Mapping[str, str]) -> Iterator[Message]:
    """Yield which entries are taken for one because the registry knows both names as those of one model."""
    pairs = [f"{old} = {new}" for old, new in renamed.items() if strict_form(old) != strict_form(new)]
    if pairs:
        yield note("names", "One model by the registry, under two names: {pairs}.", pairs=list_names(pairs, 4))


def _entry_of_name(before: RankedSnapshot, after: RankedSnapshot, name: str) -> DiffEntry:
    rank_before = before.rank_of(name) if name in before.place_of else None
    rank_after = after.rank_of(name) if name in after.place_of else None
    changed: tuple[str, ...] = ()
    if name not in before.place_of:
        event = _reason_of_absence(before, name) or "entered"
    elif name not in after.place_of:
        event = _reason_of_absence(after, name) or "left"
    else:
        changed = changed_scores(before, after, name)
        event = "changed" if changed else "same" if rank_before == rank_after else "moved"
    return DiffEntry(
        event=Word("event", event),
        name=name,
        rank_before=rank_before,
        rank_after=rank_after,
        move=rank_before - rank_after if rank_before and rank_after else None,
        average_before=before.figure_of(name) if name in before.place_of else None,
        average_after=after.figure_of(name) if name in after.place_of else None,
        changed=changed,
    )


def _reason_of_absence(snapshot: RankedSnapshot, name: str) -> str | None:
    """Return why an entry has no row that counts in a snapshot; None where it isn't on the board."""
    if name in snapshot.listed:
        return "not compared"
    return "not shown" if snapshot.partial else None


def _note_changes(before: RankedSnapshot, after: RankedSnapshot, entries: Sequence[DiffEntry]) -> Iterator[Message]:
    """Count the events; say what was measured anew, what is partial or a selection, and what is left out."""
    counts = {event: sum(entry.event == event for entry in entries) for event in EVENTS}
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
    changes = count_changes(before, after)
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
