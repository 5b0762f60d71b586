"""The cache against figures that others published, and what must hold of any shape."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from llmsurvey.memory.bytes import GIB, kv_cache_bytes
from llmsurvey.records import Shape
from llmsurvey.records.parse import parse_record

MIB = 2**20
GEMMA_3_27B = {"layers": 62, "heads": 32, "kv_heads": 16, "head_size": 128}
GEMMA_3_1B = {"layers": 26, "heads": 4, "kv_heads": 1, "head_size": 256}
GPT_OSS_20B = {"layers": 24, "heads": 64, "kv_heads": 8, "head_size": 64}
DEEPSEEK_V3 = {
    "layers": 61,
    "heads": 128,
    "kv_heads": 128,
    "head_size": 128,
    "kv_lora_rank": 512,
    "qk_rope_head_dim": 64,
}
KIMI_K2_5 = DEEPSEEK_V3 | {"heads": 64, "kv_heads": 64}
QWEN_3_0_6B = {"layers": 28, "heads": 16, "kv_heads": 8, "head_size": 128}
QWEN_3_5_27B = {"layers": 64, "heads": 24, "kv_heads": 4, "head_size": 256}
MISTRAL_7B = {"layers": 32, "heads": 32, "kv_heads": 8, "head_size": 128}
EVERY_SIXTH = {"full_attention_layers": 10, "sliding_window": 1024}

PUBLISHED = [
    # github.com/unslothai/unsloth/pull/4757, "Correct Estimate", in GiB, at the longest context of each
    (GEMMA_3_27B | EVERY_SIXTH, 131_072, 10.41 * GIB),
    (DEEPSEEK_V3, 163_840, 10.72 * GIB),
    (KIMI_K2_5, 262_144, 17.16 * GIB),
    (QWEN_3_0_6B, 40_960, 4.38 * GIB),
    (QWEN_3_5_27B | {"state_layers": 48, "state_size": 0}, 262_144, 16.00 * GIB),
    # github.com/lablup/mlxcel/pull/172: 22 layers capped at 512, 4 global; before, without the caps
    (GEMMA_3_1B | {"full_attention_layers": 4, "sliding_window": 512}, 32_768, 139 * MIB),
    (GEMMA_3_1B, 32_768, 832 * MIB),
    # github.com/gpustack/gguf-parser-go/issues/32: 49,152 bytes a token; half of the layers keep 128 tokens
    (GPT_OSS_20B, 131_072, 6.00 * GIB),
    (GPT_OSS_20B | {"full_attention_layers": 12, "sliding_window": 128}, 131_072, 3.00 * GIB),
    # arXiv 2310.06825: on 32k tokens the rolling buffer of 4,096 takes an eighth of the memory
    (MISTRAL_7B | {"full_attention_layers": 0, "sliding_window": 4096}, 32_768, 4 * GIB / 8),
    (MISTRAL_7B, 32_768, 4 * GIB),
]


@pytest.mark.parametrize(("shape", "context", "published"), PUBLISHED)
def test_the_cache_is_what_others_published(shape: dict[str, Any], context: int, published: float) -> None:
    """To half of the last digit that was published."""
    within = 0.0051 * GIB if published > GIB else 0.5 * MIB
    assert kv_cache_bytes(parse_record(Shape, shape), context) == pytest.approx(published, abs=within)


def test_a_token_of_deepseek_v3_is_70_272_bytes() -> None:
    """By hand: 61 layers of 512 + 64 numbers, in 2 bytes each."""
    shape = parse_record(Shape, DEEPSEEK_V3)
    assert kv_cache_bytes(shape, 1) == 61 * (512 + 64) * 2 == 70_272
    assert kv_cache_bytes(shape, 4096) == 287_834_112


def test_a_token_of_gpt_oss_20b_is_49_152_bytes() -> None:
    """As gguf-parser-go counted it: 24 layers, keys and values of 8 heads and 64 numbers, in 2 bytes each."""
    assert kv_cache_bytes(parse_record(Shape, GPT_OSS_20B), 1) == 49_152


def test_windows_of_gemma_3_27b_are_counted_layer_by_layer() -> None:
    """By hand: keys and values of 16 heads and 128 numbers, in 10 layers of all tokens and 52 of the last 1,024."""
    shape = parse_record(Shape, GEMMA_3_27B | EVERY_SIXTH)
    assert kv_cache_bytes(shape, 131_072) == (10 * 131_072 + 52 * 1024) * 2 * 16 * 128 * 2 == 11_173_625_856


numbers = st.integers(1, 200)


@st.composite
def layered(draw: st.DrawFn) -> tuple[dict[str, int], dict[str, int]]:
    """A plain shape, and what some of its layers keep instead."""
    kv_heads, layers = draw(numbers), draw(numbers)
    plain = {"layers": layers, "heads": kv_heads * draw(numbers), "kv_heads": kv_heads, "head_size": draw(numbers)}
    full = draw(st.integers(0, layers))
    return plain, {"full_attention_layers": full, "sliding_window": draw(st.integers(1, 10_000))}


@given(layered(), st.integers(1, 20_000), st.integers(1, 8))
def test_a_window_never_takes_more_than_full_attention(
    shapes: tuple[dict[str, int], dict[str, int]], context: int, batch: int
) -> None:
    plain, windows = shapes
    full = kv_cache_bytes(parse_record(Shape, plain), context, batch)
    windowed = kv_cache_bytes(parse_record(Shape, plain | windows), context, batch)
    assert windowed <= full
    if windows["sliding_window"] >= context:
        assert windowed == full


@given(layered(), st.integers(1, 20_000))
def test_beyond_the_window_only_full_layers_grow(shapes: tuple[dict[str, int], dict[str, int]], context: int) -> None:
    plain, windows = shapes
    shape = parse_record(Shape, plain | windows)
    beyond = windows["sliding_window"] + context
    token = 2 * plain["kv_heads"] * plain["head_size"] * 2
    assert kv_cache_bytes(shape, beyond + 1) - kv_cache_bytes(shape, beyond) == windows["full_attention_layers"] * token


@given(layered(), numbers, numbers, st.integers(1, 9999))
def test_latent_attention_does_not_depend_on_heads(
    shapes: tuple[dict[str, int], dict[str, int]], rank: int, rope: int, context: int
) -> None:
    plain, _ = shapes
    latent = plain | {"kv_lora_rank": rank, "qk_rope_head_dim": rope}
    more = latent | {"heads": latent["heads"] * 2, "kv_heads": latent["kv_heads"] * 2}
    found = {kv_cache_bytes(parse_record(Shape, each), context) for each in (latent, more)}
    assert found == {plain["layers"] * (rank + rope) * context * 2}


def test_a_state_is_kept_for_each_text_whatever_the_context() -> None:
    shape = Shape(layers=4, heads=1, kv_heads=1, head_size=1, state_layers=3, state_size=100)
    assert kv_cache_bytes(shape, 10, 2) == (1 * 10 * 2 + 3 * 100) * 2 * 2
    assert kv_cache_bytes(shape, 11, 2) - kv_cache_bytes(shape, 10, 2) == 1 * 2 * 2 * 2


PLAIN = {"layers": 4, "heads": 8, "kv_heads": 2, "head_size": 64}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kv_heads": 16}, "8 heads can't share 16 keys evenly"),
        ({"kv_heads": 3}, "8 heads can't share 3 keys evenly"),
        ({"layers": 0}, "0 is no whole number from 1 to 1,000,000"),
        ({"heads": -8}, "-8 is no whole number"),
        ({"head_size": 10**30}, "is no whole number from 1 to"),
        ({"layers": True}, "True is no whole number"),
        ({"layers": 4.5}, "4.5 is no whole number"),
        ({"head_size": float("nan")}, "nan is no whole number"),
        ({"sliding_window": 0, "full_attention_layers": 1}, "0 is no size"),
        ({"sliding_window": 1024}, "sliding_window needs full_attention_layers"),
        ({"full_attention_layers": 3}, "what 1 layer keeps isn't said"),
        ({"full_attention_layers": 5}, "more layers of single kinds than the 4 in all"),
        ({"full_attention_layers": 2, "state_layers": 3, "state_size": 1}, "more layers of single kinds than the 4"),
        ({"full_attention_layers": -1, "sliding_window": 9}, "-1 is no whole number"),
        ({"state_layers": 1}, "state_layers and state_size go together"),
        ({"kv_lora_rank": 512}, "kv_lora_rank and qk_rope_head_dim go together"),
        ({"qk_rope_head_dim": 64}, "kv_lora_rank and qk_rope_head_dim go together"),
    ],
)
def test_a_shape_that_cannot_be_is_refused(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        parse_record(Shape, PLAIN | fields)


def test_a_window_may_be_longer_than_any_context() -> None:
    shape = parse_record(Shape, PLAIN | {"full_attention_layers": 0, "sliding_window": "1T"})
    assert kv_cache_bytes(shape, 9) == kv_cache_bytes(parse_record(Shape, PLAIN), 9)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "4 layers, 8 heads, 2 key-value heads of 64"),
        ({"full_attention_layers": 4}, "4 layers, 8 heads, 2 key-value heads of 64"),
        (
            {"full_attention_layers": 1, "sliding_window": 4096},
            "4 layers, 8 heads, 2 key-value heads of 64, 3 layers keep 4,096 tokens",
        ),
        (
            {"kv_lora_rank": 512, "qk_rope_head_dim": 64},
            "4 layers, 8 heads, 2 key-value heads of 64, latent attention of 512 + 64 numbers",
        ),
        (
            {"state_layers": 3, "state_size": 9000},
            "4 layers, 8 heads, 2 key-value heads of 64, 3 layers keep a state of 9,000 numbers",
        ),
    ],
)
def test_a_shape_is_said_in_words(fields: dict[str, int], words: str) -> None:
    assert parse_record(Shape, PLAIN | fields).words == words
