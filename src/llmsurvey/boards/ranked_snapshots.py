"""The snapshots of a board in the order of their days, and what changed from each to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from llmsurvey.boards.arrow_text import ArrowText
from llmsurvey.boards.board import Board, Column, Measure
from llmsurvey.boards.comparable import is_over_the_same, measures_agree
from llmsurvey.boards.methods import Ranks
from llmsurvey.boards.partial import is_partial
from llmsurvey.boards.ranking import RankedBoard, RankSettings, rank_entries
from llmsurvey.errors import LlmsurveyError, RequestError
from llmsurvey.registry.registry import Registry

_CHANGED = 0.05 + 1e-9
"""Scores that differ by more than this, in points, differ by more than their rounding to one digit."""

_MEASURED_ANEW = 0.2
"""Where more than this share of the models that stayed have another score, the benchmark was measured anew."""

_FEW = 10
"""Of fewer models than this nothing is concluded."""


class Changes(dict[str, tuple[int, int]]):
    """For each benchmark how many models have another score, and how many are in both snapshots."""

    @property
    def measured_anew(self) -> tuple[str, ...]:
        """The benchmarks of which so many scores changed that the evaluation must have."""
        return tuple(name for name, (changed, both) in self.items() if both >= _FEW and changed > both * _MEASURED_ANEW)


@dataclass(frozen=True)
class RankedSnapshot:
    """A board on one day, ranked; `partial` where it shows only some of its models.

    `names` are those of all its rows, including rows without a score that counts, or of no model.
    """

    ranked: RankedBoard
    partial: bool = False
    names: Column | tuple[str, ...] = ()

    @cached_property
    def listed(self) -> frozenset[str]:
        """The names of all of its rows."""
        return frozenset(self.names)

    @property
    def board(self) -> Board:
        """The entries that count."""
        return self.ranked.board

    @cached_property
    def place_of(self) -> Mapping[str, int]:
        """The places of the entries by name."""
        return {name: row for row, name in enumerate(self.board.facts["name"])}

    def scores_of(self, name: str) -> dict[str, float]:
        """Return what an entry scored, by benchmark."""
        return self.scores_at(self.place_of[name])

    def scores_at(self, row: int) -> dict[str, float]:
        """Return what the entry of a row scored, by benchmark."""
        values = self.board.values[row].tolist()
        scores = zip((measure.benchmark for measure in self.board.measures), values, strict=True)
        return {benchmark: value for benchmark, value in scores if value == value}

    def figure_of(self, name: str) -> float | None:
        """Return an entry's figure, None where it has none."""
        total = self.ranked.figure_of(self.place_of[name])
        return None if np.isnan(total) else total

    @property
    def ranks(self) -> Ranks:
        """The rank of each entry, on the whole board where the entries are a selection; 0 for none."""
        return self.ranked.ranks if self.ranked.on_whole is None else self.ranked.on_whole.ranks

    def rank_of(self, name: str) -> int | None:
        """Return an entry's rank, None where it has none."""
        return int(self.ranks[self.place_of[name]]) or None

    @cached_property
    def column_of(self) -> Mapping[str, int]:
        """The place of each benchmark's scores."""
        return {measure.benchmark: column for column, measure in enumerate(self.board.measures)}

    @cached_property
    def measure_of(self) -> Mapping[str, Measure]:
        """How each benchmark was measured."""
        return {measure.benchmark: measure for measure in self.board.measures}

    def is_over_the_same(self, other: RankedSnapshot) -> bool:
        """Whether averages are comparable with those of another snapshot: over the same, measured in the same way."""
        return is_over_the_same(self.board.measures, other.board.measures)


def rank_snapshots(
    boards: Iterable[Board],
    settings: RankSettings,
    registry: Registry,
    refused: list[LlmsurveyError] | None = None,
) -> list[RankedSnapshot]:
    """Rank the snapshots of a board, each compared with the largest before it to tell whether it is whole.

    Why one can't be ranked is added to `refused`; without that it is raised.
    """
    snapshots: list[RankedSnapshot] = []
    largest = 0
    for board in boards:
        try:
            snapshots.append(rank_snapshot(board, largest, settings, registry))
        except RequestError as error:
            if refused is None:
                raise
            refused.append(error)
        largest = max(largest, len(board))
    return snapshots


def rank_snapshot(board: Board, largest: int, settings: RankSettings, registry: Registry) -> RankedSnapshot:
    """Rank a board, before which the largest of its snapshots had so many rows."""
    ranked = rank_entries(board, settings, registry)
    return RankedSnapshot(ranked, is_partial(len(board), largest), board.facts["name"])


def named_as(before: RankedSnapshot, after: RankedSnapshot) -> tuple[RankedSnapshot, dict[str, str]]:
    """Return a snapshot with the names of another one for what the registry knows as one model, and which these are."""
    new_names = _by_model(after)
    renamed = {
        old: new_names[model]
        for model, old in _by_model(before).items()
        if model in new_names and old not in after.listed and new_names[model] not in before.listed
    }
    if not renamed:
        return before, {}
    board = before.board
    names = np.array([renamed.get(name, name) for name in board.facts["name"]], dtype=object)
    ranked = before.ranked._replace(board=replace(board, facts={**board.facts, "name": names}))
    listed = tuple(renamed.get(name, name) for name in before.names)
    return replace(before, ranked=ranked, names=listed), renamed


def _by_model(snapshot: RankedSnapshot) -> dict[str, str]:
    """Return the name of each model that has one row."""
    models = snapshot.ranked.models
    counts = Counter(models)
    return {
        model: str(name)
        for model, name in zip(models, snapshot.board.facts["name"], strict=False)
        if counts[model] == 1
    }


class PairedRows(NamedTuple):
    """The rows of each name that is in either of two snapshots, -1 for none: first those that are in the later one."""

    before: Ranks
    after: Ranks


def pair_rows(before: RankedSnapshot, after: RankedSnapshot) -> PairedRows:
    """Return which rows of two snapshots have the same name; names of large boards are looked up all at once."""
    old, new = before.board.facts["name"], after.board.facts["name"]
    if not (isinstance(old, ArrowText) and isinstance(new, ArrowText) and old.differ_folded and new.differ_folded):
        names = list(dict.fromkeys((*after.place_of, *before.place_of)))
        rows = (
            np.array([place_of.get(name, -1) for name in names], dtype=np.int64)
            for place_of in (before.place_of, after.place_of)
        )
        return PairedRows(*rows)
    found = new.places_in(old)
    is_gone = np.ones(len(old), dtype=bool)
    is_gone[found[found >= 0]] = False
    gone = np.flatnonzero(is_gone)
    return PairedRows(np.append(found, gone), np.append(np.arange(len(new)), np.full(len(gone), -1)))


class FoundChanges(NamedTuple):
    """The changes on each benchmark, and whether each of the paired rows has any."""

    on_benchmark: Changes
    is_changed: npt.NDArray[np.bool_]


def find_changes(before: RankedSnapshot, after: RankedSnapshot, rows: PairedRows) -> FoundChanges:
    """Return which models that are in both have other scores; what was measured in another way isn't compared."""
    in_both = np.flatnonzero((rows.before >= 0) & (rows.after >= 0))
    old_rows, new_rows = rows.before[in_both], rows.after[in_both]
    is_changed = np.zeros(len(rows.before), dtype=bool)
    counts = {}
    for benchmark in sorted(_shared_benchmarks(before, after)):
        old = before.board.values[:, before.column_of[benchmark]][old_rows]
        new = after.board.values[:, after.column_of[benchmark]][new_rows]
        both = int(np.count_nonzero(~(np.isnan(old) | np.isnan(new))))
        if both:
            differs = differ_beyond_rounding(old, new)
            is_changed[in_both[differs]] = True
            counts[benchmark] = (int(np.count_nonzero(differs)), both)
    return FoundChanges(Changes(counts), is_changed)


def count_changes(before: RankedSnapshot, after: RankedSnapshot) -> Changes:
    """Count the models that are in both whose scores changed; what was measured in another way isn't compared."""
    return find_changes(before, after, pair_rows(before, after)).on_benchmark


def changed_scores(before: RankedSnapshot, after: RankedSnapshot, name: str) -> tuple[str, ...]:
    """Return the benchmarks on which an entry of both has another score, measured in the same way."""
    return changed_between(before, after, before.place_of[name], after.place_of[name])


def changed_between(before: RankedSnapshot, after: RankedSnapshot, old_row: int, new_row: int) -> tuple[str, ...]:
    """Return the benchmarks on which the rows of an entry differ in two snapshots, measured in the same way."""
    old, new = before.scores_at(old_row), after.scores_at(new_row)
    shared = _shared_benchmarks(before, after)
    return tuple(
        benchmark
        for benchmark in new
        if benchmark in old and benchmark in shared and differ_beyond_rounding(old[benchmark], new[benchmark])
    )


def _shared_benchmarks(before: RankedSnapshot, after: RankedSnapshot) -> set[str]:
    """Return the benchmarks that were measured in the same way in both."""
    return {
        benchmark
        for benchmark, measure in before.measure_of.items()
        if benchmark in after.measure_of and measures_agree(measure, after.measure_of[benchmark])
    }


def differ_beyond_rounding(before: Any, after: Any) -> Any:
    """Whether two scores, or each of two columns of them, differ by more than rounding; an unknown one never does."""
    return abs(after - before) > _CHANGED
