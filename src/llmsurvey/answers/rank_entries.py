"""The entries of a ranked board, each built when it is asked for: a board may have a million of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, overload

import numpy as np
import numpy.typing as npt

from llmsurvey.answers.added_columns import Subject
from llmsurvey.answers.training_on_benchmarks import exposed_on
from llmsurvey.boards.board import OWN, Measure
from llmsurvey.boards.identify import Identities, identify_entries
from llmsurvey.boards.methods import Ranks
from llmsurvey.boards.places import spell_rank_set
from llmsurvey.boards.rank_groups import RankGroups, groups_of_rows
from llmsurvey.lineage.verdict import address
from llmsurvey.messages import Message, counted, join_texts, say
from llmsurvey.registry.registry import Identity
from llmsurvey.tables.detailed import Detailed

if TYPE_CHECKING:
    from llmsurvey.answers.selection import Selection
    from llmsurvey.boards.board import Board
    from llmsurvey.boards.ranking import RankedBoard
    from llmsurvey.lineage.contamination import Exposed
    from llmsurvey.lineage.verdict import Assessment
    from llmsurvey.records import Verdict


class Part(NamedTuple):
    """A number out of several: benchmarks with a score, or the position among a model's rows."""

    number: int
    of: int


class GroupSpan(NamedTuple):
    """The first and the last of the groups that an entry is in."""

    first_group: int
    last_group: int


class RankEntry(NamedTuple):
    """An entry of a board with its rank; `figure` is what the method makes of `scores`, which are by benchmark."""

    rank: int | None
    board_rank: int | None
    board_rank_set: str | None
    group: Detailed[GroupSpan] | None
    own: bool | None
    name: str
    figure: float | None
    scores: Mapping[str, float | None]
    scored: Detailed[Part]
    trained_on: tuple[str, ...]
    verdict: Verdict | None
    caveats: tuple[str, ...]
    best_rank: int | None
    worst_rank: int | None
    board_best_rank: int | None
    board_worst_rank: int | None
    standard_error: float | None
    row: Detailed[Part] | None
    frontier: bool | None
    parameters: int | None
    id: str | None
    size: str | None
    hub: str | None
    revision: str | None
    run_precision: str | None
    measures: tuple[Detailed[Measure], ...]
    metrics: tuple[str, ...]
    shots: tuple[int, ...]
    harness: tuple[str, ...]
    reporter: tuple[str, ...]
    line: int | None
    source: str | None
    note: str | None

    @property
    def rank_set(self) -> str | None:
        """The ranks that it may have, as people write them: `2-5`."""
        return spell_rank_set(self.best_rank, self.worst_rank)


class _Standing(NamedTuple):
    """A rank, and the best and the worst one that it may be; None where there is none."""

    rank: int | None
    best: int | None
    worst: int | None


@dataclass(frozen=True)
class RankEntries(Sequence[RankEntry]):
    """The entries at some `places` of a ranked board, in that order.

    `selection` tells what the licences say of each. `is_on_frontier` is None where that wasn't looked for, and
    `source` is where a board was read that doesn't say so of each entry.
    """

    ranked: RankedBoard
    places: Ranks
    selection: Selection
    is_on_frontier: npt.NDArray[np.bool_] | None = None
    source: str | None = None

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, row: int) -> RankEntry: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[RankEntry]: ...

    def __getitem__(self, row: int | slice) -> RankEntry | Sequence[RankEntry]:
        if isinstance(row, slice):
            return tuple(self._entries_in(range(len(self))[row]))
        return next(self._entries_in([range(len(self))[row]]))

    def __iter__(self) -> Iterator[RankEntry]:
        return self._entries_in(range(len(self)))

    @cached_property
    def _groups(self) -> RankGroups | None:
        """The groups of those that can't be told apart, by row; None where not all ranks are compared at once."""
        ranked, sets = self.ranked, self.ranked.sets
        if sets is None or not sets.is_simultaneous:
            return None
        return groups_of_rows(ranked.figures.totals, ranked.errors, sets, self.places)

    def _group_of(self, row: int) -> Detailed[GroupSpan] | None:
        """Return the groups that an entry is in, as people write them: `3-5`."""
        if self._groups is None or not self._groups.first[row]:
            return None
        return _span_of_groups(int(self._groups.first[row]), int(self._groups.last[row]))

    def assessment_of(self, identity: Identity | None) -> Assessment | None:
        """Return what the licences say of an entry; None where the registry doesn't know which size it is."""
        if identity is None or identity.size is None:
            return None
        return self.selection.licensing.assess(identity.model, identity.size)

    def exposed(self, identity: Identity | None) -> list[Exposed]:
        """Return which of the board's benchmarks an entry was trained on, as far as the registry knows."""
        return exposed_on(benchmarks_of(self.ranked.board), self.selection.licensing, identity)

    def assessments(self) -> list[Assessment | None]:
        """Return what the licences say of every entry, in their order."""
        return [self.assessment_of(identity) for identity in self._identify_rows(self.places)]

    def subjects(self) -> list[Subject | None]:
        """Return which size of which model each entry is, in their order; None where the registry doesn't know."""
        return [
            Subject(identity.model, [identity.size]) if identity and identity.size else None
            for identity in self._identify_rows(self.places)
        ]

    def _identify_rows(self, places: Ranks) -> Identities:
        return identify_entries(self.ranked.board.take(places), self.selection.licensing.registry)

    def _entries_in(self, rows: Sequence[int]) -> Iterator[RankEntry]:
        for row, identity in zip(rows, self._identify_rows(self.places[list(rows)]), strict=True):
            yield self._build_entry(row, identity)

    def _build_entry(self, row: int, identity: Identity | None) -> RankEntry:
        ranked, board_row = self.ranked, int(self.places[row])
        board, assessment = ranked.board, self.assessment_of(identity)
        facts = {name: column[board_row] for name, column in board.facts.items()}
        model, size = identity or (None, None)
        values = dict(zip(board.measures, (_number_or_none(value) for value in board.values[board_row]), strict=True))
        measures = [measure for measure, value in values.items() if value is not None]
        standing, on_whole = _standing_among_ranked(ranked, board_row), _standing_on_whole(ranked, board_row)
        parameters = size.parameters if size and size.parameters else facts.get("parameters")
        turn, turns = (int(number) for number in ranked.turns[board_row])
        return RankEntry(
            rank=standing.rank,
            board_rank=on_whole.rank,
            board_rank_set=spell_rank_set(on_whole.best, on_whole.worst),
            group=self._group_of(row),
            own=None if OWN not in board.facts else bool(facts[OWN]),
            name=address(model, size) if model and size else facts["name"],
            figure=_number_or_none(ranked.figure_of(board_row)),
            scores={measure.benchmark: value for measure, value in values.items()},
            scored=_part_of(len(measures), len(board.measures)),
            trained_on=tuple(exposed.words for exposed in self.exposed(identity)),
            verdict=assessment.verdict if assessment else None,
            caveats=assessment.caveat_words if assessment else (),
            best_rank=standing.best,
            worst_rank=standing.worst,
            board_best_rank=on_whole.best,
            board_worst_rank=on_whole.worst,
            standard_error=None if ranked.errors is None else _number_or_none(ranked.errors[board_row]),
            row=_part_of(turn, turns) if turns > 1 else None,
            frontier=None if self.is_on_frontier is None else bool(self.is_on_frontier[board_row]),
            parameters=int(parameters) if parameters else None,
            id=model.id if model else None,
            size=size.name if model and size and model.sizes else None,
            hub=facts.get("hub"),
            revision=facts.get("revision"),
            run_precision=facts.get("precision"),
            **_describe_measures(measures),
            line=None if facts.get("line") is None else int(facts["line"]),
            source=facts.get("source") or self.source,
            note=facts.get("note"),
        )


def benchmarks_of(board: Board) -> set[str]:
    """Return the benchmarks of a board by name."""
    return {measure.benchmark for measure in board.measures}


def _describe_measures(measures: Sequence[Measure]) -> dict[str, Any]:
    """Return the fields of an entry that say how its scores were measured."""
    return {
        "measures": _spell_measures(tuple(measures)),
        "metrics": _distinct_texts(measure.metric for measure in measures),
        "shots": tuple(dict.fromkeys(measure.shots for measure in measures if measure.shots is not None)),
        "harness": _distinct_texts(
            " ".join(part for part in (measure.harness, measure.version) if part) for measure in measures
        ),
        "reporter": _distinct_texts(measure.reporter for measure in measures),
    }


def _standing_among_ranked(ranked: RankedBoard, row: int) -> _Standing:
    """Return the rank of an entry among those that are ranked with it, and its set."""
    sets = (None, None) if ranked.sets is None else (ranked.sets.best[row], ranked.sets.worst[row])
    return _Standing(*(int(rank or 0) or None for rank in (ranked.ranks[row], *sets)))


def _standing_on_whole(ranked: RankedBoard, row: int) -> _Standing:
    """Return the rank of an entry on the whole board, and its set there."""
    whole = ranked.on_whole
    if whole is None:
        return _standing_among_ranked(ranked, row)
    return _Standing(*(int(column[row]) or None for column in (whole.ranks, whole.best, whole.worst)))


@lru_cache(maxsize=10_000)
def _span_of_groups(first: int, last: int) -> Detailed[GroupSpan]:
    return Detailed(f"{first}-{last}" if first != last else str(first), GroupSpan(first, last))


@lru_cache(maxsize=10_000)
def _part_of(number: int, of: int) -> Detailed[Part]:
    """Return a number of all as people write it, with both; the entries of a board share few of these."""
    return Detailed(say("{count} of {all}", count=number, all=of), Part(number, of))


@lru_cache(maxsize=10_000)
def _spell_measures(measures: tuple[Measure, ...]) -> tuple[Detailed[Measure], ...]:
    """Return how each score was measured; of a large board most entries share that."""
    return tuple(Detailed(_spell_measure(measure), measure) for measure in measures)


def _spell_measure(measure: Measure) -> Message:
    shots = "" if measure.shots is None else counted("{number} shot", "{number} shots", measure.shots)
    how = join_texts([part for part in (measure.metric, shots) if part], ", ")
    return say("{benchmark} ({how})", benchmark=measure.benchmark, how=how) if how else join_texts([measure.benchmark])


def _number_or_none(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 9)


def _distinct_texts(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
