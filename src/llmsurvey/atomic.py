"""Files are written whole or not at all, and none lets anybody read more than the one it replaces did.

Until a file is whole it stands beside its place under a name of its own (`.llmsurvey-` and 16 letters) and is locked.
A run that is killed leaves it there; the next one that writes into the folder takes away whatever nobody holds.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from llmsurvey.errors import OutputError, reason_of
from llmsurvey.messages import say
from llmsurvey.paths import status_of

if sys.platform != "win32":
    import fcntl

_TEMPORARY = re.compile(r"\.llmsurvey-[a-p]{16}")
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
_ACCESS_LIST = "system.posix_acl_access"


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there, so that no reader ever sees a part of it. Raises OSError."""
    write_all_atomically({path: content}, overwrite=True)


def write_all_atomically(contents: Mapping[Path, bytes], *, overwrite: bool) -> None:
    """Write the content of each path; none takes its place before all of them are whole.

    Without `overwrite`, raises FileExistsError for a path that there is, even if another process made it just now.
    Raises OSError where one can't be written.
    """
    with contextlib.ExitStack() as stack:
        whole = {path: stack.enter_context(_written_beside(path, content)) for path, content in contents.items()}
        for path, temporary in whole.items():
            _move_file(temporary, path, overwrite=overwrite)


def keep_file(path: Path, content: bytes, *, overwrite: bool = True) -> None:
    """Write a file, whole or not at all, and make the folders that it lies in.

    Raises OutputError where it can't be written, and FileExistsError for one that there is, without `overwrite`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_all_atomically({path: content}, overwrite=overwrite)
    except OSError as error:
        if isinstance(error, FileExistsError) and os.path.lexists(path):  # not of a folder's name that a file has
            raise
        raise OutputError(say("{file} can't be written: {reason}.", file=path, reason=reason_of(error))) from None


@contextlib.contextmanager
def _written_beside(path: Path, content: bytes) -> Iterator[Path]:
    """Write `content` to a file beside `path`, for whoever may read what is there; it is gone afterwards if not moved.

    Where nothing is there, anybody may read it whom the user lets read new files.
    """
    _remove_abandoned(path.parent)
    replaces = status_of(path) is not None
    temporary, handle = _make_file(path.parent, 0o600 if replaces else 0o666)
    try:
        with open(handle, "wb") as file:
            if replaces:
                _copy_access(path, handle)
            file.write(content)
            file.flush()
            if sys.platform == "win32":
                file.close()  # no open file can be moved there, and there are no locks to keep
            yield temporary
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """Make a folder for the user alone where the system keeps such, which is gone afterwards. Raises OSError."""
    import shutil
    import tempfile

    parent = Path(tempfile.gettempdir())
    _remove_abandoned(parent)
    folder, handle = _make_folder(parent)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def _make_file(folder: Path, mode: int) -> tuple[Path, int]:
    """Make an empty file and lock it; gives its path and its descriptor."""
    while True:
        path = _new_name(folder)
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), mode)
        if _lock_file(path, handle):
            return path, handle
        os.close(handle)


def _make_folder(parent: Path) -> tuple[Path, int | None]:
    """Make a folder and lock it; gives its path and its descriptor, which Windows has none of."""
    while True:
        path = _new_name(parent)
        path.mkdir(mode=0o700)
        if sys.platform == "win32":
            return path, None
        with contextlib.suppress(FileNotFoundError):
            handle = os.open(path, os.O_RDONLY)
            if _lock_file(path, handle):
                return path, handle
            os.close(handle)


def _new_name(folder: Path) -> Path:
    """Return a name that nothing has; of letters, for digits in the name of a file of scores may be read as a day."""
    return folder / f".llmsurvey-{os.urandom(8).hex().translate(_LETTERS)}"


def _lock_file(path: Path, handle: int) -> bool:
    """Hold what was just made; False where somebody took it for abandoned before, and removed it."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
    return status_of(path) is not None


def _remove_abandoned(folder: Path) -> None:
    """Remove what killed runs left in a folder: whatever has a temporary name and is held by nobody."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _TEMPORARY.fullmatch(entry.name):
                _remove_if_abandoned(entry.path)


def _remove_if_abandoned(path: str) -> None:
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if stat.S_ISDIR(os.fstat(handle).st_mode):
                import shutil

                shutil.rmtree(path)
            else:
                os.unlink(path)
        finally:
            os.close(handle)


def _copy_access(path: Path, handle: int) -> None:
    """Give an open file that only its owner may read the owner, the access list and the mode of another file.

    What can't be kept is narrowed: members of a new group may do no more than everybody could.
    """
    if sys.platform == "win32":
        return
    status = path.stat()
    mode = stat.S_IMODE(status.st_mode) & 0o777
    try:
        os.fchown(handle, status.st_uid, status.st_gid)
    except OSError:
        try:
            os.fchown(handle, -1, status.st_gid)
        except OSError:
            mode &= ~0o070 | mode << 3
    if not _copy_access_list(path, handle):
        mode &= 0o700
    os.fchmod(handle, mode)


def _copy_access_list(path: Path, handle: int) -> bool:
    """Whether an open file has the access list of another now, or none where that has none."""
    if sys.platform != "linux":
        return True
    try:
        entries = os.getxattr(path, _ACCESS_LIST)
    except OSError:
        with contextlib.suppress(OSError):
            os.removexattr(handle, _ACCESS_LIST)  # the one that it inherited from its folder
        return True
    try:
        os.setxattr(handle, _ACCESS_LIST, entries)
    except OSError:
        return False
    return True


def _move_file(temporary: Path, path: Path, *, overwrite: bool) -> None:
    """Put a whole file in its place, over another one only with `overwrite`."""
    if overwrite:
        os.replace(temporary, path)
        return
    try:
        os.link(temporary, path)  # unlike a move, this fails where something is
    except OSError:
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        os.replace(temporary, path)  # a file system without hard links
