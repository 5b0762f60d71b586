"""Which board an answer is about: one that is kept, or a file."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.atomic import temporary_file
from llmsurvey.boards.board import Board
from llmsurvey.boards.shelf import Shelf
from llmsurvey.cli.tell import tell_faults
from llmsurvey.errors import BoardError, reason_of
from llmsurvey.inputs import read_input, read_standard_input
from llmsurvey.messages import Message, say
from llmsurvey.paths import kind_of
from llmsurvey.registry.registry import Registry

if TYPE_CHECKING:
    from llmsurvey.importers import Reading

SUFFIXES = (".csv", ".tsv", ".json", ".md", ".parquet")
"""What is taken for a file even where there is none of the name, so that the message is about files."""

_BEGINNINGS = {".json": b"{", ".md": b"|", ".html": b"<", ".parquet": b"PAR1", ".xlsx": b"PK\x03\x04"}
"""What files begin with, by what they end in; any other content is taken for CSV."""


class Opened(NamedTuple):
    """A board, what it says that guessing scores by benchmark, where it was read, and what is known of its day."""

    board: Board
    chance: Mapping[str, float]
    source: str | None
    note: str | None = None


def open_board(address: str, registry: Registry) -> Opened:
    """The board at an address, or of a file or folder by its path; what looks wrong in that is told with its line.

    Raises UnknownNameError for an address that is neither, BoardError for a file that holds no scores.
    """
    from llmsurvey.registry.built_in import load_boards

    shelf = Shelf.standard()
    name = address.partition("@")[0]
    if name in shelf.boards() or not _is_path(address):
        board = shelf.load(address)
        record = load_boards().by_id.get(name)
        if record is None:
            return Opened(board, {}, None)
        day = shelf.find(address)[1]
        about = next((each for each in record.snapshots if each.date == day), None)
        return Opened(board, record.chance, about.source if about else None, about.notes if about else None)
    return Opened(_read(address, registry), {}, address)


def largest_before(address: str) -> int:
    """How many entries the largest former snapshot of a board that is kept has; 0 for a file."""
    shelf = Shelf.standard()
    return shelf.largest_before(address) if address.partition("@")[0] in shelf.boards() else 0


def _is_path(address: str) -> bool:
    path = Path(address)
    named = address != "" and kind_of(path) is not None
    return named or address == "-" or "/" in address or path.suffix in SUFFIXES


def _read(address: str, registry: Registry) -> Board:
    from llmsurvey.importers import MAX_BYTES, Request, read_any

    try:
        if address == "-":
            reading = _read_copy(read_standard_input(MAX_BYTES), say("standard input"), registry)
        elif kind_of(Path(address)) == "stream":
            reading = _read_copy(read_input(Path(address), MAX_BYTES), address, registry)
        else:
            reading = read_any(Path(address), Request(registry))
    except OSError as error:
        file = say("standard input") if address == "-" else address
        raise BoardError(say("{file} can't be read: {reason}.", file=file, reason=reason_of(error))) from None
    tell_faults(reading.faults)
    return reading.board


def _read_copy(content: bytes, name: str, registry: Registry) -> Reading:
    """What a stream held, by way of a file; whatever is said of that is said of `name`.

    Raises BoardError where it is empty, too large, or no board, and OSError where there is no room for a copy.
    """
    from llmsurvey.importers import MAX_BYTES, Request, read_any

    if not content.strip():
        raise BoardError(say("{file} is empty.", file=name))
    if len(content) > MAX_BYTES:
        raise BoardError(
            say("{file} has more than {most} MiB. Cut it into several files.", file=name, most=MAX_BYTES // 2**20)
        )
    with temporary_file(Path(tempfile.gettempdir()), content, suffix=_suffix(content)) as copy:
        try:
            reading = read_any(copy, Request(registry))
        except BoardError as error:
            raise BoardError(_renamed(error.message, str(copy), name)) from None
    return reading._replace(faults=tuple(fault._replace(file=name) for fault in reading.faults))


def _renamed(message: str, path: str, name: str) -> str:
    """The message with another name for a file in all of its parts."""
    if not isinstance(message, Message):
        return message.replace(path, name)
    parts = {
        key: _renamed(value if isinstance(value, Message) else str(value), path, name) if path in str(value) else value
        for key, value in message.parts.items()
    }
    return Message(message.template, parts, message.several, message.number)


def _suffix(content: bytes) -> str:
    """What a file of this content would end in, by how it begins."""
    start = content.lstrip()
    return next((suffix for suffix, begins in _BEGINNINGS.items() if start.startswith(begins)), ".csv")
