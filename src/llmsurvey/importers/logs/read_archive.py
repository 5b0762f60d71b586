"""Reads files in a zip archive, also those that are packed by Zstandard, as Inspect does since 2026."""

from __future__ import annotations

import copy
import zipfile
import zlib

import pyarrow as pa

_ZSTANDARD = 93
"""The number of the method, which zipfile knows since Python 3.14."""


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return what a file of an archive holds.

    Raises zipfile.BadZipFile where it is damaged, KeyError where it isn't there, and what else zipfile does.
    """
    member = archive.getinfo(name)
    if member.compress_type != _ZSTANDARD:
        return archive.read(name)
    packed = copy.copy(member)
    packed.compress_type, packed.file_size = zipfile.ZIP_STORED, member.compress_size
    packed.CRC = None  # type: ignore[assignment]  # zipfile would take it for that of the packed bytes
    content = _unpack(archive.read(packed), member)
    if zlib.crc32(content) != member.CRC:
        raise zipfile.BadZipFile(f"Bad CRC-32 for file {name!r}")
    return content


def _unpack(packed: bytes, member: zipfile.ZipInfo) -> bytes:
    try:
        content: bytes = pa.Codec("zstd").decompress(packed, member.file_size, asbytes=True)
        return content
    except (pa.ArrowException, OSError, MemoryError, OverflowError, ValueError) as error:
        raise zipfile.BadZipFile(f"file {member.filename!r}: {error}") from None
