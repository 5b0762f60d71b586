"""Paths as users write them, and what is at one, without complaint where that can't be seen."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Literal

Kind = Literal["file", "folder", "stream"]
"""What a path can lead to; a stream is a pipe or a device, which has no size and can't be replaced."""


def path_from_home(name: str | Path) -> Path:
    """Return a path of which `~` at the start is the user's home, `~name` another's; a user that isn't there is none.

    So a folder that is called `~draft` is found by its name.
    """
    return Path(os.path.expanduser(name))  # noqa: PTH111 -- Path.expanduser raises RuntimeError for such a user


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


def is_pointer(path: Path) -> bool:
    """Whether a file only names another that Git LFS keeps elsewhere. Raises OSError where it can't be read."""
    with path.open("rb") as file:
        return file.read(24) == b"version https://git-lfs."
