"""The questions of a benchmark, numbered in the order in which they were first seen."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from llmsurvey.logs.columns import QUESTIONS
from llmsurvey.logs.question_keys import QuestionKeys, keys_of

_HELD = 2**18
"""So many new questions are held before they go to a file beside: a log may have millions."""

_BATCH = 2**16

_NEW = pa.schema([QUESTIONS.field("id"), QUESTIONS.field("hash")])

Numbers = npt.NDArray[np.int32]


class QuestionNumbers:
    """Numbers the questions of one benchmark, whose file is at `path`, if there is one."""

    def __init__(self, path: Path) -> None:
        """Begin with the questions of the file. Raises OSError or pyarrow.ArrowException."""
        self._path, self._beside = path, path.with_name(path.name + ".new")
        self._keys = QuestionKeys()
        self._clusters = _Clusters()
        self._held: list[pa.RecordBatch] = []
        self._held_rows = 0
        self._file: pa.ipc.RecordBatchFileWriter | None = None
        for batch in _read_batches(path):
            numbers = self._keys.number(keys_of(batch.column("id"), batch.column("hash")))
            self._clusters.tell(numbers, batch.column("cluster"))
        self._kept = self._keys.count
        self._clusters.has_news = False

    def number(self, batch: pa.RecordBatch) -> Numbers:
        """Return the number of each row's question, new ones behind those that there are, from columns of READ.

        A cluster that is told later is added. Raises OSError where new ones can't be held on the disk.
        """
        questions = batch.select(["id", "hash", "cluster"])
        starts = _starts_of(questions)
        once = questions.take(pa.array(starts))
        before = self._keys.count
        numbers = self._keys.number(keys_of(once.column("id"), once.column("hash")))
        self._clusters.tell(numbers, once.column("cluster"))
        if self._keys.count > before:
            self._hold(once.take(pa.array(_first_places(numbers, before))))
        return np.repeat(numbers, np.diff(starts, append=len(batch)))

    @property
    def has_news(self) -> bool:
        """Whether anything is to be written."""
        return self._clusters.has_news or self._keys.count > self._kept

    def write(self, path: Path) -> None:
        """Write all questions to another file. Raises OSError or pyarrow.ArrowException."""
        if self._file is not None:
            self._file.close()
        path.parent.mkdir(parents=True, exist_ok=True)
        row = 0
        with pq.ParquetWriter(path, QUESTIONS, compression="zstd", store_schema=False) as file:
            for batch in itertools.chain(_read_batches(self._path), _spilled(self._beside, self._file), self._held):
                numbers = np.arange(row, row + len(batch), dtype=np.int32)
                columns = [pa.array(numbers), batch.column("id"), batch.column("hash"), self._clusters.of(numbers)]
                file.write_batch(pa.RecordBatch.from_arrays(columns, schema=QUESTIONS))
                row += len(batch)

    def close(self) -> None:
        """Take away what was held on the disk."""
        if self._file is not None:
            with contextlib.suppress(OSError, pa.ArrowException):
                self._file.close()
            with contextlib.suppress(OSError):
                self._beside.unlink()

    def _hold(self, new: pa.RecordBatch) -> None:
        """Hold new questions until they are written; of very many on the disk."""
        self._held.append(new.select(_NEW.names))
        self._held_rows += len(new)
        if self._held_rows < _HELD:
            return
        if self._file is None:
            self._beside.parent.mkdir(parents=True, exist_ok=True)
            self._file = pa.ipc.new_file(str(self._beside), _NEW, options=pa.ipc.IpcWriteOptions(compression="zstd"))
        for batch in self._held:
            self._file.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=_NEW))
        self._held, self._held_rows = [], 0


class _Clusters:
    """The cluster of each question by number, where any log tells one."""

    def __init__(self) -> None:
        self._names: dict[str, int] = {}
        self._codes: Numbers = np.empty(0, dtype=np.int32)
        self.has_news = False

    def tell(self, numbers: Numbers, clusters: pa.Array) -> None:
        """Add the clusters of some questions, unless another was told before."""
        if clusters.null_count == len(clusters):
            return
        encoded = clusters.dictionary_encode()
        codes = np.array(
            [self._names.setdefault(name, len(self._names)) for name in encoded.dictionary.to_pylist()], dtype=np.int32
        )
        told = np.flatnonzero(clusters.is_valid().to_numpy(zero_copy_only=False))[::-1]  # of several the first
        self._grow(int(numbers.max()) + 1)
        unknown = told[self._codes[numbers[told]] < 0]
        self._codes[numbers[unknown]] = codes[encoded.indices.take(pa.array(unknown)).to_numpy()]
        self.has_news = self.has_news or bool(len(unknown))

    def of(self, numbers: Numbers) -> pa.Array:
        """Return the clusters of questions as texts."""
        self._grow(int(numbers.max(initial=-1)) + 1)
        codes = self._codes[numbers]
        indices = pa.array(codes, mask=codes < 0)
        return pa.DictionaryArray.from_arrays(indices, pa.array(list(self._names), pa.string())).cast(pa.string())

    def _grow(self, questions: int) -> None:
        if len(self._codes) < questions:
            more = np.full(max(questions, 2 * len(self._codes)) - len(self._codes), -1, dtype=np.int32)
            self._codes = np.concatenate([self._codes, more])


def _starts_of(questions: pa.RecordBatch) -> npt.NDArray[np.int64]:
    """Return the first row of each run of equal rows: an answer has a row for each of its metrics."""
    if len(questions) == 0:
        return np.empty(0, dtype=np.int64)
    codes = [column.dictionary_encode(null_encoding="encode").indices.to_numpy() for column in questions.columns]
    changes = np.logical_or.reduce([np.diff(code) != 0 for code in codes])
    return np.concatenate([[0], np.flatnonzero(changes) + 1])


def _first_places(numbers: Numbers, known: int) -> npt.NDArray[np.int64]:
    """Return where each number from `known` on stands first, in their order."""
    places = np.flatnonzero(numbers >= known)
    _, first = np.unique(numbers[places], return_index=True)
    return places[first]


def _read_batches(path: Path) -> Iterator[pa.RecordBatch]:
    if path.exists():
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(batch_size=_BATCH)


def _spilled(path: Path, file: pa.ipc.RecordBatchFileWriter | None) -> Iterator[pa.RecordBatch]:
    if file is not None:
        with pa.ipc.open_file(str(path)) as reader:
            for number in range(reader.num_record_batches):
                yield reader.get_batch(number)
