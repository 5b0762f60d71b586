"""A place of a repository at which a model is named."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple


class Mention(NamedTuple):
    """The `name` of a model as the hub has it, where it begins, and in what it stands: a call, a key, an option.

    It is `known_as` something else in the registry only where that isn't its name. Lines and columns count from 1,
    columns in characters; both are 0 for a folder of the hub's cache.
    """

    line: int
    column: int
    name: str
    named_in: str
    known_as: str = ""


class Lines:
    """The lines of a text, by the offset at which each begins."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def position_of(self, offset: int) -> tuple[int, int]:
        """Return line and column of what stands at an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
