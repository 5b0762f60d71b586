"""Whether a Parquet file was written to its end, without a library that reads it."""

from __future__ import annotations

import os
from pathlib import Path

_END = b"PAR1"
"""What every Parquet file ends in."""


def is_whole(path: Path) -> bool:
    """Whether a file is there and ends as a Parquet file does that was written to its end."""
    try:
        with path.open("rb") as file:
            file.seek(-len(_END), os.SEEK_END)
            return file.read() == _END
    except OSError:
        return False
