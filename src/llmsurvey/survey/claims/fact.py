"""A value that a claim is recomputed from, with where it was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from llmsurvey.boards.measured_scores import MeasuredScore
from llmsurvey.messages import Message, say
from llmsurvey.records import Source
from llmsurvey.records.quantities import short_count

Value = str | int | float | None | tuple[str, ...] | tuple[int, ...]
"""What a fact may be: text, a number, or a list of either; None where nothing is known."""


class Fact(NamedTuple):
    """A value that a claim is recomputed from: what it is, the value, and where it was read (empty: computed)."""

    what: Message
    value: Value
    source: str | None = None

    @property
    def number(self) -> float:
        """The value as a number. Raises TypeError where it is none."""
        if not isinstance(self.value, (int, float)):
            raise TypeError(f"{self.what}: {self.value!r} is no number")
        return self.value

    @property
    def names(self) -> tuple[str, ...]:
        """The value as names; empty where it is none."""
        return tuple(str(name) for name in self.value) if isinstance(self.value, tuple) else ()


class MissingFactError(Exception):
    """Something that a claim needs isn't known; `what` is what would be needed."""

    def __init__(self, what: Message) -> None:
        super().__init__(what)
        self.what = what


def stated_fact(what: Message, value: Value, sources: Sequence[Source]) -> Fact:
    """Return a fact that a record states, with its first source. Raises MissingFactError where it states none."""
    if value is None or value == ():
        raise MissingFactError(what)
    return Fact(what, value, first_address([sources]))


def first_address(some: Iterable[Sequence[Source]]) -> str | None:
    """Return the address of the first source of all."""
    return next((source.url for sources in some for source in sources), None)


def computed_fact(what: Message, value: Value) -> Fact:
    """Return a value that follows from others."""
    return Fact(what, value)


def score_fact(score: MeasuredScore) -> Fact:
    """Return a score as a fact, in the unit of its measure."""
    what = say(
        "{name}: {benchmark}, {metric}, {board} of {date}",
        name=score.name,
        benchmark=score.measure.benchmark,
        metric=score.measure.metric or say("an unknown metric"),
        board=score.board,
        date=score.date or say("an unknown date"),
    )
    return Fact(what, score.value, score.source)


def spell_value(value: Value) -> str:
    """Return a value as people read it: counts in three digits with their unit, other numbers in four."""
    if isinstance(value, tuple):
        return ", ".join(spell_value(item) for item in value)
    if isinstance(value, int) and abs(value) >= 10_000:
        return short_count(value)
    if isinstance(value, float):
        return f"{value:.4g}"
    return value if isinstance(value, str) else str(value if value is not None else "")
