"""Texts that stand for objects: people and flat formats read the text, nested formats write the object."""

from __future__ import annotations

from typing import Any, Generic, Self, TypeVar

from llmsurvey.messages import Message

Details = TypeVar("Details", bound=tuple[Any, ...], covariant=True)


class Detailed(Message, Generic[Details]):
    """A text with a named tuple of what it is about: `4 of 4` with both numbers, `7B` with what is known of it."""

    __slots__ = ("details",)

    details: Details

    def __new__(cls, text: str, details: Details) -> Self:
        """Return the text in English."""
        detailed = str.__new__(cls, text)  # as a message of nothing else, of which there may be a million
        detailed.template, detailed.several, detailed.number, detailed.parts = "{text}", None, 1, {"text": text}
        detailed.details = details
        return detailed

    def __reduce__(self) -> Any:
        return Detailed, (self.parts["text"], self.details)


def as_plain(value: Any) -> Any:
    """Return a cell, or what is within one, as JSON and YAML have it: objects, lists, and values as they are.

    Numbers that are whole or not stay so, yes and no are true and false, and what isn't known is null.
    """
    if isinstance(value, Detailed):
        return as_plain(value.details)
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: as_plain(item) for name, item in value._asdict().items()}
    if isinstance(value, (tuple, list)):
        return [as_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: as_plain(item) for name, item in value.items()}
    return value
