"""The questions of a benchmark, numbered in the order in which they were first seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from llmsurvey.logs.columns import QUESTIONS
from llmsurvey.logs.read_parquet import read_parquet
from llmsurvey.logs.run import QuestionKey


class QuestionNumbers:
    """Numbers the questions of one benchmark; `clusters` has the cluster of each, None where no log tells one."""

    def __init__(self, table: pa.Table | None = None) -> None:
        """Begin with a table of QUESTIONS, or without one."""
        self.keys: list[QuestionKey] = []
        self.clusters: list[str | None] = []
        if table is not None:
            ids, hashes = (table.column(name).to_pylist() for name in ("id", "hash"))
            self.keys = [QuestionKey(*key) for key in zip(ids, hashes, strict=True)]
            self.clusters = table.column("cluster").to_pylist()
        self._numbers = {key: number for number, key in enumerate(self.keys)}
        self._kept = len(self.keys)
        self._is_changed = False

    @classmethod
    def read(cls, path: Path) -> QuestionNumbers:
        """Return those of a file, none where there is no file. Raises OSError or pyarrow.ArrowException."""
        return cls(read_parquet(path) if path.exists() else None)

    def number(
        self, ids: Sequence[str], hashes: Iterable[str | None], clusters: Iterable[str | None]
    ) -> npt.NDArray[np.int32]:
        """Return the number of each question, new ones behind those that there are; a cluster told later is added."""
        known = self._numbers
        numbers = np.empty(len(ids), dtype=np.int32)
        for row, (id, hash, cluster) in enumerate(zip(ids, hashes, clusters, strict=True)):
            number = known.get((id, hash))  # type: ignore[call-overload]
            if number is None:
                number = len(known)
                key = QuestionKey(id, hash)
                known[key] = number
                self.keys.append(key)
                self.clusters.append(cluster)
            elif cluster is not None and self.clusters[number] is None:
                self.clusters[number] = cluster
                self._is_changed = True
            numbers[row] = number
        return numbers

    @property
    def has_news(self) -> bool:
        """Whether anything is to be written."""
        return self._is_changed or len(self.keys) > self._kept

    def to_table(self) -> pa.Table:
        """Return them as a table of QUESTIONS."""
        columns = [
            np.arange(len(self.keys), dtype=np.int32),
            [key.id for key in self.keys],
            [key.hash for key in self.keys],
            self.clusters,
        ]
        arrays = [pa.array(column, field.type) for column, field in zip(columns, QUESTIONS, strict=True)]
        return pa.Table.from_arrays(arrays, schema=QUESTIONS)
