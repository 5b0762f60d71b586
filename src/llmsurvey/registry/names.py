"""Names as people write them, and what answers to them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar


def strict(name: str) -> str:
    """A name without what a keyboard adds: case, full width, decomposed Hangul, outer spaces."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def loose(name: str) -> str:
    """A name without spaces, hyphens and underscores too: `LLaMA 2` and `llama-2` are one."""
    return re.sub(r"[\s_-]+", "", strict(name))


Entry = TypeVar("Entry")


class Index(Generic[Entry]):
    """What answers to a name, by address: as it is written, and loosely."""

    def __init__(self, names: Iterable[tuple[str, str, Entry]]) -> None:
        self._maps: list[tuple[Callable[[str], str], dict[str, dict[str, Entry]]]] = [(strict, {}), (loose, {})]
        for spelling, address, entry in names:
            for key, found in self._maps:
                found.setdefault(key(spelling), {})[address] = entry

    def get(self, name: str) -> dict[str, Entry]:
        """What answers to a name exactly if anything does, else loosely."""
        for key, found in self._maps:
            if (wanted := key(name)) and wanted in found:
                return found[wanted]
        return {}
