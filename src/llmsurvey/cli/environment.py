"""What a run finds around it, made sound before anything is loaded: threads, memory, the home folder, the locale."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from llmsurvey.paths import status_of


def prepare_environment() -> None:
    """Settle what libraries read of the environment; with little memory, or without Hangul, start the program anew."""
    # Looking for plugins of pydantic reads the metadata of every installed package: 10 ms, and none is wanted.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # No answer needs linear algebra in parallel. Its threads take memory, and where they can't start, OpenBLAS
    # interrupts the program.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _settle_memory()
    _settle_home()
    _settle_locale()


_LITTLE_MEMORY = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "ARROW_IO_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "MALLOC_ARENA_MAX": "1",
    "OMP_NUM_THREADS": "1",
}
"""What keeps Arrow and the C library from asking for addresses in advance, for themselves and for each thread."""


def _settle_memory() -> None:
    """Where addresses are limited (`ulimit -v`), run the program in a child whose libraries ask for few of them.

    The C library reads its settings only when a program starts. And a library in C++ that gets no memory may end its
    whole process, without a word: somebody must be left to say why.
    """
    try:
        from resource import RLIM_INFINITY, RLIMIT_AS, getrlimit
    except ImportError:  # another system, which has no such limit
        return
    missing = {name: value for name, value in _LITTLE_MEMORY.items() if name not in os.environ}
    if missing and getrlimit(RLIMIT_AS)[0] != RLIM_INFINITY:
        os.environ.update(missing)
        _watch_anew()


def _watch_anew() -> None:
    """Run the same command line in a child and end as it does. Raises MemoryError where a library ended it."""
    import signal

    # Ctrl-C reaches both, and is the child's to answer; what others send to this process alone is passed on.
    caught = signal.signal(signal.SIGINT, signal.SIG_IGN)
    own = [] if caught == signal.SIG_IGN else [signal.SIGINT]
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGTERM, signal.SIGHUP))  # until there is a child to tell
    arguments = [sys.executable, *sys.orig_argv[1:]]
    child = os.posix_spawn(sys.executable, arguments, os.environ, setsigdef=own, setsigmask=mask)
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, lambda number, _: os.kill(child, number))
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if -code in (signal.SIGABRT, signal.SIGBUS, signal.SIGILL, signal.SIGSEGV, signal.SIGTRAP):
        raise MemoryError  # so ends a library in C or C++ that didn't get what it asked for
    if code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)  # the child said everything and wrote its files


def _start_anew(*options: str) -> None:
    """Become a new run of the same command line, with these options of Python."""
    with contextlib.suppress(OSError):
        os.execv(sys.executable, [sys.executable, *options, *sys.orig_argv[1:]])  # noqa: S606 (the very program that runs)


def _settle_home() -> None:
    """Let a user without a home folder have nothing of their own, not folders wherever the program is called."""
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        if not Path(os.environ.get(name, "/")).is_absolute():
            del os.environ[name]  # as the XDG specification has it: a relative path is ignored
    if not _has_home():
        os.environ["HOME"] = os.devnull  # nothing is below it


def _has_home() -> bool:
    """Whether the user has a home; that of somebody else who lets nobody in, as `sudo -u` may leave it, is none."""
    try:
        home = status_of(Path.home())
    except RuntimeError:
        return False
    return home is None or os.access(Path.home(), os.X_OK) or home.st_uid == os.getuid()


def _settle_locale() -> None:
    """Start the program anew in UTF-8 where names in Hangul can't arrive and files of such names can't be opened."""
    try:
        "구름".encode(sys.getfilesystemencoding())
    except UnicodeEncodeError:
        _start_anew("-X", "utf8")
