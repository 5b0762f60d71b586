"""Columns of Arrow that come part by part, of which each text is held once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_MOST_PARTS = 64
"""The texts of so many parts are looked through for equal ones at once."""


class GatheredColumn:
    """The parts of a column so far: numbers as they are, of text the numbers of the different ones."""

    def __init__(self, parts: Iterable[Any] = ()) -> None:
        self._parts: list[Any] = []
        for part in parts:
            self.add(part)

    def add(self, part: Any) -> None:
        """Add an array of Arrow. Raises ArrowException for what is neither numbers nor text, and can't be made text."""
        import pyarrow

        if is_number(part.type):
            self._parts.append(part.cast(pyarrow.float64()))
            return
        self._parts.append(part.cast(pyarrow.string()).dictionary_encode())
        if len(self._parts) > _MOST_PARTS:
            self._parts = [_combine(self._parts)]

    def whole(self) -> Any:
        """Return all of it: numbers, text with a dictionary, or plain text where most of it is different.

        Raises ArrowException where some parts are numbers and others text, IndexError for no part.
        """
        import pyarrow

        if pyarrow.types.is_floating(self._parts[0].type):
            return pyarrow.chunked_array(self._parts)
        whole = _combine(self._parts)
        is_various = 2 * len(whole.dictionary) > len(whole)
        return pyarrow.chunked_array([whole.cast(pyarrow.string()) if is_various else whole])


def is_number(kind: Any) -> bool:
    """Whether a type of Arrow is one of numbers."""
    import pyarrow

    return bool(pyarrow.types.is_floating(kind) or pyarrow.types.is_integer(kind) or pyarrow.types.is_decimal(kind))


def _combine(parts: list[Any]) -> Any:
    """Return arrays of text as one, with one dictionary."""
    import pyarrow

    return pyarrow.chunked_array(parts).unify_dictionaries().combine_chunks()
