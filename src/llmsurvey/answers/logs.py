"""`logs`: the runs whose answers to each question are kept, and what keeps them from being compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.errors import BoardError, LlmsurveyError, check_text
from llmsurvey.logs.comparable import SETTINGS
from llmsurvey.logs.coverage import Coverage, coverage_of
from llmsurvey.logs.folders import logs_folder
from llmsurvey.logs.run import KeptRun
from llmsurvey.logs.store import LogStore
from llmsurvey.messages import Message, counted, list_names, question, say
from llmsurvey.tables import Column
from llmsurvey.tables.note import as_note

if TYPE_CHECKING:
    from llmsurvey.library import Library

COLUMNS = (
    Column("benchmark"),
    Column("model"),
    Column("metrics"),
    Column("questions", numeric=True),
    Column("repeats", numeric=True),
    Column("missing", numeric=True),
    Column("reworded", numeric=True),
    Column("shots", numeric=True),
    Column("differs"),
    Column("date", order="date"),
    Column("answers", numeric=True, brief=False),
    Column("planned", numeric=True, brief=False),
    Column("task_version", brief=False),
    Column("generation", brief=False),
    Column("prompts", brief=False),
    Column("harness", brief=False),
    Column("evaluator", brief=False),
    Column("lower_is_better", brief=False),
    Column("run", brief=False),
    Column("file", brief=False),
)


@dataclass(frozen=True, kw_only=True)
class LogsQuestion:
    """Which runs there are: in the folder `logs_in`, or in the user's own."""

    logs_in: str | None = None


class LogsEntry(NamedTuple):
    """A run: what one model answered to the questions of one benchmark.

    `missing` questions were asked of others and not of it; `reworded` ones were asked of others in another text.
    `planned` is how many the run was to be asked. `differs` names the settings in which other runs of the benchmark
    have something else. What can't be told is None.
    """

    benchmark: str
    model: str
    metrics: tuple[str, ...]
    questions: int
    repeats: int
    missing: int | None
    reworded: int | None
    shots: int | None
    differs: tuple[str, ...]
    date: str | None
    answers: int
    planned: int | None
    task_version: str | None
    generation: str | None
    prompts: str | None
    harness: str | None
    evaluator: str | None
    lower_is_better: tuple[str, ...]
    run: str
    file: str | None


@dataclass(frozen=True, kw_only=True)
class LogsAnswer(Answer[LogsEntry]):
    """The runs by benchmark and model; `refused` says which files of them can't be read."""

    columns = COLUMNS
    row_of_each = True


def list_logs(library: Library, asked: LogsQuestion) -> LogsAnswer:
    """Return the runs that are kept, with what each lacks that others have. Raises BoardError for a broken index."""
    check_text("logs_in", asked.logs_in)
    store = LogStore(logs_folder(asked.logs_in))
    by_benchmark: defaultdict[str, list[KeptRun]] = defaultdict(list)
    for kept in store.runs():
        by_benchmark[kept.run.benchmark].append(kept)
    refused: list[LlmsurveyError] = []
    entries = [entry for runs in by_benchmark.values() for entry in _entries_of(store, runs, refused)]
    return LogsAnswer(entries=entries, notes=tuple(_notes_on(entries)), refused=tuple(refused))


def _entries_of(store: LogStore, runs: Sequence[KeptRun], refused: list[LlmsurveyError]) -> Iterator[LogsEntry]:
    """Yield the runs of one benchmark."""
    try:
        coverage = coverage_of(store, runs)
    except BoardError as error:
        refused.append(error)
        coverage = {}
    varied = _varied_settings(runs)
    for kept in runs:
        run, covered = kept.run, coverage.get(kept.asked, Coverage(None, None))
        yield LogsEntry(
            benchmark=run.benchmark,
            model=run.model,
            metrics=kept.metrics,
            questions=kept.questions,
            repeats=kept.repeats,
            missing=covered.missing,
            reworded=covered.reworded,
            shots=run.setup.shots,
            differs=tuple(name for name in varied if getattr(run.setup, name) is not None),
            date=run.date,
            answers=kept.answers,
            planned=run.planned,
            task_version=run.setup.task_version,
            generation=run.setup.generation,
            prompts=run.setup.prompts,
            harness=run.harness,
            evaluator=run.evaluator,
            lower_is_better=run.lower_is_better,
            run=run.name,
            file=run.source,
        )


def _varied_settings(runs: Sequence[KeptRun]) -> list[str]:
    """Return the settings of which some runs of a benchmark tell one thing, and others another."""
    return [name for name in SETTINGS if len({getattr(kept.run.setup, name) for kept in runs} - {None}) > 1]


def _notes_on(entries: Sequence[LogsEntry]) -> Iterator[Message]:
    """Yield what there is in all, and what keeps runs from being compared."""
    if not entries:
        sentence = say("There are no logs. `{hint}` reads some.", hint=question("import_logs", "PATH"))
        yield as_note("selection", sentence)
        return
    summary = say(
        "{runs} of {models} on {benchmarks}: {answers}.",
        runs=counted("{number:,} run", "{number:,} runs", len(entries)),
        models=counted("{number:,} model", "{number:,} models", len({entry.model for entry in entries})),
        benchmarks=counted(
            "{number:,} benchmark", "{number:,} benchmarks", len({entry.benchmark for entry in entries})
        ),
        answers=counted("{number:,} answer", "{number:,} answers", sum(entry.answers for entry in entries)),
    )
    yield as_note("selection", summary)
    if differing := dict.fromkeys(entry.benchmark for entry in entries if entry.differs):
        yield as_note(
            "comparability",
            say("Set-ups differ on {benchmarks}: only runs of one are compared.", benchmarks=list_names([*differing])),
        )
    if reworded := dict.fromkeys(entry.benchmark for entry in entries if entry.reworded):
        yield as_note(
            "comparability",
            say(
                "Questions of the same id have other texts in other runs on {benchmarks}: these are no pairs.",
                benchmarks=list_names([*reworded]),
            ),
        )
