"""The nearest names to one that isn't known."""

from __future__ import annotations

from collections.abc import Iterable

from llmsurvey.errors import any_of
from llmsurvey.messages import say

_ALIKE = 58
"""From this score (of 100) on a name is worth asking after."""

_LONGEST = 200
"""A text longer than this is no slip of a name."""


def nearest(name: str, names: Iterable[str], limit: int = 3) -> list[str]:
    """Up to `limit` of the names that look like `name` or contain it, the most alike first; the first spelling of each.

    The score is mostly rapidfuzz's ratio of the whole names, for slips, with some of its weighted ratio, for parts.
    """
    return [candidate for candidate, _ in _scored(name, names)[:limit]]


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """A question to put behind a message, or nothing: ` Did you mean "licence"?`; all that are equally near."""
    scored = _scored(name, names)
    best = [f'"{candidate}"' for candidate, score in scored if score == scored[0][1]]
    return say(" Did you mean {names}?", names=any_of(best)) if best else ""


def _scored(name: str, names: Iterable[str]) -> list[tuple[str, float]]:
    """The names that are alike enough, each with its score, the best first."""
    if len(name) > _LONGEST:
        return []
    from rapidfuzz import fuzz

    wanted = name.casefold()
    spellings: dict[str, str] = {}
    for each in names if isinstance(names, (list, tuple)) else sorted(names):
        spellings.setdefault(each.casefold(), each)
    scores = {key: 0.7 * fuzz.ratio(wanted, key) + 0.3 * fuzz.WRatio(wanted, key) for key in spellings}
    found = [(spellings[key], round(score, 1)) for key, score in scores.items() if score >= _ALIKE]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))
