"""Expressions of licences as bills of materials hold them: `Apache-2.0 AND LicenseRef-...`, `MIT OR Apache-2.0`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

NOASSERTION: Final = "NOASSERTION"
"""What stands for a licence that nobody knows: who wrote the bill couldn't determine it (SPDX 3.0.1, Licensing)."""

NONE: Final = "NONE"
"""What stands for a licence that isn't there: it was looked for where the work is published, and none is stated."""

_WHOLE = re.compile(r"[()]|\b(?:OR|WITH)\b")
_OPERATOR = re.compile(r"\s*\bWITH\s+[^\s()]+|[()\s]+|\b(?:AND|OR)\b")
_TOKEN = re.compile(r"[()]|\b(?:AND|OR)\b")


def split_licence(expression: str) -> tuple[str, ...]:
    """Return the licences that all bind, in order; where there is a choice among them, the expression as a whole."""
    text = " ".join(expression.split())
    parts, start, depth = list[str](), 0, 0
    for token in _TOKEN.finditer(text):
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if depth == 0 and token[0] == "OR":
            return (text,)
        if depth == 0 and token[0] == "AND":
            parts.append(text[start : token.start()])
            start = token.end()
    parts.append(text[start:])
    return tuple(sorted({bare for part in parts if (bare := _without_brackets(part.strip()))}))


def _without_brackets(text: str) -> str:
    """Return an expression without the brackets around the whole of it."""
    while text.startswith("(") and _end_of_bracket(text) == len(text) - 1:
        text = text[1:-1].strip()
    return text


def _end_of_bracket(text: str) -> int:
    """Return where the bracket closes that a text begins with; -1 where it doesn't."""
    depth = 0
    for position, sign in enumerate(text):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth == 0:
            return position
    return -1


def join_licences(names: Iterable[str]) -> str:
    """Return several licences that all bind as one expression; NOASSERTION where there is none."""
    parts = sorted(set(names))
    if len(parts) == 1:
        return parts[0]
    return " AND ".join(f"({part})" if _WHOLE.search(part) else part for part in parts) or NOASSERTION


def parts_of_licence(expression: str) -> tuple[str, ...]:
    """Return every licence that an expression names, each once; exceptions are none."""
    return tuple(dict.fromkeys(part for part in _OPERATOR.split(expression) if part))
