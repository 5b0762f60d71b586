"""Records in their order, kept a few to a part, and decoded when one of these few is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

from llmsurvey.registry.kept.parts import KeptParts

Item = TypeVar("Item")

FEW = 16
"""How many records share a part: reading one costs reading these."""


def parts_of(items: Sequence[Item], encode: Callable[[Sequence[Item]], bytes]) -> Iterable[bytes]:
    """Yield the parts of a sequence, as `encode` gives those of a few items."""
    return (encode(items[start : start + FEW]) for start in range(0, len(items), FEW))


class KeptSequence(Sequence[Item], Generic[Item]):
    """The items of a section, equal to a tuple of them. Whatever reads one may raise what `KeptParts.read` does."""

    def __init__(self, parts: KeptParts, section: str, length: int, decode: Callable[[memoryview], list[Item]]) -> None:
        self._parts, self._section, self._length, self._decode = parts, section, length, decode
        self._read: dict[int, list[Item]] = {}

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Item, ...]: ...
    def __getitem__(self, index: int | slice) -> Item | tuple[Item, ...]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(self._length)[index])
        place = index if index >= 0 else index + self._length
        if not 0 <= place < self._length:
            raise IndexError(index)
        return self._few(place // FEW)[place % FEW]

    def __iter__(self) -> Iterator[Item]:
        for number in range(-(-self._length // FEW)):
            yield from self._few(number)

    def _few(self, number: int) -> list[Item]:
        if number not in self._read:
            few = self._parts.read(self._section, number, lambda part: self._check(number, self._decode(part)))
            self._read.setdefault(number, few)  # unless another thread was faster: each record is one object
        return self._read[number]

    def _check(self, number: int, few: list[Item]) -> list[Item]:
        if len(few) != min(FEW, self._length - number * FEW):
            raise ValueError(len(few))
        return few

    def __eq__(self, other: Any) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, (tuple, KeptSequence)) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))
