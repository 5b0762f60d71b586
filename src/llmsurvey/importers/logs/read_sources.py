"""Reads sources of logs one after another, or several at once in processes of their own.

Such a process writes what it reads to files beside the logs, for all of a large log wouldn't fit into memory; what is
kept of them is written by the import alone, which numbers questions.
"""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from llmsurvey.errors import BoardError, Fault, InputError, LlmsurveyError, OutputError, reason_of
from llmsurvey.importers.logs import LogRequest, ReadRun, load_format
from llmsurvey.importers.logs.find_sources import FoundSource
from llmsurvey.logs.columns import READ
from llmsurvey.logs.run import Run
from llmsurvey.messages import say

SMALL = 2**24
"""Sources of fewer bytes in all aren't worth another process, which takes a second to begin."""

LARGE = 2**31
"""A source of more bytes is read by the import itself, so that files in between don't fill the disk."""


class _SpooledRun(NamedTuple):
    """A run, and the file with its answers; None for one that is kept already."""

    run: Run
    answers: Path | None


class _Spooled(NamedTuple):
    """What another process made of a source; `error` is what kept it from reading more."""

    runs: list[_SpooledRun]
    faults: list[Fault]
    error: LlmsurveyError | None


def read_sources(
    sources: Sequence[FoundSource], request: LogRequest, known: Collection[str], scratch: Path, processes: int
) -> Iterator[tuple[FoundSource, Iterator[ReadRun]]]:
    """Yield each source with its runs, which raise what reading them does; those that are `known` may lack answers.

    In up to so many `processes`, which write to the folder `scratch`. Raises InputError where the system ends one.
    """
    processes = min(processes, len(sources))
    if processes < 2 or sum(map(_size_of, sources)) < SMALL:
        for found in sources:
            yield found, _read_here(found, request)
        return
    own_request = replace(request, faults=[])
    shutil.rmtree(scratch, ignore_errors=True)  # of an import that was killed
    pool = ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=_begin, initargs=(own_request, frozenset(known), scratch)
    )
    waiting: deque[tuple[FoundSource, Future[_Spooled] | None]] = deque()
    try:
        for number, found in enumerate(sources):
            is_large = _size_of(found) > LARGE
            waiting.append((found, None if is_large else pool.submit(_spool_source, found, number)))
            if len(waiting) > 2 * processes:
                yield _next_of(waiting, request)
        while waiting:
            yield _next_of(waiting, request)
    finally:
        pool.shutdown(cancel_futures=True)
        shutil.rmtree(scratch, ignore_errors=True)


def _next_of(
    waiting: deque[tuple[FoundSource, Future[_Spooled] | None]], request: LogRequest
) -> tuple[FoundSource, Iterator[ReadRun]]:
    """Return the source that waits longest, with its runs. Raises InputError where the system ended its process."""
    found, future = waiting.popleft()
    if future is None:
        return found, _read_here(found, request)
    try:
        return found, _unspool(future.result(), request)
    except BrokenProcessPool:
        raise InputError(
            say("{file}: the system ended the process that read it. Memory may be short.", file=found.source.files[0])
        ) from None


def _read_here(found: FoundSource, request: LogRequest) -> Iterator[ReadRun]:
    yield from load_format(found.format).read_runs(found.source, request)


def _unspool(spooled: _Spooled, request: LogRequest) -> Iterator[ReadRun]:
    """Yield the runs that another process read, and then raise what kept it from reading more."""
    request.faults.extend(spooled.faults)
    for run, path in spooled.runs:
        yield ReadRun(run, iter(()) if path is None else _batches_in(path))
        if path is not None:
            path.unlink(missing_ok=True)
    if spooled.error is not None:
        raise spooled.error


def _batches_in(path: Path) -> Iterator[pa.RecordBatch]:
    with pa.ipc.open_file(str(path)) as file:
        for number in range(file.num_record_batches):
            yield file.get_batch(number)


def _size_of(found: FoundSource) -> int:
    try:
        return sum(file.stat().st_size for file in found.source.files)
    except OSError:  # which reading will tell
        return 0


class _Worker:
    """What a process needs to know before its first source."""

    request: LogRequest
    known: frozenset[str]
    scratch: Path


def _begin(request: LogRequest, known: frozenset[str], scratch: Path) -> None:
    _Worker.request, _Worker.known, _Worker.scratch = request, known, scratch
    pa.set_cpu_count(1)


def _spool_source(found: FoundSource, number: int) -> _Spooled:
    """Read a source in this process, and write its answers to files."""
    spooled = _Spooled([], [], None)
    request = replace(_Worker.request, faults=spooled.faults)
    try:
        for place, (run, batches) in enumerate(_read_here(found, request)):
            path = None if run.digest in _Worker.known else _Worker.scratch / f"{number}-{place}.arrow"
            if path is not None:
                _write_batches(path, batches)
            spooled.runs.append(_SpooledRun(run, path))
    except LlmsurveyError as error:
        return spooled._replace(error=error)
    except OSError as error:
        problem = say("{file} can't be read: {reason}.", file=found.source.files[0], reason=reason_of(error))
        return spooled._replace(error=BoardError(problem))
    return spooled


def _write_batches(path: Path, batches: Iterator[pa.RecordBatch]) -> None:
    """Write answers to a file between two processes. Raises OutputError, and what reading them does."""
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, READ, options=options) as writer:
            for batch in batches:
                writer.write_batch(batch)
    except (OSError, pa.ArrowException) as error:
        reason = reason_of(error) if isinstance(error, OSError) else str(error)
        raise OutputError(say("{file} can't be written: {reason}.", file=path, reason=reason)) from None
