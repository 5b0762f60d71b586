"""Hints as they are typed: `--limit 38`, `llmsurvey rank arc --limit 38`."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from llmsurvey.messages import Hint

NAME = "llmsurvey"

_COMMANDS = {"import_scores": "import", "rank_methods": "rank --methods"}
"""What is typed for the questions that have another name in Python."""

_HARMLESS = re.compile(r"[\w@%+=:,./\-]+")
"""Words that need no quotes: Hangul and other letters don't, though `shlex` puts some around them."""


def as_typed(hint: Hint) -> str:
    """Return a hint as one types it in a shell, quoted where it must be."""
    words: list[str] = []
    if hint.command is not None:
        words += [NAME, _COMMANDS.get(hint.command, hint.command)]
    words += map(_quoted, hint.arguments)
    for name, value in hint.options.items():
        words += _option(f"--{name.replace('_', '-')}", value)
    return " ".join(words)


def _option(name: str, value: Any) -> Iterator[str]:
    """An option with its value, once for each where there are several (`--weight arc=2`); alone where it takes none."""
    if isinstance(value, Mapping):
        value = [f"{key}={each}" for key, each in value.items()]
    values = [f"{key}={item}" for key, item in value.items()] if isinstance(value, Mapping) else value
    for each in values if isinstance(values, (list, tuple)) else (values,):
        yield name
        if each is not None and each is not True:
            yield _quoted(str(each))


def _quoted(word: str) -> str:
    return word if _HARMLESS.fullmatch(word) else shlex.quote(word)
