"""Records as the text of a registry file: one fact a line, so that a person can mend one or strike it out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ._/@-]*(?<! )")
"""Text that means itself in YAML without quotes, unless it is one of its words."""

_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"}
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_HALF = re.compile("[\ud800-\udfff]")


def layer_text(lists: Mapping[str, Iterable[Mapping[str, Any]]], heading: str) -> str:
    """Return records, by the list of a registry file that they belong to, as its text; `heading` is a comment above.

    Whatever a text holds, reading the file gives that text, and nothing else; half of a character is a question mark.
    """
    lines = [f"# {_CONTROL.sub('?', line)}" for line in heading.splitlines()]
    for name, records in lists.items():
        entries = [line for record in records for line in _lines_of_record(record)]
        lines += [f"{name}:", *entries] if entries else []
    return "\n".join([*lines, ""])


def _lines_of_record(record: Mapping[str, Any]) -> Iterable[str]:
    start = "- "
    for field, value in record.items():
        if isinstance(value, (list, tuple)) and value and isinstance(value[0], Mapping):
            yield f"{start}{field}:"
            yield from (f"  - {_in_flow(item)}" for item in value)
        else:
            yield f"{start}{field}: {_in_flow(value)}"
        start = "  "


def _in_flow(value: Any) -> str:
    """Return a value in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_in_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_in_flow, value)) + "]"
    if not isinstance(value, str):
        return json.dumps(value)
    if _PLAIN.fullmatch(value) and value.casefold() not in _WORDS:
        return value
    return _without_controls(json.dumps(value, ensure_ascii=False))


def _without_controls(text: str) -> str:
    """Return text with what a YAML file may not hold written out, or taken away where nothing stands for it."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", _HALF.sub("?", text))
