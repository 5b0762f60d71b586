"""A ranking by logs: models in order of what they scored on the same questions, with how sure every rank is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.left_out import list_left_out_of_board
from llmsurvey.answers.list import explain_star, star_verdict
from llmsurvey.answers.logged_scores import LoggedScoresQuestion, open_scores
from llmsurvey.answers.logged_scores_notes import note_logged_ranks, note_logged_scores, note_questions
from llmsurvey.answers.rank_notes import note_trained
from llmsurvey.answers.ranked_logs import RankedLogs, rank_scores
from llmsurvey.answers.selection import MissingFact, Selection
from llmsurvey.answers.training_on_benchmarks import Trained, trained_on
from llmsurvey.boards.board import PERCENT, Measure, free_heading
from llmsurvey.boards.frontier import find_unbeaten
from llmsurvey.boards.places import spell_rank_set
from llmsurvey.boards.rank_sets import RankSets
from llmsurvey.errors import check_number
from llmsurvey.lineage.verdict import address
from llmsurvey.logs.mean_scores import MeanScores
from llmsurvey.messages import Message, counted, join_texts, list_names, say
from llmsurvey.tables import Cell, Column, Table
from llmsurvey.tables.note import Note, as_note, note

if TYPE_CHECKING:
    from llmsurvey.library import Library
    from llmsurvey.records import Verdict
    from llmsurvey.registry.registry import Identity

COLUMNS = (
    Column("rank", numeric=True),
    Column("rank_set", only="flat"),
    Column("unpaired_rank_set", only="flat"),
    Column("name"),
    Column("average", numeric=True),
    Column("verdict", order="verdict", words="verdict"),
    Column("caveats", brief=False),
    Column("best_rank", numeric=True, brief=False),
    Column("worst_rank", numeric=True, brief=False),
    Column("unpaired_best_rank", numeric=True, brief=False),
    Column("unpaired_worst_rank", numeric=True, brief=False),
    Column("standard_error", numeric=True, digits=2, brief=False),
    Column("id", brief=False),
    Column("size", brief=False),
    Column("logged_as", brief=False),
)
"""The columns beside those of the benchmarks, which stand behind the average."""


_FINER = 3
"""The digits of scores that aren't percent, of which one may be from 0 to 1."""


class RankLogsEntry(NamedTuple):
    """A model with its rank, by the mean of `scores`, which are by benchmark.

    `best_rank` and `worst_rank` follow from paired differences, the `unpaired` ones from the errors of the scores
    alone. None of them is known where questions are too few. `logged_as` is the model's name in the logs.
    """

    rank: int
    name: str
    average: float
    scores: Mapping[str, float]
    verdict: Verdict | None
    caveats: tuple[str, ...]
    best_rank: int | None
    worst_rank: int | None
    unpaired_best_rank: int | None
    unpaired_worst_rank: int | None
    standard_error: float | None
    id: str | None
    size: str | None
    logged_as: str

    @property
    def rank_set(self) -> str | None:
        """The ranks that it may have, as people write them: `2-5`."""
        return spell_rank_set(self.best_rank, self.worst_rank)

    @property
    def unpaired_rank_set(self) -> str | None:
        """The ranks that it might have if the models had answered different questions."""
        return spell_rank_set(self.unpaired_best_rank, self.unpaired_worst_rank)


@dataclass(frozen=True, kw_only=True)
class RankLogsAnswer(Answer[RankLogsEntry]):
    """The models that pass, by rank. `measures` are what they were scored by, on each benchmark."""

    columns = COLUMNS
    named_by = "benchmarks"

    measures: tuple[Measure, ...]
    legend: Message

    def table(self) -> Table:
        """A row for each model, with a column for each benchmark."""
        columns = self._own_columns()
        behind_average = 1 + [column.name for column in columns].index("average")
        scores = tuple(_column_of_scores(measure) for measure in self.measures) if len(self.measures) > 1 else ()
        rows: list[tuple[Cell, ...]] = []
        texts: dict[tuple[int, str], str] = {}
        for row, (entry, cells) in enumerate(zip(self.entries, rows_of(self.entries, columns), strict=True)):
            by_benchmark = [entry.scores[measure.benchmark] for measure in self.measures if scores]
            rows.append((*cells[:behind_average], *by_benchmark, *cells[behind_average:]))
            if entry.caveats and entry.verdict:
                texts[row, "verdict"] = star_verdict(entry.verdict)
        shown = (*columns[:behind_average], *scores, *columns[behind_average:])
        return Table(shown, tuple(rows), notes=self.notes, legend=self.legend, texts=texts)

    def _own_columns(self) -> tuple[Column, ...]:
        """Return the columns beside those of benchmarks: digits are for percent, verdicts for models that have any."""
        digits = 1 if all(measure.unit == PERCENT for measure in self.measures) else _FINER
        is_known = any(entry.verdict for entry in self.entries)
        changes: dict[str, dict[str, Any]] = {"average": {"digits": digits}, "verdict": {"brief": is_known}}
        return tuple(column._replace(**changes.get(column.name, {})) for column in COLUMNS)


def rank_logs(library: Library, question: LoggedScoresQuestion) -> RankLogsAnswer:
    """Return the models of logs that pass, by rank, with what must be known of their order.

    Ranks are among all models that answered the same questions, whichever pass. Raises what `open_scores` does, and
    RequestError for scores of which there is no mean.
    """
    check_number("limit", question.limit, 0)
    selection = question.models.select(library)
    ranked = rank_scores(open_scores(library, question))
    identities = [library.registry.identify(model) for model in ranked.scores.models]
    passing = _select_passing(_candidates(ranked, identities, question), identities, selection)
    trained = _find_trained(library, ranked, passing.rows, identities, selection) if question.clean else {}
    rows = [row for row in passing.rows if row not in trained]
    shown = rows[: question.limit]
    left_out = list(list_left_out_of_board(passing.unknown, passing.missing))
    return RankLogsAnswer(
        entries=[_entry_of(ranked, row, identities[row], selection) for row in shown],
        measures=ranked.measures,
        legend=explain_star(selection),
        notes=(
            *note_logged_ranks(ranked, len(rows), len(shown)),
            *(_note_frontier(identities) if question.frontier else ()),
            *(_note_trained(library, ranked, trained) if question.clean else ()),
            *([as_note("left-out", join_texts(left_out))] if left_out else []),
            *note_questions(ranked.scores, ranked.parts),
            *note_logged_scores(ranked.scores),
        ),
    )


def _candidates(ranked: RankedLogs, identities: Sequence[Identity | None], question: LoggedScoresQuestion) -> list[int]:
    """Return the rows by rank: all of them, or those that no other beats on both score and size."""
    rows: list[int] = np.argsort(ranked.ranks, kind="stable").tolist()
    if not question.frontier:
        return rows
    sizes = np.array([_parameters_of(identity) or np.nan for identity in identities])
    is_unbeaten = find_unbeaten(ranked.overall.means.round(12), sizes)
    return [row for row in rows if is_unbeaten[row]]


def _parameters_of(identity: Identity | None) -> int | None:
    return identity.size.parameters if identity is not None and identity.size is not None else None


def _note_frontier(identities: Sequence[Identity | None]) -> Iterator[Note]:
    """Say how many models can be on no frontier."""
    if unknown := sum(_parameters_of(identity) is None for identity in identities):
        yield as_note(
            "left-out",
            counted(
                "{number:,} is on no frontier, because the catalogue doesn't know its size.",
                "{number:,} are on no frontier, because the catalogue doesn't know their size.",
                unknown,
            ),
        )


def _find_trained(
    library: Library,
    ranked: RankedLogs,
    rows: Sequence[int],
    identities: Sequence[Identity | None],
    selection: Selection,
) -> dict[int, Trained]:
    """Return which of some rows were trained on one of the benchmarks, each with on which questions."""
    known = (library.registry.find_benchmark(measure.benchmark) for measure in ranked.measures)
    benchmarks = {benchmark.id for benchmark in known if benchmark is not None}
    found = ((row, trained_on(benchmarks, selection.licensing, identities[row])) for row in rows)
    return {row: trained for row, trained in found if trained is not None}


def _note_trained(library: Library, ranked: RankedLogs, trained: Mapping[int, Trained]) -> Iterator[Note]:
    """Say how many models were left out because they were trained on a benchmark, and of which that can't be said."""
    yield note_trained(Counter(trained.values()))
    names = [measure.benchmark for measure in ranked.measures]
    if unknown := [name for name in names if library.registry.find_benchmark(name) is None]:
        yield note(
            "unknown",
            "Who was trained on {benchmarks} can't be said, which the catalogue doesn't know.",
            benchmarks=list_names(unknown),
        )


class _Passing(NamedTuple):
    """The rows of models that pass, and of the others how many the registry doesn't know, or not enough of."""

    rows: list[int]
    unknown: int
    missing: Counter[MissingFact]


def _select_passing(rows: list[int], identities: Sequence[Identity | None], selection: Selection) -> _Passing:
    if not selection.wanted.asks:
        return _Passing(rows, 0, Counter())
    identified = {
        row: identity for row in rows if (identity := identities[row]) is not None and identity.size is not None
    }
    judged = {row: selection.judge(identity) for row, identity in identified.items()}
    return _Passing(
        [row for row, judgement in judged.items() if judgement.passes],
        len(rows) - len(identified),
        Counter(judgement.missing for judgement in judged.values() if judgement.missing),
    )


def _entry_of(ranked: RankedLogs, row: int, identity: Identity | None, selection: Selection) -> RankLogsEntry:
    model, size = identity or (None, None)
    assessment = selection.licensing.assess(model, size) if model and size else None
    best, worst = _ends_of(ranked.sets, row)
    unpaired_best, unpaired_worst = _ends_of(ranked.unpaired, row)
    error = float(ranked.overall.standard_errors[row]) * ranked.scale
    return RankLogsEntry(
        rank=int(ranked.ranks[row]),
        name=address(model, size) if model and size else ranked.scores.models[row],
        average=_shown(ranked, ranked.overall, row),
        scores={
            measure.benchmark: _shown(ranked, part, row)
            for measure, part in zip(ranked.measures, ranked.parts, strict=True)
        },
        verdict=assessment.verdict if assessment else None,
        caveats=assessment.caveat_words if assessment else (),
        best_rank=best,
        worst_rank=worst,
        unpaired_best_rank=unpaired_best,
        unpaired_worst_rank=unpaired_worst,
        standard_error=None if np.isnan(error) else round(error, 9),
        id=model.id if model else None,
        size=size.name if model and size and model.sizes else None,
        logged_as=ranked.scores.models[row],
    )


def _ends_of(sets: RankSets | None, row: int) -> tuple[int | None, int | None]:
    return (None, None) if sets is None else (int(sets.best[row]), int(sets.worst[row]))


def _shown(ranked: RankedLogs, scores: MeanScores, row: int) -> float:
    """Return a mean score as people read it: in percent where it is a share, less where less is better."""
    return round(ranked.direction * ranked.scale * float(scores.means[row]), 9)


def _column_of_scores(measure: Measure) -> Column:
    name = free_heading(measure.benchmark, COLUMNS)
    return Column(name, numeric=True, digits=1, meaning=say("Score on {benchmark}.", benchmark=measure.benchmark))
