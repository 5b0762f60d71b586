"""Ids for what an import brings: of its name, and of nobody else's."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container, Iterator

_NO_ID = re.compile(r"[^a-z0-9._]+")
_LONGEST = 120


def make_id(name: str, developers: tuple[str, ...], taken: Container[str]) -> str:
    """Return an id made of a name that isn't `taken`: if need be with the developer before or a number behind it."""
    return next(candidate for candidate in _candidates(name, developers) if candidate not in taken)


def _candidates(name: str, developers: tuple[str, ...]) -> Iterator[str]:
    own = _as_id(name)
    if not own or _has_other_letters(name):
        normal = unicodedata.normalize("NFC", name).encode("utf-8", "replace")
        own = f"{own or 'x'}-{hashlib.sha256(normal).hexdigest()[:8]}"
    yield own
    if developers and (maker := _as_id(developers[0])):
        yield f"{maker}-{own}"
    number = 2
    while True:
        yield f"{own}-{number}"
        number += 1


def _as_id(name: str) -> str:
    """Return a name in the letters of an id; empty where nothing but a number would be left of it."""
    plain = unicodedata.normalize("NFKD", name.replace("+", " plus ")).encode("ascii", "ignore").decode().casefold()
    identity = _NO_ID.sub("-", plain).strip("-._")[:_LONGEST].strip("-._")
    return identity if re.search("[a-z]", identity) else ""


def _has_other_letters(name: str) -> bool:
    """Whether a name has letters that an id can't have, as Hangul is: without them many names look alike."""
    return any(character.isalpha() and not character.isascii() for character in unicodedata.normalize("NFKD", name))
