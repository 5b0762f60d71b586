"""What is told of each snapshot, kept in the cache folder so that a snapshot is read once for it.

Nothing here loads NumPy: who only asks which boards there are needs none.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from llmsurvey.boards.fingerprint import Fingerprint
from llmsurvey.registry.cache import read_bytes, write_bytes
from llmsurvey.version import __version__

_FORM = 3
"""Raised when summaries change their form or their meaning, so that older files are left alone."""

_KIND = "summaries"


class BoardSummary(NamedTuple):
    """How many different names of models a snapshot has, how many entries, and how much of these the registry knows.

    `matched` are models of it, and of `base_stated` a source says what they were made from.
    """

    models: int
    entries: int
    matched: int
    base_stated: int
    benchmarks: tuple[str, ...]


class SummaryIndex:
    """The summaries of snapshots by their files.

    `boards_key` is the digest of what decides which models the entries are; without one nothing is kept.
    """

    def __init__(self, boards_key: str | None) -> None:
        self._key = None if boards_key is None else _key_of(boards_key)
        self._summaries = _read_summaries(self._key)
        self._has_changed = False

    def get(self, path: Path, fingerprint: Fingerprint) -> BoardSummary | None:
        """Return the summary of a file as it is now, or None where there is none."""
        entry = self._summaries.get(_name_of(path))
        return entry[1] if entry is not None and entry[0] == fingerprint else None

    def put(self, path: Path, fingerprint: Fingerprint, summary: BoardSummary) -> None:
        """Keep the summary of a file, unless the file may change without being seen to."""
        if fingerprint.is_settled:
            self._summaries[_name_of(path)] = (fingerprint, summary)
            self._has_changed = True

    def save(self) -> None:
        """Write what is new to the cache folder."""
        if self._key is not None and self._has_changed:
            body = json.dumps(self._summaries, separators=(",", ":")).encode()
            write_bytes(self._key, body, _KIND)


def _read_summaries(key: str | None) -> dict[str, tuple[Fingerprint, BoardSummary]]:
    body = None if key is None else read_bytes(key, _KIND)
    try:
        return {
            path: (Fingerprint(*fingerprint), BoardSummary(models, entries, matched, base_stated, tuple(benchmarks)))
            for path, (fingerprint, (models, entries, matched, base_stated, benchmarks)) in json.loads(
                body or b"{}"
            ).items()
        }
    except (AttributeError, TypeError, ValueError):
        return {}


def _key_of(boards_key: str) -> str:
    return hashlib.sha256(f"{__version__}/{_FORM}/{boards_key}".encode()).hexdigest()


def _name_of(path: Path) -> str:
    return ascii(str(path.absolute()))
