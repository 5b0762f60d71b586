"""One input tried under watch: nothing but an answer or a refusal, in ten seconds, with a gigabyte more memory."""

from __future__ import annotations

import resource
import signal
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import llmsurvey

SECONDS = 10
"""So long an input may take, in seconds of the processor, so that a busy machine makes no failures."""

MEMORY = 2**30
"""By so many bytes the process may grow beyond what it had when it began to watch."""

_PACKAGE = str(Path(llmsurvey.__file__).parent)


class TooSlowError(BaseException):
    """An input took longer than it may. Not an Exception, so that nothing that is tried catches it."""


class Failure(NamedTuple):
    """A promise that was broken: what happened, the function of the program that it happened in, and the traceback."""

    what: str
    place: str
    traceback: str

    @property
    def signature(self) -> tuple[str, str]:
        """The same for failures that have one cause, as far as can be told: the kind of error and the function."""
        return self.what.partition(":")[0], self.place

    @property
    def is_slow(self) -> bool:
        """Whether it took too long."""
        return self.what.startswith(TooSlowError.__name__)


class Watch:
    """Watches over inputs in this process, which nobody else may set an alarm in."""

    def __init__(self) -> None:
        signal.signal(signal.SIGPROF, _ring)
        self._memory = _most_memory()
        limit = _data_memory() + 2 * MEMORY
        resource.setrlimit(resource.RLIMIT_DATA, (limit, resource.RLIM_INFINITY))

    def failure_of(self, check: Callable[[Any], object], given: Any) -> Failure | None:
        """What is wrong with the answer to an input, or None."""
        before = _most_memory()
        try:
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            try:
                check(given)
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
        except (Exception, SystemExit, TooSlowError) as error:  # whatever gets here would have been a traceback
            return _failure(error)
        after = _most_memory()
        if after > before and after > self._memory + MEMORY:
            grown = (after - self._memory) // 2**20
            return Failure(f"TooLarge: the process grew by {grown} MiB", getattr(check, "__name__", "check"), "")
        return None


def _ring(number: int, frame: FrameType | None) -> None:
    raise TooSlowError(f"took longer than {SECONDS} seconds")


def _failure(error: BaseException) -> Failure:
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if frame.filename.startswith(_PACKAGE)]
    message = " ".join(str(error).split())[:200]
    if isinstance(error, AssertionError):  # a promise that the check looks at: which one, its line says
        place = f"{_file(frames[-1])}:{frames[-1].lineno}"
    else:
        innermost = (inside or frames)[-1]
        place = f"{_file(innermost)} {innermost.name}"
    return Failure(f"{type(error).__name__}: {message}", place, "".join(traceback.format_exception(error)))


def _file(frame: traceback.FrameSummary) -> str:
    return "/".join(Path(frame.filename).parts[-2:])


def _most_memory() -> int:
    """The most memory that the process has had at once, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _data_memory() -> int:
    """The writable memory that the process has asked for, in bytes (Linux; 0 where the system doesn't say)."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData:")), 0)
