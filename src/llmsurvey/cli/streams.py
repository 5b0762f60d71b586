"""The standard streams as the program uses them: UTF-8 in any locale, and with one rule for what can't be written.

Whatever is printed, by the program or by a library, goes through here.
"""

from __future__ import annotations

import io
import os
import select
import sys
from typing import Any, TextIO

from llmsurvey.errors import OutputError, ReaderGoneError, reason_of
from llmsurvey.messages import say


def open_streams() -> None:
    """Open standard output and standard error anew, for the whole run."""
    _occupy_closed_streams()
    output, error = _StandardOutput(sys.stdout), _StandardError(sys.stderr)
    sys.stdout = _as_text(output, by_line=output.isatty())
    sys.stderr = _as_text(error, by_line=True)


def _occupy_closed_streams() -> None:
    """Put the null device where a stream is closed, lest a file get its number, at which libraries write."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest free number


def _as_text(stream: _Stream, *, by_line: bool) -> TextIO:
    return io.TextIOWrapper(
        io.BufferedWriter(stream), encoding="utf-8", errors="backslashreplace", line_buffering=by_line
    )


class _Stream(io.RawIOBase):
    """A standard stream to write to, `raw` as the system opened it: None where it is closed."""

    def __init__(self, text: TextIO | None) -> None:
        self.text = text  # which closes what is below it when it goes
        self.raw: Any = None if text is None else getattr(text.buffer, "raw", text.buffer)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self.raw is not None and bool(self.raw.isatty())

    def fileno(self) -> int:
        if self.raw is None:
            raise io.UnsupportedOperation
        return int(self.raw.fileno())

    def write_bytes(self, content: bytes) -> int:
        """Write some bytes to a stream that is open and give their number. Raises OSError."""
        while (written := self.raw.write(content)) is None:  # it was opened not to wait for its reader
            select.select([], [self.raw], [])
        return int(written)


class _StandardOutput(_Stream):
    """Where answers go. That one can't be written is said once; what is still buffered then goes nowhere."""

    has_failed = False

    def write(self, content: bytes) -> int:  # type: ignore[override]  # typeshed takes any buffer
        if self.has_failed:
            return len(content)
        self.has_failed = True
        if self.raw is None:
            raise OutputError(say("standard output is closed. Send it to a file: > FILE"))
        try:
            written = self.write_bytes(content)
        except BrokenPipeError:
            raise ReaderGoneError from None
        except OSError as error:
            raise OutputError(say("standard output can't be written: {reason}.", reason=reason_of(error))) from None
        self.has_failed = False
        return written


class _StandardError(_Stream):
    """Where errors and notices go. Where it can't be written either, the exit code alone tells."""

    def write(self, content: bytes) -> int:  # type: ignore[override]  # typeshed takes any buffer
        if self.raw is None:
            return len(content)
        try:
            return self.write_bytes(content)
        except OSError:
            return len(content)
