"""What is at a path, without complaint where that can't be seen."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Literal

Kind = Literal["file", "folder", "stream"]
"""What a path can lead to; a stream is a pipe or a device, which has no size and can't be replaced."""


def status_of(path: Path) -> os.stat_result | None:
    """Return what the system tells of whatever a path, and all links on it, leads to; None where it tells nothing."""
    try:
        return path.stat()
    except (OSError, ValueError):
        return None


def kind_of(path: Path) -> Kind | None:
    """Return what a path leads to, None where there is nothing, or where it can't be seen."""
    status = status_of(path)
    if status is None:
        return None
    if stat.S_ISREG(status.st_mode):
        return "file"
    return "folder" if stat.S_ISDIR(status.st_mode) else "stream"
