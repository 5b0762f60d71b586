"""Text of a large column as Arrow keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np


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
        return (None if text is None else text.strip() for text in self.array.to_pylist())

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

    def is_tidy(self) -> bool:
        """Whether every text is plain: of visible ASCII, with single blanks inside, and no marks around it."""
        import pyarrow.compute

        plain = pyarrow.compute.match_substring_regex(self.array, r"^[0-9A-Za-z.][!-;=-~]*( [!-;=-~]+)*$")
        return bool(pyarrow.compute.all(plain, skip_nulls=True, min_count=0).as_py())

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
