"""What a run reads: no more than a limit, and remembered, so that its answer never overwrites a file that it read."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import select
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from llmsurvey.paths import status_of

_PART = 2**20

_remembered: set[tuple[int, int]] = set()
"""The device and the number on it of whatever was read, which all names of a file share."""


def remember_input(path: Path) -> None:
    """Remember that the run reads the file at a path."""
    _remember_status(status_of(path))


def is_input(path: Path) -> bool:
    """Whether the file at a path was read, by this name or any other."""
    status = status_of(path)
    return status is not None and (status.st_dev, status.st_ino) in _remembered


def _remember_status(status: os.stat_result | None) -> None:
    if status is not None:
        _remembered.add((status.st_dev, status.st_ino))


def read_input(path: Path, most: int) -> bytes:
    """Read a file as `read_up_to` does, and remember it. Raises OSError."""
    with path.open("rb") as file:
        _remember_status(os.fstat(file.fileno()))
        return read_up_to(file, most)


def digest_input(path: Path, most: int) -> bytes:
    """Return the SHA-256 of what `read_input` returns, without keeping that in memory. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        _remember_status(os.fstat(file.fileno()))
        for part in _parts_of(file, most):
            digest.update(part)
    return digest.digest()


def read_standard_input(most: int) -> bytes:
    """Read standard input as `read_up_to` does, and remember it. Raises OSError where it is closed or can't be read."""
    if sys.stdin is None:
        raise OSError(errno.EBADF, "closed")
    with contextlib.suppress(OSError):  # a stream needn't be a file of the system
        _remember_status(os.fstat(sys.stdin.fileno()))
    return read_up_to(sys.stdin.buffer, most)


def read_up_to(file: BinaryIO, most: int) -> bytes:
    """Read to the end, or to one byte more than `most`; memory is taken for what is there only. Raises OSError."""
    return b"".join(_parts_of(file, most))


def _parts_of(file: BinaryIO, most: int) -> Iterator[bytes]:
    left = most + 1
    while left > 0:
        part = file.read(min(_PART, left))
        if part is None:  # whoever started the program lets it not wait for its input
            select.select([file], [], [])
        elif part:
            left -= len(part)
            yield part
        else:
            break
