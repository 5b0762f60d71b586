"""Text of a large column as Arrow keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

_AT_ONCE = 65_536
"""So many texts are made strings at once."""


@dataclass(frozen=True)
class ArrowText:
    """A column of text that makes a string only of what is asked for: a million of them would be most of the memory.

    Spaces around it don't count.
    """

    array: Any
    """A `pyarrow.ChunkedArray` of strings."""

    def __len__(self) -> int:
        return len(self.array)

    def __iter__(self) -> Iterator[str | None]:
        for chunk in self.array.chunks:
            for start in range(0, len(chunk), _AT_ONCE):
                texts = chunk[start : start + _AT_ONCE].to_pylist()
                yield from (None if text is None else text.strip() for text in texts)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, (int, np.integer)):
            text = self.array[int(index)].as_py()
            return None if text is None else text.strip()
        import pyarrow

        # not pyarrow.array(): that imports pandas where there is one, which takes longer than all else
        rows = np.ascontiguousarray(index, dtype=np.int64)
        indices = pyarrow.Array.from_buffers(pyarrow.int64(), len(rows), [None, pyarrow.py_buffer(rows)])
        return ArrowText(self.array.take(indices))

    def folded(self) -> ArrowText:
        """Return the same without capitals and outer spaces."""
        import pyarrow.compute

        return ArrowText(pyarrow.compute.utf8_trim_whitespace(pyarrow.compute.utf8_lower(self.array)))

    def rows_among(self, loose_names: Iterable[str]) -> npt.NDArray[np.int64]:
        """Return the rows whose text is one of these names, loosely: all at once, where every text is plain."""
        import pyarrow
        import pyarrow.compute

        wanted = _array_of(loose_names)
        plain = [_without_separators(chunk) for chunk in pyarrow.compute.ascii_lower(self.array).chunks]
        is_among = pyarrow.compute.is_in(
            pyarrow.chunked_array(plain, type=self.array.type), wanted.cast(self.array.type)
        )
        found = pyarrow.compute.indices_nonzero(is_among)
        if not len(found):
            return np.empty(0, np.int64)
        return np.frombuffer(found.buffers()[1], np.uint64)[found.offset : found.offset + len(found)].astype(np.int64)

    def places_in(self, others: ArrowText) -> npt.NDArray[np.int64]:
        """Return where each text stands first among others, -1 for nowhere: of all at once."""
        import pyarrow.compute

        wanted = others.array.cast(self.array.type).combine_chunks()
        places = pyarrow.compute.index_in(self.array, value_set=wanted)
        places = pyarrow.compute.fill_null(places, -1).combine_chunks()
        found = np.frombuffer(places.buffers()[1], np.int32)[places.offset : places.offset + len(places)]
        return found.astype(np.int64)

    def is_tidy(self) -> bool:
        """Whether every text is plain: of visible ASCII, with single blanks inside, and no marks around it."""
        return all(map(_is_tidy, self.array.chunks))

    @cached_property
    def differ_folded(self) -> bool:
        """Whether no two texts are one in other letters; asked once, for it takes long."""
        return self.folded().distinct == len(self)

    @property
    def distinct(self) -> int:
        """How many different texts there are."""
        import pyarrow.compute

        count = int(pyarrow.compute.count_distinct(self.array).as_py())
        pyarrow.default_memory_pool().release_unused()
        return count

    @property
    def missing(self) -> int:
        """How many places hold none."""
        return int(self.array.null_count)


_INSIDE = np.zeros(256, dtype=np.bool_)
_INSIDE[ord("!") : ord("~") + 1] = True
_INSIDE[ord(" ")], _INSIDE[ord("<")] = True, False
_FIRST = np.array([chr(code).isascii() and (chr(code).isalnum() or chr(code) == ".") for code in range(256)])
"""The bytes that may stand in a plain text, and before the others of it."""


def as_tidy_text(texts: Iterable[str | None]) -> ArrowText | None:
    """Return texts as Arrow keeps them, or None where one isn't plain."""
    import pyarrow

    column = ArrowText(pyarrow.chunked_array([_array_of(text or "" for text in texts)]))
    return column if column.is_tidy() else None  # an empty one isn't


def _array_of(texts: Iterable[str]) -> Any:
    """Return texts as an array, without `pyarrow.array`, which imports pandas to see whether they are of it."""
    import pyarrow

    content = [text.encode() for text in texts]
    edges = np.cumsum([0, *map(len, content)], dtype=np.int64)
    buffers = [None, pyarrow.py_buffer(edges), pyarrow.py_buffer(b"".join(content))]
    return pyarrow.Array.from_buffers(pyarrow.large_string(), len(content), buffers)


def _without_separators(chunk: Any) -> Any:
    """Return an array of plain texts, all of them there, without blanks, hyphens and underscores."""
    import pyarrow

    edges, content = _edges_and_content(chunk)
    if not len(chunk):
        return chunk
    text = np.frombuffer(content, np.uint8)[edges[0] : edges[-1]]
    is_kept = (text != ord(" ")) & (text != ord("-")) & (text != ord("_"))
    moved = edges - edges[0] - np.searchsorted(np.flatnonzero(~is_kept), edges - edges[0])
    buffers = (pyarrow.py_buffer(moved.astype(edges.dtype)), pyarrow.py_buffer(text[is_kept]))
    return pyarrow.Array.from_buffers(chunk.type, len(chunk), [None, *buffers])


def _edges_and_content(chunk: Any) -> tuple[npt.NDArray[Any], Any]:
    """Return where the texts of an array begin and end, and the bytes that they are in."""
    import pyarrow

    _, offsets, content = chunk.buffers()
    kind = np.int64 if pyarrow.types.is_large_string(chunk.type) else np.int32
    return np.frombuffer(offsets, kind)[chunk.offset : chunk.offset + len(chunk) + 1], content


def _is_tidy(chunk: Any) -> bool:
    """Whether every text of an array is plain: looked at as bytes at once, for a pattern takes ten times as long."""
    edges, content = _edges_and_content(chunk)
    begins, ends = edges[:-1][np.diff(edges) > 0], edges[1:][np.diff(edges) > 0]
    if len(chunk) - len(begins) > chunk.null_count:  # one is empty
        return False
    if not len(begins):
        return True
    text = np.frombuffer(content, np.uint8)
    is_blank = text[begins[0] : ends[-1]] == ord(" ")
    return bool(
        _INSIDE[text[begins[0] : ends[-1]]].all()
        and _FIRST[text[begins]].all()
        and (text[ends - 1] != ord(" ")).all()
        and not (is_blank[1:] & is_blank[:-1]).any()
    )
