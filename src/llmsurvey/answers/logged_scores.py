"""What the models of logs scored on the questions that all of them answered: which runs and metrics count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from llmsurvey.answers.logged_benchmark import LoggedBenchmark, choose_benchmark, explain_texts, find_logged_benchmark
from llmsurvey.answers.logged_subjects import find_subjects
from llmsurvey.answers.model_filter import EVERY_MODEL, ModelFilter
from llmsurvey.boards.methods import Ranks
from llmsurvey.errors import RequestError
from llmsurvey.logs.asked_logs import AskedLogs, OpenedLogs
from llmsurvey.logs.mean_scores import MeanScores, mean_scores
from llmsurvey.logs.question_units import Units, cluster_names, units_in_clusters, units_of
from llmsurvey.logs.same_questions import SameQuestions, find_same_questions
from llmsurvey.logs.score_matrix import IN_MEMORY, QuestionBlock, ScoreMatrix, fill_matrix
from llmsurvey.messages import join_texts, list_names, option, say
from llmsurvey.registry.names import strict_form

if TYPE_CHECKING:
    from llmsurvey.library import Library


@dataclass(frozen=True, kw_only=True)
class LoggedScoresQuestion:
    """Which logs, and what of them: all benchmarks without `benchmark`, all questions without `subject`.

    One of `metric` may be for one benchmark alone: `gsm8k=exact_match,strict-match`. `models` leaves entries out and
    keeps what holds among all, as do `frontier` and `clean`, which leaves out what was trained on one of the
    benchmarks; at most `limit` rows are given. With `clusters` questions that share a subject, passage or document
    count as drawn together, else each by itself. `by_subject` asks for the leaders of each.
    """

    benchmark: tuple[str, ...] = ()
    metric: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    by_subject: bool = False
    limit: int | None = None
    clusters: bool = True
    models: ModelFilter = EVERY_MODEL
    frontier: bool = False
    clean: bool = False
    asked_logs: AskedLogs = field(default_factory=lambda: AskedLogs(logs=True))


class BenchmarkScores(NamedTuple):
    """What models scored on one benchmark: those in `rows` of the matrix are ranked; `units` is of each question."""

    logged: LoggedBenchmark
    same: SameQuestions
    units: Units
    matrix: ScoreMatrix
    rows: Ranks

    @property
    def is_share(self) -> bool:
        """Whether all scores are shares, which are shown in percent."""
        return self.matrix.lowest >= 0 and self.matrix.highest <= 1

    @property
    def unchecked(self) -> int:
        """How many questions are the same by their ids alone: not all logs that have them tell their texts."""
        return self.same.count_unchecked(self.matrix.numbers_answered(2))

    def blocks(self) -> Iterator[QuestionBlock]:
        """Yield the scores on the questions that all of these models answered."""
        return self.matrix.blocks(self.rows)

    def means(self) -> MeanScores:
        """Return the mean scores on these questions, turned so that more is better. Raises RequestError for none."""
        means = mean_scores(self.blocks(), len(self.rows))
        if not means.questions:
            nothing = say(
                "{benchmark}: there is no question that all of the models answered.", benchmark=self.logged.name
            )
            answered = self.same.questions.take(pa.array(self.matrix.numbers_answered()))
            raise RequestError(join_texts([nothing, *explain_texts(self.logged.name, answered)]))
        return means._replace(means=-means.means) if self.logged.is_lower_better else means


class LoggedScores(NamedTuple):
    """The scores of some `models` on some `benchmarks`, and what was left out: benchmarks that few have, and models."""

    models: tuple[str, ...]
    benchmarks: tuple[BenchmarkScores, ...]
    few: tuple[LoggedBenchmark, ...]
    partial: tuple[str, ...]


def open_scores(library: Library, question: LoggedScoresQuestion) -> LoggedScores:
    """Return the scores of all models that answered at least half of the usual questions of each benchmark.

    Where the question names no benchmark, those are left out that fewer than half of the models were asked; by subject,
    questions without a subject are left out. Raises UnknownNameError for what the logs haven't, RequestError where
    fewer than two models are left, OutputError where there is no room for the scores, and what opening logs does.
    """
    opened = question.asked_logs.open()
    benchmarks, few = _choose_benchmarks(library, opened, question)
    same = [_find_same_questions(opened, logged) for logged in benchmarks]
    units = _choose_questions([each.questions for each in same], question)
    asked = [place for place, of_each in enumerate(units) if (of_each >= 0).any()]
    if not asked:
        raise RequestError(
            say("no log tells subjects of {benchmarks}.", benchmarks=list_names([logged.name for logged in benchmarks]))
        )
    names = sorted(set.intersection(*(_models_of(benchmarks[place]) for place in asked)))
    in_memory = IN_MEMORY // len(asked)
    scores = [_read_scores(opened, benchmarks[place], same[place], units[place], names, in_memory) for place in asked]
    rows = _rows_of_most(scores)
    ranked = tuple(names[row] for row in rows)
    everyone = {kept.run.model for logged in benchmarks for kept in logged.chosen.runs.values()}
    return LoggedScores(
        ranked,
        tuple(of_benchmark._replace(rows=rows) for of_benchmark in scores),
        tuple(few),
        tuple(sorted(everyone - set(ranked))),
    )


def _rows_of_most(scores: Sequence[BenchmarkScores]) -> Ranks:
    """Return the models that answered at least half of each benchmark. Raises RequestError for fewer than two."""
    rows = np.flatnonzero(np.logical_and.reduce([of_benchmark.matrix.answered_most() for of_benchmark in scores]))
    if len(rows) < 2:
        raise RequestError(
            say(
                "fewer than two models answered the same questions of {benchmarks}: choose with {option}.",
                benchmarks=list_names([of_benchmark.logged.name for of_benchmark in scores]),
                option=option("benchmark"),
            )
        )
    return rows


def _choose_benchmarks(
    library: Library, opened: OpenedLogs, question: LoggedScoresQuestion
) -> tuple[list[LoggedBenchmark], list[LoggedBenchmark]]:
    """Return the benchmarks that count, and those that fewer than half of the models were asked, if none is named."""
    names = [find_logged_benchmark(library, opened.runs, name) for name in question.benchmark]
    logged = [
        choose_benchmark(library, opened, name, (), _metric_of(name, question.metric))
        for name in dict.fromkeys(names or (kept.run.benchmark for kept in opened.runs))
    ]
    if names:
        return logged, []
    everyone = {kept.run.model for kept in opened.runs}
    few = [benchmark for benchmark in logged if 2 * len(benchmark.runs) < len(everyone)]
    if len(few) == len(logged):
        raise RequestError(
            say(
                "no benchmark was asked of half of the models: choose with {option} from {names}.",
                option=option("benchmark"),
                names=list_names([benchmark.name for benchmark in logged]),
            )
        )
    return [benchmark for benchmark in logged if benchmark not in few], few


def _metric_of(benchmark: str, metrics: Sequence[str]) -> str | None:
    """Return the metric that is asked for of a benchmark: one for it alone goes before one for all."""
    of_all = None
    for text in metrics:
        name, equals, metric = text.partition("=")
        if equals and strict_form(name) == strict_form(benchmark):
            return metric
        if not equals:
            of_all = text
    return of_all


def _choose_questions(tables: Sequence[pa.Table], question: LoggedScoresQuestion) -> list[Units]:
    """Return the units of the questions of each benchmark. Raises UnknownNameError for a subject that none has."""
    subjects = question.subject
    if not (subjects or question.by_subject):
        return [units_of(table) if question.clusters else np.arange(len(table)) for table in tables]
    wanted = find_subjects(tables, subjects) if subjects else [set(cluster_names(table)) for table in tables]
    return [units_in_clusters(table, names) for table, names in zip(tables, wanted, strict=True)]


def _find_same_questions(opened: OpenedLogs, logged: LoggedBenchmark) -> SameQuestions:
    return find_same_questions(opened.logs, opened.engine, logged.runs, logged.metric, logged.name)


def _models_of(logged: LoggedBenchmark) -> set[str]:
    return {kept.run.model for kept in logged.runs}


def _read_scores(
    opened: OpenedLogs,
    logged: LoggedBenchmark,
    same: SameQuestions,
    units: Units,
    models: Sequence[str],
    in_memory: int,
) -> BenchmarkScores:
    """Return what models scored on a benchmark, in their order."""
    runs = {kept.run.model: kept for kept in logged.runs}
    matrix = fill_matrix(
        opened.logs,
        opened.engine,
        {model: runs[model] for model in models},
        logged.metric,
        same,
        ScoreMatrix(models, units, in_memory),
    )
    return BenchmarkScores(logged, same, units, matrix, np.arange(len(models)))
