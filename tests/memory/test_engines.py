"""What llama.cpp and vLLM set aside, by the rules of their sources, and what they can't."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.errors import RequestError
from llmsurvey.memory.bytes import kv_cache_bytes
from llmsurvey.memory.cache_use import CacheUse, cache_type_of, engine_of
from llmsurvey.memory.engines import cache_bytes
from llmsurvey.records import Shape
from llmsurvey.records.cache_type import CACHE_TYPES, ENGINES, F16, CacheType, Engine

GEMMA_3_27B = Shape(layers=62, heads=32, kv_heads=16, head_size=128, full_attention_layers=10, sliding_window=1024)
GPT_OSS_20B = Shape(layers=24, heads=64, kv_heads=8, head_size=64, full_attention_layers=12, sliding_window=128)
MISTRAL_7B = Shape(layers=32, heads=32, kv_heads=8, head_size=128, full_attention_layers=0, sliding_window=4096)
DEEPSEEK_V3 = Shape(layers=61, heads=128, kv_heads=128, head_size=128, kv_lora_rank=512, qk_rope_head_dim=64)
HYBRID = Shape(layers=4, heads=8, kv_heads=2, head_size=64, state_layers=3, state_size=1000)
STABLE_CODE = Shape(layers=32, heads=32, kv_heads=32, head_size=80)

TOKEN = 2 * 16 * 128 * 2
"""Bytes of a token in a layer of Gemma 3 27B."""


def reserved(shape: Shape, context: int, engine: Engine, cache_type: str = "f16", batch: int = 1) -> int | None:
    return cache_bytes(shape, CacheUse(context, batch, cache_type_of(cache_type), engine))


def test_llama_cpp_keeps_the_window_and_a_micro_batch_in_steps_of_256() -> None:
    """By hand: 1,024 + 512 is 1,536, that is 6 x 256; 128 + 512 is 640, rounded up to 768."""
    assert reserved(GEMMA_3_27B, 131_072, "llama.cpp") == (10 * 131_072 + 52 * 1536) * TOKEN
    assert reserved(GPT_OSS_20B, 8192, "llama.cpp") == (12 * 8192 + 12 * 768) * 2 * 8 * 64 * 2


def test_llama_cpp_rounds_a_context_up() -> None:
    assert reserved(GEMMA_3_27B, 1000, "llama.cpp") == 62 * 1024 * TOKEN
    assert reserved(GEMMA_3_27B, 1000, "llama.cpp", batch=3) == 3 * 62 * 1024 * TOKEN


def test_llama_cpp_ignores_a_window_that_all_layers_have() -> None:
    assert reserved(MISTRAL_7B, 32_768, "llama.cpp") == 32 * 32_768 * 2 * 8 * 128 * 2
    assert reserved(MISTRAL_7B, 32_768, "vLLM") == 32 * 16 * (512 + 1) * 2 * 8 * 128 * 2  # 4,096 - 1 + 4,096 tokens


def test_vllm_shares_blocks_among_groups_of_layers() -> None:
    """By hand: 10 full layers are one group, 52 windowed ones 6 groups of 10, the last of them padded."""
    full_blocks, window_blocks = 131_072 // 16, 320 + 1  # 1,024 - 1 + 4,096 tokens are 320 blocks, begun in one more
    expected = (full_blocks + 6 * window_blocks) * 10 * 16 * TOKEN
    assert reserved(GEMMA_3_27B, 131_072, "vLLM") == expected
    assert reserved(GEMMA_3_27B, 131_072, "vLLM", "fp8") == expected // 2


@pytest.mark.parametrize(
    ("full", "windowed", "blocks"),
    [
        (12, 12, (1 + 2) * 12),
        (13, 12, (1 + 2) * 13),  # its own example: one layer of padding rather than groups of 12
        (10, 14, (1 + 2) * 14),
        (10, 15, (1 + 2 * 2) * 10),
        (10, 20, (1 + 2 * 2) * 10),
        (0, 7, 2 * 7),
        (7, 0, 7),
    ],
)
def test_vllm_pads_the_groups_of_layers(full: int, windowed: int, blocks: int) -> None:
    """Of 16 tokens a full layer takes one block, a windowed one two."""
    window = {"sliding_window": 100} if windowed else {}
    shape = Shape(layers=full + windowed, heads=1, kv_heads=1, head_size=1, full_attention_layers=full, **window)
    assert reserved(shape, 16, "vLLM") == blocks * 16 * 2 * 2


def test_vllm_keeps_one_latent_vector_in_blocks_of_64() -> None:
    assert reserved(DEEPSEEK_V3, 64, "vLLM") == 61 * 64 * 576 * 2
    assert reserved(DEEPSEEK_V3, 65, "vLLM") == 61 * 128 * 576 * 2


def test_what_vllm_pads_a_state_to_is_not_known() -> None:
    assert reserved(HYBRID, 1000, "vLLM") is None
    shared = HYBRID.replace(state_size=0)  # layers that use the cache of another
    assert reserved(shared, 1024, "vLLM") == 1024 * 2 * 2 * 64 * 2


def test_blocks_of_a_cache_divide_a_head() -> None:
    """llama.cpp refuses: "K cache type q8_0 with block size 32 does not divide n_embd_head_k=80"."""
    assert reserved(STABLE_CODE, 256, "llama.cpp", "q8_0") is None
    assert cache_bytes(STABLE_CODE, CacheUse(256, type=cache_type_of("q4_0"))) is None
    assert reserved(STABLE_CODE, 256, "llama.cpp") == 32 * 256 * 2 * 32 * 80 * 2


counts = st.integers(1, 64)


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    layers, kv_heads = draw(counts), draw(counts)
    windows = {"full_attention_layers": draw(st.integers(0, layers)), "sliding_window": draw(st.integers(1, 9999))}
    return Shape(layers=layers, heads=kv_heads, kv_heads=kv_heads, head_size=32 * draw(counts), **windows)


@given(shapes(), st.integers(1, 99_999), st.integers(1, 9), st.sampled_from(ENGINES), st.sampled_from(CACHE_TYPES))
def test_no_engine_sets_aside_less_than_the_model_needs(
    shape: Shape, context: int, batch: int, engine: Engine, cache_type: CacheType
) -> None:
    use = CacheUse(context, batch, cache_type, engine)
    amount = cache_bytes(shape, use)
    assert amount is not None
    assert amount >= kv_cache_bytes(shape, context, batch, use.type.bits)


def test_types_of_the_cache_answer_to_their_names() -> None:
    assert cache_type_of(None) is F16
    assert {cache_type_of(name).name for name in ("BF16", "fp16", "float16")} == {"f16"}
    assert cache_type_of("fp8_e5m2").name == "fp8"


@pytest.mark.parametrize(
    ("name", "engine", "said"),
    [
        (
            "8",
            None,
            'no type of cache is called "8". There are f16 (16 bits), q8_0 (8.5 bits), fp8 (8 bits), q4_0 (4.5',
        ),
        ("q8_0", "vLLM", 'vLLM has no type of cache called "q8_0": f16 (16 bits), fp8 (8 bits).'),
        ("fp8", "llama.cpp", 'llama.cpp has no type of cache called "fp8": f16 (16 bits), q8_0'),
    ],
)
def test_another_type_of_cache_names_those_that_there_are(name: str, engine: Engine | None, said: str) -> None:
    with pytest.raises(RequestError) as raised:
        cache_type_of(name, engine)
    assert str(raised.value).startswith(said)


def test_an_engine_answers_in_any_case() -> None:
    assert [engine_of(name) for name in ("llama.cpp", "LLAMA.CPP", "llama-cpp", "vllm", None)] == [
        "llama.cpp", "llama.cpp", "llama.cpp", "vLLM", None,
    ]  # fmt: skip
    with pytest.raises(RequestError, match=r"there are llama\.cpp, vLLM"):
        engine_of("ollama")
