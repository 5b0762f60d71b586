"""What a size needs in one precision, and whether that fits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from llmsurvey.memory.bytes import weight_bytes
from llmsurvey.memory.cache_use import CacheUse
from llmsurvey.memory.engines import cache_bytes
from llmsurvey.memory.known_facts import Known, KnownFacts
from llmsurvey.memory.room import Room
from llmsurvey.messages import Message, say
from llmsurvey.records import Model, Size
from llmsurvey.records.cache_type import F16, CacheType
from llmsurvey.records.hardware import Precision
from llmsurvey.registry.registry import Registry

_CONTEXT = 2048
"""Tokens of context where no source states them: what most models of the survey were trained on."""

_WITHOUT_CACHE = ("encoder-only", "word-embedding")


class Need(NamedTuple):
    """What a size needs in one precision, in bytes; None where the facts for it are missing.

    `share_in_doubt` is by which share the weights may be more or less, as they follow from a published rounding.
    """

    precision: Precision
    weights: int | None
    cache: int | None
    share_in_doubt: float = 0

    @property
    def total(self) -> int | None:
        """Weights and cache together."""
        return None if self.weights is None or self.cache is None else self.weights + self.cache

    @property
    def doubt(self) -> float:
        """By how many bytes the weights may be more or less."""
        return (self.weights or 0) * self.share_in_doubt

    def fits(self, room: Room) -> bool | None:
        """Whether it fits; None where that depends on something that isn't known, a rounded figure among it."""
        if self.weights is None:
            return None
        if self.total is not None and self.total + self.doubt <= room.bytes:
            return True
        least = self.weights if self.total is None else self.total
        return False if least - self.doubt > room.bytes else None


@dataclass(frozen=True)
class Budget:
    """What the filter `fits` asks: to fit in an amount of memory, in a precision, with a cache of `context` tokens.

    Where no context is named, it is as many as each size was trained on. `cache_type` is the type of its numbers.
    """

    registry: Registry
    room: Room
    precision: Precision
    context: int | None = None
    cache_type: CacheType = F16

    @cached_property
    def _known_facts(self) -> KnownFacts:
        return KnownFacts(self.registry)

    def admits(self, model: Model, size: Size) -> bool | None:
        """Whether a size fits, weights and cache together; None where a fact for that is missing."""
        facts = self._known_facts.of(model, size)
        use = CacheUse(self.context or context_of(facts), type=self.cache_type)
        return need_of(facts, self.precision, model.architecture, use).fits(self.room)

    @property
    def words(self) -> Message:
        """What is counted, in words."""
        if self.context is not None:
            return say(
                "Fits {room} in {precision}, with a {bits:g}-bit cache of {context:,} tokens; full attention in every "
                "layer where the registry says no other.",
                room=self.room.name,
                precision=self.precision.name,
                bits=float(self.cache_type.bits),
                context=self.context,
            )
        return say(
            "Fits {room} in {precision}, with a {bits:g}-bit cache of as many tokens as it was trained on, "
            "{context:,} where that isn't known; full attention in every layer where the registry says no other.",
            room=self.room.name,
            precision=self.precision.name,
            bits=float(self.cache_type.bits),
            context=_CONTEXT,
        )


def context_of(facts: Known) -> int:
    """Return the tokens in the cache where none are named: as many as a size was trained on, else what most were."""
    return facts.context or _CONTEXT


def need_of(facts: Known, precision: Precision, architecture: str | None, use: CacheUse) -> Need:
    """Return what a size needs when its cache is used so."""
    return Need(precision, weights_of(facts, precision), cache_of(facts, architecture, use), facts.doubt)


def weights_of(facts: Known, precision: Precision) -> int | None:
    """Return the bytes of a size's weights; None where that isn't known.

    Weights in blocks that don't fit the rows of the model have no figure: llama.cpp stores such rows in a larger type.
    """
    if facts.parameters is None or (precision.block is not None and not _fits_blocks(facts, precision.block)):
        return None
    return weight_bytes(facts.parameters, precision.bits)


def cache_of(facts: Known, architecture: str | None, use: CacheUse) -> int | None:
    """Return the bytes of a size's cache, none for what generates no text; None where that isn't known."""
    if architecture in _WITHOUT_CACHE:
        return 0
    return None if facts.shape is None else cache_bytes(facts.shape, use)


def _fits_blocks(facts: Known, block: int) -> bool:
    """Whether the rows can be cut into whole blocks; where the shape isn't known, they are taken to."""
    if facts.shape is None:
        return True
    rows = (facts.shape.heads * facts.shape.head_size, facts.shape.hidden_size or 0)
    return all(row % block == 0 for row in rows)
