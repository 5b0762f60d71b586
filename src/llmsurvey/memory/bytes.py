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
    return int(sum(part.numbers * part.bits for part in cache_parts(shape, context, batch, bits)) / 8)


LayerKind = Literal["full", "latent", "window", "state"]
"""What a layer keeps: keys and values of every token, one latent vector of each, those of a window, or a state."""


class CachePart(NamedTuple):
    """What layers of one kind keep: so many `numbers` of so many `bits`; `words` say how they come about."""

    kind: LayerKind
    numbers: int
    bits: Decimal
    words: Message

    @property
    def bytes(self) -> int:
        """The bytes of the part."""
        return int(self.numbers * self.bits / 8)


def cache_parts(shape: Shape, context: int, batch: int = 1, bits: Decimal = SIXTEEN_BITS) -> Iterator[CachePart]:
    """Yield what the cache is made of, by kinds of layers."""
    states, windowed = shape.state_layers or 0, shape.windowed_layers
    per_token, kept = shape.numbers_per_token, min(context, shape.sliding_window or 0)
    whole: tuple[LayerKind, int, int] = ("full", shape.layers - states - windowed, context)
    if shape.kv_lora_rank is not None:
        whole = ("latent", *whole[1:])
    windows: tuple[LayerKind, int, int] = ("window", windowed, kept)
    for kind, layers, tokens in (whole, windows):
        if layers:
            words = say(
                "{layers} layers x {tokens:,} tokens x {numbers:,} numbers of {bits:g} bits",
                layers=layers,
                tokens=tokens * batch,
                numbers=per_token,
                bits=float(bits),
            )
            yield CachePart(kind, layers * tokens * per_token * batch, bits, words)
    if states and shape.state_size:
        words = say(
            "{layers} layers x a state of {numbers:,} numbers of 16 bits",
            layers=states,
            numbers=shape.state_size * batch,
        )
        yield CachePart("state", states * shape.state_size * batch, SIXTEEN_BITS, words)
