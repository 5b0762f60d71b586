"""The arithmetic of memory."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.memory.bytes import kv_cache_bytes, weight_bytes
from llmsurvey.records import Shape
from llmsurvey.records.parse import parse_record

LLAMA_2_70B = Shape(layers=80, heads=64, kv_heads=8, head_size=128)

few = st.integers(1, 200)
counts = st.integers(1, 10**12)
bits = st.decimals(Decimal("0.01"), Decimal(64), places=2)


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    kv_heads = draw(few)
    return Shape(layers=draw(few), heads=kv_heads * draw(few), kv_heads=kv_heads, head_size=draw(few))


def test_sixteen_bits_are_two_bytes_a_weight() -> None:
    assert weight_bytes(6_738_415_616, Decimal(16)) == 13_476_831_232


def test_parts_of_a_byte_are_rounded() -> None:
    assert weight_bytes(3, Decimal("4.84")) == 2  # 1.815
    assert weight_bytes(1, Decimal("1.5")) == 0  # 0.1875


@given(counts, counts, bits)
def test_weights_grow_with_parameters(one: int, other: int, each: Decimal) -> None:
    low, high = sorted((one, other))
    assert weight_bytes(low, each) <= weight_bytes(high, each)


@given(counts, bits, bits)
def test_weights_grow_with_bits(parameters: int, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert weight_bytes(parameters, low) <= weight_bytes(parameters, high)


@given(st.integers(1, 10**12), bits)
def test_weights_are_exact_to_half_a_byte(parameters: int, each: Decimal) -> None:
    assert abs(weight_bytes(parameters, each) - parameters * each / 8) <= Decimal("0.5")


def test_the_cache_of_llama_2_70b_is_1_342_gb_at_4096_tokens() -> None:
    """By hand: keys and values (2) of 80 layers, 8 heads, 128 numbers, 4096 tokens, in 2 bytes each."""
    assert kv_cache_bytes(LLAMA_2_70B, 4096) == 2 * 80 * 8 * 128 * 4096 * 2 == 1_342_177_280


def test_queries_that_share_a_head_shrink_the_cache_by_as_many() -> None:
    ungrouped = LLAMA_2_70B.replace(kv_heads=LLAMA_2_70B.heads)
    assert kv_cache_bytes(ungrouped, 4096) == 8 * kv_cache_bytes(LLAMA_2_70B, 4096)


@given(shapes(), few, few)
def test_the_cache_is_the_published_formula(shape: Shape, context: int, batch: int) -> None:
    """2 x layers x key-value heads x head size x tokens x texts, in 16 bits."""
    numbers = 2 * shape.layers * shape.kv_heads * shape.head_size * context * batch
    assert kv_cache_bytes(shape, context, batch) == numbers * 16 // 8


@given(shapes(), few, few)
def test_the_cache_grows_with_context_and_batch(shape: Shape, context: int, batch: int) -> None:
    one = kv_cache_bytes(shape, context, batch)
    assert kv_cache_bytes(shape, context + 1, batch) > one
    assert kv_cache_bytes(shape, context, batch + 1) > one
    assert kv_cache_bytes(shape, context, batch) == batch * kv_cache_bytes(shape, context)


def test_heads_share_keys_evenly() -> None:
    with pytest.raises(ValueError, match="12 heads can't share 8 keys evenly"):
        parse_record(Shape, {"layers": 1, "heads": 12, "kv_heads": 8, "head_size": 1})
