"""The nearest names to one that isn't known."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from llmsurvey.errors import UnknownNameError
from llmsurvey.messages import either_of, say

_ALIKE = 58
"""From this score (of 100) on a name is worth asking after."""

_FARTHEST_BEHIND = 25
"""A name that is so much less alike than the nearest isn't meant."""

_LEAST_RATIO = 39
"""Below this ratio of the whole names none reaches that score, whatever its weighted ratio is."""

_LEAST_SIMILAR = 0.5
"""The share of letters that a slip leaves as they are."""

_SHORTEST_PART = 3
"""Fewer letters than these are a part of any name."""

_LONGEST = 200
"""A text longer than this is no slip of a name."""

_MOST_COMPARISONS = 100_000
"""How many names are compared for all messages of a run: up to a second."""


def nearest_names(name: str, names: Iterable[str], limit: int = 3) -> list[str]:
    """Return up to `limit` names that look like `name` or contain it, the most alike first, in their first spelling.

    The score is mostly rapidfuzz's ratio of the whole names, for slips, with some of its weighted ratio, for parts.
    Hangul is compared by its letters, of which a slip changes one. A name that has few letters in common with the other
    isn't near, whatever its parts are: `nope` isn't OpenOrca; nor is one that is far behind the nearest.
    """
    scored = _score_names(name, names)[:limit]
    return [candidate for candidate, score in scored if score >= scored[0][1] - _FARTHEST_BEHIND]


def check_is_one_of(what: str, names: Iterable[str], all_names: tuple[str, ...]) -> None:
    """Raise UnknownNameError, with the nearest, for a name that is none of a fixed set; `what` is what they are."""
    for name in names:
        if name not in all_names:
            raise UnknownNameError(what, name, nearest_names(name, all_names) or all_names)


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return a question to put behind a message, ` Did you mean "licence"?`, of all that are equally near; or ""."""
    scored = _score_names(name, names)
    best = [f'"{candidate}"' for candidate, score in scored if score == scored[0][1]]
    return say(" Did you mean {names}?", names=either_of(best, most=5)) if best else ""


class Suggestions:
    """The same questions for many messages, which between them take no more than about a second.

    A file whose thousands of references are all wrong needs another mending than a name each, so the later ones
    have no question.
    """

    def __init__(self) -> None:
        self._comparisons = 0

    def did_you_mean(self, name: str, names: Sequence[str]) -> str:
        """Return the question for a name, or nothing once enough was compared."""
        return did_you_mean(name, names) if self.may_compare(len(names)) else ""

    def may_compare(self, number: int) -> bool:
        """Whether so many names more may be compared, which then count."""
        if self._comparisons >= _MOST_COMPARISONS:
            return False
        self._comparisons += number
        return True


def _score_names(name: str, names: Iterable[str]) -> list[tuple[str, float]]:
    """Return the names that are alike enough, each with its score, the best first."""
    if len(name) > _LONGEST:
        return []
    from rapidfuzz import fuzz, process

    wanted = _letters_of(name)
    spellings: dict[str, str] = {}
    for spelling in names if isinstance(names, (list, tuple)) else sorted(names):
        spellings.setdefault(_letters_of(spelling), spelling)
    alike = process.extract(wanted, list(spellings), scorer=fuzz.ratio, score_cutoff=_LEAST_RATIO, limit=None)
    scores = ((key, 0.7 * ratio + 0.3 * fuzz.WRatio(wanted, key)) for key, ratio, _ in alike)
    enough = [
        (spellings[key], round(score, 1)) for key, score in scores if score >= _ALIKE and is_slip_or_part(wanted, key)
    ]
    return sorted(enough, key=lambda pair: (-pair[1], pair[0]))


def is_slip_or_part(name: str, other: str) -> bool:
    """Whether one name is the other with no more than half of the letters of either changed, or a part of it.

    Both are in the form in which names are compared. One or two letters are a part of any name, so they don't count.
    """
    from rapidfuzz.distance import OSA

    shorter, longer = sorted((name, other), key=len)
    if len(shorter) >= _SHORTEST_PART and shorter in longer:
        return True
    return OSA.distance(name, other) <= len(shorter) * (1 - _LEAST_SIMILAR)


def _letters_of(name: str) -> str:
    """Return a name as it is compared: in any case, syllables of Hangul by their letters."""
    return unicodedata.normalize("NFD", name.casefold())
