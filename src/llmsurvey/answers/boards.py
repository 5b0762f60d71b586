"""`boards`: the boards that there are, and their snapshots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.boards.fingerprint import fingerprint_of
from llmsurvey.boards.folders import SURVEY_ADDRESS, date_of
from llmsurvey.boards.partial import is_partial
from llmsurvey.boards.summary_cache import BoardSummary, SummaryIndex
from llmsurvey.errors import BoardError, LlmsurveyError, RequestError
from llmsurvey.inputs import remember_input
from llmsurvey.messages import counted, join_texts, question, say
from llmsurvey.tables import Column
from llmsurvey.tables.note import as_note

if TYPE_CHECKING:
    from llmsurvey.library import Library

COLUMNS = (
    Column("board"),
    Column("snapshot", order="date", leads_to="source"),
    Column("model_count", numeric=True, heading=say("models")),
    Column("entries", numeric=True),
    Column("matched", numeric=True),
    Column("base_stated", numeric=True, heading=say("base stated")),
    Column("partial"),
    Column("benchmarks"),
    Column("address", brief=False),
    Column("licence", brief=False),
    Column("source", brief=False),
    Column("notes", brief=False),
)


@dataclass(frozen=True, kw_only=True)
class BoardsQuestion:
    """Which boards there are."""


class BoardsEntry(NamedTuple):
    """A snapshot: `model_count` is of different names of models, `matched` entries are in the registry.

    Of `base_stated` of these a source says what they were made from.
    """

    board: str
    snapshot: str
    model_count: int
    entries: int
    matched: int
    base_stated: int
    partial: bool
    benchmarks: tuple[str, ...]
    address: str
    licence: str | None
    source: str | None
    notes: str | None


@dataclass(frozen=True, kw_only=True)
class BoardsAnswer(Answer[BoardsEntry]):
    """Every snapshot of every board that can be read, the oldest first; `refused` says why others can't."""

    columns = COLUMNS


def list_boards(library: Library, asked: BoardsQuestion) -> BoardsAnswer:
    """Return every snapshot of every board. A snapshot with fewer than half of the rows of a former one is partial."""
    refused: list[LlmsurveyError] = []
    if library.boards_key is None:
        _ = library.registry  # so that what is wrong with it is told even where there is no board
    index = SummaryIndex(library.boards_key)
    entries = [
        entry for board in library.board_folders.boards() for entry in _list_snapshots(library, board, index, refused)
    ]
    index.save()
    sentence = join_texts(
        [
            counted("{number} board,", "{number} boards,", len({entry.board for entry in entries})),
            counted("{number} snapshot.", "{number} snapshots.", len(entries)),
            say(
                "`{rank}` ranks that of the survey's day, `{survey}` its ten; name any other as BOARD@SNAPSHOT.",
                rank=question("rank"),
                survey=question("rank", SURVEY_ADDRESS),
            ),
        ]
    )
    return BoardsAnswer(entries=entries, notes=(as_note("selection", sentence),), refused=tuple(refused))


def _list_snapshots(
    library: Library, board: str, index: SummaryIndex, refused: list[LlmsurveyError]
) -> Iterator[BoardsEntry]:
    """Yield the snapshots of a board, the oldest first; why one can't be read is added to `refused`."""
    record = library.about_boards.by_id.get(board)
    about = {snapshot.date: snapshot for snapshot in record.snapshots} if record else {}
    largest = 0
    try:
        files = library.board_folders.snapshots(board)
    except BoardError as error:
        refused.append(error)
        return
    for day, path in files.items():
        try:
            library.board_folders.check_is_there_once(board, day)
        except RequestError as error:
            refused.append(error)
        try:
            summary = _summarise_file(library, path, board, day, index)
        except BoardError as error:
            refused.append(error)
            continue
        snapshot = about.get(day)
        yield BoardsEntry(
            board=board,
            snapshot=day,
            model_count=summary.models,
            entries=summary.entries,
            matched=summary.matched,
            base_stated=summary.base_stated,
            partial=is_partial(summary.entries, largest),
            benchmarks=summary.benchmarks,
            address=f"{board}@{day}",
            licence=record.licence if record else None,
            source=snapshot.source if snapshot else None,
            notes=snapshot.notes if snapshot else None,
        )
        largest = max(largest, summary.entries)


def _summarise_file(library: Library, path: Path, board: str, day: str, index: SummaryIndex) -> BoardSummary:
    """Return the summary of a snapshot, out of the cache or from its file. Raises BoardError where it can't be read."""
    fingerprint = fingerprint_of(path)
    if fingerprint is not None and (cached := index.get(path, fingerprint)) is not None:
        remember_input(path)
        return cached
    from llmsurvey.boards.store import load_file  # inside: of kept summaries nothing has to be read, nor NumPy loaded
    from llmsurvey.boards.summarise import summarise_board

    summary = summarise_board(load_file(path, board, date_of(day)), library.registry)
    if fingerprint is not None:
        index.put(path, fingerprint, summary)
    return summary
