"""`history`: a model, or the best ones, over the snapshots of a board."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.answers.answer import Answer
from llmsurvey.answers.elsewhere import telling_where
from llmsurvey.answers.history_notes import note_history
from llmsurvey.answers.history_of_best import TopAnswer, trace_best
from llmsurvey.answers.history_steps import (
    EvaluationChange,
    Step,
    find_breaks,
    list_evaluation_changes,
    list_steps,
)
from llmsurvey.boards.board import free_heading
from llmsurvey.boards.deltas import check_is_model
from llmsurvey.boards.folders import DEFAULT_BOARD, LATEST, complete_address
from llmsurvey.boards.identify import entries_called, identify_entries
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.boards.ranked_snapshots import RankedSnapshot, changed_scores, rank_snapshots
from llmsurvey.boards.ranking import RankSettings
from llmsurvey.errors import LlmsurveyError, RequestError, UnknownNameError, check_number
from llmsurvey.lineage.verdict import address
from llmsurvey.messages import Message, Word, join_texts, option, question, say
from llmsurvey.registry.nearest_names import nearest_names
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Cell, Column, Table
from llmsurvey.tables.sparkline import draw_sparkline

if TYPE_CHECKING:
    from llmsurvey.library import Library

COLUMNS = (
    Column("name"),
    Column("snapshot", order="date"),
    Column("event", words="event"),
    Column("rank", numeric=True),
    Column("of", numeric=True),
    Column("average", numeric=True, digits=1),
    Column("changed"),
    Column("measured_anew"),
    Column("partial", brief=False),
)
"""The columns beside those of the benchmarks, which follow `average`."""


FEW = 5
"""So many of the best are shown where neither a model nor a number is named."""


@dataclass(frozen=True, kw_only=True)
class HistoryQuestion:
    """A model by any name, or how many of the best (`top`; 5 where neither is named), and whose snapshots to look at.

    A `board` with a day (`BOARD@2023-07-28`) ends with that day.
    """

    model: str | None = None
    top: int | None = None
    board: str = DEFAULT_BOARD
    measures: MeasureFilter = field(default_factory=MeasureFilter)


class HistoryEntry(NamedTuple):
    """A model at one snapshot, with its `scores` by benchmark; `of` is how many have a rank there."""

    name: str
    snapshot: str | None
    event: str | None
    rank: int | None
    of: int | None
    average: float | None
    scores: Mapping[str, float]
    changed: tuple[str, ...]
    measured_anew: tuple[str, ...]
    partial: bool


@dataclass(frozen=True, kw_only=True)
class HistoryAnswer(Answer[HistoryEntry]):
    """The snapshots of each entry of a board that the model is; `headings` stand above those of each.

    `changed` says which scores differ from the last snapshot that has the entry: its weights are the same, so it was
    measured in another way. Where the snapshots themselves say so (other benchmarks, metrics, shots, harness), nothing
    is compared and no line is drawn. `evaluation_changes` are the days by which that happened, or by which benchmarks
    were measured anew, of all `days`.
    """

    columns = COLUMNS
    named_by = "benchmarks"

    benchmarks: tuple[str, ...]
    headings: Mapping[str, Message]
    days: tuple[str | None, ...]
    evaluation_changes: tuple[EvaluationChange, ...]

    def table(self) -> Table:
        """A row for each entry, with a column for each benchmark."""
        benchmark_of = {free_heading(name, COLUMNS): name for name in self.benchmarks}
        scores = (Column(heading, numeric=True, digits=1) for heading in benchmark_of)
        columns = (*COLUMNS[:6], *scores, *COLUMNS[6:])
        rows: list[tuple[Cell, ...]] = []
        texts: dict[tuple[int, str], str] = {}
        for row, entry in enumerate(self.entries):
            cells = {
                **entry._asdict(),
                **{heading: entry.scores.get(name) for heading, name in benchmark_of.items()},
            }
            rows.append(tuple(cells[column.name] for column in columns))
            texts[row, "name"] = self.headings[entry.name]
        return Table(columns, tuple(rows), notes=self.notes, group_by="name", texts=texts)


def show_history(library: Library, asked: HistoryQuestion) -> HistoryAnswer | TopAnswer:
    """Return how a model, or the best ones of the last whole snapshot, did from snapshot to snapshot.

    A snapshot that can't be read or ranked is among `refused`, and the others are shown. Raises UnknownNameError for a
    board that isn't there or a name that no snapshot has, RequestError for one that is of no model, for a question that
    names both, and where no snapshot can be ranked.
    """
    if asked.model is not None and asked.top is not None:
        raise RequestError(
            say(
                "history takes a model or {top}: `{model}` or `{best}`.",
                top=option("top"),
                model=question("history", "LLaMA@65B"),
                best=option("top", 10),
            )
        )
    check_number("top", asked.top, 1)
    refused: list[LlmsurveyError] = []
    snapshots = _rank_days(library, asked, refused)
    if asked.model is not None:
        with telling_where(library, asked.board, takes_runs=False):
            return trace_model(snapshots, asked.model, library.registry, tuple(refused))
    return trace_best(snapshots, asked.top or FEW, library.registry, tuple(refused))


def _rank_days(library: Library, asked: HistoryQuestion, refused: list[LlmsurveyError]) -> list[RankedSnapshot]:
    """Return the ranked snapshots of a board; why others can't be read or ranked is added to `refused`.

    Raises UnknownNameError for a board or a day that isn't there, and the first of `refused` where no snapshot is left.
    """
    name, _, day = complete_address(asked.board).partition("@")
    board, last = library.board_store.find(f"{name}@{day}" if day else name)
    settings = RankSettings(sets="none", measures=asked.measures)
    days = library.board_store.load_each(board, refused, last if day not in ("", LATEST) else None)
    snapshots = rank_snapshots(days, settings, library.registry, refused)
    if not snapshots:
        raise refused[0]
    return snapshots


def trace_model(
    snapshots: Sequence[RankedSnapshot], wanted: str, registry: Registry, refused: tuple[LlmsurveyError, ...] = ()
) -> HistoryAnswer:
    """Return every entry of a model, or an entry by its own name, over the snapshots of a board.

    A partial snapshot that lacks it says nothing. Raises UnknownNameError for a name that no snapshot has, RequestError
    for one that is of no model.
    """
    names = _find_names(snapshots, wanted, registry)
    steps = list(list_steps(snapshots))
    return HistoryAnswer(
        entries=[entry for name in names for entry in _list_entries(name, steps)],
        benchmarks=tuple(dict.fromkeys(measure.benchmark for day in snapshots for measure in day.board.measures)),
        headings={name: _heading_of_name(name, snapshots, registry) for name in names},
        days=tuple(snapshot.board.snapshot for snapshot in snapshots),
        evaluation_changes=tuple(list_evaluation_changes(steps)),
        notes=tuple(note_history(snapshots, steps)),
        refused=refused,
    )


def _find_names(snapshots: Sequence[RankedSnapshot], wanted: str, registry: Registry) -> list[str]:
    """Return the entries that are meant, in the order in which they first appear."""
    names = dict.fromkeys(
        day.board.facts["name"][row] for day in snapshots for row in entries_called(day.board, wanted, registry)
    )
    if not names:
        check_is_model(wanted, (name for day in snapshots for name in day.ranked.deltas))
        all_names = dict.fromkeys(name for day in snapshots for name in day.place_of)
        raise UnknownNameError(say("entry of the board"), wanted, nearest_names(wanted, all_names))
    return list(names)


def _heading_of_name(name: str, snapshots: Sequence[RankedSnapshot], registry: Registry) -> Message:
    """Return an entry's name, with the registry's behind it where that differs, and its ranks as bars."""
    first = next(day for day in snapshots if name in day.place_of)
    identity = identify_entries(first.board.take([first.place_of[name]]), registry)[0]
    called = f"{name} ({address(*identity)})" if identity and identity.size else name
    ranks = [day.rank_of(name) if name in day.place_of and not day.partial else None for day in snapshots]
    return join_texts([called, Word("column", "rank"), _draw_ranks(ranks, snapshots)], "  ")


def _draw_ranks(ranks: Sequence[int | None], snapshots: Sequence[RankedSnapshot]) -> str:
    """Return ranks as bars, with a gap wherever they are over other measures from then on."""
    parts, start = [], 0
    for end in [*find_breaks(snapshots), len(snapshots)]:
        parts.append(draw_sparkline([None if rank is None else -rank for rank in ranks[start:end]]))
        start = end
    return "|".join(parts)


def _list_entries(name: str, steps: Sequence[Step]) -> Iterator[HistoryEntry]:
    """Yield one entry for each snapshot that has the name, and for the first whole one without it."""
    last: RankedSnapshot | None = None
    is_gone = False
    for snapshot, _, changes in steps:
        day, partial = snapshot.board.snapshot, snapshot.partial
        if name not in snapshot.place_of:
            if last is not None and not is_gone and not snapshot.partial and name not in snapshot.listed:
                is_gone = True
                yield HistoryEntry(name, day, Word("event", "left"), None, None, None, {}, (), (), partial)
            continue
        changed = changed_scores(last, snapshot, name) if last else ()
        event = _event_since(last, snapshot, is_back=is_gone, is_changed=bool(changed))
        yield HistoryEntry(
            name=name,
            snapshot=day,
            event=None if event is None else Word("event", event),
            rank=snapshot.rank_of(name),
            of=int((snapshot.ranked.ranks > 0).sum()),
            average=snapshot.figure_of(name),
            scores=snapshot.scores_of(name),
            changed=changed,
            measured_anew=tuple(benchmark for benchmark in changes.measured_anew if benchmark in changed),
            partial=partial,
        )
        last, is_gone = snapshot, False


def _event_since(
    last: RankedSnapshot | None, snapshot: RankedSnapshot, *, is_back: bool, is_changed: bool
) -> str | None:
    """Return what became of an entry since the last snapshot that has it; None where nothing did."""
    if last is None:
        return "entered"
    if is_back:
        return "back"
    if not snapshot.is_over_the_same(last):
        return "measured otherwise"
    return "changed" if is_changed else None
