"""The arithmetic of memory, in bytes (docs/explanation/memory.md)."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from llmsurvey.records import Shape

GB = 10**9
GIB = 2**30
CACHE_BITS = 16
"""How precise a number of the key-value cache is: the default of every common runtime."""


def weight_bytes(parameters: int, bits: Decimal) -> int:
    """The weights: parameters times effective bits over 8, to the nearest byte."""
    return int((parameters * bits / 8).to_integral_value(ROUND_HALF_EVEN))


def cache_bytes(shape: Shape, context: int, batch: int = 1) -> int:
    """The key-value cache: a key and a value for each layer, key-value head, token and text, of `head_size` numbers."""
    return 2 * shape.layers * shape.kv_heads * shape.head_size * context * batch * CACHE_BITS // 8
