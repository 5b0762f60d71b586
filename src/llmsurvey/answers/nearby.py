"""Which near question finds something where a filter leaves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

from llmsurvey.answers.model_filter import EVERY_MODEL, ModelFilter
from llmsurvey.messages import Message, join_texts, option, say
from llmsurvey.tables.note import Note, as_note

_SMALLER = ("int8", "int4")
"""The precisions that are tried where weights in a larger one don't fit, the largest first."""


def note_nearby(sentences: Iterable[Message]) -> Iterator[Note]:
    """Say in one note which near questions would find something, if there are any."""
    if said := list(sentences):
        yield as_note("nearby", join_texts(said))


def list_nearby(models: ModelFilter, count: Callable[[ModelFilter], int]) -> Iterator[Message]:
    """Yield what a smaller precision would find, and what one would without the filter that leaves out most.

    `count` tells how many a filter finds; it isn't called where nothing is asked for.
    """
    if not models.asks:
        return
    smaller = next(_count_smaller(models, count), None)
    if smaller is not None:
        precision, number = smaller
        yield say("With {option} there would be {number:,}.", number=number, option=option("precision", precision))
    most, name = max((count(_without(models, name)), name) for name in _asked_names(models))
    if most:
        yield say("Without {option} there would be {number:,}.", number=most, option=option(name))
    elif smaller is None:
        yield say("Leaving out one of these filters finds nothing either: leave out several.")


def options_of_filter(models: ModelFilter) -> dict[str, Any]:
    """Return what a filter asks for, as the options of a question."""
    return {
        field.name: value
        for field in fields(ModelFilter)
        if (value := getattr(models, field.name)) != getattr(EVERY_MODEL, field.name)
    }


def _count_smaller(models: ModelFilter, count: Callable[[ModelFilter], int]) -> Iterator[tuple[str, int]]:
    """Yield the smaller precisions that find something, where something is to fit, with how many."""
    tried = _SMALLER[_SMALLER.index(models.precision) + 1 :] if models.precision in _SMALLER else _SMALLER
    for precision in tried if models.fits is not None else ():
        if number := count(replace(models, precision=precision)):
            yield precision, number


def _asked_names(models: ModelFilter) -> list[str]:
    """Return the names of the filters that leave anything out."""
    return [name for name in options_of_filter(models) if replace(EVERY_MODEL, **{name: getattr(models, name)}).asks]


def _without(models: ModelFilter, name: str) -> ModelFilter:
    """Return a filter without one of its parts; without `fits` its precision, context and type of cache say nothing."""
    names = ("fits", "precision", "context", "cache_type") if name == "fits" else (name,)
    return replace(models, **{part: getattr(EVERY_MODEL, part) for part in names})
