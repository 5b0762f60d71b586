"""Faults of registry files as commands of GitHub's workflows, which show each beside its line."""

from __future__ import annotations

from collections.abc import Iterable

from llmsurvey.answers.validate import ValidateEntry
from llmsurvey.messages import translated

_IN_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_MESSAGE, ":": "%3A", ",": "%2C"}
"""What a command takes for an end of its message, or of a property, and how that is written instead."""


def render(entries: Iterable[ValidateEntry]) -> str:
    """Return a line for each entry: `::error file=mine.yaml,line=4,col=3::unknown field`."""
    return "".join(f"{_command_of(entry)}\n" for entry in entries)


def _command_of(entry: ValidateEntry) -> str:
    properties = {"file": entry.file, "line": entry.line, "col": entry.column}
    written = (f"{name}={_escape(str(value), _IN_PROPERTY)}" for name, value in properties.items() if value is not None)
    return f"::{entry.severity} {','.join(written)}::{_escape(translated(entry.message), _IN_MESSAGE)}"


def _escape(text: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(sign, sign) for sign in text)
