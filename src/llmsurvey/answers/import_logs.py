"""`logs import`: answers to each question are read from logs, and kept."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.errors import (
    BoardError,
    Fault,
    LlmsurveyError,
    RequestError,
    check_text,
    reason_of,
    telling_faults,
)
from llmsurvey.importers.logs import FORMATS, LogRequest, ReadRun
from llmsurvey.importers.logs.find_sources import FoundSource, find_sources
from llmsurvey.importers.logs.read_sources import read_sources
from llmsurvey.importers.read_file import announce_reading, warning_at
from llmsurvey.inputs import remember_input
from llmsurvey.logs.folders import logs_folder
from llmsurvey.logs.room import check_room
from llmsurvey.logs.run import KeptRun
from llmsurvey.logs.store import LogAdditions, LogStore
from llmsurvey.messages import Message, counted, join_texts, list_names, option, question, say
from llmsurvey.paths import path_from_home
from llmsurvey.tables import Column
from llmsurvey.tables.note import as_note

if TYPE_CHECKING:
    from llmsurvey.library import Library
    from llmsurvey.registry.registry import Registry

COLUMNS = (
    Column("benchmark"),
    Column("model"),
    Column("metrics"),
    Column("questions", numeric=True),
    Column("answers", numeric=True),
    Column("new_answers", numeric=True),
    Column("run", brief=False),
    Column("file", brief=False),
)


@dataclass(frozen=True, kw_only=True)
class ImportLogsQuestion:
    """Files of logs or folders of them, and what they may not say themselves.

    `log_format` is one of FORMATS, found out of each file where it is None and there is no `map`. `model` and
    `benchmark` are in force over what a file says, `map` says what the columns of a table are (`{"doc": "id"}`).
    `texts` keeps the texts of questions and answers, too. The logs are kept in the folder `logs_in`, or in the user's
    own; `dry_run` keeps nothing.
    """

    paths: tuple[str, ...]
    log_format: str | None = None
    model: str | None = None
    benchmark: str | None = None
    map: Mapping[str, str] = field(default_factory=dict)
    texts: bool = False
    logs_in: str | None = None
    dry_run: bool = False


class ImportLogsEntry(NamedTuple):
    """A run: how many questions it has answers to, how many answers, and how many of these are new."""

    benchmark: str
    model: str
    metrics: tuple[str, ...]
    questions: int
    answers: int
    new_answers: int
    run: str
    file: str | None


@dataclass(frozen=True, kw_only=True)
class ImportLogsAnswer(Answer[ImportLogsEntry]):
    """The runs that the files have, those that were there before included; `refused` says why files can't be used."""

    columns = COLUMNS


Progress = Callable[[int, int], None]

_SCRATCH = ".reading"
"""The folder below the logs for what is read and not yet kept."""


def import_logs(
    library: Library,
    asked: ImportLogsQuestion,
    progress: Progress = lambda done, total: None,
    processes: int = 1,
) -> ImportLogsAnswer:
    """Read logs, keep their answers, and return what is new; `progress` gets the sources that were read, and all.

    Several sources are read at once in up to so many `processes`. What looks wrong is among `faults`. Importing a log
    again adds nothing. Raises RequestError for what contradicts itself, BoardError where no file holds a log,
    OutputError where the answers can't be written: the runs before that are kept then.
    """
    _check_question(asked)
    faults: list[Fault] = []
    with telling_faults(faults):
        log_format = asked.log_format or ("table" if asked.map else None)
        sources = find_sources([path_from_home(path) for path in asked.paths], log_format, faults)
        files = [file for found in sources for file in found.source.files]
        for file in files:
            remember_input(file)
        announce_reading(files)
        request = _request_of(library, asked, faults)
        with _store_for(asked, files) as store, store.adding() as additions:
            importing = _Import(additions, request)
            importing.read_all(sources, store.folder / _SCRATCH, progress, processes)
            faults.extend(_tell_dropped(store, additions.dropped))
        if importing.refused and not importing.entries:
            raise importing.refused[0]
    return ImportLogsAnswer(
        entries=importing.entries,
        faults=tuple(faults),
        refused=tuple(importing.refused),
        notes=(as_note("imported", _say_what_is_new(importing, dry_run=asked.dry_run)),),
    )


def _check_question(asked: ImportLogsQuestion) -> None:
    """Raise RequestError for values that options don't take."""
    for name in ("model", "benchmark", "logs_in"):
        check_text(name, getattr(asked, name))
    if not asked.paths:
        raise RequestError(say("no file is named: `{hint}`.", hint=question("import_logs", "PATH")))
    if asked.map and asked.log_format not in (None, "table"):
        raise RequestError(say("{map} goes with {table}.", map=option("map"), table=option("log_format", "table")))
    if asked.log_format is not None and asked.log_format not in FORMATS:
        raise RequestError(
            say(
                "{name}: {value} is not one of {known}.",
                name=option("log_format"),
                value=asked.log_format,
                known=", ".join(FORMATS),
            )
        )


def _request_of(library: Library, asked: ImportLogsQuestion, faults: list[Fault]) -> LogRequest:
    from llmsurvey.registry.registry import Registry

    benchmarks = Registry(benchmarks=library.registry.benchmarks)  # other processes are given these, and no models
    return LogRequest(
        find=partial(_find_benchmark, benchmarks),
        model=asked.model,
        benchmark=asked.benchmark,
        map=asked.map,
        texts=asked.texts,
        faults=faults,
    )


def _find_benchmark(registry: Registry, name: str) -> str | None:
    benchmark = registry.find_benchmark(name)
    return benchmark.id if benchmark else None


@contextlib.contextmanager
def _store_for(asked: ImportLogsQuestion, files: Sequence[Path]) -> Iterator[LogStore]:
    """Give the logs to add to; those of a dry run are gone afterwards. Raises OutputError where there is no room."""
    if not asked.dry_run:
        folder = logs_folder(asked.logs_in)
        check_room(files, folder, texts=asked.texts)
        yield LogStore(folder)
        return
    from llmsurvey.atomic import temporary_folder

    with temporary_folder() as folder:
        check_room(files, folder, texts=asked.texts)
        yield LogStore(folder)


class _Import:
    """Adds what sources hold; `entries` are their runs, `refused` why some couldn't be read.

    `texts_added` counts runs that were there without their texts.
    """

    def __init__(self, additions: LogAdditions, request: LogRequest) -> None:
        self._additions, self._request = additions, request
        self.entries: list[ImportLogsEntry] = []
        self.refused: list[LlmsurveyError] = []
        self.texts_added = 0

    def read_all(self, sources: Sequence[FoundSource], scratch: Path, progress: Progress, processes: int) -> None:
        """Add the runs of sources that weren't read before. Raises OutputError where they can't be written."""
        keys = {log_source: key for log_source in sources if (key := self._key_of(log_source)) is not None}
        unread = [log_source for log_source in keys if not self._is_known(keys[log_source])]
        done = len(sources) - len(unread)
        for log_source, runs in read_sources(unread, self._request, self._known_runs(), scratch, processes):
            self._add_source(log_source, keys[log_source], runs)
            done += 1
            progress(done, len(sources))

    def _key_of(self, log_source: FoundSource) -> str | None:
        """Return what stands for a source as it lies on the disk, None for one that can't be read."""
        request = self._request
        settings = (log_source.format, request.model, request.benchmark, dict(request.map), request.texts)
        try:
            return log_source.source.key(*settings)
        except OSError as error:
            self._refuse(log_source, error)
            return None

    def _is_known(self, key: str) -> bool:
        """Whether a source was read before, and its runs are there and whole."""
        kept = self._additions.kept
        digests = self._additions.sources.runs_of(key, kept)
        if not all(self._additions.has(kept[digest].run, texts=False) for digest in digests):
            return False
        self.entries.extend(_entry_of(kept[digest], new=0) for digest in digests)
        return bool(digests)

    def _known_runs(self) -> set[str]:
        has, texts = self._additions.has, self._request.texts
        return {digest for digest, kept in self._additions.kept.items() if has(kept.run, texts=texts)}

    def _add_source(self, log_source: FoundSource, key: str, runs: Iterator[ReadRun]) -> None:
        """Add the runs of a source, and remember it if all of it could be read."""
        try:
            digests = [digest for run in runs if (digest := self._add_run(run)) is not None]
        except (BoardError, RequestError) as error:
            self.refused.append(error)
            return
        except OSError as error:
            self._refuse(log_source, error)
            return
        if digests:
            self._additions.sources.remember(key, digests)
        else:
            self.refused.append(BoardError(say("{file} has no answers.", file=log_source.source.files[0])))

    def _add_run(self, read: ReadRun) -> str | None:
        """Add a run unless it is there, and return its digest; None for one without answers."""
        run, batches = read
        if self._additions.has(run, texts=self._request.texts):
            self.entries.append(_entry_of(self._additions.kept[run.digest], new=0))
            return run.digest
        was_there = self._additions.has(run, texts=False)
        kept = self._additions.add(run, batches)
        if kept is None:
            return None
        self.entries.append(_entry_of(kept, new=0 if was_there else kept.answers))
        self.texts_added += was_there and self._additions.has(run, texts=True)
        return run.digest

    def _refuse(self, found: FoundSource, error: OSError) -> None:
        problem = say("{file} can't be read: {reason}.", file=found.source.files[0], reason=reason_of(error))
        self.refused.append(BoardError(problem))


def _tell_dropped(store: LogStore, dropped: Sequence[KeptRun]) -> Iterator[Fault]:
    """Yield which runs are no longer there, because their questions can't be told apart any more."""
    for benchmark in dict.fromkeys(kept.run.benchmark for kept in dropped):
        models = list(dict.fromkeys(kept.run.model for kept in dropped if kept.run.benchmark == benchmark))
        problem = say(
            "was gone or damaged, so that the answers of {models} can't be told apart: import these logs again",
            models=list_names(models),
        )
        yield warning_at(store.questions_path(benchmark), 0, problem)


def _entry_of(kept: KeptRun, *, new: int) -> ImportLogsEntry:
    run = kept.run
    return ImportLogsEntry(
        benchmark=run.benchmark,
        model=run.model,
        metrics=kept.metrics,
        questions=kept.questions,
        answers=kept.answers,
        new_answers=new,
        run=run.name,
        file=run.source,
    )


def _say_what_is_new(importing: _Import, *, dry_run: bool) -> Message:
    """Say what was imported, and what can be done with it."""
    if dry_run:
        return say("Nothing was imported ({option}).", option=option("dry_run", True))
    new = [entry for entry in importing.entries if entry.new_answers]
    if not new and importing.texts_added:
        return counted(
            "The answers were there; the texts of {number} run were added.",
            "The answers were there; the texts of {number:,} runs were added.",
            importing.texts_added,
        )
    if not new:
        return say("Nothing new: all of it was there.")
    return join_texts(
        [
            counted("{number} run imported.", "{number:,} runs imported.", len(new)),
            say("`{hint}` lists what there is.", hint=question("logs")),
        ]
    )
