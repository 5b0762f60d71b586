"""How work grows with the size of an input, as the ratio of two sizes in one process."""

from __future__ import annotations

import gc
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
    """How many times longer the work takes on an input that is TIMES as large.

    Both sizes are worked on in turn, so that a busy machine slows both; again, up to three times, only where
    the ratio is larger than LINEAR. The least ratio counts.
    """
    little, large = make(size), make(size * TIMES)
    ratio = math.inf
    for _ in range(3):
        short = max(min(_seconds(work, little) for _ in range(3)), _LEAST)
        ratio = min(ratio, max(_seconds(work, large), _LEAST) / short)
        if ratio < LINEAR:
            break
    return ratio


def _seconds(work: Callable[[Any], object], material: Any) -> float:
    """Seconds of this thread: neither other programs nor what other tests left running count.

    The collector of garbage waits: it would walk through all that the tests before have left, only in the long run.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        start = time.thread_time()
        work(material)
        return time.thread_time() - start
    finally:
        if collects:
            gc.enable()
