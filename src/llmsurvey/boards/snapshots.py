"""The snapshots of a board in the order of their days, and what changed from each to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from llmsurvey.boards.board import Board, Measure
from llmsurvey.boards.comparable import agree, all_agree
from llmsurvey.boards.methods import Ranks
from llmsurvey.boards.ranking import Ranked, Ranking, ranked
from llmsurvey.boards.whole import is_partial
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
class Snapshot:
    """A board on one day, ranked; `partial` where it shows only some of its models.

    `listed` are the names of all of its rows, also of those that have no score that counts or are of no model.
    """

    ranked: Ranked
    partial: bool = False
    listed: frozenset[str] = frozenset()

    @property
    def board(self) -> Board:
        """The entries that count."""
        return self.ranked.board

    @cached_property
    def place_of(self) -> Mapping[str, int]:
        """The places of the entries by name."""
        return {name: place for place, name in enumerate(self.board.facts["name"])}

    def scores(self, name: str) -> dict[str, float]:
        """What an entry scored, by benchmark."""
        values = self.board.values[self.place_of[name]].tolist()
        found = zip((measure.benchmark for measure in self.board.measures), values, strict=True)
        return {benchmark: value for benchmark, value in found if value == value}

    def figure(self, name: str) -> float | None:
        """An entry's figure, None where it has none."""
        total = self.ranked.figure_of(self.place_of[name])
        return None if np.isnan(total) else total

    @property
    def ranks(self) -> Ranks:
        """The rank of each entry, on the whole board where the entries are a selection; 0 for none."""
        return self.ranked.ranks if self.ranked.on_whole is None else self.ranked.on_whole.ranks

    def rank(self, name: str) -> int | None:
        """An entry's rank, None where it has none."""
        return int(self.ranks[self.place_of[name]]) or None

    @cached_property
    def measure_of(self) -> Mapping[str, Measure]:
        """How each benchmark was measured."""
        return {measure.benchmark: measure for measure in self.board.measures}

    def is_over_the_same(self, other: Snapshot) -> bool:
        """Whether averages are comparable with those of another snapshot: over the same, measured in the same way."""
        return all_agree(self.board.measures, other.board.measures)


def snapshots(
    boards: Iterable[Board], ranking: Ranking, registry: Registry, refused: list[LlmsurveyError] | None = None
) -> list[Snapshot]:
    """The boards, ranked, each compared with the largest before it to tell whether it is whole.

    Why one can't be ranked is added to `refused`; without that it is raised.
    """
    found: list[Snapshot] = []
    largest = 0
    for board in boards:
        try:
            found.append(snapshot(board, largest, ranking, registry))
        except RequestError as error:
            if refused is None:
                raise
            refused.append(error)
        largest = max(largest, len(board))
    return found


def snapshot(board: Board, largest: int, ranking: Ranking, registry: Registry) -> Snapshot:
    """A board, ranked, before which the largest of its snapshots had so many rows."""
    return Snapshot(ranked(board, ranking, registry), is_partial(len(board), largest), frozenset(board.facts["name"]))


def changes(before: Snapshot, after: Snapshot) -> Changes:
    """Which benchmarks changed for the models that are in both; those measured in another way aren't compared."""
    found = Changes()
    shared = _shared(before, after)
    for name in before.place_of.keys() & after.place_of.keys():
        old, new = before.scores(name), after.scores(name)
        for benchmark in old.keys() & new.keys() & shared:
            changed, both = found.get(benchmark, (0, 0))
            found[benchmark] = (changed + differs(old[benchmark], new[benchmark]), both + 1)
    return Changes(sorted(found.items()))


def changed_scores(before: Snapshot, after: Snapshot, name: str) -> tuple[str, ...]:
    """The benchmarks on which an entry of both has another score, measured in the same way."""
    old, new = before.scores(name), after.scores(name)
    shared = _shared(before, after)
    return tuple(each for each in new if each in old and each in shared and differs(new[each], old[each]))


def _shared(before: Snapshot, after: Snapshot) -> set[str]:
    """The benchmarks that were measured in the same way in both."""
    return {
        benchmark
        for benchmark, measure in before.measure_of.items()
        if benchmark in after.measure_of and agree(measure, after.measure_of[benchmark])
    }


def differs(one: float, other: float) -> bool:
    """Whether two scores differ by more than rounding."""
    return abs(one - other) > _CHANGED
