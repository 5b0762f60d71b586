"""In which types engines keep the numbers of the key-value cache."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple, get_args

from llmsurvey.records.shape import Shape

Engine = Literal["llama.cpp", "vLLM"]
"""A program that runs models, by the name that it gives itself."""

ENGINES: tuple[Engine, ...] = get_args(Engine)


class CacheType(NamedTuple):
    """A type of the cache's numbers, by the name that its engines give it.

    `bits` are those of a number with its part of the scale that a `block` of numbers shares.
    """

    name: str
    bits: Decimal
    engines: tuple[Engine, ...]
    block: int = 1
    aliases: tuple[str, ...] = ()

    def divides(self, shape: Shape) -> bool:
        """Whether what a layer keeps for one head can be cut into whole blocks."""
        return shape.numbers_per_head % self.block == 0


F16 = CacheType("f16", Decimal(16), ENGINES, aliases=("fp16", "bf16", "float16", "bfloat16"))
"""The default of every common engine."""

CACHE_TYPES = (
    F16,
    CacheType("q8_0", Decimal("8.5"), ("llama.cpp",), block=32),
    CacheType("fp8", Decimal(8), ("vLLM",), aliases=("fp8_e4m3", "fp8_e5m2")),
    CacheType("q4_0", Decimal("4.5"), ("llama.cpp",), block=32),
)
"""What llama.cpp takes as `--cache-type-k` (a block of 32 numbers has one scale of 16 bits), and vLLM as
`--kv-cache-dtype`, where it makes the cache smaller."""
