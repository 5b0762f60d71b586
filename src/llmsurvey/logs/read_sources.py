"""Remembers which files were read, so that none is read twice: by name, size and time, or by what it holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

_SCHEMA = pa.schema(
    [
        pa.field("key", pa.string(), nullable=False),
        pa.field("runs", pa.list_(pa.string()), nullable=False),
    ]
)


class ReadSources:
    """The runs that each source gave, by digest; `key` stands for a source as it lay on the disk."""

    def __init__(self, runs: dict[str, tuple[str, ...]]) -> None:
        self._runs = runs
        self.has_news = False

    @classmethod
    def read(cls, path: Path) -> ReadSources:
        """Return what a file remembers: nothing where it isn't there or is broken, so that sources are read again."""
        try:
            table = pq.read_table(path, schema=_SCHEMA)
        except (OSError, pa.ArrowException):
            return cls({})
        runs = map(tuple, table.column("runs").to_pylist())
        return cls(dict(zip(table.column("key").to_pylist(), runs, strict=True)))

    def runs_of(self, key: str, kept: Collection[str]) -> tuple[str, ...]:
        """Return the runs of a source by digest where all of them are `kept`; none where it is to be read."""
        runs = self._runs.get(key, ())
        return runs if all(run in kept for run in runs) else ()

    def remember(self, key: str, runs: Iterable[str]) -> None:
        """Remember that a source was read."""
        self._runs[key] = tuple(runs)
        self.has_news = True

    def to_table(self) -> pa.Table:
        """Return what is remembered as a table."""
        columns = [list(self._runs), list(map(list, self._runs.values()))]
        arrays = [pa.array(column, field.type) for column, field in zip(columns, _SCHEMA, strict=True)]
        return pa.Table.from_arrays(arrays, schema=_SCHEMA)
