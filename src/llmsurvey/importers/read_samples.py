"""Reads the answers of a log one by one: JSON Lines, or one list, as the harness's 0.4.0 to 0.4.2 wrote it."""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from pydantic_core import from_json

from llmsurvey.errors import BoardError, Fault, reason_of
from llmsurvey.importers.read_file import warning_at
from llmsurvey.messages import Message, counted, say

_READ = 2**18
"""So many characters of a list are read at once."""

_TOLD = 20
"""So many faults of a file are told one by one; the others are counted."""

_HEAD = 4096
_LIST = re.compile(r"\s*\[\s*(\{|\]|$)")
"""How a list of objects begins: not a line that is a list of something else."""

_BETWEEN = re.compile(r"[ \t\r\n,]*")

_decode = json.JSONDecoder().raw_decode


class Notices:
    """Collects what is wrong with the lines of one file."""

    def __init__(self, path: Path, faults: list[Fault]) -> None:
        """Add what is told of the file at `path` to `faults`."""
        self._path, self._faults, self._count = path, faults, 0

    def tell(self, line: int, message: Message) -> None:
        """Tell of one line, unless many were told already."""
        self._count += 1
        if self._count <= _TOLD:
            self._faults.append(warning_at(self._path, line, message))

    @property
    def has_any(self) -> bool:
        """Whether anything was told."""
        return self._count > 0

    def finish(self) -> None:
        """Tell how many weren't told."""
        if self._count > _TOLD:
            rest = counted("{number:,} more line like these", "{number:,} more lines like these", self._count - _TOLD)
            self._faults.append(warning_at(self._path, 0, rest))


def read_answers(path: Path, notices: Notices) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each answer of the file at `path` with the line that it begins in; what isn't one is told and left out.

    Raises BoardError for a file that can't be read.
    """
    for line, answer in _read_values(path, notices):
        if type(answer) is dict:
            yield line, answer
        else:
            notices.tell(line, say("isn't a whole JSON object: left out"))


def is_json_lines(path: Path) -> bool:
    """Whether a file has a JSON value a line in UTF-8, not one list of them or another encoding. Raises BoardError."""
    try:
        with path.open("rb") as file:
            start = file.peek(_HEAD)[:_HEAD]
    except OSError as error:
        raise BoardError(say("{file} can't be read: {reason}.", file=path, reason=reason_of(error))) from None
    return (
        b"\0" not in start and not start.startswith(codecs.BOM_UTF8) and not _LIST.match(start.decode(errors="ignore"))
    )


def _read_values(path: Path, notices: Notices) -> Iterator[tuple[int, Any]]:
    """Yield each value of a file with its line, None for a line that isn't one JSON value."""
    try:
        with path.open("rb") as file:
            start = file.peek(_HEAD)[:_HEAD]  # a pipe can't be read twice
            is_utf16 = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            if b"\0" in start and not is_utf16:
                raise BoardError(say("{file} isn't text in UTF-8. Unpack it, or save it in UTF-8.", file=path))
            encoding = "utf-16" if is_utf16 else "utf-8-sig"
            is_list = bool(_LIST.match(start.decode(encoding, errors="ignore")))
            if is_utf16 or is_list:
                with io.TextIOWrapper(file, encoding) as text:
                    yield from (
                        _list_elements(text, notices) if is_list else _line_values(line.encode() for line in text)
                    )
            else:
                file.read(len(codecs.BOM_UTF8) if start.startswith(codecs.BOM_UTF8) else 0)
                yield from _line_values(file)
    except (OSError, ValueError) as error:
        raise BoardError(say("{file} can't be read: {reason}.", file=path, reason=reason_of(error))) from None


def _line_values(lines: Iterable[bytes]) -> Iterator[tuple[int, Any]]:
    """Yield the JSON value of each line that isn't blank."""
    for number, line in enumerate(lines, 1):
        try:
            yield number, from_json(line, cache_strings="keys")
        except ValueError:
            if line.strip():
                yield number, value_of(line)


def value_of(line: bytes) -> Any:
    """Return what Python's own reader makes of a line: slower, but it takes half a character, too."""
    try:
        return json.loads(line.decode())
    except (ValueError, RecursionError):
        return None


def _list_elements(file: IO[str], notices: Notices) -> Iterator[tuple[int, Any]]:
    """Yield each element of a list, of which no more is held at a time than the next one needs.

    Where it breaks off is told.
    """
    text, position, line = file.read(_READ).lstrip().removeprefix("["), 0, 1
    while True:
        gap = _BETWEEN.match(text, position)
        start = gap.end() if gap else position
        line += text.count("\n", position, start)
        if text.startswith("]", start):
            if (text[start + 1 :] + file.read(_READ)).strip():
                notices.tell(line, say("what follows the list is left out"))
            return
        try:
            value, end = _decode(text, start)
        except (ValueError, RecursionError):  # broken, or no more than cut off here
            more = file.read(max(_READ, len(text) - start))
            if not more:
                notices.tell(line, say("from here on the list isn't whole: left out"))
                return
            text, position = text[start:] + more, 0
            continue
        yield line, value
        line += text.count("\n", start, end)
        position = end
