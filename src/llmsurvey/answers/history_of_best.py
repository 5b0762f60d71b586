"""The best of a board over its snapshots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.answers.history_notes import note_history
from llmsurvey.answers.history_steps import EvaluationChange, find_breaks, list_evaluation_changes, list_steps
from llmsurvey.boards.identify import identify_entries
from llmsurvey.boards.ranked_snapshots import RankedSnapshot
from llmsurvey.errors import LlmsurveyError
from llmsurvey.lineage.verdict import address
from llmsurvey.messages import say
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Column, Table
from llmsurvey.tables.detailed import Detailed
from llmsurvey.tables.note import note
from llmsurvey.tables.sparkline import draw_sparkline

COLUMNS = (
    Column("rank", numeric=True),
    Column("name"),
    Column("average", numeric=True, digits=1),
    Column("entered", order="date"),
    Column("snapshots", numeric=True),
    Column("peak_rank", numeric=True, heading=say("best rank")),
    Column("history", brief=False, only="nested"),
    Column("ranks", numeric=True, only="flat"),
    Column("averages", numeric=True, digits=2, brief=False, only="flat"),
)

DAY_COLUMNS = (
    Column("snapshot", order="date"),
    Column("rank", numeric=True),
    Column("average", numeric=True, digits=1),
)
"""The columns of a standing."""


class Standing(NamedTuple):
    """The rank of an entry at a snapshot, and its average; None where the snapshot hasn't the entry."""

    snapshot: str | None
    rank: int | None
    average: float | None

    def __str__(self) -> str:
        return f"{self.snapshot}: {self.rank or '-'}"


class TopEntry(NamedTuple):
    """One of the best of the last whole snapshot, with its `history` over the snapshots of the same measures."""

    rank: int
    name: str
    average: float | None
    entered: str | None
    snapshots: int
    peak_rank: int
    history: tuple[Detailed[Standing], ...]
    ranks: tuple[int | None, ...]
    averages: tuple[float | None, ...]


@dataclass(frozen=True, kw_only=True)
class TopAnswer(Answer[TopEntry]):
    """The best of the last whole snapshot, by rank; `is_whole` says of each snapshot whether its ranks are drawn.

    `evaluation_changes` are those by the `days` of the snapshots over which ranks are given.
    """

    is_whole: tuple[bool, ...]
    days: tuple[str | None, ...]
    evaluation_changes: tuple[EvaluationChange, ...]

    columns = COLUMNS

    def table(self) -> Table:
        """A row for each entry; people see the ranks as bars."""
        texts: dict[tuple[int, str], str] = {
            (row, "ranks"): draw_sparkline(
                [-rank if rank and whole else None for rank, whole in zip(entry.ranks, self.is_whole, strict=True)]
            )
            for row, entry in enumerate(self.entries)
        }
        return Table(COLUMNS, rows_of(self.entries, COLUMNS), notes=self.notes, texts=texts)

    def table_of_days(self) -> Table:
        """A row for each entry and each snapshot that has it."""
        columns = (Column("name"), *DAY_COLUMNS)
        standings = [(entry.name, item.details) for entry in self.entries for item in entry.history]
        rows = ((name, *standing) for name, standing in standings if standing.rank is not None)
        return Table(columns, tuple(rows), notes=self.notes, group_by="name")


def trace_best(
    snapshots: Sequence[RankedSnapshot], number: int, registry: Registry, refused: tuple[LlmsurveyError, ...] = ()
) -> TopAnswer:
    """Return the first `number` of the last whole snapshot, with their ranks over all that are over the same measures.

    Snapshots before the last change of measures only tell when an entry came.
    """
    latest = next(snapshot for snapshot in reversed(snapshots) if not snapshot.partial)
    run = _run_with(latest, snapshots)
    best = sorted(
        (rank, name) for name in latest.place_of if (rank := latest.rank_of(name)) is not None and rank <= number
    )
    steps = list(list_steps(snapshots))
    on_run = note(
        "selection",
        "The first {number} of {board}, the last whole snapshot; over {count} snapshots from {first} to {last}.",
        number=number,
        board=latest.board.address,
        count=len(run),
        first=run[0].board.snapshot,
        last=run[-1].board.snapshot,
    )
    days = tuple(snapshot.board.snapshot for snapshot in run)
    return TopAnswer(
        entries=[_entry_of_name(name, rank, latest, run, snapshots, registry) for rank, name in best],
        is_whole=tuple(not snapshot.partial for snapshot in run),
        days=days,
        evaluation_changes=tuple(change for change in list_evaluation_changes(steps) if change.snapshot in days),
        notes=(on_run, *note_history(snapshots, steps)),
        refused=refused,
    )


def _entry_of_name(
    name: str,
    rank: int,
    latest: RankedSnapshot,
    run: Sequence[RankedSnapshot],
    snapshots: Sequence[RankedSnapshot],
    registry: Registry,
) -> TopEntry:
    days = [snapshot for snapshot in snapshots if name in snapshot.place_of]
    ranks = [snapshot.rank_of(name) if name in snapshot.place_of else None for snapshot in run]
    averages = [snapshot.figure_of(name) if name in snapshot.place_of else None for snapshot in run]
    standings = [
        Standing(day.board.snapshot, day_rank, average)
        for day, day_rank, average in zip(run, ranks, averages, strict=True)
    ]
    identity = identify_entries(latest.board.take([latest.place_of[name]]), registry)[0]
    return TopEntry(
        rank=rank,
        name=address(*identity) if identity and identity.size else name,
        average=latest.figure_of(name),
        entered=days[0].board.snapshot,
        snapshots=len(days),
        peak_rank=min(day_rank for day_rank in ranks if day_rank is not None),
        history=tuple(Detailed(str(standing), standing) for standing in standings),
        ranks=tuple(standing.rank for standing in standings),
        averages=tuple(standing.average for standing in standings),
    )


def _run_with(latest: RankedSnapshot, snapshots: Sequence[RankedSnapshot]) -> Sequence[RankedSnapshot]:
    """Return the snapshots around one that are over the same measures, without a gap."""
    latest_index = next(index for index, snapshot in enumerate(snapshots) if snapshot is latest)
    breaks = find_breaks(snapshots)
    start = max((index for index in breaks if index <= latest_index), default=0)
    return snapshots[start : min((index for index in breaks if index > latest_index), default=len(snapshots))]
