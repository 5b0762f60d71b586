"""What licences answer to, and what is like a name that none has.

A wrong licence is worse than none, so for a record only what can be nothing but a slip is suggested.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from llmsurvey.registry.names import Index, strict_form

_PARTS = re.compile(r"[0-9]+(?:\.[0-9]+)*|[^\W\d_]+")
_SHORT = 4
"""Parts of so few letters are abbreviations, which one letter turns into others: `gpl`, `mpl`, `nc`, `nd`."""

_SLIPS = 2
"""How many letters a name may differ in and be the same, mistyped."""

_UNVERSIONED = "-unversioned"
"""How the ids end of what stands where a licence is named without its version: what all of its versions say."""


def versions_of(licence: str, ids: Iterable[str]) -> list[str]:
    """Return which of some ids are versions of a licence that names none: `gpl-2.0`, `gpl-3.0` of `gpl-unversioned`."""
    if not licence.endswith(_UNVERSIONED):
        return []
    version = re.compile(re.escape(licence.removesuffix(_UNVERSIONED)) + r"-\d.*")
    return sorted(filter(version.fullmatch, ids))


class LicenceNames:
    """The names of some licences: `spellings` are all of them, each with the id of its licence."""

    def __init__(self, spellings: Iterable[tuple[str, str]]) -> None:
        self.spellings = list(spellings)

    def answering(self, name: str) -> list[str]:
        """Return the ids of all licences that answer to a name, in any case and with any hyphens."""
        return list(self._ids_by_name.get(name))

    def alike(self, name: str) -> list[str]:
        """Return the ids of the licences of which a name differs from this one by slips only, the nearest first."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        parts, spelled = _split_name(name), self._comparable_spellings
        near = process.extract(" ".join(parts), spelled, scorer=OSA.distance, score_cutoff=_SLIPS, limit=None)
        slips = (index for text, _, index in near if _is_slip(parts, text.split()))
        return list(dict.fromkeys(self.spellings[index][1] for index in slips))

    def named_in_part(self, name: str) -> list[str]:
        """Return the ids of the licences of which a name has all words of this one and others: `apache`, `llama`."""
        parts = set(_split_name(name))
        longer = (index for index, text in enumerate(self._comparable_spellings) if parts and parts <= {*text.split()})
        return list(dict.fromkeys(self.spellings[index][1] for index in longer))

    @cached_property
    def _comparable_spellings(self) -> list[str]:
        """The spellings as they are compared."""
        return [" ".join(_split_name(spelling)) for spelling, _ in self.spellings]

    @cached_property
    def _ids_by_name(self) -> Index[str]:
        return Index.of((spelling, address, address) for spelling, address in self.spellings)


def _is_slip(written: list[str], meant: list[str]) -> bool:
    """Whether the parts of a name can be those of another, mistyped."""
    return len(written) == len(meant) and all(_is_slip_of_part(*pair) for pair in zip(written, meant, strict=True))


def _is_slip_of_part(written: str, meant: str) -> bool:
    """Whether a part can be another, mistyped. A number never is, and an abbreviation has the same letters."""
    if written == meant or written[0].isdigit() or meant[0].isdigit():
        return written == meant
    return min(len(written), len(meant)) > _SHORT or set(written) == set(meant)


def _split_name(name: str) -> list[str]:
    """Return the words and numbers of a name, as they are compared; version 2.0 is 2."""
    return [part.removesuffix(".0") for part in _PARTS.findall(strict_form(name))]
