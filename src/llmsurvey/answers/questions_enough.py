"""How many questions of a benchmark would be enough for its ranking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.logged_benchmark import LoggedBenchmark, choose_benchmark, note_runs, note_unchecked
from llmsurvey.answers.questions import QuestionsQuestion, choose_questions
from llmsurvey.boards.board import Matrix
from llmsurvey.boards.methods import Vector
from llmsurvey.errors import RequestError
from llmsurvey.logs.enough_questions import LEAST_SPLIT, SURE, EnoughQuestions, find_enough_questions
from llmsurvey.logs.same_questions import SameQuestions, find_same_questions
from llmsurvey.logs.score_matrix import ScoreMatrix, fill_matrix
from llmsurvey.messages import Message, counted, say
from llmsurvey.tables import Column
from llmsurvey.tables.note import note

if TYPE_CHECKING:
    from llmsurvey.library import Library
    from llmsurvey.logs.asked_logs import OpenedLogs

COLUMNS = (
    Column("question_count", numeric=True),
    Column("tau", numeric=True, digits=3),
    Column("swapped", numeric=True, digits=1),
    Column("most_swapped", numeric=True, digits=1),
    Column("telling_tau", numeric=True, digits=3),
    Column("telling_swapped", numeric=True, digits=1),
)

_TOLERATED = 5.0
"""So much of all pairs, in percent, may swap where questions are called enough."""

_DIGITS = 9


class EnoughEntry(NamedTuple):
    """How well a ranking from so many questions agrees with that from all; shares of pairs that swap are in percent.

    `tau` and `swapped` are means over draws of questions by chance, of which in 95 % no more than `most_swapped` swap.
    `telling_tau` and `telling_swapped` are of the most telling questions, chosen by one half of the models and judged
    by the other; None where there are too few models.
    """

    question_count: int
    tau: float
    swapped: float
    most_swapped: float
    telling_tau: float | None
    telling_swapped: float | None


@dataclass(frozen=True, kw_only=True)
class EnoughAnswer(Answer[EnoughEntry]):
    """The agreement with the ranking from all questions of a `benchmark`, by how many questions a ranking is from."""

    columns = COLUMNS
    row_of_each = True

    benchmark: str


def judge_number_of_questions(library: Library, asked: QuestionsQuestion) -> EnoughAnswer:
    """Return how well rankings from 10, 20, 50, 100, ... questions agree with that from all that every model answered.

    Raises what `judge_benchmark` does, and RequestError for fewer than two models or twenty questions, and for models
    that all score the same.
    """
    opened = asked.asked_logs.open()
    logged = choose_benchmark(library, opened, asked.benchmark, asked.model, asked.metric)
    same = find_same_questions(opened.logs, opened.engine, logged.runs, logged.metric, logged.name)
    matrix = _read_scores(opened, logged, same, asked.subject)
    rows = np.flatnonzero(matrix.answered_most())
    sign = -1.0 if logged.is_lower_better else 1.0

    def blocks() -> Iterator[Matrix]:
        return (block.scores * sign for block in matrix.blocks(rows))

    sums, number = _sum_up(blocks())
    by_number = find_enough_questions(blocks) if len(rows) > 1 else []
    if not by_number:
        raise RequestError(
            say(
                "{models} and {questions} that all of them answered are too few for rankings from a part of them.",
                models=counted("{number} model", "{number:,} models", len(rows)),
                questions=counted("{number} question", "{number:,} questions", number),
            )
        )
    if np.ptp(sums) == 0:
        raise RequestError(
            say("all models score the same on {benchmark}: there is no ranking to be had.", benchmark=logged.name)
        )
    return EnoughAnswer(
        entries=[_entry_of(enough) for enough in by_number],
        notes=(
            *_note_agreement(logged, by_number, len(rows), number),
            *note_unchecked(same, matrix.numbers_answered(2)),
            *note_runs(logged),
        ),
        benchmark=logged.name,
    )


def _sum_up(blocks: Iterator[Matrix]) -> tuple[Vector, int]:
    """Return the sum of the scores of each model, and of how many questions."""
    sums, number = np.zeros(1), 0
    for block in blocks:
        sums, number = sums + block.sum(axis=1), number + block.shape[1]
    return sums.round(_DIGITS), number


def _read_scores(
    opened: OpenedLogs, logged: LoggedBenchmark, same: SameQuestions, subjects: Sequence[str]
) -> ScoreMatrix:
    """Return the scores of the models on the questions that are wanted, each of which counts for itself."""
    units = choose_questions(same.questions, subjects)
    # by name, so that halves of the models are the same in whatever order logs were imported
    runs = {kept.run.model: kept for kept in sorted(logged.runs, key=lambda kept: kept.run.model)}
    matrix = ScoreMatrix(tuple(runs), units)
    return fill_matrix(opened.logs, opened.engine, runs, logged.metric, same, matrix)


def _entry_of(enough: EnoughQuestions) -> EnoughEntry:
    telling = enough.telling
    return EnoughEntry(
        question_count=enough.questions,
        tau=round(enough.drawn.tau, _DIGITS),
        swapped=_percent(enough.drawn.swapped),
        most_swapped=_percent(enough.most_swapped),
        telling_tau=None if telling is None else round(telling.tau, _DIGITS),
        telling_swapped=None if telling is None else _percent(telling.swapped),
    )


def _percent(share: float) -> float:
    return round(100 * share, _DIGITS)


def _note_agreement(
    logged: LoggedBenchmark, by_number: Sequence[EnoughQuestions], models: int, questions: int
) -> Iterator[Message]:
    """Yield how many questions are enough, and what that means."""
    enough = next((one.questions for one in by_number if _percent(one.most_swapped) <= _TOLERATED), None)
    yield note(
        "counted",
        "{models} on {questions} of {benchmark} that all of them answered.",
        models=counted("{number} model", "{number:,} models", models),
        questions=counted("{number} question", "{number:,} questions", questions),
        benchmark=logged.name,
    )
    tolerated, sure = f"{_TOLERATED:g}", f"{100 * SURE:g}"
    if enough is None:
        yield note(
            "certainty",
            "No half of the questions is enough for at most {tolerated} % of pairs to swap in {sure} % of draws.",
            tolerated=tolerated,
            sure=sure,
        )
    else:
        yield note(
            "certainty",
            "{enough:,} questions by chance are enough: at most {tolerated} % of pairs swap in {sure} % of draws.",
            enough=enough,
            tolerated=tolerated,
            sure=sure,
        )
    yield note(
        "confidence",
        "The yardstick is the ranking from all questions, which are a draw themselves: pairs that it can't tell apart "
        "swap most easily. Tau is Kendall's tau-b.",
    )
    if by_number[0].telling is None:
        yield note(
            "unknown",
            "Of fewer than {number} models none are left out to judge telling questions by.",
            number=LEAST_SPLIT,
        )
    else:
        yield note(
            "basis",
            "The most telling questions are chosen by one half of the models and judged by the other, in turns. They "
            "suit models like these: of others, or a year on, they may tell less.",
        )
