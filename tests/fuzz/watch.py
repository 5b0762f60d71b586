"""One input tried under watch: nothing but an answer or a refusal, in ten seconds, with a gigabyte more memory."""

from __future__ import annotations

import os
import resource
import signal
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import llmsurvey

SECONDS = 10.0
"""So long an input may take, in seconds of the processor, so that a busy machine makes no failures."""

MEMORY = 2**30
"""By so many bytes the process may grow over an input."""

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
    """Watches over inputs in this process, in which nobody else may set an alarm or limit memory."""

    def __init__(self) -> None:
        signal.signal(signal.SIGPROF, _ring)
        self._memory = _Memory()

    def failure_of(self, check: Callable[[Any], object], given: Any) -> Failure | None:
        """What is wrong with the answer to an input, or None."""
        self._memory.begin()
        try:
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            try:
                check(given)
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
        except (Exception, SystemExit, TooSlowError) as error:  # whatever gets here would have been a traceback
            return _failure(error)
        grown = self._memory.grown()
        if grown > MEMORY:
            return Failure(f"TooLarge: the process grew by {grown // 2**20} MiB", getattr(check, "__name__", ""), "")
        return None


class _Memory:
    """How much more memory the process has held since an input began, as Linux counts it; elsewhere always 0.

    What would take more than twice MEMORY is refused by the system, so that the machine has to bear no more than that.
    """

    def __init__(self) -> None:
        self._is_counted = Path("/proc/self/clear_refs").exists()
        if self._is_counted:
            self._reset = os.open("/proc/self/clear_refs", os.O_WRONLY)
            self._status = os.open("/proc/self/status", os.O_RDONLY)

    def begin(self) -> None:
        """An input begins: the peak is what the process holds now."""
        if self._is_counted:
            os.pwrite(self._reset, b"5", 0)  # see "clear_refs" in proc(5)
            self._before, data = self._numbers()
            resource.setrlimit(resource.RLIMIT_DATA, (data + 2 * MEMORY, resource.RLIM_INFINITY))

    def grown(self) -> int:
        """By how many bytes the peak lies above what the process held when the input began."""
        return self._numbers()[0] - self._before if self._is_counted else 0

    def _numbers(self) -> tuple[int, int]:
        """The peak of what the process has held, and the writable memory that it has asked for, in bytes."""
        status = os.pread(self._status, 4096, 0)
        peak, data = (int(status.partition(name)[2].split(None, 1)[0]) * 1024 for name in (b"VmHWM:", b"VmData:"))
        return peak, data


def _ring(number: int, frame: FrameType | None) -> None:
    raise TooSlowError(f"took longer than {SECONDS:g} seconds")


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
