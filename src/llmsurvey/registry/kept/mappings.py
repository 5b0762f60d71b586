"""What texts stand for, kept in parts by a hash of the text, so that one is found without reading the others."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from llmsurvey.registry.kept.parts import KeptParts

Value = TypeVar("Value")

_FEW = 32
"""How many texts share a part, more or less."""


def parts_by_hash(mapping: Mapping[str, Any]) -> list[bytes]:
    """Return the parts of a mapping, whose values are lists, mappings, texts and numbers; one at least."""
    from msgspec.json import encode

    count = -(-len(mapping) // _FEW) or 1
    parts: list[dict[str, Any]] = [{} for _ in range(count)]
    for text, value in mapping.items():
        parts[_number_of(text, count)][text] = value
    return [encode(part) for part in parts]


def _number_of(text: str, count: int) -> int:
    """Return the part in which a text is; Python's own hash is another one in each run."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) % count


class KeptMapping(Mapping[str, Value], Generic[Value]):
    """A section by its texts, in no order. Whatever reads one may raise what `KeptParts.read` does."""

    def __init__(self, parts: KeptParts, section: str, decode: Callable[[memoryview], dict[str, Value]]) -> None:
        self._parts, self._section, self._decode = parts, section, decode
        self._count = parts.count(section) or 1  # of none at all the first is told as damaged
        self._read: dict[int, dict[str, Value]] = {}

    def __getitem__(self, text: str) -> Value:
        return self._part(_number_of(text, self._count))[text]

    def get(self, text: str, default: Any = None) -> Any:
        """Return what a text stands for: asked so often that Mapping's way, by an exception, takes too long."""
        return self._part(_number_of(text, self._count)).get(text, default)

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and text in self._part(_number_of(text, self._count))

    def __iter__(self) -> Iterator[str]:
        for number in range(self._count):
            yield from self._part(number)

    def __len__(self) -> int:
        return sum(len(self._part(number)) for number in range(self._count))

    def _part(self, number: int) -> dict[str, Value]:
        part = self._read.get(number)
        if part is None:
            part = self._read[number] = self._parts.read(self._section, number, self._decode)
        return part
