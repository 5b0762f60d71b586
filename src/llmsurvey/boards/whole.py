"""Which snapshot of a board is its newest whole one, told from the files alone: nothing here loads NumPy."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from llmsurvey.boards.fingerprint import fingerprint_of
from llmsurvey.boards.folders import UNDATED, BoardFolders
from llmsurvey.boards.measure import IDENTITY, Measure
from llmsurvey.boards.partial import is_partial
from llmsurvey.errors import UnknownNameError
from llmsurvey.registry.cache import read_bytes, write_bytes
from llmsurvey.version import __version__


class BoardOutline(NamedTuple):
    """How many entries a snapshot has, and which benchmarks."""

    entries: int
    benchmarks: frozenset[str]


class BoardOutlines:
    """The outlines of snapshots by their files, each read once."""

    def __init__(self) -> None:
        self.of = cache(_kept_outline)


def newest_whole(folders: BoardFolders, outlines: BoardOutlines, board: str, until: str | None = None) -> str:
    """Return the address of a board's newest whole snapshot.

    With `until` it is the newest of that day or before, where there is one. Raises UnknownNameError for a board that
    isn't there, BoardError for a folder that can't be read.
    """
    files = folders.snapshots(board)
    if not files:
        raise UnknownNameError("board", board, ())
    days = [day for day in files if until is None or day == UNDATED or day <= until] or list(files)
    while len(days) > 1 and not _is_whole(outlines, files[days[-1]], [files[day] for day in days[:-1]]):
        days.pop()
    return f"{board}@{days[-1]}"


def _is_whole(outlines: BoardOutlines, path: Path, former: Sequence[Path]) -> bool:
    """Whether no former snapshot is so much larger that this one is a part of it."""
    entries = outlines.of(path).entries
    for former_path in reversed(former):
        # that a former one is small enough is mostly seen from its lines, without reading its cells
        if is_partial(entries, _count_lines(former_path)) and is_partial(entries, outlines.of(former_path).entries):
            return False
    return True


def _count_lines(path: Path) -> int:
    try:
        return path.read_bytes().count(b"\n")
    except OSError:
        return 0


_FORM = 1
"""Raised when outlines change their form or their meaning, so that older files are left alone."""

_KIND, _MOST = "outline", 500
"""The kind of what is kept, and of how many snapshots."""


def _kept_outline(path: Path) -> BoardOutline:
    """Return the outline of a file, kept in the cache folder under what tells that the file is still the same."""
    fingerprint = fingerprint_of(path)
    if fingerprint is None or not fingerprint.is_settled:
        return outline_of(path)
    key = hashlib.sha256(f"{__version__}/{_FORM}/{path!a}/{tuple(fingerprint)}".encode()).hexdigest()
    try:
        entries, benchmarks = json.loads(read_bytes(key, _KIND) or b"")
        return BoardOutline(int(entries), frozenset(benchmarks))
    except (TypeError, ValueError):
        outline = outline_of(path)
        write_bytes(key, json.dumps([outline.entries, sorted(outline.benchmarks)]).encode(), _KIND, _MOST)
        return outline


def outline_of(path: Path) -> BoardOutline:
    """Return the outline of a tidy file, by the texts of its cells; what can't be read has no entries.

    An entry has as many rows of its own as the measure that comes most often with it (see `tidy.to_board`).
    """
    turns: Counter[tuple[tuple[str, ...], tuple[str, ...]]] = Counter()
    most: dict[tuple[str, ...], int] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            header = next(reader, [])
            identity = [header.index(name) for name in IDENTITY if name in header]
            measure = [header.index(name) for name in Measure._fields if name in header]
            benchmark = header.index("benchmark")
            benchmarks = set()
            for row in reader:
                entry = tuple([row[column] for column in identity])
                key = entry, tuple([row[column] for column in measure])
                turns[key] += 1
                most[entry] = max(most.get(entry, 0), turns[key])
                benchmarks.add(row[benchmark])
    except (OSError, ValueError, IndexError, csv.Error):
        return BoardOutline(0, frozenset())
    return BoardOutline(sum(most.values()), frozenset(benchmarks))
