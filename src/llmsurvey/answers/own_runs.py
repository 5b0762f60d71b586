"""One's own runs beside a board: how they are opened, and what must be known of where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from llmsurvey.answers.unmatched_names import note_unmatched
from llmsurvey.boards.own_runs import are_own, put_beside
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.messages import Message
from llmsurvey.tables.note import Note, as_note, note

if TYPE_CHECKING:
    from llmsurvey.answers.rank_entries import RankEntries
    from llmsurvey.boards.ranking import RankedBoard
    from llmsurvey.library import Library, OpenedBoard

_TOLD = 5
"""Of so many own entries it is told where they stand; more are read in their rows."""


def open_with_runs(
    library: Library, address: str, runs: Sequence[str], reading: FileReading
) -> tuple[OpenedBoard, tuple[Message, ...]]:
    """Return a board with one's own runs among its entries, and what must be said of these.

    `runs` are addresses as that of the board: files, folders of results, or boards that are kept. `reading` says how
    files are to be read, be it the board or runs. Raises what `Library.open_board` does, and RequestError for a run
    that has no measure in common with the board.
    """
    if not runs:
        return library.open_board(address, reading), ()
    opened, *opened_runs = (
        library.open_board(name, None if library.is_kept(name) else reading) for name in (address, *runs)
    )
    # called as they were asked for: several results of the harness have one name
    called = [
        replace(opened_run.board, name=run, snapshot=None) for run, opened_run in zip(runs, opened_runs, strict=True)
    ]
    board, sentences = put_beside(opened.board, called)
    notes = tuple(as_note("comparability", sentence) for sentence in sentences)
    remarks = tuple(dict.fromkeys(remark for opened_run in (opened, *opened_runs) for remark in opened_run.remarks))
    faults = tuple(fault for opened_run in (opened, *opened_runs) for fault in opened_run.faults)
    return opened._replace(board=board, faults=faults, remarks=remarks), notes


def note_own_entries(ranked: RankedBoard, entries: RankEntries) -> Iterator[Note]:
    """Say where one's own entries stand among all, and which of them the registry doesn't know."""
    rows = np.flatnonzero(are_own(ranked.board))
    own = [entry for entry in entries if entry.own] if len(rows) else []  # entries are built one by one
    for entry in own[:_TOLD]:
        if entry.rank is None:
            lacking = [name for name, score in entry.scores.items() if score is None]
            yield note(
                "own",
                "Yours: {name} has no rank, for want of {benchmarks}.",
                name=entry.name,
                benchmarks=", ".join(lacking),
            )
        elif entry.rank_set is None:
            yield note(
                "own",
                "Yours: {name} is {rank} of {count}.",
                name=entry.name,
                rank=entry.rank,
                count=_count_ranked(ranked),
            )
        else:
            yield note(
                "own",
                "Yours: {name} is {rank} ({rank_set}) of {count}.",
                name=entry.name,
                rank=entry.rank,
                rank_set=entry.rank_set,
                count=_count_ranked(ranked),
            )
    yield from note_unmatched([ranked.board.take(rows)], entries.selection.licensing.registry)


def _count_ranked(ranked: RankedBoard) -> int:
    return int(np.count_nonzero(ranked.ranks))
