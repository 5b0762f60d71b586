"""The snapshots of a board in the order of their days, and what changed from each to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from llmsurvey.boards.board import Board, Measure
from llmsurvey.boards.comparable import is_over_the_same, measures_agree
from llmsurvey.boards.identify import models_of
from llmsurvey.boards.methods import Ranks
from llmsurvey.boards.partial import is_partial
from llmsurvey.boards.ranking import LARGE, RankedBoard, RankSettings, rank_entries
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

    `listed` are the names of all of its rows, also of those that have no score that counts or are of no model.
    """

    ranked: RankedBoard
    partial: bool = False
    listed: frozenset[str] = frozenset()
    models: tuple[str, ...] = ()
    """What each entry is by the registry, or else by its name, in the order of the entries."""

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
        values = self.board.values[self.place_of[name]].tolist()
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
    models = tuple(models_of(ranked.board, registry)) if len(ranked.board) <= LARGE else ()
    return RankedSnapshot(ranked, is_partial(len(board), largest), frozenset(board.facts["name"]), models)


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
    listed = frozenset(renamed.get(name, name) for name in before.listed)
    return replace(before, ranked=ranked, listed=listed), renamed


def _by_model(snapshot: RankedSnapshot) -> dict[str, str]:
    """Return the name of each model that has one row."""
    counts = Counter(snapshot.models)
    return {
        model: str(name)
        for model, name in zip(snapshot.models, snapshot.board.facts["name"], strict=False)
        if counts[model] == 1
    }


def count_changes(before: RankedSnapshot, after: RankedSnapshot) -> Changes:
    """Count the models that are in both whose scores changed; what was measured in another way isn't compared."""
    names = before.place_of.keys() & after.place_of.keys()
    values_before = before.board.values[[before.place_of[name] for name in names]]
    values_after = after.board.values[[after.place_of[name] for name in names]]
    counts = {}
    for benchmark in sorted(_shared_benchmarks(before, after)):
        old = values_before[:, before.column_of[benchmark]]
        new = values_after[:, after.column_of[benchmark]]
        both = int(np.count_nonzero(~(np.isnan(old) | np.isnan(new))))
        if both:
            counts[benchmark] = (int(np.count_nonzero(differ_beyond_rounding(old, new))), both)
    return Changes(counts)


def changed_scores(before: RankedSnapshot, after: RankedSnapshot, name: str) -> tuple[str, ...]:
    """Return the benchmarks on which an entry of both has another score, measured in the same way."""
    old, new = before.scores_of(name), after.scores_of(name)
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
