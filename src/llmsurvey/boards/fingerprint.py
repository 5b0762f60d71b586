"""By what a file is known to be the one that was read before, without reading it again."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

_TICK = 2 * 10**9
"""So many nanoseconds after a change another one may have the same time: file systems count in steps."""


class Fingerprint(NamedTuple):
    """The size of a file, when its content and its entry in the folder last changed, and its number on the device."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    @property
    def is_settled(self) -> bool:
        """Whether a later change would be seen: the last one isn't so fresh that the next could have its time."""
        return max(self.mtime_ns, self.ctime_ns) < time.time_ns() - _TICK


def fingerprint_of(path: Path) -> Fingerprint | None:
    """Return the fingerprint of a file, following a link; None where there is no file."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return Fingerprint(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
