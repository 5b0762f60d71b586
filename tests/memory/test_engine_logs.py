"""What engines reported when they loaded a model, against what is computed for it.

Each row is one load: an architecture as its log states it, the parameters, type and size of the file, and the cache of
so many tokens. Caches are equal to what llama.cpp allocated; sizes of files are within 3 % but for five that llama.cpp
gave larger types than it gives Llama's (and Q2_K smaller ones, since January 2024), which `FARTHER` names.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from llmsurvey.memory import engines
from llmsurvey.memory.bytes import GIB, weight_bytes
from llmsurvey.memory.cache_use import CacheUse, cache_type_of
from llmsurvey.memory.engines import cache_bytes
from llmsurvey.memory.precision import precision_of
from llmsurvey.records import Shape
from llmsurvey.records.cache_type import F16
from llmsurvey.records.quantities import parse_count
from llmsurvey.registry.built_in import load_hardware

MIB = 2**20
COLAB = "https://github.com/Troyanovsky/Local-LLM-Comparison-Colab-UI/blob/1157277109858b02f0a56f3b9f738787a7df4ec6/{}.ipynb"
"""Where the loads of notebooks are; the others are in the threads of ik_llama.cpp, a fork, by their numbers."""

IK = "https://github.com/ikawrakow/ik_llama.cpp/{}"


def plain(layers: int, heads: int, kv_heads: int, head_size: int, **kinds: int) -> Shape:
    """Return a shape, by default with full attention in every layer."""
    return Shape(layers=layers, heads=heads, kv_heads=kv_heads, head_size=head_size, **kinds)


LATENT = {"kv_lora_rank": 512, "qk_rope_head_dim": 64}
DEEPSEEK_V2_LITE = plain(27, 16, 16, 128, **LATENT)
DEEPSEEK_V2 = plain(60, 128, 128, 128, **LATENT)
DEEPSEEK_V3 = plain(61, 128, 128, 128, **LATENT)
KIMI_K2 = plain(61, 64, 64, 128, **LATENT)
GEMMA_3_27B = plain(62, 32, 16, 128)  # before llama.cpp made use of its windows, as ik_llama.cpp still didn't
NEMOTRON_ULTRA = plain(162, 128, 8, 128, state_layers=98, state_size=0)  # 98 layers have no attention
FALCON_MAMBA = plain(64, 1, 1, 1, state_layers=64, state_size=(4 - 1) * 8192 + 16 * 8192)
QWEN_3_5_27B = plain(64, 24, 4, 256, state_layers=48, state_size=3 * (6144 + 2 * 16 * 128) + 128 * 6144)


class Load(NamedTuple):
    """A model that was loaded: its page, what its log says of it, and what of that is compared."""

    page: str
    shape: Shape
    parameters: str
    type: str
    gib: float
    context: int
    mib: float
    cache_type: str = "f16"


LOADS = [
    Load("Meta_Llama_3_8B_Instruct_GGUF", plain(32, 32, 8, 128), "8.03B", "Q5_K_M", 5.33, 8192, 1024),
    Load("Mistral_7B_Instruct_v0_3_GGUF", plain(32, 32, 8, 128), "7.25B", "Q5_K_M", 4.78, 32768, 4096),
    Load("Mixtral_8x7B_Instruct_v0_1_GGUF", plain(32, 32, 8, 128), "46.70B", "Q2_K", 14.57, 2048, 256),
    Load("Phi_3_mini_4k_instruct_gguf", plain(32, 32, 32, 96), "3.82B", "Q4_K_M", 2.16, 4096, 1536),
    Load("phi_4", plain(40, 40, 10, 128), "14.66B", "Q4_K_M", 8.43, 2048, 400),
    Load("gemma_7b_it", plain(28, 16, 16, 256), "8.54B", "Q5_K_M", 5.72, 2048, 896),
    Load("falcon_11B_GGUF", plain(60, 32, 8, 128), "11.10B", "Q5_K_M", 7.64, 2048, 480),
    Load("Falcon3_10B_Instruct_GGUF", plain(40, 12, 4, 256), "10.31B", "Q5_K_M", 6.83, 2048, 320),
    Load("EXAONE_3_5_7_8B_Instruct_GGUF", plain(32, 32, 8, 128), "7.82B", "Q6_K", 5.97, 2048, 256),
    Load("Ministral_3_14B_Instruct_2512_GGUF", plain(40, 32, 8, 128), "13.51B", "Q4_K_M", 7.67, 32768, 5120),
    Load("Qwen3_30B_A3B_Instruct_2507_GGUF", plain(48, 32, 4, 128), "30.53B", "Q4_K_M", 17.28, 8192, 768),
    Load("StarCoder2_15B_GGUF", plain(40, 48, 4, 128), "15.96B", "Q5_K_M", 10.64, 2048, 160),
    Load("THUDM_GLM_4_9B_0414_GGUF", plain(40, 32, 2, 128), "9.40B", "Q6_K", 7.97, 2048, 80),
    Load("aya_23_8B_GGUF", plain(32, 32, 8, 128), "8.03B", "Q5_K_M", 5.39, 8192, 1024),
    Load("granite_3_1_8b_instruct_GGUF", plain(40, 32, 8, 128), "8.17B", "Q6_K", 6.24, 8192, 1280),
    Load("granite_3_1_3b_a800m_instruct_GGUF", plain(32, 24, 8, 64), "3.30B", "fp16", 6.15, 16384, 1024),
    Load("internlm2_5_7b_chat_gguf", plain(32, 32, 8, 128), "7.74B", "Q5_K_M", 5.13, 32768, 4096),
    Load("stable_code_instruct_3b_GGUF", plain(32, 32, 32, 80), "2.80B", "Q8_0", 2.77, 2048, 640),
    Load("SOLAR_10_7B_Instruct_v1_0_GGUF", plain(48, 32, 8, 128), "10.73B", "Q5_K_M", 7.08, 4096, 768),
    Load("INTELLECT_1_Instruct_GGUF", plain(42, 32, 8, 128), "10.21B", "Q6_K", 7.8, 2048, 336),
    Load("LLaMA_Pro_8B_GGUF", plain(40, 32, 32, 128), "8.36B", "Q5_K_M", 5.52, 4096, 2560),
    Load("Hermes_3_Llama_3_2_3B_GGUF", plain(28, 24, 8, 128), "3.21B", "Q8_0", 3.18, 2048, 224),
    Load("RekaAI_reka_flash_3_GGUF", plain(44, 64, 8, 96), "20.91B", "Q3_K_M", 10.11, 2048, 264),
    Load("CodeQwen1_5_7B_Chat_GGUF", plain(32, 32, 4, 128), "7.25B", "Q5_K_M", 5.05, 65536, 4096),
    Load("DeepSeek_R1_Distill_Qwen_7B_GGUF", plain(28, 28, 4, 128), "7.62B", "Q5_K_M", 5.07, 16384, 896),
    Load("DeepSeek_R1_Distill_Qwen_14B_GGUF", plain(48, 40, 8, 128), "14.77B", "Q4_K_M", 8.37, 16384, 3072),
    Load("NousResearch_Hermes_4_14B_GGUF", plain(40, 40, 8, 128), "14.77B", "Q4_K_M", 8.38, 8192, 1280),
    Load("Menlo_Jan_nano_128k_GGUF", plain(36, 32, 8, 128), "4.02B", "Q8_0", 3.98, 4096, 576),
    Load("Qwen1_5_7B_Chat_GGUF", plain(32, 32, 32, 128), "7.72B", "Q5_K_M", 5.15, 2048, 1024),
    Load("WizardLM_1_0_Uncensored_Llama2_13B", plain(40, 40, 40, 128), "13.02B", "Q5_K_M", 8.6, 4096, 3200),
    Load("pull/328", plain(40, 40, 40, 128), "13.016B", "Q8_0", 12.881, 512, 400),
    Load("issues/539", plain(64, 64, 8, 128), "32.762B", "Q4_0", 17.413, 40960, 10240),
    Load("issues/503", plain(64, 64, 8, 128), "32.762B", "Q4_K_M", 18.641, 16896, 2244, "q8_0"),
    Load("issues/539", GEMMA_3_27B, "27.009B", "Q4_0", 14.539, 131072, 63488),
    Load("discussions/334", GEMMA_3_27B, "27.009B", "Q4_K_M", 15.404, 32768, 15872),
    Load("discussions/357", plain(94, 64, 4, 128), "235.094B", "Q8_0", 232.769, 32768, 6016),
    Load("pull/370", plain(94, 64, 4, 128), "235.094B", "Q6_K", 179.754, 16384, 1598, "q8_0"),
    Load("pull/333", plain(61, 48, 8, 128), "33.142B", "bf16", 61.734, 8192, 1952),
    Load("pull/344", plain(61, 48, 2, 128), "32.566B", "IQ4_XS", 16.382, 5120, 162.03, "q8_0"),
    Load("pull/273", DEEPSEEK_V2_LITE, "15.71B", "fp16", 29.26, 32768, 972),
    Load("discussions/258", DEEPSEEK_V3, "671.026B", "Q8_0", 664.295, 32768, 2196),
    Load("discussions/258", DEEPSEEK_V3, "671.026B", "Q8_0", 664.295, 2048, 72.91, "q8_0"),
    Load("pull/616", KIMI_K2, "1027B", "Q8_0", 1016.623, 2048, 72.91, "q8_0"),
]  # fmt: skip

FARTHER = {
    "Mixtral_8x7B_Instruct_v0_1_GGUF",  # Q2_K: 2.68 bits
    "THUDM_GLM_4_9B_0414_GGUF",  # Q6_K: 7.28 bits
    "falcon_11B_GGUF",  # Q5_K_M: 5.91 bits
    "CodeQwen1_5_7B_Chat_GGUF",  # Q5_K_M: 5.99 bits
    "RekaAI_reka_flash_3_GGUF",  # Q3_K_M: 4.16 bits
}


def url_of(page: str) -> str:
    """Return where a load was reported."""
    return (IK if "/" in page else COLAB).format(page)


def mib_of(shape: Shape, context: int, cache_type: str = "f16") -> float:
    """Return what is computed for llama.cpp, in MiB."""
    amount = cache_bytes(shape, CacheUse(context, 1, cache_type_of(cache_type), "llama.cpp"))
    assert amount is not None
    return amount / MIB


def ids(load: Load) -> str:
    return f"{load.page} {load.context} {load.cache_type}"


@pytest.mark.parametrize("load", LOADS, ids=ids)
def test_the_cache_is_what_llama_cpp_allocated(load: Load) -> None:
    assert mib_of(load.shape, load.context, load.cache_type) == pytest.approx(load.mib, abs=0.0051), url_of(load.page)


@pytest.mark.parametrize("load", [load for load in LOADS if load.page not in FARTHER], ids=ids)
def test_weights_are_within_3_percent_of_the_file(load: Load) -> None:
    bits = precision_of(load_hardware(), load.type).bits
    computed = weight_bytes(parse_count(load.parameters), bits)
    assert computed == pytest.approx(load.gib * GIB, rel=0.03), url_of(load.page)


def test_at_least_twenty_shapes_are_compared() -> None:
    assert len({load.shape for load in LOADS}) >= 20


@pytest.mark.parametrize(("key", "value", "published"), [("q8_0", "q4_0", 1248), ("q4_0", "q8_0", 1248)])
def test_layers_without_attention_keep_nothing(key: str, value: str, published: float) -> None:
    """Llama-3.1-Nemotron-Ultra-253B in ik_llama.cpp (pull/377): keys in one type, values in another."""
    halves = [mib_of(NEMOTRON_ULTRA, 12288, cache_type) / 2 for cache_type in (key, value)]
    assert sum(halves) == pytest.approx(published, abs=0.0051)


def test_states_of_mamba_are_of_32_bits_in_llama_cpp() -> None:
    """Falcon3_Mamba_7B_Instruct_GGUF: K (f32) 6.00 MiB, V (f32) 32.00 MiB, at any context and type of cache."""
    for context, cache_type in ((2048, "f16"), (32768, "q4_0")):
        assert mib_of(FALCON_MAMBA.replace(head_size=32), context, cache_type) == 38


def test_states_beside_attention_are_what_llama_cpp_allocated() -> None:
    """A load in ollama's llm/llama_server_test.go (commit fb307609): KV 9216 + 7168 MiB, RS 90.40 + 59.23 MiB."""
    assert mib_of(QWEN_3_5_27B, 262_144) == pytest.approx(9216 + 7168 + 90.40 + 59.23, abs=0.0101)


def test_windowed_layers_are_what_llama_cpp_allocated(monkeypatch: pytest.MonkeyPatch) -> None:
    """google_gemma_3n_E4B_it_GGUF: 4 layers of 8,192 cells, 16 of 768 (a micro-batch of 256), 15 that share these."""
    monkeypatch.setattr(engines, "MICRO_BATCH", 256)
    kinds: dict[str, Any] = {"state_layers": 15, "state_size": 0, "full_attention_layers": 4, "sliding_window": 512}
    assert mib_of(plain(35, 8, 2, 256, **kinds), 8192) == 64 + 24


def test_the_cache_of_exaone_4_is_what_vllm_reserved() -> None:
    """LG's 1.2B in vLLM 0.14.1, 7.15 GiB: "Maximum concurrency for 4,096 tokens per request: 30.49x".

    github.com/kgw-ds/lg-aimers-exaone-quant, experiments/E0/logs/vllm_serve_e0.log
    """
    amount = cache_bytes(plain(30, 32, 8, 64), CacheUse(4096, 1, F16, "vLLM"))
    assert amount is not None
    assert 30.49 * amount == pytest.approx(7.15 * GIB, rel=0.001)


def test_bits_of_the_cache_are_those_of_the_blocks() -> None:
    """ggml-common.h: a block of q8_0 is 34 bytes for 32 numbers, one of q4_0 18."""
    bits = {kind: cache_type_of(kind).bits for kind in ("q8_0", "q4_0", "fp8", "f16")}
    assert bits == {"q8_0": Decimal(34 * 8) / 32, "q4_0": Decimal(18 * 8) / 32, "fp8": 8, "f16": 16}
