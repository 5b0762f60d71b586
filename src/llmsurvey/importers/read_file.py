"""Reading files that others made: whole, within a limit, with one line for whatever is wrong with them."""

from __future__ import annotations

import codecs
import datetime
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from llmsurvey.errors import BoardError, Fault, RequestError, reason_of
from llmsurvey.importers import MAX_BYTES
from llmsurvey.importers.guess_encoding import likely_encodings
from llmsurvey.inputs import remember_input
from llmsurvey.messages import Message, announce, any_of, counted, mark, option, say
from llmsurvey.paths import is_pointer, kind_of, status_of

_DAY = re.compile(
    r"(?<!\d)(?:(?P<first>\d\d)(?P<gap>[-_.])(?P<second>\d\d)(?P=gap)(?P<last_year>20\d\d)"
    r"|(?P<year>20\d\d)(?P<sign>[-_.]?)(?P<month>\d\d)(?P=sign)(?P<day>\d\d))(?!\d)"
)
"""A day with the year first or last; the year that ends one never begins another (`11-25-2022-06-27-49`)."""


def check_size(path: Path, most: int | None = MAX_BYTES) -> None:
    """Raise BoardError for a file that can't be read, is empty, elsewhere, or larger than what is read at once."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise _unreadable_file(path, error) from None
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
    if _is_pointer(path):
        raise BoardError(say("{file} only names a file that Git LFS keeps. `git lfs pull` fetches it.", file=path))


def _is_pointer(path: Path) -> bool:
    try:
        return is_pointer(path)
    except OSError as error:
        raise _unreadable_file(path, error) from None


def _unreadable_file(path: Path, error: OSError) -> BoardError:
    return BoardError(say("{file} can't be read: {reason}.", file=path, reason=reason_of(error)))


def announce_reading(paths: Sequence[Path]) -> None:
    """Say which files are read, where they are so large that it takes a second or more."""
    statuses = filter(None, map(status_of, paths))
    megabytes = sum(status.st_size for status in statuses) / 1e6
    if megabytes > _SLOW:
        what = paths[0] if len(paths) == 1 else counted("{number:,} file", "{number:,} files", len(paths))
        announce(say("reading {what}, {megabytes:,.0f} MB ...", what=what, megabytes=megabytes))


def head_of(path: Path) -> bytes:
    """Return the first bytes of a file, none of a folder. Raises BoardError where it can't be read, or is empty."""
    if path.is_dir():
        return b""
    check_size(path, most=None)
    try:
        with path.open("rb") as file:
            return file.read(65536)
    except OSError as error:
        raise _unreadable_file(path, error) from None


def content_of(path: Path) -> bytes:
    """Return what a file holds. Raises BoardError where it can't be read, is empty or too large."""
    check_size(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unreadable_file(path, error) from None
    if not content.strip():
        raise BoardError(say("{file} is empty.", file=path))
    return content


def text_of(path: Path, encoding: str | None = None) -> str:
    """Return a file as text: in UTF-8, or what its byte order mark says, or in the encoding that is named.

    Raises BoardError for text in another encoding and for what is no text, RequestError where there is no such
    encoding.
    """
    content = content_of(path)
    if encoding is None:
        encoding = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), "utf-8")
    else:
        _check_encoding(encoding)
    try:
        text = content.decode(encoding).removeprefix("\ufeff")
        if encoding == "utf-8" and "\0" in text[:_LOOKED_AT] and (likely := likely_encodings(content)):
            raise BoardError(_other_encoding(path, 1, "UTF-8", likely))
        return text
    except UnicodeDecodeError as error:
        raise BoardError(_explain_undecoded(path, content, encoding, error)) from None
    except UnicodeError as error:  # a stateful codec that is fed what isn't its own
        raise BoardError(say("{file} can't be read: {reason}.", file=path, reason=reason_of(error))) from None


_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""What the first bytes of a text say of its encoding; that of UTF-32 begins with that of UTF-16, so it comes first."""


def _check_encoding(encoding: str) -> None:
    """Raise RequestError where an encoding isn't known, or is none of text."""
    try:
        "a".encode(encoding)
    except (LookupError, UnicodeError, ValueError):
        raise RequestError(
            say(
                '{option}: "{name}" is no encoding of text. Write one such as cp949, utf-16, latin-1.',
                option=option("encoding"),
                name=encoding,
            )
        ) from None


def without_mark(head: bytes) -> bytes:
    """Return the first bytes of a text without what says how it is encoded, and without blanks."""
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").rstrip()


_SLOW = 8
"""So many megabytes of scores are read in about a second."""

_LOOKED_AT = 10_000
"""So many characters at the beginning of a text show whether every second one is none."""

_NO_TEXT = (
    (b"PK\x03\x04", mark("is a zip archive or an Excel file. Unpack it first, or name it .xlsx if it is one")),
    (b"\xd0\xcf\x11\xe0", mark("is an old Excel file. Save it as .xlsx or CSV")),
    (b"\x1f\x8b", mark("is compressed. Unpack it first")),
    (b"\x28\xb5\x2f\xfd", mark("is compressed. Unpack it first")),
    (b"BZh", mark("is compressed. Unpack it first")),
    (b"%PDF", mark("is a PDF. Save its table as CSV")),
    (b"PAR1", mark("is a Parquet file. Name it .parquet")),
)
"""Files that aren't text, by their first bytes."""


def _explain_undecoded(path: Path, content: bytes, encoding: str, error: UnicodeDecodeError) -> Message:
    """Say why a content is no text in an encoding, and what to do."""
    if kind := kind_without_text(path, content):
        return kind
    line = content.count(b"\n", 0, error.start) + 1
    likely = [name for name in likely_encodings(content) if name != codecs.lookup(encoding).name]
    return _other_encoding(path, line, "UTF-8" if encoding == "utf-8" else encoding, likely)


def _other_encoding(path: Path, line: int, encoding: str, likely: Sequence[str]) -> Message:
    """That a text isn't in an encoding, and in which it may be."""
    if not likely:
        return say(
            "{file}:{line}: isn't {encoding}. Save the file in UTF-8, or name its encoding: {hint}.",
            file=path,
            line=line,
            encoding=encoding,
            hint=option("encoding", "NAME"),
        )
    return say(
        "{file}:{line}: isn't {encoding}. Save the file in UTF-8, or say what it is in: {hint}.",
        file=path,
        line=line,
        encoding=encoding,
        hint=any_of([option("encoding", name) for name in likely]),
    )


def kind_without_text(path: Path, head: bytes) -> Message | None:
    """Return what a file is, and what to do with it, if its first bytes show that it holds no text."""
    kind = next((kind for start, kind in _NO_TEXT if head.startswith(start)), None)
    return say("{file} {kind}.", file=path, kind=say(kind)) if kind is not None else None


def day_in(name: str, *, month_first: bool = False) -> str | None:
    """Return the day that the name of a file tells: `20230728.csv` is of 2023-07-28.

    Before a year (`11-25-2022`) the month comes first where `month_first` says so, else where the other can be none. A
    name that tells several days tells none.
    """
    days = set()
    for match in _DAY.finditer(name):
        if match["year"]:
            days.add(_iso_day(match["year"], match["month"], match["day"]))
            continue
        readings = [
            _iso_day(match["last_year"], match["first"], match["second"]),
            _iso_day(match["last_year"], match["second"], match["first"]),
        ]
        possible = {day for day in readings if day}
        if month_first:
            days.add(readings[0])
        else:
            days.add(possible.pop() if len(possible) == 1 else None)
    return days.pop() if len(days) == 1 else None


def _iso_day(year: str, month: str, day: str) -> str | None:
    """Return a day, or None where there is no such one."""
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def warning_at(path: Path, line: int, message: str) -> Fault:
    """Return a warning about a line of a file, or about all of it where `line` is 0."""
    return Fault(str(path), line, 0, message, warning=True)


def list_lines(numbers: Iterable[int]) -> str:
    """Return numbers of lines as a list."""
    return ", ".join(str(number) for number in sorted(numbers))
