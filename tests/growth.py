"""How work grows with the size of an input, as the ratio of two sizes in one process."""

from __future__ import annotations

import math
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
    """How many times longer the work takes on an input that is TIMES as large; the shortest run of each counts.

    The large input is worked on once, and up to three times only where that took longer than LINEAR allows.
    """
    small = max(min(_seconds(work, material) for material in [make(size)] * 3), _LEAST)
    large = make(size * TIMES)
    ratio = math.inf
    for _ in range(3):
        ratio = min(ratio, max(_seconds(work, large), _LEAST) / small)
        if ratio < LINEAR:
            break
    return ratio


def _seconds(work: Callable[[Any], object], material: Any) -> float:
    start = time.process_time()  # whatever else the machine does doesn't count
    work(material)
    return time.process_time() - start
