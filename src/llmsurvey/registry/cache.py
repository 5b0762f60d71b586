"""Compiled YAML, kept so that it is parsed once; it is JSON, checked like any input when it is read."""

from __future__ import annotations

import hashlib
from typing import TypeVar

from llmsurvey.records.record import Record
from llmsurvey.registry.layers import Layer
from llmsurvey.registry.sealed import read_sealed, write_sealed
from llmsurvey.version import __version__

Kept = TypeVar("Kept", bound=Record)
_FORM = 3
"""Raised when records change their form, so that older files are left alone."""

_MOST = 20
"""So many registries are kept."""


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
    body = read_sealed(_name_of(key), key)
    try:
        return None if body is None else record.model_validate_json(body)
    except ValueError:
        return None


def write(key: str, record: Record) -> None:
    """Keep a record under this key."""
    write_sealed(_name_of(key), key, record.model_dump_json(exclude_unset=True).encode(), most=_MOST)


def _name_of(key: str) -> str:
    return f"registry-{key[:32]}"
