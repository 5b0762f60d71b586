"""Boards as rows of a database: snapshots, their entries, and the scores of these."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from llmsurvey.answers.database import (
    DatabaseTable,
    Field,
    Reference,
    Row,
    key_field,
    needed_field,
    number_field,
    text_field,
)
from llmsurvey.boards.board import Board
from llmsurvey.boards.folders import UNDATED
from llmsurvey.boards.identify import identify_entries
from llmsurvey.errors import BoardError, LlmsurveyError
from llmsurvey.importers.read_file import announce_reading
from llmsurvey.messages import Either

if TYPE_CHECKING:
    from llmsurvey.library import Library


class LoadedSnapshot(NamedTuple):
    """A snapshot with the name of its board and its day, `undated` where it has none."""

    name: str
    day: str
    board: Board


_Fill = Callable[["Library", Sequence[LoadedSnapshot]], Iterator[Row]]

_KEY_OF_ENTRY = (
    key_field("board", "the board"),
    key_field("day", "the day of the snapshot, or undated"),
    key_field("entry", "its place among the entries of the snapshot, from 1", "integer"),
)
_FACTS = ("hub", "revision", "precision", "parameters", "date", "line", "source", "note")

BOARDS = DatabaseTable(
    "boards",
    "a board, of the program or of the user's own",
    (
        key_field("id", "what it is called"),
        text_field("name", "its name in full, where it is known"),
        text_field("url", "where it is"),
        text_field("licence", "under which licence its figures were taken, in words"),
    ),
)
SNAPSHOTS = DatabaseTable(
    "snapshots",
    "a board on one day",
    (
        key_field("board", "the board"),
        key_field("day", "the day, or undated"),
        text_field("source", "where it was published"),
        text_field("notes", "what changed before it, or what it lacks, in English"),
        text_field("notes_ko", "the same in Korean"),
    ),
    (Reference(("board",), "boards", ("id",)),),
)
ENTRIES = DatabaseTable(
    "entries",
    "a row of a snapshot, with all that is known of it beside its scores",
    (
        *_KEY_OF_ENTRY,
        needed_field("name", "what the board calls it"),
        text_field("model", "which model it is, where the registry knows"),
        text_field("size", "which size of it, where the registry knows"),
        text_field("hub", "its repository on the hub"),
        text_field("revision", "the revision that was measured"),
        text_field("precision", "the type of the weights that were measured"),
        Field("parameters", "real", "how many parameters the board states"),
        text_field("date", "the day that the board states"),
        number_field("line", "its line in the file that it comes from"),
        text_field("source", "where the board says that it was measured"),
        text_field("note", "what the board says of it"),
    ),
    (
        Reference(("board", "day"), "snapshots", ("board", "day")),
        Reference(("model",), "models", ("id",)),
        Reference(("model", "size"), "sizes", ("model", "name")),
    ),
)
BOARD_SCORES = DatabaseTable(
    "board_scores",
    "a score of an entry, with how it was measured; two are comparable where all of that agrees",
    (
        *_KEY_OF_ENTRY,
        key_field("measure", "the place of the measure on its snapshot, from 1", "integer"),
        needed_field("benchmark", "the benchmark, by its id where the registry has it"),
        text_field("registered_benchmark", "the same, where the registry has it"),
        text_field("metric", "the metric"),
        number_field("shots", "how many worked examples preceded each question"),
        text_field("harness", "the program that measured"),
        text_field("version", "the version of the task in it"),
        text_field("reporter", "who reports it: board, developer or third-party"),
        needed_field("unit", "the unit of the value: percent, points, rating and so on"),
        needed_field("better", "higher, or lower where less is better"),
        needed_field("value", "the score", "real"),
        Field("standard_error", "real", "its standard error, as reported, in the unit of the value"),
        Field("items", "real", "how many questions were scored"),
    ),
    (
        Reference(("board", "day", "entry"), "entries", ("board", "day", "entry")),
        Reference(("registered_benchmark",), "benchmarks", ("id",)),
    ),
)


def load_snapshots(library: Library, refused: list[LlmsurveyError]) -> list[LoadedSnapshot]:
    """Return every snapshot of every board; why others can't be read is added to `refused`."""
    store = library.board_store
    announce_reading([path for name in library.board_folders.boards() for path in _files_of(library, name)])
    return [
        LoadedSnapshot(name, board.snapshot or UNDATED, board)
        for name in library.board_folders.boards()
        for board in store.load_each(name, refused)
    ]


def _files_of(library: Library, board: str) -> list[Path]:
    """Return the files of a board; none where its folder can't be read, which is told when it is."""
    try:
        return list(library.board_folders.snapshots(board).values())
    except BoardError:
        return []


def _list_boards(library: Library, _: Sequence[LoadedSnapshot]) -> Iterator[Row]:
    for board in library.board_folders.boards():
        record = library.about_boards.by_id.get(board)
        yield (board, record.name, record.url, record.licence) if record else (board, None, None, None)


def _list_snapshots(library: Library, snapshots: Sequence[LoadedSnapshot]) -> Iterator[Row]:
    for name, day, _ in snapshots:
        record = library.about_boards.by_id.get(name)
        dated = record.snapshots if record else ()
        about = next((snapshot for snapshot in dated if snapshot.date == day), None)
        notes = about.notes if about else None
        korean = notes.ko if isinstance(notes, Either) else None
        yield name, day, about.source if about else None, None if notes is None else str(notes), korean


def _list_entries(library: Library, snapshots: Sequence[LoadedSnapshot]) -> Iterator[Row]:
    for name, day, board in snapshots:
        facts = [board.fact("name"), *(board.fact(fact) for fact in _FACTS)]
        identities = identify_entries(board, library.registry)
        for row, (called, *others) in enumerate(zip(*facts, strict=True)):
            model, size = identities[row] or (None, None)
            ids = (model.id if model else None, size.name if size else None)
            yield name, day, row + 1, called, *ids, *map(_plain_or_none, others)


def _list_board_scores(library: Library, snapshots: Sequence[LoadedSnapshot]) -> Iterator[Row]:
    benchmarks = library.registry.benchmark_by_id
    for name, day, board in snapshots:
        for column, measure in enumerate(board.measures):
            how = (measure.metric, measure.shots, measure.harness, measure.version, measure.reporter)
            values = board.values[:, column].tolist()
            errors, items = (
                [None] * len(board) if matrix is None else matrix[:, column].tolist()
                for matrix in (board.errors, board.items)
            )
            for row, (value, error, count) in enumerate(zip(values, errors, items, strict=True)):
                if value == value:
                    benchmark = measure.benchmark
                    of = (name, day, row + 1, column + 1, benchmark, benchmark if benchmark in benchmarks else None)
                    yield *of, *how, measure.unit, measure.better, value, *map(_plain_or_none, (error, count))


def _plain_or_none(value: Any) -> Any:
    """Return a value in Python's own types, None where it isn't known."""
    value = value.item() if hasattr(value, "item") else value
    return None if value is None or value != value else value


TABLES: Sequence[tuple[DatabaseTable, _Fill]] = (
    (BOARDS, _list_boards),
    (SNAPSHOTS, _list_snapshots),
    (ENTRIES, _list_entries),
    (BOARD_SCORES, _list_board_scores),
)
"""Every table of boards, with what fills it, after those that it refers to."""
