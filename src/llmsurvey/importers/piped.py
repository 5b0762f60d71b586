"""A board that comes through standard input, a pipe or a device, which can be read only once and has no name."""

from __future__ import annotations

import json
from pathlib import Path

from llmsurvey.atomic import temporary_folder
from llmsurvey.errors import BoardError, RequestError
from llmsurvey.importers import MAX_BYTES, Reading, Request, read_any
from llmsurvey.importers.read_file import without_mark
from llmsurvey.messages import Message, say

_LOOKED_AT = 65536
"""So many bytes at the beginning tell what kind of file a content would be in."""


def read_piped(content: bytes, name: str, request: Request) -> Reading:
    """Read a board from what came through a stream, by way of a file; whatever is said of that is said of `name`.

    Raises BoardError where it is empty, too large, or no board, RequestError where it must be said how to read it, and
    OSError where there is no room for a copy.
    """
    if not content.strip():
        raise BoardError(say("{file} is empty.", file=name))
    if len(content) > MAX_BYTES:
        raise BoardError(
            say("{file} has more than {most} MiB. Cut it into several files.", file=name, most=MAX_BYTES // 2**20)
        )
    with temporary_folder() as folder:
        copy = folder / f"{Path(name).stem}{_suffix_of(content)}"
        copy.write_bytes(content)
        try:
            reading = read_any(copy, request)
        except (BoardError, RequestError) as error:
            kind = BoardError if isinstance(error, BoardError) else RequestError
            raise kind(_rename_file(error.message, str(copy), name)) from None
    return reading._replace(faults=tuple(fault._replace(file=name) for fault in reading.faults))


def _rename_file(message: str, path: str, name: str) -> str:
    """Return the message with another name for a file in all of its parts."""
    if not isinstance(message, Message):
        return message.replace(path, name)
    parts = dict(message.parts)
    for key, value in parts.items():
        if path in str(value):
            parts[key] = _rename_file(value if isinstance(value, Message) else str(value), path, name)
    return Message(message.template, parts, message.several, message.number)


def _suffix_of(content: bytes) -> str:
    """Return what kind of file a content would be in, by its first bytes."""
    start = without_mark(content[:_LOOKED_AT])[:5].lower()
    if content.startswith((b"PK\x03\x04", b"PAR1")):
        return ".xlsx" if content.startswith(b"PK") else ".parquet"
    if start.startswith((b"{", b"[")):
        return ".json" if _is_json(content) else ".jsonl"
    if start.startswith((b"|", b"#")):
        return ".md"
    return ".html" if start.startswith((b"<tabl", b"<html", b"<!doc")) else ".csv"


def _is_json(content: bytes) -> bool:
    """Whether it is one document of JSON, not a document in each line."""
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True
