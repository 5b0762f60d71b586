"""`logs remove`: runs are taken out of the logs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.errors import RequestError, UnknownNameError, check_text
from llmsurvey.logs.folders import logs_folder
from llmsurvey.logs.run import KeptRun
from llmsurvey.logs.store import LogStore
from llmsurvey.messages import counted, question, say
from llmsurvey.registry.nearest_names import nearest_names
from llmsurvey.tables import Column
from llmsurvey.tables.note import as_note

if TYPE_CHECKING:
    from llmsurvey.library import Library

COLUMNS = (Column("benchmark"), Column("model"), Column("run"), Column("answers", numeric=True))


@dataclass(frozen=True, kw_only=True)
class RemoveLogsQuestion:
    """Which runs are to be removed: all of a benchmark or a model, or one by its name; from the folder `logs_in`."""

    names: tuple[str, ...]
    logs_in: str | None = None


class RemoveLogsEntry(NamedTuple):
    """A run that was removed, and how many answers it had."""

    benchmark: str
    model: str
    run: str
    answers: int


@dataclass(frozen=True, kw_only=True)
class RemoveLogsAnswer(Answer[RemoveLogsEntry]):
    """The runs that aren't there any more."""

    columns = COLUMNS


def remove_logs(library: Library, asked: RemoveLogsQuestion) -> RemoveLogsAnswer:
    """Remove runs from the logs, and return what was removed.

    Raises RequestError where none is named, UnknownNameError for what isn't there: then nothing is removed; and
    OutputError where a file can't be.
    """
    check_text("logs_in", asked.logs_in)
    if not asked.names:
        raise RequestError(say("no run is named: `{hint}`.", hint=question("remove_logs", "RUN")))
    store = LogStore(logs_folder(asked.logs_in))
    runs = store.runs()
    digests = {kept.run.digest for name in asked.names for kept in _runs_called(runs, name)}
    removed = store.remove(digests)
    sentence = counted("{number} run was removed.", "{number:,} runs were removed.", len(removed))
    return RemoveLogsAnswer(
        entries=[RemoveLogsEntry(kept.run.benchmark, kept.run.model, kept.run.name, kept.answers) for kept in removed],
        notes=(as_note("removed", sentence),),
    )


def _runs_called(runs: list[KeptRun], name: str) -> list[KeptRun]:
    """Return the runs of a benchmark, of a model, or of that name. Raises UnknownNameError with the nearest."""
    names = [(kept.run.name, kept.run.model, kept.run.benchmark) for kept in runs]
    called = [kept for kept, of_run in zip(runs, names, strict=True) if name in of_run]
    if not called:
        raise UnknownNameError(say("run"), name, nearest_names(name, {text for of_run in names for text in of_run}))
    return called
