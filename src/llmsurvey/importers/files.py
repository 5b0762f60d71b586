"""Reading files that others made: whole, within a limit, with one line for whatever is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from llmsurvey.errors import BoardError, Fault, reason_of
from llmsurvey.importers import MAX_BYTES
from llmsurvey.inputs import remember_input
from llmsurvey.messages import say
from llmsurvey.paths import kind_of

_LINKED = re.compile(r"^\s*\[([^\]]+)\]\([^)]*\)\s*$")
_DAY = re.compile(r"(20\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")


def check_size(path: Path, most: int | None = MAX_BYTES) -> None:
    """Raise BoardError for a file that can't be read, is empty, or is larger than what is read at once."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise _unreadable(path, error) from None
    if most is not None and size > most:
        raise BoardError(
            say(
                "{file} has {size:,} MiB, more than the {most} that are read at once. Cut it into several files.",
                file=path,
                size=round(size / 2**20),
                most=most // 2**20,
            )
        )
    if path.is_dir():
        raise BoardError(say("{file} is a folder, not a file.", file=path))
    if kind_of(path) == "stream":
        raise BoardError(say("{file} is a pipe or a device, not a file. Write it to a file first.", file=path))
    remember_input(path)
    if not size:
        raise BoardError(say("{file} is empty.", file=path))


def _unreadable(path: Path, error: OSError) -> BoardError:
    return BoardError(say("{file} can't be read: {reason}.", file=path, reason=reason_of(error)))


def head_of(path: Path) -> bytes:
    """The first bytes of a file, none of a folder. Raises BoardError where it can't be read, or is empty."""
    if path.is_dir():
        return b""
    check_size(path, most=None)
    try:
        with path.open("rb") as file:
            return file.read(65536)
    except OSError as error:
        raise _unreadable(path, error) from None


def content_of(path: Path) -> bytes:
    """What a file holds. Raises BoardError where it can't be read, is empty or too large."""
    check_size(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from None
    if not content.strip():
        raise BoardError(say("{file} is empty.", file=path))
    return content


def text_of(path: Path) -> str:
    """A file as text in UTF-8, without a byte order mark. Raises BoardError for another encoding too."""
    content = content_of(path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BoardError(
            say("{file}:{line}: isn't UTF-8. Save the file in UTF-8 and try again.", file=path, line=line)
        ) from None


def day_in(name: str) -> str | None:
    """The day that the name of a file tells: `20230728.csv` is of 2023-07-28."""
    found = _DAY.search(name)
    return "-".join(found.groups()) if found else None


def noticed(path: Path, line: int, message: str) -> Fault:
    """Something about a line of a file that a reader should know of."""
    return Fault(str(path), line, 0, message, warning=True)


def lines(numbers: Iterable[int]) -> str:
    """Numbers of lines as a list."""
    return ", ".join(str(number) for number in sorted(numbers))


def number_of(text: str) -> float | None:
    """A cell as a number: `71.2`, `71.2%`, `1,234`, `**71.2**`, `[71.2](address)`; None for anything else."""
    linked = _LINKED.match(text)
    try:
        return float((linked[1] if linked else text).strip("* ").removesuffix("%").replace(",", ""))
    except ValueError:
        return None
