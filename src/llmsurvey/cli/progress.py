"""How far something is, on a terminal, in one line that is written over: only where it takes more than a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from llmsurvey.messages import say, translated

_WAIT, _PAUSE = 1.0, 0.1
"""So many seconds pass before anything is told, and between two times that it is."""


@contextmanager
def telling_progress() -> Iterator[Callable[[int, int], None]]:
    """Give what is called with the number of files read so far, and of all; the line is ended whatever happens."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    next_time = time.monotonic() + _WAIT
    is_begun = False

    def tell(done: int, total: int) -> None:
        nonlocal next_time, is_begun
        if (now := time.monotonic()) >= next_time or (is_begun and done == total):
            next_time, is_begun = now + _PAUSE, True
            sys.stderr.write(f"\r{translated(say('{done:,} of {total:,} files', done=done, total=total))}")
            sys.stderr.flush()

    try:
        yield tell
    finally:
        if is_begun:
            sys.stderr.write("\n")
            sys.stderr.flush()
