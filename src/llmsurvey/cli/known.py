"""Names that must be one of a fixed set."""

from __future__ import annotations

from collections.abc import Iterable

from llmsurvey.errors import UnknownNameError


def known(what: str, names: Iterable[str] | None, all_names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, each checked to be one of those known. Raises UnknownNameError with the nearest."""
    chosen = tuple(names or ())
    for name in chosen:
        if name not in all_names:
            from llmsurvey.registry.suggest import nearest

            raise UnknownNameError(what, name, nearest(name, all_names) or all_names)
    return chosen
