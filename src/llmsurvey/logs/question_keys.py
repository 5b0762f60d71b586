"""Finds questions by id and hash, in 28 bytes each: millions of them are numbered in little memory."""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Keys = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int32]


def keys_of(ids: pa.Array, hashes: pa.Array) -> Keys:
    """Return what stands for each question: 128 bits of a digest, a row of two numbers."""
    lengths = pc.cast(pc.binary_length(ids), pa.string())
    stated = pc.if_else(pc.is_valid(hashes), pc.binary_join_element_wise("=", pc.fill_null(hashes, ""), ""), "")
    texts = pc.binary_join_element_wise(lengths, ids, stated, " ").cast(pa.binary()).to_pylist()
    digests = b"".join([hashlib.blake2b(text, digest_size=16).digest() for text in texts])
    return np.frombuffer(digests, dtype=np.uint64).reshape(-1, 2)


class QuestionKeys:
    """The keys of questions, which are numbered in the order in which they were added.

    The first half of a key is what is searched, in sorted levels each at least twice as large as the next. Of two keys
    that have it in common the later one is sorted in as if it had the next number.
    """

    def __init__(self) -> None:
        self._levels: list[tuple[Keys, Numbers]] = []
        self._keys: Keys = np.empty((0, 2), dtype=np.uint64)
        self.count = 0

    def number(self, keys: Keys) -> Numbers:
        """Return the number of each key; those that aren't there are added in their order."""
        numbers = np.full(len(keys), -1, dtype=np.int32)
        searched = keys[:, 0].copy()
        pending = np.arange(len(keys))
        while len(pending):
            places = self._find(searched[pending])
            is_there = places >= 0
            is_same = is_there.copy()
            is_same[is_there] = (self._keys[places[is_there]] == keys[pending[is_there]]).all(axis=1)
            numbers[pending[is_same]] = places[is_same]
            searched[pending[is_there & ~is_same]] += np.uint64(1)
            if not is_there.all():
                self._add(searched[pending[~is_there]], keys[pending[~is_there]])
            pending = pending[~is_same]
        return numbers

    def _find(self, searched: Keys) -> Numbers:
        """Return the number of each key by what is searched, -1 for one that isn't there."""
        numbers = np.full(len(searched), -1, dtype=np.int32)
        for level, level_numbers in self._levels:
            places = np.minimum(np.searchsorted(level, searched), len(level) - 1)
            is_there = level[places] == searched
            numbers[is_there] = level_numbers[places[is_there]]
        return numbers

    def _add(self, searched: Keys, keys: Keys) -> None:
        """Add keys that aren't there, each once, in the order in which they stand."""
        first = np.sort(np.unique(searched, return_index=True)[1])
        new = searched[first]
        order = np.argsort(new)
        numbers = np.arange(self.count, self.count + len(new), dtype=np.int32)
        if len(self._keys) < self.count + len(new):
            self._keys = np.resize(self._keys, (max(2 * self.count, self.count + len(new)), 2))
        self._keys[numbers] = keys[first]
        self.count += len(new)
        self._levels.append((new[order], numbers[order]))
        while len(self._levels) > 1 and len(self._levels[-2][0]) < 2 * len(self._levels[-1][0]):
            (later, later_numbers), (former, former_numbers) = self._levels.pop(), self._levels.pop()
            merged = np.concatenate([former, later])
            order = np.argsort(merged, kind="stable")
            self._levels.append((merged[order], np.concatenate([former_numbers, later_numbers])[order]))
