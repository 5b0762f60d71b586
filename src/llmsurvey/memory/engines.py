"""How many bytes an engine sets aside for the cache, where that isn't what the model needs.

The rules are those of llama.cpp at commit 0c1e57098 and of vLLM 0.33.0 (commit 4ba787ec9), with their defaults;
docs/explanation/memory.md names the files.
"""

from __future__ import annotations

from llmsurvey.memory.bytes import kv_cache_bytes
from llmsurvey.memory.cache_use import CacheUse
from llmsurvey.records import Shape

CELLS = 256
"""llama.cpp rounds a context, and what windowed layers keep, up to so many tokens."""

MICRO_BATCH = 512
"""So many tokens beyond its window a windowed layer of llama.cpp keeps: those that it computes at once."""

BLOCK, LATENT_BLOCK = 16, 64
"""The tokens of a block in vLLM; with latent attention FlashMLA's."""

IN_FLIGHT = 2 * 2048
"""The tokens beyond its window that vLLM reserves in a windowed layer: two steps, each of its server's 2,048."""

_PADDING_RATIO = 1.5
"""Where no kind of layer is so much more frequent than the other, vLLM makes a group as large as the larger kind."""


def cache_bytes(shape: Shape, use: CacheUse) -> int | None:
    """Return the bytes of the cache; None where the engine can't keep it so, or its figure can't be known."""
    if not use.type.divides(shape):
        return None
    if use.engine == "llama.cpp":
        return _llama_cpp_bytes(shape, use)
    if use.engine == "vLLM":
        return _vllm_bytes(shape, use)
    return kv_cache_bytes(shape, use.context, use.batch, use.type.bits)


def uses_windows(shape: Shape) -> bool:
    """Whether llama.cpp keeps windowed layers short: it does where others among them keep every token.

    A window that all layers have is none to it (Mistral 7B, Phi-3).
    """
    return bool(shape.windowed_layers and shape.full_attention_layers)


def _llama_cpp_bytes(shape: Shape, use: CacheUse) -> int:
    """Return what llama.cpp allocates (llama-kv-cache-iswa.cpp, llama-memory-recurrent.cpp).

    Each text has cells of its own. Windowed layers keep the window and a micro-batch; states are always of 32 bits.
    """
    states = shape.state_layers or 0
    windowed = shape.windowed_layers if uses_windows(shape) else 0
    cells = _round_up(use.context, CELLS)
    window_cells = _round_up(min(cells, (shape.sliding_window or 0) + MICRO_BATCH), CELLS)
    tokens = (shape.layers - states - windowed) * cells + windowed * window_cells
    return (
        int(tokens * shape.numbers_per_token * use.type.bits / 8) + states * (shape.state_size or 0) * 4
    ) * use.batch


def _vllm_bytes(shape: Shape, use: CacheUse) -> int | None:
    """Return what vLLM reserves for texts of that length (v1/kv_cache_interface.py, v1/core/kv_cache_planning.py).

    Blocks of tokens are shared by groups of equally many layers, the last one padded. Of a state it isn't known what
    it takes: vLLM pads it by the types and sizes of its parts, which no shape states.
    """
    if shape.state_size:
        return None
    block = LATENT_BLOCK if shape.kv_lora_rank else BLOCK
    full, windowed = shape.layers - (shape.state_layers or 0) - shape.windowed_layers, shape.windowed_layers
    full_blocks = _divide_up(use.context, block)
    # a window may begin within a block, so that it reaches into one more
    window_blocks = _divide_up(min(use.context, (shape.sliding_window or 0) - 1 + IN_FLIGHT), block) + 1
    group = _group_size(full, windowed)
    blocks = _divide_up(full, group) * full_blocks + _divide_up(windowed, group) * window_blocks
    return int(blocks * group * block * shape.numbers_per_token * use.type.bits / 8) * use.batch


def _group_size(full: int, windowed: int) -> int:
    """Return how many layers share a block of vLLM: those of the rarer kind, or, of nearly as many, of the other."""
    fewer, more = sorted((full, windowed))
    return max(1, more if more < _PADDING_RATIO * fewer or not fewer else fewer)


def _divide_up(number: int, unit: int) -> int:
    return -(-number // unit)


def _round_up(number: int, unit: int) -> int:
    return _divide_up(number, unit) * unit
