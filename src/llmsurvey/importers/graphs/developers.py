"""Whether two sources may mean the same developers, whom each calls differently."""

from __future__ import annotations

import re
from collections.abc import Iterable

from llmsurvey.registry.names import loose_form
from llmsurvey.registry.registry import Registry

_WORD = re.compile(r"[^\W_]{3,}")
_LEAST_LETTERS = 4
_SAYING_LITTLE = {
    "university",
    "institute",
    "research",
    "inc",
    "labs",
    "lab",
    "the",
    "and",
    "for",
    "technology",
    "team",
}


def may_be_same_developers(registry: Registry, some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether developers share an organisation, a name or a word of one; also where either aren't known."""
    ours, theirs = list(some), list(others)
    if not ours or not theirs:
        return True
    if _organisations_of(registry, ours) & _organisations_of(registry, theirs):
        return True
    if _words_of(ours) & _words_of(theirs):
        return True
    return any(_is_same_or_part(loose_form(a), loose_form(b)) for a in ours for b in theirs)


def _organisations_of(registry: Registry, names: Iterable[str]) -> set[str]:
    found = (registry.find_organisation(name) for name in names)
    return {maker.id for maker in found if maker is not None}


def _words_of(names: Iterable[str]) -> set[str]:
    return {word for name in names for word in _WORD.findall(name.casefold())} - _SAYING_LITTLE


def _is_same_or_part(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= _LEAST_LETTERS and shorter in longer)
