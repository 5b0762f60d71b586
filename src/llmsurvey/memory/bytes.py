"""The arithmetic of memory, in bytes (docs/explanation/memory.md)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal, NamedTuple

from llmsurvey.messages import Message, say
from llmsurvey.records import Shape

GB = 10**9
GIB = 2**30
MOST = 9 * 10**18
"""As many bytes as every format can hold in a number, and more than there are."""

MOST_TOKENS, MOST_TEXTS = 10**8, 10**4
"""As many tokens of context, and texts at once, as may be asked for."""

SIXTEEN_BITS = Decimal(16)


def weight_bytes(parameters: int, bits: Decimal) -> int:
    """Return the weights: parameters times effective bits over 8, to the nearest byte."""
    return int((parameters * bits / 8).to_integral_value(ROUND_HALF_EVEN))


def kv_cache_bytes(shape: Shape, context: int, batch: int = 1, bits: Decimal = SIXTEEN_BITS) -> int:
    """Return the cache of `batch` texts of `context` tokens, layer by layer, at so many `bits` a number.

    A layer keeps each token of the context, or no more than its window. Of a token it keeps a key and a value for each
    key-value head, of `head_size` numbers, or, with latent attention, the one latent vector and the rotary part of the
    key (DeepSeek-V2, arXiv 2405.04434, section 2.1). Layers with a state keep that for each text, always in 16 bits.
    """
    return int(sum(part.total_bits for part in cache_parts(shape, context, batch, bits)) / 8)


LayerKind = Literal["full", "latent", "window", "state"]
"""What a layer keeps: keys and values of every token, one latent vector of each, those of a window, or a state."""


class CachePart(NamedTuple):
    """What layers of one kind keep: in each, of so many `tokens`, so many `numbers` of so many `bits`.

    A state is kept whatever the number of tokens: then `tokens` are the texts.
    """

    kind: LayerKind
    layers: int
    tokens: int
    numbers: int
    bits: Decimal

    @property
    def total_bits(self) -> Decimal:
        """The bits of the part."""
        return self.layers * self.tokens * self.numbers * self.bits

    @property
    def bytes(self) -> int:
        """The bytes of the part."""
        return int(self.total_bits / 8)

    @property
    def words(self) -> Message:
        """How they come about, in words."""
        if self.kind == "state":
            return say(
                "{layers} layers x a state of {numbers:,} numbers of 16 bits",
                layers=self.layers,
                numbers=self.numbers * self.tokens,
            )
        return say(
            "{layers} layers x {tokens:,} tokens x {numbers:,} numbers of {bits:g} bits",
            layers=self.layers,
            tokens=self.tokens,
            numbers=self.numbers,
            bits=float(self.bits),
        )


def cache_parts(shape: Shape, context: int, batch: int = 1, bits: Decimal = SIXTEEN_BITS) -> Iterator[CachePart]:
    """Yield what the cache is made of, by kinds of layers."""
    states, windowed, per_token = shape.state_layers or 0, shape.windowed_layers, shape.numbers_per_token
    if whole := shape.layers - states - windowed:
        kind: LayerKind = "full" if shape.kv_lora_rank is None else "latent"
        yield CachePart(kind, whole, context * batch, per_token, bits)
    if windowed:
        yield CachePart("window", windowed, min(context, shape.sliding_window or 0) * batch, per_token, bits)
    if states and shape.state_size:
        yield CachePart("state", states, batch, shape.state_size, SIXTEEN_BITS)
