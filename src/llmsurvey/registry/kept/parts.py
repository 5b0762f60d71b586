"""A file of many parts under a seal: only its directory is read at the start, and each part when it is asked for.

The file is the seal, a line; how long the JSON and the directory that begins with it are, eight bytes each; the
directory, which is JSON that says how many parts each section has, then for each part where it ends and its digest; and
the parts. A part that isn't as it was written is never believed: the file is made anew then.
(`importers/graphs/sealed_file.py` has a few large parts by their names, and no way to make them anew; here are tens of
thousands of small ones.)
"""

from __future__ import annotations

import hashlib
import json
import mmap
import sys
import threading
from array import array
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

from llmsurvey.errors import Fault, RegistryError
from llmsurvey.messages import say

Part = TypeVar("Part")

_NUMBER = 8
"""Bytes of a number, in the order of this machine, which is sealed with the rest."""

_DIGEST = 16
"""Bytes that are kept of the SHA-256 of a part."""

_SEAL = 64 + 1
"""Bytes of the seal and of the end of its line."""


class DamagedError(ValueError):
    """What was kept isn't what was written."""


def pack_parts(key: str, sections: Mapping[str, Sequence[bytes]]) -> bytes:
    """Return the content of a file with these parts, by the names of their sections; `key` says what it was made of."""
    parts = [part for section in sections.values() for part in section]
    ends = array("Q", accumulate(map(len, parts)))
    counts = json.dumps({name: len(section) for name, section in sections.items()}).encode()
    directory = b"".join([counts, ends.tobytes(), *map(_digest, parts)])
    lengths = array("Q", [len(counts), len(directory)]).tobytes()
    return b"".join([_seal_of(key, lengths + directory), lengths, directory, *parts])


class KeptParts:
    """The parts of a file's content. Raises DamagedError where that isn't sealed for `key`, or is cut or longer.

    `renew` returns the content made anew, for a part that turns out to be damaged; `path` is the file to name where
    that doesn't help.
    """

    def __init__(self, key: str, content: bytes | mmap.mmap, path: Path) -> None:
        self._key, self._path = key, path
        self.renew: Callable[[], bytes] | None = None
        self._renewing = threading.Lock()
        whole = memoryview(content)
        begin = _SEAL + 2 * _NUMBER
        if len(whole) < begin:
            raise DamagedError
        length, directory = array("Q", bytes(whole[_SEAL:begin]))
        if bytes(whole[:_SEAL]) != _seal_of(key, whole[_SEAL : begin + directory]):
            raise DamagedError
        self._first: dict[str, int] = {}
        number = 0
        self._counts: dict[str, int] = json.loads(bytes(whole[begin : begin + length]))
        for section, count in self._counts.items():
            self._first[section] = number
            number += count
        ends = begin + length + number * _NUMBER
        self._ends = array("Q", bytes(whole[begin + length : ends]))
        self._digests = whole[ends : begin + directory]
        self._parts = whole[begin + directory :]
        if len(self._parts) != (self._ends[-1] if number else 0):
            raise DamagedError

    def count(self, section: str) -> int:
        """Return how many parts a section has; 0 for one that isn't there."""
        return self._counts.get(section, 0)

    def read(self, section: str, number: int, decode: Callable[[memoryview], Part]) -> Part:
        """Return what `decode_part` does, of a file made anew where a part of this one is damaged.

        Raises RegistryError where that can't be done, or doesn't help.
        """
        try:
            try:
                return self.decode_part(section, number, decode)
            except DamagedError:
                self._make_anew()
                return self.decode_part(section, number, decode)
        except DamagedError:
            raise RegistryError([Fault(str(self._path), 0, 0, say("is damaged. Delete it"))]) from None

    def _make_anew(self) -> None:
        """Put the parts of a file made anew in the place of these; once, whichever thread is first.

        Raises DamagedError where other parts than these come of it: those that were read may not be mixed with others.
        Raises what `renew` does, which is tried again then.
        """
        with self._renewing:
            if self.renew is None:
                return
            anew = KeptParts(self._key, self.renew(), self._path)
            self.renew = None
            if anew._digests != self._digests:
                raise DamagedError
            self._parts = anew._parts

    def decode_part(self, section: str, number: int, decode: Callable[[memoryview], Part]) -> Part:
        """Return what a part of a section holds, as `decode` tells. Raises DamagedError where it is no such part."""
        if not 0 <= number < self.count(section):
            raise DamagedError
        number += self._first[section]
        part = self._parts[self._ends[number - 1] if number else 0 : self._ends[number]]
        if self._digests[number * _DIGEST : (number + 1) * _DIGEST] != _digest(part):
            raise DamagedError
        try:
            return decode(part)
        except (ValueError, LookupError, ArithmeticError, AttributeError, TypeError):  # msgspec's are ValueErrors
            raise DamagedError from None


def open_parts(key: str, path: Path) -> KeptParts | None:
    """Return the parts of a file, or None where it isn't there, or isn't what was written for `key`."""
    try:
        with open(path, "rb") as file:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return KeptParts(key, content, path)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def _digest(part: bytes | memoryview) -> bytes:
    return hashlib.sha256(part).digest()[:_DIGEST]


def _seal_of(key: str, directory: bytes | memoryview) -> bytes:
    digest = hashlib.sha256(f"{key}/{sys.byteorder}/".encode())
    digest.update(directory)
    return digest.hexdigest().encode() + b"\n"
