"""Columns of few different values: each is held once, and every row has its number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from llmsurvey.boards.arrow_text import ArrowText

Codes = npt.NDArray[Any]
"""Whole numbers, of as few bytes as they need."""

_AT_ONCE = 65_536
"""So many rows are gone through at once."""

_SPARSE = 4
"""Keys whose range is more than so many times their number are sorted to be numbered."""


@dataclass(frozen=True)
class Coded:
    """A column in which row N holds `values[codes[N]]`; no value is mutable, and None is one that isn't known."""

    codes: Codes
    values: npt.NDArray[Any]

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[Any]:
        for start in range(0, len(self.codes), _AT_ONCE):
            yield from self.values[self.codes[start : start + _AT_ONCE]].tolist()

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, (int, np.integer)):
            return self.values[self.codes[index]]
        return Coded(self.codes[index], self.values)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        """Return the values of all rows; None as NaN, where numbers are asked for."""
        return self.values.astype(dtype or object)[self.codes]

    def map(self, function: Callable[[Any], Any]) -> Coded:
        """Return what a function makes of each value, asked once for each."""
        return Coded(self.codes, as_objects([function(value) for value in self.values]))

    def is_known(self) -> npt.NDArray[np.bool_]:
        """Return for each row whether its value isn't None."""
        return np.array([value is not None for value in self.values], dtype=bool)[self.codes]

    def compact(self) -> Coded:
        """Return the same with each value once, as far as any row has it, in the order of the first rows."""
        numbers: dict[Any, int] = {}
        first = np.array([numbers.setdefault(value, len(numbers)) for value in self.values], dtype=np.int64)
        numbered = number_keys(self.codes if len(numbers) == len(self.values) else first[self.codes])
        return Coded(numbered.codes, self.values[self.codes[numbered.first_rows]])  # a copy, which may be changed


def for_each(cells: Any, function: Callable[[Any], Any]) -> Any:
    """Return what a function makes of each cell of a column; of a `Coded` one it is asked once for each value."""
    return cells.map(function) if isinstance(cells, Coded) else as_objects([function(cell) for cell in cells])


def different_in(cells: Any) -> Any:
    """Return cells in which all different ones of a column are, perhaps several times."""
    return cells.values if isinstance(cells, Coded) else cells


def rows_where(cells: Any, function: Callable[[Any], bool]) -> Codes:
    """Return the rows whose cell is such; of a `Coded` column a function is asked once for each value."""
    is_such = np.fromiter(map(function, different_in(cells)), dtype=bool)
    return np.flatnonzero(is_such[cells.codes] if isinstance(cells, Coded) else is_such)


def spread(column: Any) -> Any:
    """Return a column as it is, a `Coded` one as an array with a value for each row."""
    return np.asarray(column) if isinstance(column, Coded) else column


def as_objects(values: Sequence[Any]) -> npt.NDArray[Any]:
    """Return values as an array of objects, tuples among them."""
    return np.fromiter(values, object, len(values))


def code_cells(cells: Any) -> Coded:
    """Return a column of any kind with each value once, in the order of the first rows."""
    if isinstance(cells, Coded):
        return cells.compact()
    if isinstance(cells, ArrowText):
        return _code_text(cells)
    if isinstance(cells, np.ndarray) and cells.dtype != object:
        different, codes = np.unique(cells, return_inverse=True)
        return Coded(codes, as_objects(different.tolist())).compact()
    numbers: dict[Any, int] = {}
    codes = np.fromiter((numbers.setdefault(cell, len(numbers)) for cell in cells), np.int64, len(cells))
    return Coded(codes, as_objects(list(numbers)))


def _code_text(cells: ArrowText) -> Coded:
    """Return text of Arrow with each one once: Arrow finds the different ones."""
    return code_dictionary(cells.array.dictionary_encode().combine_chunks()).compact()


def code_dictionary(encoded: Any) -> Coded:
    """Return an array of Arrow that has a dictionary, each text without spaces around it."""
    import pyarrow

    indices = encoded.indices.fill_null(len(encoded.dictionary))
    codes = np.frombuffer(indices.buffers()[1], np.int32)[indices.offset : indices.offset + len(indices)]
    values = np.empty(len(encoded.dictionary) + 1, dtype=object)
    for place, text in enumerate(ArrowText(pyarrow.chunked_array([encoded.dictionary]))):
        values[place] = text
    return Coded(codes, values)


class Numbered(NamedTuple):
    """For each row the number of its key, by the first rows of the keys, which are these."""

    codes: Codes
    first_rows: Codes


def number_keys(keys: Codes) -> Numbered:
    """Return the number of each key, counted without repeats in the order of the rows that they stand in first.

    Keys are no less than 0. Those of a narrow range are counted without sorting.
    """
    if not len(keys):
        return Numbered(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int64))
    width = int(keys.max()) + 1
    if width > _SPARSE * len(keys):
        keys = np.unique(keys, return_inverse=True)[1]
        width = int(keys.max()) + 1
    first_row = np.full(width, -1, dtype=np.int64)
    for start in reversed(range(0, len(keys), _AT_ONCE)):
        part = keys[start : start + _AT_ONCE]
        first_row[part[::-1]] = np.arange(start + len(part) - 1, start - 1, -1)  # the last that is written stays
    first_rows = np.sort(first_row[first_row >= 0])
    keys_in_order = keys[first_rows]
    if len(first_rows) == width and (keys_in_order == np.arange(width)).all():
        return Numbered(keys, first_rows)
    number = np.empty(width, dtype=np.int32)
    number[keys_in_order] = np.arange(len(first_rows))
    return Numbered(number[keys], first_rows)


def number_rows(columns: Sequence[Any]) -> Numbered:
    """Return the number of each row, of which those that agree in all columns have the same."""
    numbered = number_keys(_codes_in(columns[0]))
    for column in columns[1:]:
        codes = _codes_in(column)
        count = int(codes.max(initial=0)) + 1
        if count > 1:
            numbered = number_keys(numbered.codes.astype(np.int64) * count + codes)
    return numbered


def _codes_in(column: Any) -> Codes:
    """Return a number for each cell of a column, the same for equal ones."""
    if isinstance(column, np.ndarray) and column.dtype != object:
        return np.unique(column, return_inverse=True)[1]
    return code_cells(column).codes
