"""`logs import`: answers to each question are read from logs, and kept."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.errors import BoardError, Fault, LlmsurveyError, RequestError, check_text, reason_of
from llmsurvey.importers.logs import FORMATS, LogRequest, LogSource, load_format
from llmsurvey.importers.logs.find_sources import FoundSource, find_sources
from llmsurvey.importers.read_file import announce_reading
from llmsurvey.logs.folders import logs_folder
from llmsurvey.logs.run import KeptRun
from llmsurvey.logs.store import LogAdditions, LogStore
from llmsurvey.messages import Message, counted, join_texts, option, question, say
from llmsurvey.tables import Column
from llmsurvey.tables.note import as_note

if TYPE_CHECKING:
    from llmsurvey.library import Library

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

    `log_format` is one of FORMATS, found out of each file where it is None. `model` and `benchmark` are in force over
    what a file says, `map` says what the columns of a table are (`{"doc": "id"}`). `texts` keeps the texts of questions
    and answers, too. The logs are kept in the folder `logs_in`, or in the user's own; `dry_run` keeps nothing.
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


def import_logs(
    library: Library, asked: ImportLogsQuestion, progress: Progress = lambda done, total: None
) -> ImportLogsAnswer:
    """Read logs, keep their answers, and return what is new; `progress` gets the sources that were read, and all.

    What looks wrong is among `faults`. Importing a log again adds nothing. Raises RequestError for what contradicts
    itself, BoardError where no file holds a log, OutputError where the answers can't be written: the runs before that
    are kept then.
    """
    _check_question(asked)
    faults: list[Fault] = []
    sources = find_sources([Path(path) for path in asked.paths], asked.log_format, faults)
    announce_reading([file for found in sources for file in found.source.files])
    request = _request_of(library, asked, faults)
    with _store_for(asked) as store, store.adding() as additions:
        importing = _Import(additions, request)
        for number, found in enumerate(sources, 1):
            importing.read(found)
            progress(number, len(sources))
    if importing.refused and not importing.entries:
        raise importing.refused[0]
    return ImportLogsAnswer(
        entries=importing.entries,
        faults=tuple(faults),
        refused=tuple(importing.refused),
        notes=(as_note("imported", _say_what_is_new(importing.entries, dry_run=asked.dry_run)),),
    )


def _check_question(asked: ImportLogsQuestion) -> None:
    """Raise RequestError for values that options don't take."""
    for name in ("model", "benchmark", "logs_in"):
        check_text(name, getattr(asked, name))
    if not asked.paths:
        raise RequestError(say("no file is named: `{hint}`.", hint=question("import_logs", "PATH")))
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
    def find(name: str) -> str | None:
        benchmark = library.registry.find_benchmark(name)
        return benchmark.id if benchmark else None

    return LogRequest(
        find=find,
        model=asked.model,
        benchmark=asked.benchmark,
        map=asked.map,
        texts=asked.texts,
        faults=faults,
    )


@contextlib.contextmanager
def _store_for(asked: ImportLogsQuestion) -> Iterator[LogStore]:
    """Give the logs to add to; those of a dry run are gone afterwards."""
    if not asked.dry_run:
        yield LogStore(logs_folder(asked.logs_in))
        return
    from llmsurvey.atomic import temporary_folder

    with temporary_folder() as folder:
        yield LogStore(folder)


class _Import:
    """Adds what sources hold; `entries` are their runs, `refused` why some couldn't be read."""

    def __init__(self, additions: LogAdditions, request: LogRequest) -> None:
        self._additions, self._request = additions, request
        self.entries: list[ImportLogsEntry] = []
        self.refused: list[LlmsurveyError] = []

    def read(self, found: FoundSource) -> None:
        """Add the runs of a source, unless it was read before. Raises OutputError where they can't be written."""
        source, kept = found.source, self._additions.kept
        try:
            key = source.key(found.format, self._request.model, self._request.benchmark, self._request.texts)
            digests = self._additions.sources.runs_of(key, kept)
            if digests:
                self.entries.extend(_entry_of(kept[digest], new=0) for digest in digests)
                return
            runs = [run for run in self._add_runs(found.format, source) if run is not None]
        except BoardError as error:
            self.refused.append(error)
        except OSError as error:
            problem = say("{file} can't be read: {reason}.", file=source.files[0], reason=reason_of(error))
            self.refused.append(BoardError(problem))
        else:
            self._additions.sources.remember(key, [run.run.digest for run in runs])

    def _add_runs(self, format: str, source: LogSource) -> Iterator[KeptRun | None]:
        for run, batches in load_format(format).read_runs(source, self._request):
            if self._additions.has(run, texts=self._request.texts):
                kept: KeptRun | None = self._additions.kept[run.digest]
                new = 0
            else:
                kept = self._additions.add(run, batches)
                new = 0 if kept is None else kept.answers
            if kept is not None:
                self.entries.append(_entry_of(kept, new=new))
            yield kept


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


def _say_what_is_new(entries: Sequence[ImportLogsEntry], *, dry_run: bool) -> Message:
    """Say what was imported, and what can be done with it."""
    if dry_run:
        return say("Nothing was imported ({option}).", option=option("dry_run", True))
    new = [entry for entry in entries if entry.new_answers]
    if not new:
        return say("Nothing new: all of it was there.")
    return join_texts(
        [
            counted("{number} run imported.", "{number:,} runs imported.", len(new)),
            say("`{hint}` lists what there is.", hint=question("logs")),
        ]
    )
