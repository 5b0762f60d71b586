"""The best of some precisions in which a size fits, and the longest context that fits with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from llmsurvey.memory.cache_use import CacheUse
from llmsurvey.memory.fit import Need, cache_of, context_of, weights_of
from llmsurvey.memory.known_facts import Known
from llmsurvey.memory.room import Room
from llmsurvey.records.cache_type import CacheType
from llmsurvey.records.hardware import Precision

LEAST_CONTEXT = 4096
"""Tokens for which there must be room where none are named: a prompt of some pages and its answer."""


class Wish(NamedTuple):
    """What is to fit: into which `room`, in the first of some `precisions` that does, with a cache of `context` tokens.

    Where no context is named, it is 4,096 tokens, or as many as a size was trained on if these are fewer.
    """

    room: Room
    precisions: Sequence[Precision]
    context: int | None
    cache_type: CacheType


class Fit(NamedTuple):
    """What a size `needs` in the precision in which it fits, for `context` tokens.

    `facts` are what is known of the size, `wish` is what was to fit.
    """

    need: Need
    context: int
    facts: Known
    architecture: str | None
    wish: Wish

    @property
    def longest_context(self) -> int | None:
        """The most tokens, up to those that the size was trained on, whose cache fits beside the weights.

        None where it isn't known on how many it was trained.
        """
        trained = self.facts.context
        if trained is None or self._fits(trained):
            return trained
        fitting, beyond = self.context, trained + 1
        while beyond - fitting > 1:
            middle = (fitting + beyond) // 2
            fitting, beyond = (middle, beyond) if self._fits(middle) else (fitting, middle)
        return fitting

    def _fits(self, context: int) -> bool:
        cache = cache_of(self.facts, self.architecture, CacheUse(context, type=self.wish.cache_type))
        return bool(self.need._replace(cache=cache).fits(self.wish.room))


def best_fit(facts: Known, architecture: str | None, wish: Wish) -> Fit | Literal[False] | None:
    """Return how a size fits; False where it doesn't in any precision, None where a fact for that is missing."""
    context = least_context(facts, wish)
    cache, doubt = cache_of(facts, architecture, CacheUse(context, type=wish.cache_type)), facts.doubt
    answers: list[bool | None] = []
    for precision in wish.precisions:
        need = Need(precision, weights_of(facts, precision), cache, doubt)
        answers.append(need.fits(wish.room))
        if answers[-1]:
            return Fit(need, context, facts, architecture, wish)
    return None if None in answers else False


def least_context(facts: Known, wish: Wish) -> int:
    """Return for how many tokens there must be room."""
    return wish.context or min(LEAST_CONTEXT, context_of(facts))
