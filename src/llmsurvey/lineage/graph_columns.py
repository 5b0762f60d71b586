"""The graph of millions of models as columns: all verdicts in one pass in order of depth, ways up and down by index.

A model is a number from 0 on. The rule is that of `rules.py`, the strictest of a model's own verdict and those of all
that its weights come from, as a minimum over the numbers that the verdicts have in `VERDICTS`, worst first.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from llmsurvey.lineage.rules import effective_verdict
from llmsurvey.records import VERDICTS, Verdict

Numbers = npt.NDArray[np.integer]

_BITS_OF_NUMBER = 32
_BITS_OF_STEPS = 24
_ONE_STEP = 1 << _BITS_OF_NUMBER
_FEW = 12
"""Levels of so few models are walked one by one: a call of NumPy costs as much as that many."""

_MANY = 32
"""Where more than one in so many models is below a level, going through all models costs less than sorting these."""


def number_of_verdict(own: Verdict) -> int:
    """Return the number of the verdict of a licence; weights that nobody can have count as unknown."""
    return VERDICTS.index(effective_verdict(own, ()))


class Weighed(NamedTuple):
    """For each model the number of its verdict, the model that decides it, and whether it stands in a circle.

    The deciding model has the strictest licence of all that the weights come from; among several such it is the
    nearest, and among several as near the one with the lowest number. `circular` models were made from themselves, or
    stand between two circles; their verdict is the strictest of all on the way round.
    """

    verdicts: npt.NDArray[np.int8]
    deciding: npt.NDArray[np.int32]
    circular: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Neighbours:
    """What stands next to each model, all in one column: those of model `n` from `starts[n]` to `starts[n + 1]`."""

    starts: npt.NDArray[np.int64]
    numbers: npt.NDArray[np.int32]

    @classmethod
    def of_pairs(cls, models: Numbers, neighbours: Numbers, count: int) -> Neighbours:
        """Return the neighbours of `count` models, given a model and a neighbour for each pair, in any order.

        Those of each are in order of their numbers. Both numbers of a pair are sorted as one, for NumPy sorts plain
        integers ten times as fast as it finds the order of some.
        """
        starts = np.zeros(count + 1, np.int64)
        np.cumsum(np.bincount(models, minlength=count), out=starts[1:])
        pairs = (models.astype(np.int64) << _BITS_OF_NUMBER) | neighbours
        pairs.sort()
        return cls(starts, pairs.astype(np.int32))  # the lower half of each

    def of(self, model: int) -> npt.NDArray[np.int32]:
        """Return the neighbours of one model."""
        return self.numbers[self.starts[model] : self.starts[model + 1]]

    def of_all(self, models: Numbers) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
        """Return the neighbours of several models, one model after the other, and where among them each one's begin."""
        starts = self.starts[models]
        counts = self.starts[models + 1] - starts
        begins = np.cumsum(counts)
        begins -= counts
        places = np.repeat(starts - begins, counts)
        places += np.arange(len(places))
        return self.numbers[places], begins

    def reach(self, models: Numbers) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Return all that one comes to from some models, without these, the nearest first, and how many steps away."""
        seen = np.zeros(len(self.starts) - 1, np.bool_)
        seen[models] = True
        level = models
        levels: list[npt.NDArray[np.int32]] = [np.zeros(0, np.int32)]
        while len(level):
            below, _ = self.of_all(level)
            below = below[~seen[below]]
            below.sort()
            is_first = np.ones(len(below), np.bool_)
            np.not_equal(below[1:], below[:-1], out=is_first[1:])
            level = below[is_first]
            seen[level] = True
            levels.append(level)
        steps = np.repeat(np.arange(len(levels), dtype=np.int32), [len(each) for each in levels])
        return np.concatenate(levels), steps


@dataclass(frozen=True)
class GraphColumns:
    """Models by the number of the verdict of their `own` licence, and the models whose `bases` they took over."""

    own: npt.NDArray[np.int8]
    bases: Neighbours

    @cached_property
    def made(self) -> Neighbours:
        """What was made from each model."""
        models = np.repeat(np.arange(len(self.own), dtype=np.int32), np.diff(self.bases.starts))
        return Neighbours.of_pairs(self.bases.numbers, models, len(self.own))

    def ancestors(self, model: int) -> list[tuple[int, int]]:
        """Return all that a model's weights come from, but itself, the nearest first, each with its steps."""
        return _walk(model, self.bases.of)

    def descendants(self, model: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Return all that was made from a model's weights, the nearest first, and how many steps each is away."""
        return self.made.reach(np.array([model]))

    def weigh(self) -> Weighed:
        """Return the verdicts of all models, in time and memory that grow with models and bases.

        Each model has a key of three parts, of which the first that differs decides: verdict, steps to the one that
        decides, its number. The key of what was made from others is the least of its own and theirs, a step further.
        """
        count = len(self.own)
        keys = (self.own.astype(np.int64) << (_BITS_OF_NUMBER + _BITS_OF_STEPS)) | np.arange(count)
        open_bases = np.diff(self.bases.starts).astype(np.int32)
        level = np.flatnonzero(open_bases == 0)
        while len(level):
            below, _ = self.made.of_all(level) if len(level) > _FEW else (self._few_below(level), None)
            level = _close(open_bases, below)
            if len(level) > _FEW:
                bases, begins = self.bases.of_all(level)
                least = np.minimum.reduceat(keys[bases], begins)
                keys[level] = np.minimum(keys[level], least + _ONE_STEP)
            else:
                for model in level.tolist():
                    keys[model] = min(int(keys[model]), int(keys[self.bases.of(model)].min()) + _ONE_STEP)
        rest = np.flatnonzero(open_bases > 0)
        circular = self._circular(rest)
        self._weigh_circles(rest, keys)
        return Weighed(
            (keys >> (_BITS_OF_NUMBER + _BITS_OF_STEPS)).astype(np.int8),
            (keys & (_ONE_STEP - 1)).astype(np.int32),
            circular,
        )

    def _few_below(self, level: Numbers) -> npt.NDArray[np.int32]:
        return np.concatenate([self.made.of(model) for model in level.tolist()])

    def _circular(self, rest: Numbers) -> npt.NDArray[np.bool_]:
        """Return which of the models that the pass didn't reach are in circles: the others only come from some."""
        circular = np.zeros(len(self.own), np.bool_)
        if not len(rest):
            return circular
        circular[rest] = True
        below, _ = self.made.of_all(rest)
        counts = self.made.starts[rest + 1] - self.made.starts[rest]
        made = np.zeros(len(self.own), np.int64)
        made[rest] = np.bincount(np.repeat(np.arange(len(rest)), counts), circular[below], len(rest)).astype(np.int64)
        ends = rest[made[rest] == 0].tolist()
        while ends:
            model = ends.pop()
            circular[model] = False
            for base in self.bases.of(model).tolist():
                if circular[base]:
                    made[base] -= 1
                    if made[base] == 0:
                        ends.append(base)
        return circular

    def _weigh_circles(self, rest: Numbers, keys: npt.NDArray[np.int64]) -> None:
        """Weigh what the pass didn't reach: the least key first, which nothing can make less any more."""
        inside = set(rest.tolist())
        for model in inside:
            outside = [int(keys[base]) + _ONE_STEP for base in self.bases.of(model).tolist() if base not in inside]
            keys[model] = min([int(keys[model]), *outside])
        waiting = [(int(keys[model]), model) for model in inside]
        heapq.heapify(waiting)
        while waiting:
            key, model = heapq.heappop(waiting)
            if key > keys[model]:
                continue
            for below in self.made.of(model).tolist():
                if key + _ONE_STEP < keys[below]:
                    keys[below] = key + _ONE_STEP
                    heapq.heappush(waiting, (key + _ONE_STEP, below))


def _close(open_bases: npt.NDArray[np.int32], below: Numbers) -> npt.NDArray[np.int64]:
    """Count one base less for each time that a model is `below`; return those that have no other any more."""
    if len(below) <= _FEW:
        ready = []
        for model in below.tolist():
            open_bases[model] -= 1
            if open_bases[model] == 0:
                ready.append(model)
        return np.array(ready, np.int64)
    if len(below) * _MANY > len(open_bases):
        times = np.bincount(below, minlength=len(open_bases)).astype(np.int32)
        open_bases -= times
        return np.flatnonzero((times > 0) & (open_bases == 0))
    np.subtract.at(open_bases, below, 1)
    return np.unique(below[open_bases[below] == 0]).astype(np.int64)


def _walk(model: int, neighbours: Callable[[int], Numbers]) -> list[tuple[int, int]]:
    """Return what one comes to from a model, the nearest first, each with the steps to it."""
    steps = {model: 0}
    order = [model]
    for reached in order:
        for number in neighbours(reached).tolist():
            if number not in steps:
                steps[number] = steps[reached] + 1
                order.append(number)
    return [(reached, steps[reached]) for reached in order[1:]]
