"""Tries inputs, batch by batch; what a batch tries follows from the seed alone."""

from __future__ import annotations

import contextlib
import os
import pickle
import tempfile
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf
from multiprocessing.connection import Connection
from random import Random
from typing import Any, NamedTuple

import pyarrow
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Flaky
from tests.fuzz.mutation import shrink
from tests.fuzz.program import CACHE, clear_folder
from tests.fuzz.structure import shrink_json
from tests.fuzz.surface import Surface
from tests.fuzz.surfaces import load_surfaces
from tests.fuzz.watch import Failure, Watch
from tests.whole_package import load_whole_package

SHRINKING = 20
"""So many seconds are spent on a smaller input with the same failure; some more where each try takes ten."""


class Plan(NamedTuple):
    """What one worker does: every `step`th round from `first` on, until `rounds` or the time are over.

    `seconds` counts from the start of the worker. `surfaces` names those that are tried, all where it is empty.
    `current` is the file that holds the input which is being tried.
    """

    seed: int
    first: int
    step: int
    rounds: float
    seconds: float
    surfaces: tuple[str, ...]
    current: str


class Broken(NamedTuple):
    """A failure with the smallest input that still shows it."""

    failure: Failure
    input: Any


@dataclass
class Batch:
    """What came of the inputs of one surface in one round; `again` counts further inputs with failures known before."""

    surface: str
    round: int
    inputs: int = 0
    seconds: float = 0.0
    broken: list[Broken] = field(default_factory=list)
    again: int = 0


def work(connection: Connection, plan: Plan) -> None:
    """Carry out a plan in a folder of its own, and send each batch when it is done."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        prepare(folder)
        tester = _Tester(plan)
        end = time.monotonic() + plan.seconds
        number = plan.first
        while number < plan.rounds:
            for surface in load_surfaces(plan.surfaces):
                if time.monotonic() > end:
                    return
                connection.send(tester.batch(surface, number))
                clear_folder()
            number += plan.step


def prepare(folder: str) -> None:
    """Make this process one in which any input may be tried: its own folders, one thread, and every module loaded."""
    folders = {"XDG_CACHE_HOME": CACHE, "XDG_CONFIG_HOME": ".config", "XDG_DATA_HOME": ".data", "HOME": ".home"}
    os.environ |= {name: f"{folder}/{inside}" for name, inside in folders.items()}
    for name in ("LLMSURVEY_REGISTRY", "LLMSURVEY_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        os.environ.pop(name, None)
    os.chdir(folder)
    pyarrow.set_cpu_count(1)
    warnings.simplefilter("error", RuntimeWarning)  # of numpy, which a user would find on the screen
    load_whole_package()


class _Tester:
    """Tries inputs, and remembers which failures it has told already."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._watch = Watch()
        self._told: set[tuple[str, str, str]] = set()
        self._current = open(plan.current, "wb", buffering=0)  # noqa: SIM115 (open until the process ends)

    def batch(self, surface: Surface, number: int) -> Batch:
        """Try the inputs of a surface in a round."""
        batch = Batch(surface.name, number)
        start = time.process_time()
        origin = f"{self._plan.seed} {surface.name} {number}"
        explore = self._structures if surface.structures is not None else self._mutations
        for broken in explore(surface, origin, batch):
            batch.broken.append(broken)
            self._told.add((surface.name, *broken.failure.signature))
        batch.seconds = time.process_time() - start
        return batch

    def _failure_of(self, surface: Surface, content: Any) -> Failure | None:
        """The failure of an input, which stands in a file meanwhile: the parent finds it there if this process dies."""
        self._current.seek(0)
        self._current.truncate()
        self._current.write(pickle.dumps((surface.name, content)))
        return self._watch.failure_of(surface.check, content)

    def _new_failure_of(self, surface: Surface, content: Any, batch: Batch) -> Failure | None:
        """The same of one more input of a batch; None too where that failure was told before."""
        batch.inputs += 1
        failure = self._failure_of(surface, content)
        if failure is not None and (surface.name, *failure.signature) in self._told:
            batch.again += 1
            return None
        return failure

    def _mutations(self, surface: Surface, origin: str, batch: Batch) -> Iterator[Broken]:
        """Plain mutation of bytes."""
        random = Random(origin)
        for _ in range(surface.inputs):
            content = surface.mutate(random, surface.seeds)
            failure = self._new_failure_of(surface, content, batch)
            if failure is not None:
                yield self._smallest(surface, content, failure)

    def _smallest(self, surface: Surface, content: bytes, failure: Failure) -> Broken:
        last = Broken(failure, content)

        def fails(shorter: bytes) -> bool:
            nonlocal last
            again = self._failure_of(surface, shorter)
            if again is None or again.signature != failure.signature:
                return False
            last = Broken(again, shorter)
            return True

        seconds = 5 * SHRINKING if failure.is_slow else SHRINKING
        shrink(shrink_json(content, fails, seconds=seconds), fails, seconds=seconds)
        return last

    def _structures(self, surface: Surface, origin: str, batch: Batch) -> Iterator[Broken]:
        """Structures by Hypothesis, which also finds the smallest one that fails."""
        assert surface.structures is not None
        last: list[Broken] = []
        end = inf

        @seed(origin)
        @settings(
            max_examples=surface.inputs,
            phases=(Phase.generate, Phase.shrink),
            database=None,
            deadline=None,
            suppress_health_check=tuple(HealthCheck),
        )
        @given(surface.structures)
        def explore(content: Any) -> None:
            nonlocal end
            if time.monotonic() > end:  # small enough
                return
            failure = self._failure_of(surface, content) if last else self._new_failure_of(surface, content, batch)
            if failure is None or (last and failure.signature != last[0].failure.signature):
                return
            end = min(end, time.monotonic() + SHRINKING)
            last[:] = [Broken(failure, content)]
            if not failure.is_slow:  # looking for a smaller one would take minutes
                raise _FoundError

        with contextlib.suppress(_FoundError, Flaky):
            explore()
        yield from last


class _FoundError(Exception):
    """Tells Hypothesis that an input fails."""
