"""Compiled YAML, kept so that it is parsed once.

The cache is a convenience and never an authority: it is JSON under a seal, and its form is checked when it is read; a
file that is missing, damaged, of another content or version, or can't be written, is as if it weren't there.
"""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from llmsurvey.errors import Fault, RegistryError
from llmsurvey.messages import say
from llmsurvey.registry.layers import Layer
from llmsurvey.version import __version__

if TYPE_CHECKING:
    from msgspec import Raw
    from msgspec.json import Decoder

    from llmsurvey.records import Source
    from llmsurvey.records.record import Record

Kept = TypeVar("Kept", bound="Record")
_RECORD = "registry"
"""The kind of what is a record."""

_OTHER_FORM = (ValueError, ArithmeticError, AttributeError, TypeError)
"""What decoding raises for what has another form: msgspec's own errors are ValueErrors."""

_FORM = 13
"""Raised when records change their form, so that older files are left alone."""


def key_of(layers: list[Layer]) -> str:
    """Return a digest of all that compiled YAML depends on: the files of each layer, the program's version."""
    digest = hashlib.sha256(f"{__version__}/{_FORM}".encode())
    for layer in layers:
        for part in (layer.name.encode("utf-8", "surrogateescape"), *layer.fingerprint()):
            digest.update(b"%d:" % len(part))
            digest.update(part)
    return digest.hexdigest()


def read_record(key: str, record: type[Kept]) -> Kept | None:
    """Return the record that was kept under this key, or None."""
    body = read_bytes(key, _RECORD)
    try:
        return None if body is None else decode_record(body, record, path_of(key, _RECORD))
    except _OTHER_FORM:
        return None


def write_record(key: str, record: Record) -> None:
    """Keep a record under this key, whole or not at all; a folder that can't be written is no error."""
    write_bytes(key, encode_record(record), _RECORD)


def encode_record(record: Record) -> bytes:
    """Return a record as JSON, with the sources of its parts behind everything else: few questions need those."""
    from msgspec.json import encode

    from llmsurvey.records.plain import stated_fields
    from llmsurvey.records.record import Record

    whole = stated_fields(record)
    lists = [name for name, value in record.stated().items() if isinstance(value, tuple)]
    lists = [name for name in lists if any(isinstance(item, Record) for item in getattr(record, name))]
    return encode((whole, {name: _take_sources(whole[name]) for name in lists}))


def decode_record(body: bytes | memoryview, record: type[Kept], path: Path) -> Kept:
    """Return the record that `encode_record` made JSON of; raises one of several errors for what has another form.

    `path` is the file that is told as damaged where sources, which are decoded when they are asked for, are none.
    """
    from msgspec import Raw
    from msgspec.json import decode

    form = tuple[record, dict[str, list[Raw]]]  # type: ignore[valid-type]  # a type that only the caller knows
    decoded, deferred = decode(body, type=form, dec_hook=_decode_prose)
    for name, sources in deferred.items():
        _defer_sources(getattr(decoded, name), sources, path)
    return cast("Kept", decoded)


def encode_records(records: Iterable[Record]) -> bytes:
    """Return some records as JSON, and behind them the sources of each."""
    from msgspec.json import encode

    from llmsurvey.records.plain import stated_fields

    plain = [stated_fields(record) for record in records]
    sources = _take_sources(plain)
    return encode((plain, sources))


def decoder_of_records(record: type[Kept], path: Path) -> Callable[[memoryview], list[Kept]]:
    """Return a function that reads what `encode_records` wrote of one kind; it fails as `decode_record` does."""
    from msgspec import Raw
    from msgspec.json import Decoder

    decoder = Decoder(tuple[list[record], list[Raw]], dec_hook=_decode_prose)  # type: ignore[valid-type]  # as above

    def decode(body: memoryview) -> list[Kept]:
        records, sources = decoder.decode(body)
        _defer_sources(records, sources, path)
        return records

    return decode


def _take_sources(records: list[dict[str, Any]]) -> list[Any]:
    """Take the sources out of some records as mappings, and return those of each."""
    from llmsurvey.records.record import DEFERRED

    return [record.pop(DEFERRED, None) for record in records]


def _defer_sources(records: Sequence[Record], sources: Sequence[Raw], path: Path) -> None:
    """Leave the sources of each record for later. Raises ValueError where there are more or fewer than records."""
    for record, raw in zip(records, sources, strict=True):
        if bytes(raw) != b"null":
            record.defer(functools.partial(_decode_sources, path, raw))


def _decode_sources(path: Path, raw: Raw) -> tuple[Source, ...]:
    """Return the sources of a record. Raises RegistryError where they are none."""
    from msgspec import DecodeError

    try:
        return _decoder_of_sources().decode(raw)
    except (DecodeError, ValueError):
        raise RegistryError([Fault(str(path), 0, 0, say("is damaged. Delete it"))]) from None


@functools.cache
def _decoder_of_sources() -> Decoder[tuple[Source, ...]]:
    from msgspec.json import Decoder

    from llmsurvey.records import Source

    return Decoder(tuple[Source, ...])


def _decode_prose(kind: type, value: object) -> object:
    """Return a text in one language or both, which is the only type of a field that JSON has no word for."""
    from llmsurvey.records.bilingual import parse_prose

    return parse_prose(value)


def read_bytes(key: str, kind: str) -> bytes | None:
    """Return what was kept under this key and `kind`, or None."""
    try:
        content = path_of(key, kind).read_bytes()
    except OSError:
        return None
    head, _, body = content.partition(b"\n")
    return body if head.decode("ascii", "replace") == _seal_of(key, body) else None


def write_bytes(key: str, body: bytes, kind: str, most: int = 20) -> None:
    """Keep something of some `kind` under this key, and the newest `most` of the kind.

    A folder that can't be written is no error.
    """
    write_content(key, _seal_of(key, body).encode() + b"\n" + body, kind, most)


def write_content(key: str, content: bytes, kind: str, most: int = 20) -> None:
    """Do what `write_bytes` does with what has a seal of its own."""
    from llmsurvey.atomic import write_atomically

    try:
        path = path_of(key, kind)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomically(path, content)
        _forget_old(path.parent, kind, most)
    except OSError:
        return


def path_of(key: str, kind: str) -> Path:
    """Return where it is kept: with a suffix that no registry has, for cache and configuration may share a folder."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("llmsurvey", appauthor=False)) / f"{kind}-{key[:32]}.cache"


def _seal_of(key: str, body: bytes) -> str:
    digest = hashlib.sha256(key.encode())
    digest.update(body)
    return digest.hexdigest()


def _forget_old(folder: Path, kind: str, most: int) -> None:
    """Leave only the newest files of a kind."""
    files = sorted(folder.glob(f"{kind}-*.cache"), key=os.path.getmtime, reverse=True)
    for path in files[most:]:
        path.unlink(missing_ok=True)
