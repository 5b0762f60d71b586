"""Hints as they are typed: `--limit 38`, `llmsurvey rank arc --limit 38`."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from llmsurvey.messages import Hint

NAME = "llmsurvey"

_COMMANDS = {
    "import_scores": "import",
    "import_models": "import model",
    "import_graphs": "import",
    "import_bom": "import bom",
    "rank_methods": "rank --methods",
    "rank_logs": "rank --logs",
    "leaders_by_subject": "rank --logs --by-subject",
    "remove_boards": "boards remove",
    "questions_enough": "questions --enough",
    "import_logs": "logs import",
    "remove_logs": "logs remove",
    "log_scores": "logs scores",
}
"""What is typed for the questions that have another name in Python."""

_OPTIONS = {"runs": "with", "log_format": "as"}
"""What is typed for the options that have another name in Python, where that is one of its own words."""

_HARMLESS = re.compile(r"[\w@%+=:,./\-]+")
"""Words that need no quotes: Hangul and other letters don't, though `shlex` puts some around them."""


def as_typed(hint: Hint) -> str:
    """Return a hint as one types it in a shell, quoted where it must be."""
    words: list[str] = []
    if hint.command is not None:
        words += [NAME, _COMMANDS.get(hint.command, hint.command)]
    words += map(_quote_word, hint.arguments)
    for name, value in hint.options.items():
        words += _words_of_option(f"--{_OPTIONS.get(name, name).replace('_', '-')}", value)
    return " ".join(words)


def _words_of_option(name: str, value: Any) -> Iterator[str]:
    """Yield an option and its value, once for each value (`--weight arc=2`); alone where it takes none.

    One that is switched off has its other name (`--no-clusters`).
    """
    if value is False:
        yield f"--no-{name.removeprefix('--')}"
        return
    if isinstance(value, Mapping):
        value = [f"{key}={item}" for key, item in value.items()]
    for item in value if isinstance(value, (list, tuple)) else (value,):
        yield name
        if item is not None and item is not True:
            yield _quote_word(str(item))


def _quote_word(word: str) -> str:
    return word if _HARMLESS.fullmatch(word) else shlex.quote(word)
