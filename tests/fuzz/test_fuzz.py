"""The fuzzer finds what is planted, and its seeds are sound."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from random import Random
from typing import Any

import pytest
from hypothesis import strategies as st
from tests.fuzz import watch, worker
from tests.fuzz.mutation import mutate_bytes, shrink
from tests.fuzz.structure import mutate_json, mutate_markdown, mutate_table, mutate_yaml, shrink_json
from tests.fuzz.surface import Surface, seeds
from tests.fuzz.surfaces import load_surfaces
from tests.fuzz.worker import Plan, prepare


def _in_a_process(work: Callable[[Connection], None]) -> Any:
    """What a function sends from a process of its own, whose folder, alarm and limits it may set."""
    receiver, sender = get_context("spawn").Pipe(duplex=False)
    process = get_context("spawn").Process(target=work, args=(sender,))
    process.start()
    sender.close()
    with receiver:
        result = receiver.recv()
    process.join()
    process.close()
    return result


def _divide(content: bytes) -> None:
    assert b"&" not in content, "a promise is broken"
    1 / (b"7" not in content)


def _loop(number: int) -> None:
    while number > 99:
        pass


def _fill(number: int) -> None:
    bytearray(2**20 * (200 if number > 99 else 1))


def _try_planted(connection: Connection) -> None:
    watch.MEMORY = 2**27
    planted = (
        (Surface("bytes", _divide, 300, (b"a=1&b=7",)), 10.0),
        (Surface("slow", _loop, 12, structures=st.integers(0, 150)), 0.3),
        (Surface("large", _fill, 30, structures=st.integers(0, 150)), 10.0),  # a busy machine takes a while to fill it
    )
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        tester = worker._Tester(Plan(1, 0, 1, 1, 60, (), f"{folder}/.current"))
        told = []
        for surface, watch.SECONDS in planted:
            told += [(broken.failure.what, broken.input) for broken in tester.batch(surface, 0).broken]
        connection.send(told)


def test_planted_faults_are_found_and_small() -> None:
    *of_bytes, (slow, looping), (large, filling) = _in_a_process(_try_planted)
    assert set(of_bytes) == {
        ("AssertionError: a promise is broken", b"&"),
        ("ZeroDivisionError: division by zero", b"7"),
    }
    assert (slow, looping > 99) == ("TooSlowError: took longer than 0.3 seconds", True)
    assert (large.startswith("TooLarge: the process grew by "), filling) == (True, 100)


def _check_seeds(connection: Connection) -> None:
    told = []
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        watching = watch.Watch()
        for surface in load_surfaces():
            if not surface.mutate.__name__.startswith("_mutate_"):  # those make files of another kind of the seeds
                failures = (watching.failure_of(surface.check, seed) for seed in surface.seeds)
                told += [(surface.name, failure.what) for failure in failures if failure is not None]
    connection.send(told)


def test_seeds_are_sound() -> None:
    assert _in_a_process(_check_seeds) == []


@pytest.mark.parametrize(
    ("mutate", "folder"),
    [
        (mutate_bytes, "board"),
        (mutate_json, "harness"),
        (mutate_yaml, "registry_yaml"),
        (mutate_table, "table_text"),
        (mutate_markdown, "table_markdown"),
    ],
)
def test_mutations_follow_from_the_seed_alone(mutate: Any, folder: str) -> None:
    first, second = ([mutate(random, seeds(folder)) for _ in range(50)] for random in (Random(3), Random(3)))
    assert first == second
    assert len(set(first)) > 25


def test_shrinking_leaves_what_fails() -> None:
    content = b"some text with an X and, behind more of it, a Y somewhere"
    assert shrink(content, lambda shorter: 0 <= shorter.find(b"X") < shorter.find(b"Y"), seconds=10) == b"XY"


def test_shrinking_leaves_a_document_whole() -> None:
    content = b'{"a": {"b": [1, {"c": 7}]}, "d": [7, {"e": 8}], "f": 9}'
    assert shrink_json(content, lambda shorter: b"7" in shorter, seconds=10) == b'{"d": [7]}'
    assert shrink_json(b"{7", lambda shorter: True, seconds=10) == b"{7"
