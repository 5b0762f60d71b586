"""Keeps logs: one Parquet data set of answers, by benchmark and model, with the questions and the runs beside it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from llmsurvey.atomic import write_atomically
from llmsurvey.boards.lock import lock_folder
from llmsurvey.errors import BoardError, OutputError, reason_of
from llmsurvey.logs.columns import TEXTS
from llmsurvey.logs.folders import INDEX, answers_file, questions_file, texts_file
from llmsurvey.logs.question_numbers import QuestionNumbers
from llmsurvey.logs.run import KeptRun, Run, as_json
from llmsurvey.logs.write_answers import AnswerRows, AnswerWriter
from llmsurvey.messages import say

_PARTIAL = ".part"
"""What a file's name ends in until it is whole."""

_COMMITTED_AT_ONCE = 256
"""After so many runs the index is written, so that an import that is stopped goes on from there."""


class LogStore:
    """The logs in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def runs(self) -> list[KeptRun]:
        """Return the runs that are kept, by benchmark and model. Raises BoardError for an index that can't be read."""
        path = self.folder / INDEX
        try:
            return runs_of(pq.read_table(path))
        except FileNotFoundError:
            return []
        except (OSError, pa.ArrowException, ValueError, KeyError) as error:
            raise BoardError(
                say("{file} can't be read: {reason}. Import the logs again.", file=path, reason=_reason(error))
            ) from None

    def questions(self, benchmark: str) -> pa.Table:
        """Return the questions of a benchmark, a table of QUESTIONS. Raises BoardError where it can't be read."""
        path = self.questions_path(benchmark)
        try:
            return pq.read_table(path)
        except (OSError, pa.ArrowException) as error:
            raise BoardError(say("{file} can't be read: {reason}.", file=path, reason=_reason(error))) from None

    def answers_path(self, run: Run) -> Path:
        """Return the file of a run's answers."""
        return self.folder / answers_file(run.benchmark, run.model, run.name)

    def texts_path(self, run: Run) -> Path | None:
        """Return the file of a run's texts, None where none were kept."""
        path = self.folder / texts_file(run.benchmark, run.model, run.name)
        return path if path.exists() else None

    def questions_path(self, benchmark: str) -> Path:
        """Return the file of a benchmark's questions."""
        return self.folder / questions_file(benchmark)

    @contextlib.contextmanager
    def adding(self) -> Iterator[LogAdditions]:
        """Give what adds runs, while no other import does; what was added whole by the end, however that is, is kept.

        Raises OutputError where the folder can't be written, or another import holds it for too long.
        """
        with lock_folder(self.folder):
            additions = LogAdditions(self)
            try:
                yield additions
            finally:
                additions.commit()


def runs_of(index: pa.Table) -> list[KeptRun]:
    """Return the runs that a table of runs has. Raises KeyError or ValueError for another table."""
    return [msgspec.json.decode(text, type=KeptRun) for text in index.column("record").to_pylist()]


class LogAdditions:
    """Adds runs to the logs of a folder; `kept` are those that it has by now."""

    def __init__(self, store: LogStore) -> None:
        self._store = store
        self.kept = {kept.run.digest: kept for kept in store.runs()}
        self._numbers: dict[str, QuestionNumbers] = {}
        self._uncommitted = 0

    def add(self, run: Run, batches: Iterable[pa.RecordBatch]) -> KeptRun | None:
        """Keep the answers of a run, and return what there is of it; None where it has no answer.

        `batches` are of the columns READ. Raises OutputError where anything can't be written, and whatever reading the
        batches raises: of this run nothing is kept then.
        """
        path = self._store.answers_path(run)
        numbers = self._numbers_of(run.benchmark)
        with _writing(path) as partial:
            writer = AnswerWriter(partial, run)
            texts: list[pa.Table] = []
            for batch in batches:
                rows = _rows_of(batch, numbers, writer)
                writer.add(rows)
                if batch.column("answer_text").null_count < len(batch):
                    texts.append(_texts_of(batch, rows))
            questions = writer.close()
            if not writer.answers:
                return None
            if texts:
                _write_texts(self._store.folder / texts_file(run.benchmark, run.model, run.name), texts)
            os.replace(partial, path)
        kept = KeptRun(
            run=run,
            metrics=tuple(writer.metrics),
            questions=questions,
            answers=writer.answers,
            repeats=writer.repeats,
        )
        self.kept[run.digest] = kept
        self._uncommitted += 1
        if self._uncommitted >= _COMMITTED_AT_ONCE:
            self.commit()
        return kept

    def commit(self) -> None:
        """Write the questions and then the runs: a run is there when the index names it. Raises OutputError."""
        if not self._uncommitted:
            return
        for benchmark, numbers in self._numbers.items():
            if numbers.has_news:
                _write_table(self._store.questions_path(benchmark), numbers.to_table())
        self._numbers = {}
        runs = sorted(self.kept.values(), key=lambda kept: (kept.run.benchmark, kept.run.model, kept.run.digest))
        columns = {
            "benchmark": [kept.run.benchmark for kept in runs],
            "model": [kept.run.model for kept in runs],
            "run": [kept.run.name for kept in runs],
            "record": [as_json(kept) for kept in runs],
        }
        _write_table(self._store.folder / INDEX, pa.table(columns))
        self._uncommitted = 0

    def _numbers_of(self, benchmark: str) -> QuestionNumbers:
        if benchmark not in self._numbers:
            path = self._store.questions_path(benchmark)
            try:
                self._numbers[benchmark] = QuestionNumbers.read(path)
            except (OSError, pa.ArrowException) as error:
                raise BoardError(say("{file} can't be read: {reason}.", file=path, reason=_reason(error))) from None
        return self._numbers[benchmark]


def _rows_of(batch: pa.RecordBatch, numbers: QuestionNumbers, writer: AnswerWriter) -> AnswerRows:
    """Return answers with their questions by number and their metrics by place."""
    ids, hashes, clusters = (batch.column(name).to_pylist() for name in ("id", "hash", "cluster"))
    metrics = batch.column("metric").dictionary_encode()
    places = np.array([writer.place_of(metric) for metric in metrics.dictionary.to_pylist()], dtype=np.int32)
    return AnswerRows(
        metric=places[metrics.indices.to_numpy()] if len(places) else np.empty(0, dtype=np.int32),
        question=numbers.number(ids, hashes, clusters),
        repeat=batch.column("repeat").fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32),
        score=batch.column("score").to_numpy(zero_copy_only=False),
    )


def _texts_of(batch: pa.RecordBatch, rows: AnswerRows) -> pa.Table:
    columns = [rows.question, np.maximum(rows.repeat, 0).astype(np.int16)]
    texts = [batch.column(name) for name in ("question_text", "answer_text")]
    return pa.Table.from_arrays([*map(pa.array, columns), *texts], schema=TEXTS)


def _write_texts(path: Path, tables: list[pa.Table]) -> None:
    table = pa.concat_tables(tables)
    table = table.group_by(["question", "repeat"], use_threads=False).aggregate(
        [("question_text", "first"), ("answer_text", "first")]
    )
    _write_table(path, table.rename_columns([name.removesuffix("_first") for name in table.column_names]))


def _write_table(path: Path, table: pa.Table) -> None:
    """Write a table whole or not at all. Raises OutputError."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", store_schema=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, sink.getvalue().to_pybytes())
    except OSError as error:
        raise _cannot_write(path, error) from None


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[Path]:
    """Give the path of a file to write before it takes its place; gone afterwards if not moved. Raises OutputError."""
    partial = path.with_name(path.name + _PARTIAL)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield partial
        finally:
            with contextlib.suppress(OSError):
                partial.unlink()
    except (OSError, pa.ArrowException) as error:
        raise _cannot_write(path, error) from None


def _cannot_write(path: Path, error: Exception) -> OutputError:
    return OutputError(say("{file} can't be written: {reason}.", file=path, reason=_reason(error)))


def _reason(error: Exception) -> str:
    return reason_of(error) if isinstance(error, (OSError, ValueError)) else str(error).partition("\n")[0]
