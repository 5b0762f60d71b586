"""`import`: scores of others are read, and kept as boards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.unmatched_names import note_unmatched
from llmsurvey.boards.board import REPORTERS
from llmsurvey.boards.board_names import check_board_name
from llmsurvey.boards.deltas import bare_deltas
from llmsurvey.boards.identify import identify_entries
from llmsurvey.boards.store import Addition, BoardStore
from llmsurvey.boards.tidy import from_board
from llmsurvey.errors import BoardError, RequestError, check_number, check_text, telling_faults
from llmsurvey.importers import IMPORTERS, OF_RUNS, Reading, Request, load_importer
from llmsurvey.importers.read_file import announce_reading
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.messages import Message, any_of, counted, join_texts, list_names, option, question, say
from llmsurvey.records.dates import parse_date
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Column
from llmsurvey.tables.note import as_note, note

if TYPE_CHECKING:
    from llmsurvey.errors import Fault
    from llmsurvey.library import Library

COLUMNS = (
    Column("board"),
    Column("entries", numeric=True),
    Column("new", numeric=True),
    Column("matched", numeric=True),
    Column("unmatched", numeric=True),
    Column("benchmarks"),
)

_TABLES = (".csv", ".tsv", ".parquet", ".xlsx")
"""What is taken of a folder: files that are tables and nothing else."""


@dataclass(frozen=True, kw_only=True)
class ImportQuestion:
    """Files of a format, and what they may not say themselves.

    The boards are kept in the folder `into`, or in the user's own. `replace` puts other scores in the place of those of
    a snapshot, of `lm-eval` those of the same runs; `strict` imports nothing where anything looks wrong, `dry_run`
    nothing at all.
    """

    format: str
    paths: tuple[str, ...]
    board: str | None = None
    date: str | None = None
    metric: str | None = None
    shots: int | None = None
    reporter: str | None = None
    into: str | None = None
    replace: bool = False
    strict: bool = False
    dry_run: bool = False
    reading: FileReading = field(default_factory=FileReading)


class ImportEntry(NamedTuple):
    """A board: how many entries it has, how many are new, and how many the registry knows."""

    board: str
    entries: int
    new: int
    matched: int
    unmatched: int
    benchmarks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ImportAnswer(Answer[ImportEntry]):
    """What an import brought. Of a table, `mapping` says what each column was taken for."""

    columns = COLUMNS

    mapping: tuple[tuple[str, str], ...] = ()


def import_scores(
    library: Library, question: ImportQuestion, progress: Callable[[int, int], None] = lambda done, total: None
) -> ImportAnswer:
    """Read files of scores, keep them as boards, and return what is new; `progress` gets the files read, and all.

    Every row is kept; what looks wrong is among `faults`. Importing a file again adds nothing. Raises RequestError for
    what contradicts itself or would replace other scores, BoardError for a file that holds no scores, OutputError where
    a board can't be written; such an error has the faults that were found before.
    """
    readings = _read_boards(library, question, progress)
    faults = tuple(fault for reading in readings for fault in reading.faults)
    with telling_faults(faults):
        if question.strict and faults:
            raise BoardError(
                say(
                    "nothing was imported: {option} counts what is said above as faults.", option=option("strict", True)
                )
            )
        store = library.board_store if question.into is None else BoardStore((Path(question.into),))
        boards = [(reading.board, reading.scores or from_board(reading.board)) for reading in readings]
        add = store.plan if question.dry_run else store.add
        additions = add(boards, merge=question.format in OF_RUNS, replace=question.replace)
    return describe_import(additions, readings[0], library.registry, faults, dry_run=question.dry_run)


def _read_boards(library: Library, question: ImportQuestion, progress: Callable[[int, int], None]) -> list[Reading]:
    """Return the boards of the files. Raises what `import_scores` does, before reading a file where it can."""
    _check_question(question)
    paths = [Path(path) for path in question.paths]
    if question.format not in OF_RUNS:
        paths = [file for path in paths for file in _list_files(path)]
        announce_reading(paths)
    return load_importer(question.format).read(paths, _request_of(library, question, progress))


def _check_question(question: ImportQuestion) -> None:
    """Raise RequestError for values that options don't take, and for options of another format."""
    for name, word, words in (
        ("format", question.format, tuple(IMPORTERS)),
        ("reporter", question.reporter, (None, *REPORTERS)),
    ):
        if word not in words:
            choices = ", ".join(choice for choice in words if choice)
            raise RequestError(
                say("{name}: {value} is not one of {known}.", name=option(name), value=word, known=choices)
            )
    check_text("metric", question.metric)
    check_text("into", question.into)
    check_number("shots", question.shots, 0)
    of_tables = [
        *question.reading.stated,
        *(name for name in ("metric", "shots") if getattr(question, name) is not None),
    ]
    if question.format != "table" and set(of_tables) - {"encoding"}:
        raise RequestError(
            say(
                "{options}: for tables only. Files of {format} say it.",
                options=join_texts([option(name) for name in of_tables], ", "),
                format=question.format,
            )
        )
    if question.board is not None:
        check_board_name(question.board)


def _list_files(path: Path) -> list[Path]:
    """Return a file, or the tables in a folder. Raises RequestError for a folder without one."""
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.iterdir() if file.suffix.lower() in _TABLES)
    if not files:
        raise RequestError(
            say("{folder} has no table: no file that ends in {suffixes}.", folder=path, suffixes=any_of(_TABLES))
        )
    return files


def _request_of(library: Library, question: ImportQuestion, progress: Callable[[int, int], None]) -> Request:
    """Return what is asked of the importer. Raises RequestError for a date that is none."""
    try:
        date = None if question.date is None else parse_date(question.date)
    except ValueError as error:
        raise RequestError(say("{option}: {problem}.", option=option("date"), problem=error.args[0])) from None
    return question.reading.request(
        library.registry,
        board=question.board,
        date=date,
        metric=question.metric,
        shots=question.shots,
        reporter=question.reporter,
        needs_date=True,
        progress=progress,
    )


def describe_import(
    additions: Sequence[Addition],
    reading: Reading,
    registry: Registry,
    faults: tuple[Fault, ...] = (),
    *,
    dry_run: bool = False,
) -> ImportAnswer:
    """Return what some additions brought; `reading` is the first one, whose columns are told."""
    return ImportAnswer(
        entries=[_entry_of_addition(addition, registry) for addition in additions],
        mapping=reading.mapping,
        faults=faults,
        notes=(
            *_note_mapping(reading.mapping),
            _note_what_is_new(additions, dry_run=dry_run),
            *note_unmatched([addition.board for addition in additions], registry),
            *_note_deltas(additions, registry),
            *reading.notes,
        ),
    )


def _entry_of_addition(addition: Addition, registry: Registry) -> ImportEntry:
    board = addition.board
    matched = sum(identity is not None for identity in identify_entries(board, registry))
    return ImportEntry(
        board=board.address,
        entries=len(board),
        new=addition.new,
        matched=matched,
        unmatched=len(board) - matched,
        benchmarks=tuple(dict.fromkeys(measure.benchmark for measure in board.measures if not measure.is_part)),
    )


def _note_mapping(mapping: Sequence[tuple[str, str]]) -> Iterator[Message]:
    """Say what the columns of a table were taken for."""
    if mapping:
        columns = [say("{column} as {meaning}", column=column, meaning=meaning) for column, meaning in mapping]
        yield note("mapping", "Columns read: {columns}.", columns=join_texts(columns, "; "))


def _note_what_is_new(additions: Sequence[Addition], *, dry_run: bool) -> Message:
    """Say whether anything was imported, and what can be done with it."""
    if dry_run:
        return note("imported", "Nothing was imported ({option}).", option=option("dry_run", True))
    if not any(addition.new for addition in additions):
        return note("imported", "Nothing new: all of it was there.")
    return note("imported", "`{hint}` ranks it.", hint=question("rank", additions[-1].board.address))


def _note_deltas(additions: Sequence[Addition], registry: Registry) -> Iterator[Message]:
    """Say which of the rows are of no model."""
    names = [
        addition.board.facts["name"][row] for addition in additions for row in bare_deltas(addition.board, registry)
    ]
    if names:
        of_no_model = counted(
            "{number} row is of a delta or an adapter measured alone, which is no model and has no rank: {names}.",
            "{number} rows are of deltas or adapters measured alone, which are no models and have no rank: {names}.",
            len(names),
            names=list_names(list(dict.fromkeys(names))),
        )
        yield as_note("no-models", of_no_model)
