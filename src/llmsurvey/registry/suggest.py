"""The nearest names to one that isn't known."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, names: Iterable[str], limit: int = 3) -> list[str]:
    """Up to `limit` of the names that look like `name`, the most alike first."""
    from rapidfuzz import fuzz, process, utils

    found = process.extract(
        name, sorted(set(names)), scorer=fuzz.WRatio, processor=utils.default_process, limit=limit, score_cutoff=70
    )
    return [candidate for candidate, _, _ in found]


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """A question to put behind a message, or nothing: ` Did you mean "licence"?`."""
    found = nearest(name, names, limit=1)
    return f' Did you mean "{found[0]}"?' if found else ""
