"""Writes the answers of a run as a Parquet file that takes less than a byte for an answer that is right or wrong."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from llmsurvey.logs.columns import ANSWERS
from llmsurvey.logs.number_repeats import RepeatNumbers
from llmsurvey.logs.run import Run

ROWS_HELD = 2**20
"""So many answers are held before they are sorted and written, which are some 25 MiB."""


class AnswerRows(NamedTuple):
    """Answers in columns of one length: metrics by their place in a list, questions by number.

    `repeat` is -1 where the log doesn't number the answers to one question.
    """

    metric: npt.NDArray[np.int32]
    question: npt.NDArray[np.int32]
    repeat: npt.NDArray[np.int32]
    score: npt.NDArray[np.float64]


class AnswerWriter:
    """Writes the answers of one run to a file, in order of metric, question and repeat as far as they are held.

    `metrics` are the names of the metrics in the order in which they were first seen.
    """

    def __init__(self, path: Path, run: Run) -> None:
        """Begin the file at `path`, which is whole only after `close`. Raises OSError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._run, self._file = run, pq.ParquetWriter(path, ANSWERS, **_LAYOUT)
        self._held: list[AnswerRows] = []
        self._held_rows = 0
        self._repeats = RepeatNumbers()
        self._seen = np.empty(0, dtype=np.int32)
        self.metrics: list[str] = []
        self.answers = 0

    def place_of(self, metric: str) -> int:
        """Return the place of a metric in `metrics`."""
        if metric not in self.metrics:
            self.metrics.append(metric)
        return self.metrics.index(metric)

    def add(self, rows: AnswerRows) -> AnswerRows:
        """Add answers, and return them with their repeats. Raises OSError where they can't be written."""
        rows = rows._replace(repeat=self._repeats.number(rows.metric, rows.question, rows.repeat))
        self.answers += len(rows.score)
        self._held.append(rows)
        self._held_rows += len(rows.score)
        if self._held_rows >= ROWS_HELD:
            self._flush()
        return rows

    def close(self) -> None:
        """Write what is held, and end the file."""
        if self._held:
            self._flush()
        self._file.close()

    @property
    def repeats(self) -> int:
        """How many answers there are to a question by one metric, at most."""
        return self._repeats.most

    @property
    def questions(self) -> int:
        """How many questions have an answer that was written."""
        return len(self._seen)

    @property
    def asked(self) -> str:
        """What stands for these questions."""
        return hashlib.sha256(self._seen.tobytes()).hexdigest()[:32]

    def _flush(self) -> None:
        """Write what is held as row groups of the file."""
        rows = AnswerRows._make(np.concatenate(column) for column in zip(*self._held, strict=True))
        if not _is_sorted(rows):
            order = np.lexsort((rows.repeat, rows.question, rows.metric))
            rows = AnswerRows._make(column[order] for column in rows)
        self._file.write_table(self._table(rows))
        self._held, self._held_rows = [], 0
        self._seen = np.union1d(self._seen, rows.question)

    def _table(self, rows: AnswerRows) -> pa.Table:
        """Return answers as a table of ANSWERS."""
        run, number = self._run, len(rows.score)
        constants = [_constant(text, number) for text in (run.benchmark, run.model, run.name)]
        metric = pa.DictionaryArray.from_arrays(pa.array(rows.metric), pa.array(self.metrics, pa.string()))
        correct = pa.array(rows.score == 1, mask=~np.isin(rows.score, (0.0, 1.0)))
        arrays = [
            *constants,
            metric,
            pa.array(rows.question),
            pa.array(rows.repeat.astype(np.int16)),
            pa.array(rows.score),
            correct,
        ]
        return pa.Table.from_arrays(arrays, schema=ANSWERS)


_LAYOUT = {
    "compression": "zstd",
    "use_dictionary": ["benchmark", "model", "run", "metric", "score"],
    "column_encoding": {"question": "DELTA_BINARY_PACKED"},
    "store_schema": False,
}
"""Sorted numbers take almost nothing as differences, and right or wrong one bit as places in a dictionary."""


def _constant(text: str, number: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(number, dtype=np.int32)), pa.array([text], pa.string()))


def _is_sorted(rows: AnswerRows) -> bool:
    """Whether answers are in order of metric, question and repeat, as the logs of one metric are."""
    key = rows.metric.astype(np.int64) << 47 | rows.question.astype(np.int64) << 16 | (rows.repeat + 1)
    return bool((np.diff(key) >= 0).all())
