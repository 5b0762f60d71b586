"""Files of the cache folder, each behind a seal over its key and its content.

The cache is a convenience and never an authority: a file that is missing, damaged, of another key, or can't be written,
is as if it weren't there.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

SUFFIX = ".cache"
"""One that no registry has, for one folder can be that of cache and configuration."""


def read_sealed(name: str, key: str) -> bytes | None:
    """Return the content of a file of the cache, or None where it is none that was written under this key."""
    try:
        content = _path_of(name).read_bytes()
    except OSError:
        return None
    seal, _, body = content.partition(b"\n")
    return body if seal.decode("ascii", "replace") == seal_of(key, body) else None


def write_sealed(name: str, key: str, body: bytes, *, most: int) -> None:
    """Write a file of the cache, whole or not at all; a folder that can't be written is no error.

    Of the files whose names begin as this one does, up to the first hyphen, the newest `most` are left.
    """
    from llmsurvey.atomic import write_atomically

    try:
        path = _path_of(name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomically(path, seal_of(key, body).encode() + b"\n" + body)
        _forget_old(path.parent, name.partition("-")[0], most)
    except OSError:
        return


def seal_of(key: str, body: bytes) -> str:
    """Return the digest that stands before a content."""
    digest = hashlib.sha256(key.encode())
    digest.update(body)
    return digest.hexdigest()


def _path_of(name: str) -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("llmsurvey", appauthor=False)) / f"{name}{SUFFIX}"


def _forget_old(folder: Path, kind: str, most: int) -> None:
    files = sorted(folder.glob(f"{kind}-*"), key=os.path.getmtime, reverse=True)
    for path in files[most:]:
        path.unlink(missing_ok=True)
