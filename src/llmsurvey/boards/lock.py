"""One import at a time: a folder is locked while what is in it is read, merged and written."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from llmsurvey.errors import OutputError, reason_of
from llmsurvey.messages import option, say

NAME = ".lock"
"""The file that is locked; it is there only while an import runs, or after one that was killed."""

PATIENCE = 120.0
"""How long another import is waited for, in seconds."""

_PAUSE = 0.02

if sys.platform == "win32":
    import msvcrt

    def _lock_file(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock_file(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def lock_folder(folder: Path, elsewhere: str = "into") -> Iterator[None]:
    """Keep other imports out of a folder, which is made where it isn't there; the option `elsewhere` names another.

    A folder that was made for nothing is taken away again. The system lets go of the lock when whoever holds it ends,
    however that is. Raises OutputError where the folder can't be written or locked, or another import holds it for
    longer than PATIENCE.
    """
    is_new = not folder.is_dir()
    try:
        file = _wait_for(folder / NAME)
    except OSError as error:
        raise OutputError(
            say(
                "{folder} can't be written: {reason}. Name another one with {option}.",
                option=option(elsewhere),
                folder=folder,
                reason=reason_of(error),
            )
        ) from None
    with file:
        try:
            yield
        finally:
            with contextlib.suppress(OSError):  # Windows keeps a file that is open
                os.unlink(folder / NAME)
            if is_new:
                with contextlib.suppress(OSError):  # something is in it
                    folder.rmdir()


def _wait_for(path: Path) -> IO[bytes]:
    """Return the file, locked, in a folder that is made where it isn't there.

    Raises OutputError where another import holds it for too long, OSError where it can't be locked.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            file = path.open("ab")  # over NFS only a file that is open for writing can be locked
        except FileNotFoundError:  # whoever made the folder has taken it away meanwhile
            if time.monotonic() > deadline:
                raise
            continue
        try:
            _lock_file(file)
        except (BlockingIOError, PermissionError):
            file.close()
        except BaseException:
            file.close()
            raise
        else:
            if _is_at(path, file):
                return file
            file.close()  # whoever held it has taken it away meanwhile
        if time.monotonic() > deadline:
            raise OutputError(
                say("{folder} is in use by another import. Try again when that has ended.", folder=path.parent)
            )
        time.sleep(_PAUSE)


def _is_at(path: Path, file: IO[bytes]) -> bool:
    """Whether a file that is open is still the one at the path."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False
