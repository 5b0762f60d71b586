"""Which snapshots of a board are whole, and which hold only a part of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from llmsurvey.boards.board import FACTS, Board
from llmsurvey.boards.shelf import UNDATED, Shelf
from llmsurvey.errors import BoardError

PARTIAL = 0.5
"""A snapshot with a smaller share than this of the rows of a former one holds only a part of the board."""

_BEHIND = {b"value", b"stderr", b"items"}
"""The columns that don't tell one measure of an entry from another."""


def is_partial(entries: int, largest: int) -> bool:
    """Whether a snapshot of so many entries holds only a part, where the largest before it has so many."""
    return entries < largest * PARTIAL


def newest_whole(shelf: Shelf, load: Callable[[str], Board], board: str, until: str | None = None) -> str:
    """Return the address of a board's newest whole snapshot; `load` gives the board at an address.

    With `until` it is the newest of that day or before, where there is one. Raises UnknownNameError for a board that
    isn't there, BoardError for a snapshot that can't be read.
    """
    shelf.find(board)
    files = shelf.snapshots(board)
    days = [day for day in files if until is None or day == UNDATED or day <= until] or list(files)
    while len(days) > 1 and not _is_whole(load, f"{board}@{days[-1]}", [files[day] for day in days[:-1]]):
        days.pop()
    return f"{board}@{days[-1]}"


def _is_whole(load: Callable[[str], Board], address: str, former: Sequence[Path]) -> bool:
    """Whether no former snapshot, each given by its file, is so much larger that this one is a part of it."""
    entries = len(load(address))
    for path in reversed(former):
        # that a former one is small enough is mostly seen from its lines, without reading its cells
        content = _content_of(path)
        if not is_partial(entries, content.count(b"\n")) or not is_partial(entries, _most_entries(content)):
            continue
        if is_partial(entries, _count_entries(load, f"{path.parent.name}@{path.stem}")):
            return False
    return True


def _count_entries(load: Callable[[str], Board], address: str) -> int:
    """How many entries a former snapshot has; none where it can't be read, which is told where it is asked for."""
    try:
        return len(load(address))
    except BoardError:
        return 0


def _content_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _most_entries(content: bytes) -> int:
    """Return a number that the entries in a tidy file of several lines don't exceed.

    An entry has at least one line of its own that begins with its facts, unless a measure comes again.
    """
    header, *rows = content.splitlines()
    names = header.split(b",")
    facts = [place for place, name in enumerate(names) if name.decode(errors="replace") in FACTS]
    values = [place for place, name in enumerate(names) if name in _BEHIND]
    if not facts or facts != list(range(len(facts))) or values != list(range(len(names) - len(values), len(names))):
        return len(rows)
    beginnings = {row.rsplit(b",", len(names) - len(facts))[0] for row in rows}
    measures = {row.rsplit(b",", len(values))[0] for row in rows}
    return len(beginnings) + len(rows) - len(measures)
