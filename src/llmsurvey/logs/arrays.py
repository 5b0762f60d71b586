"""Columns of Arrow as NumPy has them, without what pyarrow would load for it.

Its `to_numpy`, `fill_null` and the like import pandas where that is installed, which takes longer than most answers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Numbers = npt.NDArray[np.int64]


def numbers_of(column: pa.ChunkedArray) -> npt.NDArray[Any]:
    """Return a column of numbers in which none is missing; they can't be written to."""
    return np.from_dlpack(column.combine_chunks())


def codes_of(column: pa.ChunkedArray) -> tuple[Numbers, list[str | None]]:
    """Return a column of words as places in a list of these, and the list; None is one of them where any is missing."""
    encoded = column.combine_chunks().dictionary_encode(null_encoding="encode")
    return np.from_dlpack(encoded.indices).astype(np.int64), encoded.dictionary.to_pylist()
