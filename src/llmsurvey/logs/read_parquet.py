"""Reads a whole Parquet file, and nothing of the names of its folders."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

_END = b"PAR1"
"""What every Parquet file ends in."""


def read_parquet(path: Path) -> pa.Table:
    """Return a file as a table. Raises OSError or pyarrow.ArrowException where it can't be read.

    What pyarrow offers for data sets would load pandas, where that is installed, which takes longer than most answers.
    """
    with pq.ParquetFile(path) as file:
        return file.read()


def is_whole(path: Path) -> bool:
    """Whether a file is there and ends as a Parquet file does that was written to its end."""
    try:
        with path.open("rb") as file:
            file.seek(-len(_END), os.SEEK_END)
            return file.read() == _END
    except OSError:
        return False
