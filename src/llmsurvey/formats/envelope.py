"""An answer in its envelope: with the program that gave it, what was asked, and what must be known of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from llmsurvey.messages import Hint, Message, is_joined
from llmsurvey.tables.detailed import as_plain
from llmsurvey.tables.note import Note
from llmsurvey.version import __version__

FORMATS = ("json", "yaml")
"""The formats that have one."""


def head_of_envelope(command: str, question: Any, settings: Mapping[str, Any], notes: Iterable[str]) -> dict[str, Any]:
    """Return all of an envelope but the answer, which comes last.

    `question` is the record of what was asked of the answer, `settings` what was asked of its rows.
    """
    return {
        "llmsurvey": __version__,
        "command": command,
        "question": {**_plain_settings(question), **_as_values(settings)},
        "notes": [note for sentence in notes for note in _describe_note(sentence)],
    }


def _plain_settings(question: Any) -> dict[str, Any]:
    """Return what a question asks by the names of options; questions within it are no level of their own."""
    settings: dict[str, Any] = {}
    for field in fields(question) if is_dataclass(question) else ():
        value = getattr(question, field.name)
        settings |= _plain_settings(value) if is_dataclass(value) else _as_values({field.name: value})
    return settings


def _as_values(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Path) else as_plain(value) for name, value in settings.items()}


def _describe_note(sentence: str, kind: str = "note") -> Iterator[dict[str, Any]]:
    """Yield the sentences of a note with its kind and, by the names of its parts, what each says; all is in English."""
    kind = sentence.kind if isinstance(sentence, Note) else kind
    parts = sentence.parts if isinstance(sentence, Message) else {}
    if isinstance(sentence, Message) and is_joined(sentence):
        for part in parts.values():
            yield from _describe_note(str(part) if not isinstance(part, str) else part, kind)
        return
    facts = {name: _fact_in(part) for name, part in parts.items() if not isinstance(part, Hint)}
    yield {"kind": kind, "text": str(sentence), "facts": facts}


def _fact_in(part: Any) -> Any:
    """Return a part of a note as JSON has it: numbers as they are, anything else in words."""
    return part if isinstance(part, (bool, int, float)) or part is None else str(part)
