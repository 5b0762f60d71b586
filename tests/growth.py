"""How work grows with the size of an input, as the ratio of two sizes in one process."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

TIMES = 8
"""How much larger the second input is."""

LINEAR = 3.0 * TIMES
"""A larger ratio than this is no longer that of n log n; one of n squared would be 64."""

_LEAST = 0.002
"""Seconds below which a run is too short to tell anything."""


def growth(work: Callable[[Any], object], make: Callable[[int], Any], size: int) -> float:
    """How many times longer the work takes on an input that is TIMES as large; of three runs the shortest counts."""
    return max(_shortest(work, make(size * TIMES)), _LEAST) / max(_shortest(work, make(size)), _LEAST)


def _shortest(work: Callable[[Any], object], material: Any) -> float:
    taken = []
    for _ in range(3):
        start = time.process_time()  # whatever else the machine does doesn't count
        work(material)
        taken.append(time.process_time() - start)
    return min(taken)
