"""The arithmetic of memory, and amounts as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.memory.bytes import GB, GIB, kv_cache_bytes, weight_bytes
from llmsurvey.records import Shape
from llmsurvey.records.quantities import parse_bytes

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
    ungrouped = LLAMA_2_70B.model_copy(update={"kv_heads": LLAMA_2_70B.heads})
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


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("24GB", 24_000_000_000),
        ("24GiB", 25_769_803_776),
        ("24 gb", 24_000_000_000),
        (" 24gib ", 25_769_803_776),
        ("0.5TB", 500_000_000_000),
        ("1TiB", 1_099_511_627_776),
        ("512MB", 512_000_000),
        ("512MiB", 536_870_912),
        ("1KB", 1000),
        ("1KiB", 1024),
        ("2.5GB", 2_500_000_000),
    ],
)
def test_an_amount_is_read_with_its_unit(text: str, amount: int) -> None:
    assert parse_bytes(text) == amount


def test_heads_share_keys_evenly() -> None:
    with pytest.raises(ValueError, match="12 heads can't share 8 keys evenly"):
        Shape(layers=1, heads=12, kv_heads=8, head_size=1)


def test_decimal_and_binary_units_differ() -> None:
    assert (parse_bytes("1GB"), parse_bytes("1GiB")) == (GB, GIB)


NO_AMOUNTS = ["24", "24G", "GB", "", " ", "-1GB", "+1GB", "0GB", "0.0000000001GB", "NaN", "NaNGB", "infGB", "1e3GB"]
NO_AMOUNTS += ["24 G B", "1,5GB", "24GB x", "24GB\n24GB", "\uff12\uff14GB", "9" * 400 + "GB", "24B", "1PB"]


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no amount of memory"):
        parse_bytes(text)


@given(st.integers(1, 10**6), st.sampled_from(["KB", "MB", "GB"]))
def test_a_binary_unit_is_more_than_the_decimal_one(number: int, unit: str) -> None:
    assert parse_bytes(f"{number}{unit[0]}i{unit[1]}") > parse_bytes(f"{number}{unit}")
