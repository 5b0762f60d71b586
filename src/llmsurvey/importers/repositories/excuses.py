"""Comments that excuse the models of a line: `# llmsurvey: ok REASON`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_EXCUSE = re.compile(
    r"(?<![`\"'])(?P<sign>#|//|--|;|<!--|/\*)[ \t]*llmsurvey:[ \t]*ok\b[ \t:,.-]*(?P<reason>[^\r\n]*)", re.IGNORECASE
)
_END = re.compile(r"\s*(?:-->|\*/|\\n\"?,?|\",?)\s*$")
"""What closes a comment, or the text of a notebook that it is in."""

_LEAST = 3
"""A reason has so many letters."""


class Excuse(NamedTuple):
    """A comment on a line, and the reason that it gives: empty where it gives none.

    `lines` are those whose models it excuses: its own, or where nothing else stands there the next one.
    """

    line: int
    column: int
    reason: str
    lines: tuple[int, ...]


def find_excuses(text: str) -> Iterator[Excuse]:
    """Yield the comments of a text that excuse something."""
    if "llmsurvey:" not in text:
        return
    for number, line in enumerate(text.split("\n"), 1):
        match = _EXCUSE.search(line)
        if match is None:
            continue
        reason = _END.sub("", match["reason"]).strip()
        alone = not line[: match.start()].strip(" \t\"',")
        lines = (number, number + 1) if alone else (number,)
        yield Excuse(number, match.start("sign") + 1, reason if _says_something(reason) else "", lines)


def _says_something(reason: str) -> bool:
    return sum(character.isalpha() for character in reason) >= _LEAST or "#" in reason
