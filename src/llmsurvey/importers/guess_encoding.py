"""Guesses the encoding of a text that isn't UTF-8: one that reads all of it, judged by the letters that come out."""

from __future__ import annotations

import re

_LOOKED_AT = 65_536

_LETTERS = (
    ("cp932", re.compile(r"[ぁ-んァ-ヶー一-龥]"), re.compile(r"[ぁ-んァ-ヶ]")),
    ("cp949", re.compile(r"[가-힣]"), re.compile("")),
    ("gb18030", re.compile(r"[一-龥]"), re.compile("")),
)
"""Encodings of several bytes a letter, with the letters of what they are for, and some of which one must be there."""


def likely_encodings(content: bytes) -> list[str]:
    """Return the names of encodings that a content may be in, the likeliest first."""
    head = content[:_LOOKED_AT]
    if head.count(0) * 4 > len(head):
        return ["utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"]
    likely = [name for name, *letters in _LETTERS if _share_of_letters(content, name, *letters) > _ENOUGH]
    if likely:
        return likely
    return [name for name in ("cp1252", "latin-1") if _can_decode(content, name)][:1]


_ENOUGH = 0.9
"""So much of what isn't ASCII must be letters of a language, for the encoding to be that of the language."""


def _can_decode(content: bytes, name: str) -> bool:
    try:
        content.decode(name)
    except UnicodeError:
        return False
    return True


def _share_of_letters(content: bytes, name: str, letters: re.Pattern[str], needed: re.Pattern[str]) -> float:
    """Return the share of `letters` among characters that aren't ASCII, 0 where the encoding doesn't fit."""
    if not _can_decode(content, name):
        return 0.0
    others = re.sub(r"[\x00-\x7f]+", "", content.decode(name)[:_LOOKED_AT])
    return len(letters.findall(others)) / len(others) if others and needed.search(others) else 0.0
