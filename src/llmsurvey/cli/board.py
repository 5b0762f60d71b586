"""Which board an answer is about: one that is kept, or a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.boards.board import Board
from llmsurvey.boards.shelf import Shelf
from llmsurvey.cli.file_options import FileOptions
from llmsurvey.cli.tell import tell_faults
from llmsurvey.errors import BoardError, RequestError, reason_of
from llmsurvey.inputs import read_input, read_standard_input
from llmsurvey.messages import Message, listed, say
from llmsurvey.paths import kind_of
from llmsurvey.registry.registry import Registry

if TYPE_CHECKING:
    from llmsurvey.importers import Reading, Request

SUFFIXES = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".md", ".markdown", ".html", ".htm", ".xlsx", ".parquet")
"""What is taken for a file even where there is none of the name, so that the message is about files."""


class Opened(NamedTuple):
    """A board, what it says that guessing scores by benchmark, where it was read, and what is known of its day.

    `remarks` are what must be said of how a file was read, whatever is asked of it.
    """

    board: Board
    chance: Mapping[str, float]
    source: str | None
    note: str | None = None
    remarks: tuple[Message, ...] = ()


def open_board(address: str, registry: Registry, files: FileOptions | None = None) -> Opened:
    """Return the board at an address, or of a file or folder by its path; what looks wrong is told with its line.

    `files` says how a file is to be read. Raises UnknownNameError for an address that is neither, BoardError for a file
    that holds no scores, RequestError where it is said how to read what isn't a file.
    """
    from llmsurvey.registry.built_in import load_boards

    shelf = Shelf.standard()
    name = address.partition("@")[0]
    if name in shelf.boards() or not _is_path(address):
        _check_no_file(address, files)
        board = shelf.load(address)
        record = load_boards().by_id.get(name)
        if record is None:
            return Opened(board, {}, None)
        day = shelf.find(address)[1]
        about = next((each for each in record.snapshots if each.date == day), None)
        return Opened(board, record.chance, about.source if about else None, about.notes if about else None)
    reading = _read(address, (files or FileOptions()).request(registry))
    return Opened(reading.board, {}, address, remarks=tuple(notes_on(reading)))


def notes_on(reading: Reading) -> Iterator[Message]:
    """What is said of columns of a file that nothing was read from, and of what was presumed."""
    yield from reading.remarks
    if reading.left_out:
        yield say("Left out, as no scores: {columns}.", columns=listed(reading.left_out))


def _check_no_file(address: str, files: FileOptions | None) -> None:
    """Raise RequestError where it is said how to read a board that is kept."""
    if files is not None and files.named:
        raise RequestError(
            say(
                "{options}: for files only. {board} is kept as it was imported.",
                options=", ".join(files.named),
                board=address,
            )
        )


def largest_before(address: str) -> int:
    """How many entries the largest former snapshot of a board that is kept has; 0 for a file."""
    shelf = Shelf.standard()
    return shelf.largest_before(address) if address.partition("@")[0] in shelf.boards() else 0


def _is_path(address: str) -> bool:
    path = Path(address)
    named = address != "" and kind_of(path) is not None
    return named or address == "-" or "/" in address or path.suffix in SUFFIXES


def _read(address: str, request: Request) -> Reading:
    reading = _read_stream(address, request) if _is_stream(address) else _read_file(Path(address), request)
    tell_faults(reading.faults)
    return reading


def _is_stream(address: str) -> bool:
    return address == "-" or kind_of(Path(address)) == "stream"


def _read_stream(address: str, request: Request) -> Reading:
    """Read a board from standard input (`-`), a pipe or a device. Raises BoardError."""
    from llmsurvey.importers import MAX_BYTES
    from llmsurvey.importers.piped import read_piped

    name = say("standard input") if address == "-" else address
    try:
        content = read_standard_input(MAX_BYTES) if address == "-" else read_input(Path(address), MAX_BYTES)
        return read_piped(content, name, request)
    except OSError as error:
        raise BoardError(say("{file} can't be read: {reason}.", file=name, reason=reason_of(error))) from None


def _read_file(path: Path, request: Request) -> Reading:
    from llmsurvey.importers import read_any

    return read_any(path, request)
