"""`logs scores`: what models scored in all on each benchmark of the logs, and how sure each score is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.differences import without_noise
from llmsurvey.answers.logged_benchmark import explain_lacking, find_logged_benchmark
from llmsurvey.logs.asked_logs import AskedLogs
from llmsurvey.logs.comparable import ComparableRuns, choose_runs
from llmsurvey.logs.totals import Total, totals_of
from llmsurvey.messages import counted, list_names, question, say
from llmsurvey.tables import Column
from llmsurvey.tables.note import Note, as_note, note

if TYPE_CHECKING:
    from llmsurvey.library import Library

COLUMNS = (
    Column("benchmark"),
    Column("metric"),
    Column("model"),
    Column("mean_score", numeric=True, digits=3),
    Column("standard_error", numeric=True, digits=4),
    Column("questions", numeric=True),
    Column("shots", numeric=True),
    Column("run", brief=False),
)


@dataclass(frozen=True, kw_only=True)
class LogScoresQuestion:
    """Which logs, and which of their benchmarks: all where none is named."""

    benchmarks: tuple[str, ...] = ()
    asked_logs: AskedLogs = field(default_factory=lambda: AskedLogs(logs=True))


class LogScoresEntry(NamedTuple):
    """What a model scored by a metric: the mean over its questions, in the unit of the log, and its standard error."""

    benchmark: str
    metric: str
    model: str
    mean_score: float
    standard_error: float | None
    questions: int
    shots: int | None
    run: str


@dataclass(frozen=True, kw_only=True)
class LogScoresAnswer(Answer[LogScoresEntry]):
    """The scores by benchmark and metric, the highest first."""

    columns = COLUMNS


def list_log_scores(library: Library, asked: LogScoresQuestion) -> LogScoresAnswer:
    """Return the mean of each model on each benchmark of the logs, of the runs that may be compared.

    The engine takes the sums where the answers lie. Raises UnknownNameError for a benchmark that the logs haven't, and
    what opening and asking logs does.
    """
    opened = asked.asked_logs.open()
    named = {find_logged_benchmark(library, opened.runs, name) for name in asked.benchmarks}
    chosen = choose_runs(kept for kept in opened.runs if not named or kept.run.benchmark in named)
    runs = [kept for one in chosen for kept in one.runs.values()]
    by_model = {(one.benchmark, model): kept for one in chosen for model, kept in one.runs.items()}
    totals = sorted(totals_of(opened.logs, opened.engine, runs), key=_order_of)
    return LogScoresAnswer(
        entries=[
            LogScoresEntry(
                total.benchmark,
                total.metric,
                total.model,
                float(f"{total.mean:.12g}"),  # engines add up in different orders
                without_noise(total.error),
                total.questions,
                by_model[total.benchmark, total.model].run.setup.shots,
                by_model[total.benchmark, total.model].run.name,
            )
            for total in totals
        ],
        notes=tuple(_notes_on(chosen, totals)),
    )


def _order_of(total: Total) -> tuple[str, str, float, str]:
    return total.benchmark, total.metric, -total.mean, total.model


def _notes_on(chosen: Sequence[ComparableRuns], totals: Sequence[Total]) -> Iterator[Note]:
    """Yield how sure the scores are, and which of them are of other questions, or of runs that don't count."""
    yield as_note(
        "certainty",
        say(
            "Errors are of each score by itself, as if its questions had been drawn one by one. Models that answered "
            "the same questions are compared more surely by `{compare}` and `{rank}`.",
            compare=question("compare", logs=True),
            rank=question("rank_logs"),
        ),
    )
    counts: dict[tuple[str, str], set[int]] = {}
    for total in totals:
        counts.setdefault((total.benchmark, total.metric), set()).add(total.questions)
    if partly := dict.fromkeys(benchmark for (benchmark, _), numbers in counts.items() if len(numbers) > 1):
        yield note(
            "comparability",
            "Not all models answered the same questions of {benchmarks}.",
            benchmarks=list_names([*partly]),
        )
    yield from (as_note("left-out", sentence) for sentence in explain_lacking(chosen))
    if left_out := sum(len(one.older) + len(one.otherwise) for one in chosen):
        yield as_note(
            "left-out",
            counted(
                "{number:,} run is left out: of another set-up, or older. `{hint}` lists it.",
                "{number:,} runs are left out: of another set-up, or older. `{hint}` lists them.",
                left_out,
                hint=question("logs"),
            ),
        )
