"""Names as people write them, and what answers to them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Generic, TypeVar

_SEPARATORS = re.compile(r"[\s_-]+")


def strict_form(name: str) -> str:
    """Return a name without what a keyboard adds: case, full width, decomposed Hangul, outer spaces."""
    if name.isascii():  # nearly every name, and a tenth of the time
        return name.lower().strip()
    return unicodedata.normalize("NFKC", name).casefold().strip()


def loose_form(name: str) -> str:
    """Return a name without spaces, hyphens and underscores too: `LLaMA 2` and `llama-2` are one."""
    return _loosen(strict_form(name))


def _loosen(strict: str) -> str:
    return _SEPARATORS.sub("", strict)


Entry = TypeVar("Entry")


class Index(Generic[Entry]):
    """What answers to a name, by address: as it is written, and loosely."""

    def __init__(self, names: Iterable[tuple[str, str, Entry]]) -> None:
        self.strictly: dict[str, dict[str, Entry]] = {}
        self.loosely: dict[str, dict[str, Entry]] = {}
        for spelling, address, entry in names:
            strict = strict_form(spelling)
            self.strictly.setdefault(strict, {})[address] = entry
            self.loosely.setdefault(_loosen(strict), {})[address] = entry

    def get(self, name: str) -> dict[str, Entry]:
        """Return what answers to a name exactly if anything does, else loosely."""
        for wanted, entries in ((strict_form(name), self.strictly), (loose_form(name), self.loosely)):
            if wanted and wanted in entries:
                return entries[wanted]
        return {}
