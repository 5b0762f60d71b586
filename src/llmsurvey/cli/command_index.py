"""What each command takes and answers, kept in the cache, so that a Tab and a help load no command twice."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from llmsurvey.registry import cache
from llmsurvey.version import __version__


class Offer(NamedTuple):
    """What a shell completes of one option, or of an argument, which has no flags.

    `choices` are words, `names` is the function of `offered_names.py` that gives more, `is_alone` an option behind
    which nothing stands.
    """

    flags: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    names: str | None = None
    is_alone: bool = False
    is_repeatable: bool = False


def offers_of(command: str) -> list[Offer]:
    """Return what a shell completes of a command; of the program itself, where `command` is empty."""
    offers: list[Offer] = _load_part(command, "offers")
    return offers


def cached_columns_of(command: str) -> list[str]:
    """Return the names of a command's columns, or none where it has none."""
    columns: list[str] = _load_part(command, "columns")
    return columns


def cached_claims() -> list[str]:
    """Return the numbers of all claims: C1, C2 and so on."""
    claims: list[str] = _load_part("claims", "numbers")
    return claims


def _load_part(command: str, part: str) -> Any:
    """Return a part of what is known of a command, from the cache if no file of the program has changed since."""
    from hashlib import sha256

    key = sha256(
        "\n".join([__version__, part, command, *_list_sources(Path(__file__).parents[1])]).encode()
    ).hexdigest()
    content = cache.read_bytes(key, "commands")
    if content is not None:
        try:
            return _read_part(part, json.loads(content))
        except (ValueError, TypeError):
            pass  # made by another program, or damaged: made anew
    described = _COLLECT[part](command)
    cache.write_bytes(key, json.dumps(described).encode(), "commands")
    return described


def _list_sources(folder: Path) -> Iterator[str]:
    """Yield every source of the program, with its size and the time of its last change."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.endswith(".py"):
            status = entry.stat()
            yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"
        elif entry.is_dir() and entry.name not in ("__pycache__", "data"):
            yield from _list_sources(Path(entry.path))


def _read_part(part: str, items: Any) -> Any:
    """Return what was kept in its form. Raises ValueError or TypeError for anything else."""
    if part != "offers":
        return [*map(str, items)]
    return [
        Offer(tuple(map(str, flags)), tuple(map(str, choices)), names, bool(is_alone), bool(is_repeatable))
        for flags, choices, names, is_alone, is_repeatable in items
    ]


def _collect_columns(command: str) -> list[str]:
    from llmsurvey.cli.columns import columns_of

    return columns_of(command)


def _collect_offers(command: str) -> list[Offer]:
    """Load a command, and return what a shell completes of it."""
    from llmsurvey.cli.app import Commands, function_of
    from llmsurvey.cli.parameters import HELP, parameters_of

    parameters = parameters_of(function_of(command)) if command else Commands.parameters
    return [
        Offer(
            (*parameter.flags, *parameter.opposites),
            parameter.choices,
            parameter.offers,
            parameter.takes == "nothing",
            parameter.is_repeatable,
        )
        for parameter in (*parameters, HELP)
        if not parameter.is_hidden
    ]


def _collect_claims(_: str) -> list[str]:
    from llmsurvey.survey.claims import all_claims

    return [claim.name for claim in all_claims()]


_COLLECT: dict[str, Callable[[str], Any]] = {
    "offers": _collect_offers,
    "columns": _collect_columns,
    "numbers": _collect_claims,
}
"""How each part of what is known of a command is found out."""
