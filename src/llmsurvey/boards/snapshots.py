"""The snapshots of a board in the order of their days, and what changed from each to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from llmsurvey.boards.board import Board
from llmsurvey.boards.ranking import Ranked, Ranking, ranked
from llmsurvey.registry.registry import Registry

_CHANGED = 0.05 + 1e-9
"""Scores that differ by more than this, in points, differ by more than their rounding to one digit."""

_MEASURED_ANEW = 0.2
"""Where more than this share of the models that stayed have another score, the benchmark was measured anew."""

_FEW = 10
"""Of fewer models than this nothing is concluded."""

PARTIAL = 0.5
"""A snapshot with a smaller share than this of the rows of a former one holds only a part of the board."""


class Changes(dict[str, tuple[int, int]]):
    """For each benchmark how many models have another score, and how many are in both snapshots."""

    @property
    def measured_anew(self) -> tuple[str, ...]:
        """The benchmarks of which so many scores changed that the evaluation must have."""
        return tuple(name for name, (changed, both) in self.items() if both >= _FEW and changed > both * _MEASURED_ANEW)


@dataclass(frozen=True)
class Snapshot:
    """A board on one day, ranked; `partial` where it shows only some of its models."""

    ranked: Ranked
    partial: bool = False

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

    def rank(self, name: str) -> int | None:
        """An entry's rank, None where it has none."""
        return int(self.ranked.ranks[self.place_of[name]]) or None


def snapshots(boards: Sequence[Board], ranking: Ranking, registry: Registry) -> list[Snapshot]:
    """The boards, ranked, each compared with the largest before it to tell whether it is whole."""
    found: list[Snapshot] = []
    largest = 0
    for board in boards:
        found.append(snapshot(board, largest, ranking, registry))
        largest = max(largest, len(board))
    return found


def snapshot(board: Board, largest: int, ranking: Ranking, registry: Registry) -> Snapshot:
    """A board, ranked, before which the largest of its snapshots had so many rows."""
    return Snapshot(ranked(board, ranking, registry), len(board) < largest * PARTIAL)


def changes(before: Snapshot, after: Snapshot) -> Changes:
    """Which benchmarks changed for the models that are in both."""
    found = Changes()
    for name in before.place_of.keys() & after.place_of.keys():
        old, new = before.scores(name), after.scores(name)
        for benchmark in old.keys() & new.keys():
            changed, both = found.get(benchmark, (0, 0))
            found[benchmark] = (changed + differs(old[benchmark], new[benchmark]), both + 1)
    return Changes(sorted(found.items()))


def differs(one: float, other: float) -> bool:
    """Whether two scores differ by more than rounding."""
    return abs(one - other) > _CHANGED
