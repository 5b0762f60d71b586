"""Which questions of a benchmark are hard, which tell models apart, and whose answer key looks wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
import pyarrow as pa

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.logged_benchmark import (
    LoggedBenchmark,
    choose_benchmark,
    explain_texts,
    note_runs,
    note_unchecked,
)
from llmsurvey.answers.logged_questions import QuestionEntries, QuestionEntry
from llmsurvey.answers.logged_subjects import find_subjects
from llmsurvey.boards.methods import Ranks
from llmsurvey.errors import UnknownNameError
from llmsurvey.logs.asked_logs import AskedLogs, OpenedLogs
from llmsurvey.logs.question_statistics import LEAST_MODELS, QuestionStatistics, judge_questions, models_to_suspect
from llmsurvey.logs.question_units import Units, units_in_clusters
from llmsurvey.logs.same_questions import SameQuestions, find_same_questions, scan_scores
from llmsurvey.messages import Message, counted, say
from llmsurvey.registry.nearest_names import nearest_names
from llmsurvey.tables import Column
from llmsurvey.tables.note import as_note, note

if TYPE_CHECKING:
    import narwhals as nw

    from llmsurvey.library import Library

Order = Literal["hardest", "easiest", "disputed", "telling", "suspect"]
ORDERS: tuple[Order, ...] = get_args(Order)

COLUMNS = (
    Column("question"),
    Column("cluster"),
    Column("model_count", numeric=True),
    Column("mean_score", numeric=True, digits=3),
    Column("discrimination", numeric=True, digits=2),
    Column("remark", words="remark"),
    Column("deviation", numeric=True, digits=3, brief=False),
    Column("key_p_value", numeric=True, digits=4, brief=False, never_zero=True),
    Column("question_hash", brief=False),
    Column("question_text", brief=False),
)


_FEW_TEXTS = 1_000
"""Of no more questions the texts are looked up by number; of more all are read."""


@dataclass(frozen=True, kw_only=True)
class QuestionsQuestion:
    """Which questions of a benchmark of the logs (None for the only one), in which `order`, by which metric.

    Where a `subject` or a `model` is named, or several, everything is computed among their questions and answers alone.
    """

    benchmark: str | None = None
    order: Order = "telling"
    subject: tuple[str, ...] = ()
    model: tuple[str, ...] = ()
    metric: str | None = None
    asked_logs: AskedLogs = field(default_factory=AskedLogs)


@dataclass(frozen=True, kw_only=True)
class QuestionsAnswer(Answer[QuestionEntry]):
    """The questions of a benchmark in the order that was asked for, with what the answers of models tell of each."""

    columns = COLUMNS
    row_of_each = True

    benchmark: str
    metric: str
    entries: QuestionEntries


def judge_benchmark(library: Library, asked: QuestionsQuestion) -> QuestionsAnswer:
    """Return the questions of a benchmark, by what was logged of each.

    Raises UnknownNameError with the nearest for a benchmark, subject, model, metric or order that there isn't,
    RequestError where there is nothing to judge by, BoardError or EngineError for logs that can't be read.
    """
    if asked.order not in ORDERS:
        raise UnknownNameError(say("order"), asked.order, nearest_names(asked.order, ORDERS) or ORDERS)
    opened = asked.asked_logs.open()
    logged = choose_benchmark(library, opened, asked.benchmark, asked.model, asked.metric)
    same = find_same_questions(opened.logs, opened.engine, logged.runs, logged.metric, logged.name)
    answers = _scan_scores(opened, logged, same)
    if asked.subject:
        answers = _keep_questions(answers, np.flatnonzero(choose_questions(same.questions, asked.subject) >= 0))
    statistics = judge_questions(opened.engine, answers, len(same.questions))
    entries = QuestionEntries(
        statistics,
        _ORDERED[asked.order](statistics),
        same.questions,
        turned=logged.is_lower_better,
        read_texts=_texts_of(opened, logged, same),
    )
    return QuestionsAnswer(
        entries=entries,
        notes=(*_note_statistics(logged, entries, same), *note_runs(logged)),
        benchmark=logged.name,
        metric=logged.metric,
    )


def choose_questions(questions: pa.Table, subjects: Sequence[str]) -> Units:
    """Return a number for each question of some subjects, of all without any; -1 for the others.

    Raises UnknownNameError with the nearest for a subject that there isn't.
    """
    if not subjects:
        return np.arange(len(questions))
    (wanted,) = find_subjects([questions], subjects)
    return units_in_clusters(questions, wanted)


def _scan_scores(opened: OpenedLogs, logged: LoggedBenchmark, same: SameQuestions) -> nw.LazyFrame[Any]:
    """Return one score of each model on each question, more being better."""
    import narwhals as nw

    answers = scan_scores(opened.logs, opened.engine, logged.runs, logged.metric, same)
    sign = -1 if logged.is_lower_better else 1
    return answers.select("benchmark", "model", "question", nw.col("score") * sign)


def _texts_of(
    opened: OpenedLogs, logged: LoggedBenchmark, same: SameQuestions
) -> Callable[[list[int]], Mapping[int, str]]:
    """Return what reads the texts of questions by their numbers, as they stand in the first run that has them."""
    kept_in = (opened.logs.texts_path(kept.run) for kept in logged.runs)
    path = next((path for path in kept_in if path is not None and (isinstance(path, str) or path.exists())), None)

    def read_texts(numbers: list[int]) -> Mapping[int, str]:
        if path is None:
            return {}
        import narwhals as nw

        texts = opened.engine.scan([str(path)])
        if len(numbers) <= _FEW_TEXTS:
            texts = texts.filter(nw.col("question").is_in(same.numbers_of(numbers)))
        table = opened.engine.collect(texts.select("question", "question_text").unique())
        found = dict(zip(*(column.to_pylist() for column in table.columns), strict=True))
        return {same.number_of(number): text for number, text in found.items()}

    return read_texts


def _keep_questions(answers: nw.LazyFrame[Any], questions: Ranks) -> nw.LazyFrame[Any]:
    import narwhals as nw

    return answers.filter(nw.col("question").is_in(questions.tolist()))


def _note_statistics(logged: LoggedBenchmark, entries: QuestionEntries, same: SameQuestions) -> Iterator[Message]:
    """Yield what stands out of the questions, and how that is known."""
    of = entries.statistics
    yield note(
        "counted",
        "{questions} of {benchmark}, by {models}: all miss {missed:,}, all get {right:,} right, and of {suspect:,} the "
        "answer key looks wrong.",
        questions=counted("{number} question", "{number:,} questions", len(of.question)),
        benchmark=logged.name,
        models=counted("{number} model", "{number:,} models", len(logged.runs)),
        missed=int(entries.is_missed(of).sum()),
        right=int(entries.is_right(of).sum()),
        suspect=int(of.is_suspect.sum()),
    )
    for sentence in explain_texts(logged.name, same.questions.take(pa.array(of.question))):
        yield as_note("comparability", sentence)
    yield from note_unchecked(same, of.question[of.models > 1])
    if len(logged.runs) < LEAST_MODELS:
        yield note("unknown", "What tells models apart can't be said of fewer than {number}.", number=LEAST_MODELS)
        return
    if len(logged.runs) < (needed := models_to_suspect(len(of.question))):
        yield note(
            "unknown",
            "{models} are too few to tell a wrong answer key among so many questions from chance: {needed} would do.",
            models=counted("{number} model", "{number:,} models", len(logged.runs)),
            needed=needed,
        )
    yield note(
        "confidence",
        "A key looks wrong where worse models hit and better ones miss, by more than chance (rank sums, 95 % "
        "confidence, Holm's procedure for all questions). Models made from one another make that less sure.",
    )


def _order_by(*keys: Callable[[QuestionStatistics], np.ndarray]) -> Callable[[QuestionStatistics], Ranks]:
    """Return what puts questions in order by several keys, the first one deciding; equal ones as they are numbered."""
    return lambda statistics: np.lexsort([key(statistics) for key in reversed(keys)])


_ORDERED: dict[Order, Callable[[QuestionStatistics], Ranks]] = {
    "hardest": _order_by(lambda of: of.mean.round(9)),
    "easiest": _order_by(lambda of: -of.mean.round(9)),
    "disputed": _order_by(lambda of: -of.deviation.round(9)),
    "telling": _order_by(lambda of: -of.discrimination.round(9)),
    "suspect": _order_by(lambda of: of.against.round(9), lambda of: of.discrimination.round(9)),
}
"""How each order comes about; what isn't known is last."""
