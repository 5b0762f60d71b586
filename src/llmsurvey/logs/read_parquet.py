"""Reads a whole Parquet file, and nothing of the names of its folders."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def read_parquet(path: Path) -> pa.Table:
    """Return a file as a table. Raises OSError or pyarrow.ArrowException where it can't be read.

    What pyarrow offers for data sets would load pandas, where that is installed, which takes longer than most answers.
    """
    with pq.ParquetFile(path) as file:
        return file.read()
