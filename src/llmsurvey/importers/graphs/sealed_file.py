"""One file of many parts, each under a digest, of which one is read without the others.

Behind the parts stands an index as JSON: what the file is about, and where each part begins and ends. Whoever needs a
part maps the file, reads the index and checks that part. A file that is cut short, changed, or of another version is
refused. (`registry/kept/parts.py` has its directory in front, under one seal, for which all parts must be there before
the first is written; here they are as large as the file, so each is written as soon as it is made.)
"""

from __future__ import annotations

import hashlib
import json
import mmap
from collections.abc import Iterable
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from llmsurvey.errors import Fault, RegistryError, reason_of
from llmsurvey.inputs import remember_input
from llmsurvey.messages import Message, say

_MAGIC = b"llmsurvey columns 2\n"
"""How a file begins; the number is raised when its form changes."""

_ALIGNED = 64
"""Parts begin at multiples of so many bytes, as columns of numbers want it."""

_LENGTH_OF_END = 64 + 16


def seal(parts: Iterable[tuple[str, bytes]], facts: dict[str, Any]) -> bytes:
    """Return the content of a file with some parts by their names, and `facts` about all of it."""
    file = BytesIO()
    file.write(_MAGIC)
    places: dict[str, dict[str, Any]] = {}
    for name, content in parts:
        file.write(bytes(-file.tell() % _ALIGNED))
        start = file.tell()
        places[name] = {"start": start, "end": start + len(content), "digest": hashlib.sha256(content).hexdigest()}
        file.write(content)
    index = json.dumps({**facts, "parts": places}).encode()
    file.write(index)
    file.write(f"{hashlib.sha256(index).hexdigest()}{len(index):016}".encode())
    return file.getvalue()


class SealedFile:
    """A file of parts; `facts` are what its index says of the file as a whole."""

    def __init__(self, path: Path) -> None:
        """Map a file and read its index. Raises RegistryError where it can't be read, or isn't as it was written."""
        self.path = path
        remember_input(path)
        try:
            with path.open("rb") as file:
                self._content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError) as error:
            reason = reason_of(error) if isinstance(error, OSError) else say("it is empty")
            raise self._error(say("can't be read: {reason}", reason=reason)) from None
        self.facts = self._read_index()
        self._checked: dict[str, memoryview] = {}

    def part(self, name: str) -> memoryview:
        """Return a part, after looking whether it is as it was written. Raises RegistryError where it isn't."""
        if name not in self._checked:
            place = self.facts["parts"][name]
            part = self._content[place["start"] : place["end"]]
            if hashlib.sha256(part).hexdigest() != place["digest"]:
                raise self._damaged
            self._checked[name] = part
        return self._checked[name]

    def _read_index(self) -> dict[str, Any]:
        content = self._content
        end = bytes(content[-_LENGTH_OF_END:]).decode("ascii", "replace")
        digest, length = end[:64], end[64:]
        if content[: len(_MAGIC)] != _MAGIC:
            raise self._error(say("is no file of columns of this version. Import it again"))
        if not length.isdecimal() or int(length) > len(content):
            raise self._damaged
        index = content[len(content) - _LENGTH_OF_END - int(length) : -_LENGTH_OF_END]
        if hashlib.sha256(index).hexdigest() != digest:
            raise self._damaged
        parsed: dict[str, Any] = json.loads(bytes(index))
        return parsed

    @cached_property
    def _damaged(self) -> RegistryError:
        return self._error(say("isn't as it was written. Import it again"))

    def _error(self, message: Message) -> RegistryError:
        return RegistryError([Fault(str(self.path), 0, 0, message)])
