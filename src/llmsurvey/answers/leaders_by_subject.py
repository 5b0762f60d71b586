"""The leaders of a ranking by logs: who leads each subject, and who may lead it as well."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.logged_scores import BenchmarkScores, LoggedScores, LoggedScoresQuestion, open_scores
from llmsurvey.answers.logged_scores_notes import note_logged_scores
from llmsurvey.boards.paired_rank_sets import may_be_best
from llmsurvey.errors import RequestError, check_number
from llmsurvey.lineage.verdict import address
from llmsurvey.logs.mean_scores import mean_scores
from llmsurvey.logs.question_units import Units, cluster_names, clusters_by_question
from llmsurvey.logs.score_matrix import QuestionBlock
from llmsurvey.messages import option, say
from llmsurvey.tables import Column, Table
from llmsurvey.tables.note import Note, note, note_limit

if TYPE_CHECKING:
    from llmsurvey.library import Library

COLUMNS = (
    Column("benchmark"),
    Column("cluster"),
    Column("common_questions", numeric=True, heading=say("questions")),
    Column("leaders"),
    Column("score", numeric=True),
    Column("candidates", numeric=True),
    Column("candidate_names", brief=False),
)


class LeadersEntry(NamedTuple):
    """A subject (`cluster`) with the models that score best there, and all that may be the best with 95 % confidence.

    `score` is the leaders' own, in percent where it is a share.
    """

    benchmark: str
    cluster: str
    common_questions: int
    leaders: tuple[str, ...]
    score: float
    candidates: int
    candidate_names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LeadersAnswer(Answer[LeadersEntry]):
    """The subjects, by benchmark and name."""

    columns = COLUMNS
    row_of_each = True

    is_percent: bool

    def table(self) -> Table:
        """A row for each subject."""
        digits = 1 if self.is_percent else 3
        columns = tuple(column._replace(digits=digits) if column.name == "score" else column for column in COLUMNS)
        return Table(columns, rows_of(self.entries, columns), notes=self.notes)


def list_leaders(library: Library, question: LoggedScoresQuestion) -> LeadersAnswer:
    """Return who leads each subject among the models that answered the same questions, and who may.

    Raises what `open_scores` does, and RequestError for a filter of models: leaders are those among all.
    """
    check_number("limit", question.limit, 0)
    if question.models.asks or question.frontier or question.clean:
        raise RequestError(say("{by_subject} goes without filters of models.", by_subject=option("by_subject")))
    scores = open_scores(library, replace(question, by_subject=True))
    names = [_name_of(library, model) for model in scores.models]
    subjects = sorted(
        (entry for benchmark in scores.benchmarks for entry in _lead_each(benchmark, names)),
        key=lambda entry: (entry.benchmark, entry.cluster),
    )
    shown = subjects[: question.limit]
    return LeadersAnswer(
        entries=shown,
        notes=tuple(_note_leaders(scores, shown, len(subjects))),
        is_percent=all(benchmark.is_share for benchmark in scores.benchmarks),
    )


def _lead_each(benchmark: BenchmarkScores, names: list[str]) -> Iterator[LeadersEntry]:
    """Yield an entry for each subject of a benchmark of which all models answered a question."""
    subjects, clusters = cluster_names(benchmark.same.questions), clusters_by_question(benchmark.same.questions)
    cluster_of_unit = np.sort(clusters[benchmark.units >= 0])
    for subject, blocks in itertools.groupby(_split(benchmark, cluster_of_unit), key=lambda part: part[0]):
        means = mean_scores((block for _, block in blocks), len(names))
        direction = -1 if benchmark.logged.is_lower_better else 1
        totals = np.round(direction * means.means, 12)
        is_candidate = np.ones(len(names), dtype=bool)
        if means.units > 1:
            is_candidate = may_be_best(totals, means.moments)
        order = np.argsort(-totals, kind="stable")
        yield LeadersEntry(
            benchmark=benchmark.logged.name,
            cluster=subjects[subject],
            common_questions=means.questions,
            leaders=tuple(names[row] for row in order if totals[row] == totals.max()),
            score=round(direction * float(totals.max()) * (100 if benchmark.is_share else 1), 9),
            candidates=int(is_candidate.sum()),
            candidate_names=tuple(names[row] for row in order if is_candidate[row]),
        )


def _split(benchmark: BenchmarkScores, cluster_of_unit: Units) -> Iterator[tuple[int, QuestionBlock]]:
    """Yield blocks of questions of one cluster each, with that cluster: those of one follow each other."""
    for block in benchmark.blocks():
        clusters = cluster_of_unit[block.units]
        for start, end in itertools.pairwise([*np.flatnonzero(np.diff(clusters, prepend=-1)).tolist(), len(clusters)]):
            yield int(clusters[start]), QuestionBlock(block.units[start:end], block.scores[:, start:end])


def _name_of(library: Library, model: str) -> str:
    identity = library.registry.identify(model)
    return model if identity is None or identity.size is None else address(identity.model, identity.size)


def _note_leaders(scores: LoggedScores, shown: list[LeadersEntry], total: int) -> Iterator[Note]:
    yield note(
        "selection",
        "{total} subjects, each by itself: with 95 % confidence the best of {models} models is among the candidates.",
        total=total,
        models=len(scores.models),
    )
    if len(shown) < total:
        yield note_limit(len(shown), total)
    yield from note_logged_scores(scores)
