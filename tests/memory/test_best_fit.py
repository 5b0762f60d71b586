"""The best fit: the largest precision that fits, and as long a context as there is room for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.memory.best_fit import LEAST_CONTEXT, Fit, Wish, best_fit
from llmsurvey.memory.bytes import cache_parts, kv_cache_bytes
from llmsurvey.memory.known_facts import Known
from llmsurvey.memory.precision import precision_of
from llmsurvey.memory.room import Room, room_of
from llmsurvey.records import Shape
from llmsurvey.records.cache_type import F16
from llmsurvey.registry.built_in import load_hardware

HARDWARE = load_hardware()
SHAPE = Shape(layers=32, heads=32, kv_heads=8, head_size=128)
NAMES = ("bf16", "Q8_0", "Q4_K_M")


def wish(size: int, context: int | None = None, names: tuple[str, ...] = NAMES) -> Wish:
    return Wish(Room("room", size), [precision_of(HARDWARE, name) for name in names], context, F16)


def facts(context: int | None = 8192, parameters: int | None = 8_030_261_248, shape: Shape | None = SHAPE) -> Known:
    return Known(parameters, shape, context)


@given(st.integers(10**9, 40 * 10**9), st.integers(1, 200_000), st.integers(1, 200_000))
def test_the_longest_context_is_the_last_that_fits(size: int, asked: int, trained: int) -> None:
    fit = best_fit(facts(trained), "decoder-only", wish(size, asked))
    if not isinstance(fit, Fit):
        return
    longest = fit.longest_context
    assert longest is not None
    weights = fit.need.weights or 0
    assert weights + kv_cache_bytes(SHAPE, fit.context) <= size
    if longest < trained and longest >= fit.context:
        assert weights + kv_cache_bytes(SHAPE, longest) <= size < weights + kv_cache_bytes(SHAPE, longest + 1)


@given(st.integers(10**9, 40 * 10**9))
def test_more_room_never_means_fewer_bits(size: int) -> None:
    one, two = (best_fit(facts(), "decoder-only", wish(room)) for room in (size, size + 10**9))
    if isinstance(one, Fit):
        assert isinstance(two, Fit)
        assert two.need.precision.bits >= one.need.precision.bits


def test_without_a_context_it_is_a_few_pages_or_all_it_was_trained_on() -> None:
    for trained, expected in ((2048, 2048), (131_072, LEAST_CONTEXT), (None, 2048)):
        fit = best_fit(facts(trained), "decoder-only", wish(80 * 10**9))
        assert isinstance(fit, Fit)
        assert fit.context == expected


def test_a_context_that_is_not_known_is_not_guessed() -> None:
    fit = best_fit(facts(None), "decoder-only", wish(80 * 10**9))
    assert isinstance(fit, Fit)
    assert fit.longest_context is None


def test_what_is_missing_is_told_apart_from_what_does_not_fit() -> None:
    assert best_fit(facts(parameters=None), "decoder-only", wish(80 * 10**9)) is None
    assert best_fit(facts(shape=None), "decoder-only", wish(80 * 10**9)) is None
    assert best_fit(facts(), "decoder-only", wish(10**9)) is False


@pytest.mark.parametrize(
    ("text", "name", "gib"),
    [("2xA100-80GB", "2 x A100 80GB", 160), ("4 x 24GiB", "4 x 24GiB", 96), ("1xRTX-4090", "1 x GeForce RTX 4090", 24)],
)
def test_several_cards_are_named_together(text: str, name: str, gib: int) -> None:
    room = room_of(HARDWARE, text)
    assert room.name == name
    assert room.bytes == pytest.approx(gib * 2**30, rel=0.01)


SHAPES = (
    SHAPE,
    Shape(layers=62, heads=32, kv_heads=16, head_size=128, full_attention_layers=10, sliding_window=1024),
    Shape(layers=61, heads=128, kv_heads=128, head_size=192, kv_lora_rank=512, qk_rope_head_dim=64),
    Shape(layers=64, heads=32, kv_heads=8, head_size=128, full_attention_layers=4, state_layers=60, state_size=100_000),
)


@pytest.mark.parametrize("shape", SHAPES)
@given(context=st.integers(1, 10**6), batch=st.integers(1, 8))
def test_the_parts_of_a_cache_are_the_whole(shape: Shape, context: int, batch: int) -> None:
    parts = list(cache_parts(shape, context, batch))
    assert abs(sum(part.bytes for part in parts) - kv_cache_bytes(shape, context, batch)) <= len(parts)
    assert len({part.kind for part in parts}) == len(parts)
