"""How much room logs take when they are kept, asked before a disk is filled."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterable
from pathlib import Path

from llmsurvey.errors import OutputError
from llmsurvey.messages import Message, option, say
from llmsurvey.paths import status_of

_PACKED = {".parquet": (1.0, 1.5), ".eval": (0.2, 1.5)}
"""What is kept of a packed log, as a share of its bytes: without texts, and with them."""

_PLAIN = (0.02, 0.5)
"""The same of a log in plain text: four bytes of an answer in a line of two hundred."""


_GIGABYTE = 1e9


def check_room(files: Iterable[Path], folder: Path, *, texts: bool) -> None:
    """Raise OutputError where a folder's disk hasn't the room that the answers of some logs may take."""
    needed = 0.0
    for file in files:
        status = status_of(file)
        share = _PACKED.get(file.suffix, _PLAIN)[texts]
        needed += share * status.st_size if status else 0
    if needed <= (free := free_bytes(folder)):
        return
    raise OutputError(
        say(
            "{folder} has {free} of room, and the answers of these logs may take {needed}. Name another one with"
            " {option}.",
            folder=folder,
            free=_amount(free),
            needed=_amount(needed),
            option=option("logs_in"),
        )
    )


def _amount(size: float) -> Message:
    """Return a number of bytes in the unit in which it is no 0.0."""
    if size < _GIGABYTE:
        return say("{number:,.1f} MB", number=size / 1e6)
    return say("{number:,.1f} GB", number=size / _GIGABYTE)


def free_bytes(folder: Path) -> float:
    """Return how many bytes a folder has room for, be it there yet or not; infinity where the system doesn't tell."""
    there = next((path for path in (folder, *folder.absolute().parents) if path.exists()), folder)
    try:
        return shutil.disk_usage(there).free
    except OSError:
        return math.inf
