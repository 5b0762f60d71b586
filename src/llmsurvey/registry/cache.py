"""Compiled YAML, kept so that it is parsed once.

The cache is a convenience and never an authority: it is JSON, checked like any input when it is read; a file that is
missing, damaged, of another content or version, or can't be written, is as if it weren't there.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TypeVar

from llmsurvey.records.record import Record
from llmsurvey.registry.layers import Layer
from llmsurvey.version import __version__

Kept = TypeVar("Kept", bound=Record)
_FORM = 3
"""Raised when records change their form, so that older files are left alone."""


def key_of(layers: list[Layer]) -> str:
    """A digest of all that compiled YAML depends on: names and contents of every file, and the program's version."""
    digest = hashlib.sha256(f"{__version__}/{_FORM}".encode())
    for layer in layers:
        for part in (layer.name, *(name for name, _ in layer.files)):
            digest.update(f"{len(part)}:{part}".encode("utf-8", "surrogateescape"))
        for _, content in layer.files:
            digest.update(str(len(content)).encode())
            digest.update(content)
    return digest.hexdigest()


def read(key: str, record: type[Kept]) -> Kept | None:
    """The record that was kept under this key, or None."""
    try:
        content = _path(key).read_bytes()
    except OSError:
        return None
    head, _, body = content.partition(b"\n")
    if head.decode("ascii", "replace") != _seal(key, body):
        return None
    try:
        return record.model_validate_json(body)
    except ValueError:
        return None


def write(key: str, record: Record) -> None:
    """Keep a record under this key, whole or not at all; a folder that can't be written is no error."""
    from llmsurvey.atomic import write_atomically

    body = record.model_dump_json(exclude_unset=True).encode()
    try:
        path = _path(key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomically(path, _seal(key, body).encode() + b"\n" + body)
        _forget_old(path.parent)
    except OSError:
        return


def _path(key: str) -> Path:
    """Where it is kept: with a suffix that no registry has, for one folder can be that of cache and configuration."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("llmsurvey", appauthor=False)) / f"registry-{key[:32]}.cache"


def _seal(key: str, body: bytes) -> str:
    return hashlib.sha256(key.encode() + body).hexdigest()


def _forget_old(folder: Path, keep: int = 20) -> None:
    """Leave only the newest files."""
    files = sorted(folder.glob("registry-*"), key=os.path.getmtime, reverse=True)
    for path in files[keep:]:
        path.unlink(missing_ok=True)
