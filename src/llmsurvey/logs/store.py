"""Keeps logs: one Parquet data set of answers, by benchmark and model, with the questions and the runs beside it."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from llmsurvey.atomic import keep_file
from llmsurvey.boards.lock import lock_folder
from llmsurvey.errors import BoardError, OutputError, reason_of
from llmsurvey.logs.folders import INDEX, SOURCES, answers_file, questions_file, texts_file
from llmsurvey.logs.question_numbers import QuestionNumbers
from llmsurvey.logs.read_parquet import read_parquet
from llmsurvey.logs.read_sources import ReadSources
from llmsurvey.logs.run import KeptRun, Run, as_json
from llmsurvey.logs.whole_files import is_whole
from llmsurvey.logs.write_answers import AnswerRows, AnswerWriter
from llmsurvey.logs.write_texts import TextWriter
from llmsurvey.messages import say

_PARTIAL = ".part"
"""What a file's name ends in until it is whole."""

_COMMITTED_AT_ONCE = 256
"""After so many runs the index is written, so that an import that is stopped goes on from there; of many kept ones a
part of them, so that it isn't written all the time."""

_ANSWERS_AT_ONCE = 10_000_000
"""And after so many answers, which take a minute or so to read: a few runs may be as large as thousands."""


class LogStore:
    """The logs in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def runs(self) -> list[KeptRun]:
        """Return the runs that are kept, by benchmark and model. Raises BoardError for an index that can't be read."""
        path = self.folder / INDEX
        try:
            return runs_of(read_parquet(path))
        except FileNotFoundError:
            return []
        except (OSError, pa.ArrowException, ValueError, KeyError) as error:
            raise BoardError(
                say(
                    "{file} can't be read: {reason}. Remove it, and import all logs again.",
                    file=path,
                    reason=_reason(error),
                )
            ) from None

    def questions(self, benchmark: str) -> pa.Table:
        """Return the questions of a benchmark, a table of QUESTIONS. Raises BoardError where it can't be read."""
        path = self.questions_path(benchmark)
        try:
            return read_parquet(path)
        except (OSError, pa.ArrowException) as error:
            raise BoardError(
                say("{file} can't be read: {reason}. Import the logs again.", file=path, reason=_reason(error))
            ) from None

    def answers_path(self, run: Run) -> Path:
        """Return the file of a run's answers."""
        return self.folder / answers_file(run.benchmark, run.model, run.name)

    def texts_path(self, run: Run) -> Path:
        """Return the file of a run's texts, which is there where they were asked for."""
        return self.folder / texts_file(run.benchmark, run.model, run.name)

    def questions_path(self, benchmark: str) -> Path:
        """Return the file of a benchmark's questions."""
        return self.folder / questions_file(benchmark)

    @contextlib.contextmanager
    def adding(self) -> Iterator[LogAdditions]:
        """Give what adds runs while no other import does; runs that were added whole are kept, however it ends.

        Raises OutputError where the folder can't be written, or another import holds it for too long.
        """
        with lock_folder(self.folder, elsewhere="logs_in"):
            additions = LogAdditions(self)
            try:
                try:
                    yield additions
                finally:
                    additions.commit()
            finally:
                additions.close()

    def remove(self, digests: Container[str]) -> list[KeptRun]:
        """Remove runs by digest, while no import runs, and return them. Raises OutputError where one can't be."""
        with lock_folder(self.folder, elsewhere="logs_in"):
            runs = self.runs()
            removed = [kept for kept in runs if kept.run.digest in digests]
            if removed:
                self.write_index(kept for kept in runs if kept.run.digest not in digests)
            for path in (path for kept in removed for path in (self.answers_path(kept.run), self.texts_path(kept.run))):
                try:
                    path.unlink(missing_ok=True)
                except OSError as error:
                    raise OutputError(
                        say("{file} can't be removed: {reason}.", file=path, reason=reason_of(error))
                    ) from None
        return removed

    def write_index(self, runs: Iterable[KeptRun]) -> None:
        """Write which runs are kept. Raises OutputError."""
        ordered = sorted(runs, key=lambda kept: (kept.run.benchmark, kept.run.model, kept.run.digest))
        columns = {
            "benchmark": [kept.run.benchmark for kept in ordered],
            "model": [kept.run.model for kept in ordered],
            "run": [kept.run.name for kept in ordered],
            "record": [as_json(kept) for kept in ordered],
        }
        _write_table(
            self.folder / INDEX, pa.table({name: pa.array(texts, pa.string()) for name, texts in columns.items()})
        )


def runs_of(index: pa.Table) -> list[KeptRun]:
    """Return the runs that a table of runs has. Raises KeyError or ValueError for another table."""
    return [msgspec.json.decode(text, type=KeptRun) for text in index.column("record").to_pylist()]


class LogAdditions:
    """Adds runs to the logs of a folder: `kept` are those that it has by now, `sources` the files that were read.

    `unreadable` are runs by digest whose benchmark has lost its table of questions, to which answers refer by number.
    Where one of such a benchmark is added, the table begins anew, and the others are no longer there.
    """

    def __init__(self, store: LogStore) -> None:
        self._store = store
        self.kept = {kept.run.digest: kept for kept in store.runs()}
        benchmarks = {kept.run.benchmark for kept in self.kept.values()}
        self._lost = {name for name in benchmarks if not is_whole(store.questions_path(name))}
        self.unreadable = {
            digest: self.kept.pop(digest)
            for digest, kept in list(self.kept.items())
            if kept.run.benchmark in self._lost
        }
        self.sources = ReadSources.read(store.folder / SOURCES)
        self._last = max((kept.order for kept in (*self.kept.values(), *self.unreadable.values())), default=0)
        self._numbers: dict[str, QuestionNumbers] = {}
        self._uncommitted: dict[Run, bool] = {}
        """Runs that the index doesn't name yet as they are; whether they are new."""
        self._uncommitted_answers = 0

    def has(self, run: Run, *, texts: bool) -> bool:
        """Whether a run is kept whole, with its `texts` if these are wanted."""
        files = [self._store.answers_path(run), *([self._store.texts_path(run)] if texts else [])]
        return run.digest in self.kept and all(map(is_whole, files))

    def add(self, run: Run, batches: Iterable[pa.RecordBatch]) -> KeptRun | None:
        """Keep the answers of a run, and return the run as it is kept; None where it has no answer.

        `batches` are of the columns READ. Raises OutputError where anything can't be written, and whatever reading the
        batches raises: of this run nothing is kept then.
        """
        path, texts_path = self._store.answers_path(run), self._store.texts_path(run)
        numbers = self._numbers_of(run.benchmark)
        with _writing(path) as partial, _writing(texts_path) as partial_texts:
            writer = AnswerWriter(partial, run)
            with TextWriter(partial_texts) as texts:
                for batch in batches:
                    rows = writer.add(_rows_of(batch, numbers, writer))
                    texts.add(batch, rows, writer.metrics)
            writer.close()
            if not writer.answers:
                return None
            if texts.has_any:
                os.replace(partial_texts, texts_path)
            os.replace(partial, path)
        self._uncommitted[run] = run.digest not in self.kept
        self.kept[run.digest] = kept = KeptRun(
            run=run,
            metrics=tuple(writer.metrics),
            questions=writer.questions,
            answers=writer.answers,
            repeats=writer.repeats,
            asked=writer.asked,
            order=self._order_of(run),
        )
        self._uncommitted_answers += writer.answers
        if (
            len(self._uncommitted) >= max(_COMMITTED_AT_ONCE, len(self.kept) // 8)
            or self._uncommitted_answers >= _ANSWERS_AT_ONCE
        ):
            self.commit()
        return kept

    @property
    def dropped(self) -> list[KeptRun]:
        """The runs that are no longer there, because the table of their questions was lost and begun anew."""
        return [
            kept
            for digest, kept in self.unreadable.items()
            if digest not in self.kept and kept.run.benchmark not in self._lost
        ]

    def _order_of(self, run: Run) -> int:
        """Return the order of a run that is added: that which it had, or the next."""
        if (kept := self.kept.get(run.digest)) is not None:
            return kept.order
        self._last += 1
        return self._last

    def commit(self) -> None:
        """Write the questions and then the runs: a run is there when the index names it.

        Raises OutputError: then nothing is left of the runs that were added since the last time.
        """
        if self._uncommitted:
            try:
                if self.dropped:  # by the numbers in their answers other questions are meant from now on
                    self._write_index(but={run for run, is_new in self._uncommitted.items() if is_new})
                self._write_questions()
                self._write_index()
            except OutputError:
                self._drop_new_runs()
                raise
            finally:
                self._uncommitted, self._uncommitted_answers = {}, 0
        if self.sources.has_news:
            _write_table(self._store.folder / SOURCES, self.sources.to_table())
            self.sources.has_news = False

    def _write_index(self, but: Container[Run] = ()) -> None:
        unreadable = (kept for kept in self.unreadable.values() if kept.run.benchmark in self._lost)
        runs = itertools.chain(self.kept.values(), unreadable)
        self._store.write_index([kept for kept in runs if kept.run not in but])

    def _drop_new_runs(self) -> None:
        for run in (run for run, is_new in self._uncommitted.items() if is_new):
            del self.kept[run.digest]
            for path in (self._store.answers_path(run), self._store.texts_path(run)):
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)

    def _write_questions(self) -> None:
        for benchmark, numbers in self._numbers.items():
            if numbers.has_news:
                path = self._store.questions_path(benchmark)
                with _writing(path) as partial:
                    numbers.write(partial)
                    os.replace(partial, path)
        self._forget_numbers()

    def close(self) -> None:
        """Forget the numbers of questions that weren't written."""
        self._forget_numbers()

    def _forget_numbers(self) -> None:
        for numbers in self._numbers.values():
            numbers.close()
        self._numbers = {}

    def _numbers_of(self, benchmark: str) -> QuestionNumbers:
        if benchmark not in self._numbers:
            path = self._store.questions_path(benchmark)
            try:
                if not is_whole(path):  # as after it was removed, or damaged: nothing can be added to it
                    path.unlink(missing_ok=True)
                self._numbers[benchmark] = QuestionNumbers(path)
                self._lost.discard(benchmark)
            except (OSError, pa.ArrowException) as error:
                raise BoardError(say("{file} can't be read: {reason}.", file=path, reason=_reason(error))) from None
        return self._numbers[benchmark]


def _rows_of(batch: pa.RecordBatch, numbers: QuestionNumbers, writer: AnswerWriter) -> AnswerRows:
    """Return answers with their questions by number and their metrics by place."""
    metrics = batch.column("metric").dictionary_encode()
    places = np.array([writer.place_of(metric) for metric in metrics.dictionary.to_pylist()], dtype=np.int32)
    return AnswerRows(
        metric=places[metrics.indices.to_numpy()] if len(places) else np.empty(0, dtype=np.int32),
        question=numbers.number(batch),
        repeat=batch.column("repeat").fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32),
        score=batch.column("score").to_numpy(zero_copy_only=False),
    )


def _write_table(path: Path, table: pa.Table) -> None:
    """Write a table whole or not at all. Raises OutputError."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", store_schema=False)
    keep_file(path, sink.getvalue().to_pybytes())


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[Path]:
    """Give the path of a file to write before it takes its place; gone afterwards if not moved. Raises OutputError."""
    partial = path.with_name(path.name + _PARTIAL)
    try:
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
    return reason_of(error) if isinstance(error, (OSError, ValueError)) else str(error).partition("\n")[0].rstrip(".")
