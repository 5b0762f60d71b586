"""GGUF: what the header says of a model, and which tensors of which types it has, without reading any weights.

The format: a magic word, a version, the numbers of tensors and of keys, the keys with their values, then what each
tensor is (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). Every length is checked against the file.
"""

from __future__ import annotations

import math
import os
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from llmsurvey.errors import reason_of
from llmsurvey.importers.models.files import check_inside, fault_at
from llmsurvey.inputs import remember_input
from llmsurvey.messages import say

MAGIC = b"GGUF"

_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
"""The types of values by their numbers, as `struct` calls them; 8 is a text, 9 a list."""

_TEXT, _LIST = 8, 9
_MOST_KEPT = 4096
"""Longer lists are tokenizers', which nobody asks for."""

_MOST_DEEP = 4
_MOST_LENGTHS = 8

TYPES: dict[int, tuple[str, int, int]] = {
    0: ("F32", 1, 4), 1: ("F16", 1, 2), 2: ("Q4_0", 32, 18), 3: ("Q4_1", 32, 20), 6: ("Q5_0", 32, 22),
    7: ("Q5_1", 32, 24), 8: ("Q8_0", 32, 34), 9: ("Q8_1", 32, 40), 10: ("Q2_K", 256, 84), 11: ("Q3_K", 256, 110),
    12: ("Q4_K", 256, 144), 13: ("Q5_K", 256, 176), 14: ("Q6_K", 256, 210), 15: ("Q8_K", 256, 292),
    16: ("IQ2_XXS", 256, 66), 17: ("IQ2_XS", 256, 74), 18: ("IQ3_XXS", 256, 98), 19: ("IQ1_S", 256, 50),
    20: ("IQ4_NL", 32, 18), 21: ("IQ3_S", 256, 110), 22: ("IQ2_S", 256, 82), 23: ("IQ4_XS", 256, 136),
    24: ("I8", 1, 1), 25: ("I16", 1, 2), 26: ("I32", 1, 4), 27: ("I64", 1, 8), 28: ("F64", 1, 8),
    29: ("IQ1_M", 256, 56), 30: ("BF16", 1, 2), 34: ("TQ1_0", 256, 54), 35: ("TQ2_0", 256, 66), 39: ("MXFP4", 32, 17),
    40: ("NVFP4", 64, 36), 41: ("Q1_0", 128, 18),
}  # fmt: skip
"""The types of tensors by their numbers: name, weights in a block, and bytes of that block."""


class _LyingError(Exception):
    """A header that says what can't be."""


class Tensor(NamedTuple):
    """A tensor as a header has it, with the bytes that it takes."""

    name: str
    type: str
    numbers: int
    bytes: int


@dataclass(frozen=True)
class Header:
    """What a GGUF file says of its model: `fields` without long lists, and its `tensors`."""

    path: Path
    fields: dict[str, Any] = field(default_factory=dict)
    tensors: tuple[Tensor, ...] = ()

    @property
    def is_adapter(self) -> bool:
        """Whether its tensors change those of another model, and are none themselves."""
        return self.fields.get("general.type") == "adapter"

    @property
    def parameters(self) -> int:
        """How many parameters its tensors have."""
        return sum(tensor.numbers for tensor in self.tensors)

    @property
    def bytes(self) -> int:
        """How many bytes its tensors take."""
        return sum(tensor.bytes for tensor in self.tensors)

    @property
    def by_type(self) -> dict[str, int]:
        """How many parameters there are of each type."""
        counts: dict[str, int] = {}
        for tensor in self.tensors:
            counts[tensor.type] = counts.get(tensor.type, 0) + tensor.numbers
        return counts


def read_header(path: Path, root: Path) -> Header:
    """Return what a GGUF file says in front of its weights. Raises RegistryError for a header that can't be."""
    check_inside(path, root)
    remember_input(path)
    try:
        with path.open("rb") as file:
            return _Reader(file, os.fstat(file.fileno()).st_size).read(path)
    except OSError as error:
        raise fault_at(path, 0, say("can't be read: {reason}", reason=reason_of(error))) from None
    except _LyingError as error:
        raise fault_at(path, 0, say("is no GGUF file, or cut off: {problem}", problem=error.args[0])) from None


class _Reader:
    """Reads a header piece by piece; no length is believed that the rest of the file hasn't room for."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.file, self.size, self.order = file, size, "<"

    def read(self, path: Path) -> Header:
        if self.take(4) != MAGIC:
            raise _LyingError(say("it doesn't begin with {magic}", magic="GGUF"))
        version = self.take(4)
        if int.from_bytes(version, "little") & 0xFFFF == 0:
            self.order = ">"
        number = int.from_bytes(version, "big" if self.order == ">" else "little")
        if number not in (2, 3):
            raise _LyingError(say("version {version} isn't known", version=number))
        tensors, keys = self.count(24), self.count(13)  # the fewest bytes that one of each takes
        fields = {}
        for _ in range(keys):
            name = self.text()
            fields[name] = self.value(self.number("I"))
        return Header(path, fields, tuple(self.tensors(tensors, fields)))

    def take(self, length: int) -> bytes:
        content = self.file.read(length)
        if len(content) != length:
            raise _LyingError(say("it ends in its header"))
        return content

    def number(self, kind: str) -> Any:
        return struct.unpack(self.order + kind, self.take(struct.calcsize("<" + kind)))[0]

    def count(self, least: int) -> int:
        """Return a number of things that take at least so many bytes each."""
        number: int = self.number("Q")
        if number * least > self.size - self.file.tell():
            raise _LyingError(say("it names {number:,} entries, which the file hasn't room for", number=number))
        return number

    def text(self) -> str:
        return self.take(self.count(1)).decode(errors="replace")

    def value(self, kind: int, depth: int = 0) -> Any:
        if kind in _SCALARS:
            return self.number(_SCALARS[kind])
        if kind == _TEXT:
            return self.text()
        if kind != _LIST or depth == _MOST_DEEP:
            raise _LyingError(say("a value of type {type} isn't known", type=kind))
        inner = self.number("I")
        size = struct.calcsize("<" + _SCALARS[inner]) if inner in _SCALARS else 8
        length = self.count(size)
        if length > _MOST_KEPT and inner in _SCALARS:
            self.file.seek(length * size, os.SEEK_CUR)
            return None
        items = (self.value(inner, depth + 1) for _ in range(length))
        return list(items) if length <= _MOST_KEPT else sum(0 for _ in items) or None

    def tensors(self, count: int, fields: dict[str, Any]) -> list[Tensor]:
        tensors, end = [], 0
        for _ in range(count):
            tensor, offset = self.tensor()
            tensors.append(tensor)
            end = max(end, offset + tensor.bytes)
        alignment = fields.get("general.alignment", 32)
        if type(alignment) is not int or not 0 < alignment <= 2**20:
            raise _LyingError(say("a value of type {type} isn't known", type="alignment"))
        begin = -(-self.file.tell() // alignment) * alignment
        if tensors and begin + end > self.size:
            raise _LyingError(
                say("its tensors should have {end:,} bytes, and {room:,} are there", end=end, room=self.size - begin)
            )
        return tensors

    def tensor(self) -> tuple[Tensor, int]:
        name, lengths = self.text(), self.number("I")
        if lengths > _MOST_LENGTHS:
            raise _LyingError(say('tensor "{name}" has {number} dimensions', name=name[:80], number=lengths))
        numbers = math.prod(self.number("Q") for _ in range(lengths))
        kind, offset = self.number("I"), self.number("Q")
        if kind not in TYPES:
            raise _LyingError(say('tensor "{name}" is of type {type}, which isn\'t known', name=name[:80], type=kind))
        label, block, size = TYPES[kind]
        if numbers % block:
            raise _LyingError(say('tensor "{name}" has no whole blocks', name=name[:80]))
        return Tensor(name, label, numbers, numbers // block * size), offset
