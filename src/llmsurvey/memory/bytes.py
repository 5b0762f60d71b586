"""The arithmetic of memory, in bytes (docs/explanation/memory.md)."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

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
    states, windowed = shape.state_layers or 0, shape.windowed_layers
    tokens = (shape.layers - states - windowed) * context + windowed * min(context, shape.sliding_window or 0)
    keys_and_values = tokens * shape.numbers_per_token * batch * bits
    return int((keys_and_values + states * (shape.state_size or 0) * batch * SIXTEEN_BITS) / 8)
