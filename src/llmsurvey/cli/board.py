"""Which board an answer is about: one that is kept, or a file."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.boards.board import Board
from llmsurvey.boards.shelf import Shelf
from llmsurvey.cli.file_options import FileOptions
from llmsurvey.cli.tell import tell_faults
from llmsurvey.errors import BoardError, RequestError
from llmsurvey.messages import Message, listed, say
from llmsurvey.registry.registry import Registry

if TYPE_CHECKING:
    from llmsurvey.importers import Reading, Request

SUFFIXES = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".md", ".markdown", ".html", ".htm", ".xlsx", ".parquet")
"""What is taken for a file even where there is none of the name, so that the message is about files."""


class Opened(NamedTuple):
    """A board, what it says that guessing scores by benchmark, where it was read, and what is known of its day."""

    board: Board
    chance: Mapping[str, float]
    source: str | None
    note: str | None = None


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
    return Opened(reading.board, {}, address, left_out_note(reading.left_out))


def left_out_note(columns: Sequence[str]) -> Message | None:
    """What is said of columns of numbers in a file that weren't taken for scores."""
    return say("Left out, as no scores: {columns}.", columns=listed(columns)) if columns else None


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
    named = address != "" and Path(address).exists()
    return named or address == "-" or "/" in address or Path(address).suffix in SUFFIXES


def _read(address: str, request: Request) -> Reading:
    from llmsurvey.importers import read_any

    if address == "-":
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "standard input"
            content = sys.stdin.buffer.read()
            if not content.strip():
                raise BoardError(say("{file} is empty.", file=say("standard input")))
            path = path.with_suffix(_suffix(content))
            path.write_bytes(content)
            reading = read_any(path, request)
            faults = tuple(fault._replace(file=say("standard input")) for fault in reading.faults)
            reading = reading._replace(faults=faults)
    else:
        reading = read_any(Path(address), request)
    tell_faults(reading.faults)
    return reading


def _suffix(content: bytes) -> str:
    """What kind of file a content would be in, by its first bytes."""
    start = content.lstrip()[:5].lower()
    if content.startswith((b"PK\x03\x04", b"PAR1")):
        return ".xlsx" if content.startswith(b"PK") else ".parquet"
    if start.startswith((b"{", b"[")):
        return ".json" if _is_json(content) else ".jsonl"
    return (
        ".md"
        if start.startswith((b"|", b"#"))
        else ".html"
        if start.startswith((b"<tabl", b"<html", b"<!doc"))
        else ".csv"
    )


def _is_json(content: bytes) -> bool:
    """Whether it is one document of JSON, not one a line."""
    import json

    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True
