"""Shapes by config.json: those of the registry, which others read from the same files, and what can't be told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from llmsurvey.importers.models.config_layers import UnknownShapeError
from llmsurvey.importers.models.config_shape import architecture_of, context_of, language_config, shape_of
from llmsurvey.memory.bytes import kv_cache_bytes
from llmsurvey.records import Shape
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.registry import Registry

CONFIGS = [json.loads(line) for line in (Path(__file__).parent / "configs.jsonl").read_text().splitlines()]
"""Configs of models that the registry has, without what no shape depends on; `source` is where each was read."""

LLAMA: dict[str, Any] = {
    "model_type": "llama",
    "num_hidden_layers": 32,
    "hidden_size": 4096,
    "num_attention_heads": 32,
    "max_position_embeddings": 4096,
}


def comparable(shape: Shape) -> dict[str, Any]:
    """A shape without what says the same in other words."""
    fields = {name: value for name, value in vars(shape).items() if value is not None}
    if fields.get("hidden_size") == shape.heads * shape.head_size:
        del fields["hidden_size"]
    if fields.get("full_attention_layers") == shape.layers:
        del fields["full_attention_layers"]
    return fields


@pytest.mark.parametrize("case", CONFIGS, ids=lambda case: case["model"])
def test_config_gives_the_registrys_shape(case: dict[str, Any], registry: Registry) -> None:
    model, _, size = case["model"].partition("@")
    stated = registry.model_by_id[model].size_named(size).shape
    assert stated is not None
    assert comparable(parse_record(Shape, shape_of(language_config(case["config"])))) == comparable(stated)


def test_configs_are_of_many_kinds() -> None:
    kinds = {str(language_config(case["config"]).get("model_type")) for case in CONFIGS}
    assert len(CONFIGS) > 100
    assert len(kinds) > 30


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"layers": 32, "heads": 32, "kv_heads": 32, "head_size": 128}),
        ({"num_key_value_heads": 8}, {"layers": 32, "heads": 32, "kv_heads": 8, "head_size": 128}),
        (
            {"head_dim": 256},
            {"layers": 32, "heads": 32, "kv_heads": 32, "head_size": 256, "hidden_size": 4096},
        ),
        (
            {"model_type": "mistral", "sliding_window": 1024},
            {
                "layers": 32,
                "heads": 32,
                "kv_heads": 32,
                "head_size": 128,
                "full_attention_layers": 0,
                "sliding_window": 1024,
            },
        ),
        (
            {"model_type": "gemma2", "sliding_window": 1024, "head_dim": 128},
            {
                "layers": 32,
                "heads": 32,
                "kv_heads": 32,
                "head_size": 128,
                "full_attention_layers": 16,
                "sliding_window": 1024,
            },
        ),
        ({"model_type": "falcon"}, {"layers": 32, "heads": 32, "kv_heads": 1, "head_size": 128}),
        (
            {"model_type": "falcon", "new_decoder_architecture": True, "num_kv_heads": 8},
            {"layers": 32, "heads": 32, "kv_heads": 8, "head_size": 128},
        ),
        ({"model_type": "mpt", "attn_config": {"kv_n_heads": 4}}, None),
    ],
)
def test_fields_say_heads_and_windows(fields: dict[str, Any], expected: dict[str, int] | None) -> None:
    shape = shape_of(language_config({**LLAMA, **fields}))
    assert shape == (expected or {"layers": 32, "heads": 32, "kv_heads": 4, "head_size": 128})


@pytest.mark.parametrize("kind", ["mamba", "falcon_mamba"])
def test_states_of_layers_without_attention_are_counted(kind: str) -> None:
    """Falcon Mamba 7B, of which llama.cpp reported the states (tests/memory/test_engine_logs.py)."""
    config = {
        "model_type": kind,
        "num_hidden_layers": 64,
        "hidden_size": 4096,
        "intermediate_size": 8192,
        "state_size": 16,
        "conv_kernel": 4,
    }
    shape = shape_of(language_config(config))
    assert (shape["layers"], shape["state_layers"], shape["state_size"]) == (64, 64, 3 * 8192 + 16 * 8192)


LONGCAT = {
    "model_type": "longcat_flash", "num_layers": 28, "hidden_size": 6144, "num_attention_heads": 64,
    "kv_lora_rank": 512, "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "v_head_dim": 128,
}  # fmt: skip
STEP = {
    "model_type": "step3_text", "num_hidden_layers": 61, "num_attention_groups": 1, "num_attention_heads": 64,
    "head_dim": 256, "hidden_size": 7168,
}  # fmt: skip
HUNYUAN = {
    "model_type": "hunyuan", "num_hidden_layers": 64, "hidden_size": 6400, "num_attention_heads": 80,
    "num_key_value_heads": 8, "attention_head_dim": 128, "use_cla": True, "cla_share_factor": 2,
}  # fmt: skip


@pytest.mark.parametrize(
    ("config", "numbers"),
    [
        (LONGCAT, 28 * 2 * (512 + 64)),
        (
            {"model_type": "step3_vl", "text_config": {"model_type": "step3_text", "num_hidden_layers": 61, **STEP}},
            61 * 512,
        ),
        (HUNYUAN, 32 * 2 * 8 * 128),
        ({**HUNYUAN, "use_cla": False}, 64 * 2 * 8 * 128),
        ({**LLAMA, "num_key_value_heads": None, "n_kv_heads": 4}, 32 * 2 * 4 * 128),
    ],
    ids=["LongCat-Flash", "Step-3", "Hunyuan-Large", "no sharing", "LLaDA"],
)
def test_a_token_has_so_many_numbers_in_the_cache(config: dict[str, Any], numbers: int) -> None:
    """By the models' own code: two attentions a layer, one group of keys for all heads, two layers with one cache."""
    shape = parse_record(Shape, shape_of(language_config(config)))
    assert kv_cache_bytes(shape, 1000) == 1000 * numbers * 2


def test_usual_values_that_a_config_leaves_out() -> None:
    """Gemma 3 4B, whose config.json names five fields: 34 layers, of which 5 keep every token, 8 heads of 256."""
    text = {"model_type": "gemma3_text", "hidden_size": 2560, "num_hidden_layers": 34, "sliding_window": 1024}
    shape = shape_of(language_config({"model_type": "gemma3", "text_config": text}))
    assert shape == {
        "layers": 34,
        "heads": 8,
        "kv_heads": 4,
        "head_size": 256,
        "hidden_size": 2560,
        "full_attention_layers": 5,
        "sliding_window": 1024,
    }


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"model_type": "unheard-of", "sliding_window": 512}, "sliding_window"),
        ({"model_type": "unheard-of", "mamba_d_state": 16}, "mamba_d_state"),
        ({"layer_types": ["full_attention"] * 31}, "layer_types"),
        ({"layer_types": ["unheard-of"] * 32}, "unheard-of"),
        ({"layer_types": [["full_attention"]] * 32}, "layers of type"),
        ({"hidden_size": 16}, "no model is of that shape"),
        ({"num_key_value_heads": 5}, "no model is of that shape"),
        ({"num_key_value_heads": [8, 4] * 16}, "num_key_value_heads"),
        ({"global_head_dim": 512}, "global_head_dim"),
        ({"is_encoder_decoder": True}, "encoder"),
        ({"num_hidden_layers": None}, "num_hidden_layers"),
        ({"num_attention_heads": "32"}, "num_attention_heads"),
    ],
)
def test_no_shape_is_guessed(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(UnknownShapeError, match=reason):
        shape_of(language_config({**LLAMA, **fields}))


@pytest.mark.parametrize(
    ("scaling", "expected"),
    [
        (None, 4096),
        ({"type": "linear", "factor": 4.0}, 16384),
        ({"rope_type": "dynamic", "factor": 2.0}, 8192),
        ({"rope_type": "llama3", "factor": 8.0, "original_max_position_embeddings": 1024}, 4096),
        ({"type": "yarn", "factor": 4.0, "original_max_position_embeddings": 4096}, 16384),
        ({"type": "linear", "factor": True}, 4096),
        ({"type": "linear", "factor": "4"}, 4096),
    ],
)
def test_rope_scaling_counts(scaling: object, expected: int) -> None:
    assert context_of(language_config({**LLAMA, "rope_scaling": scaling})) == expected


def test_a_length_that_none_has_is_none() -> None:
    assert context_of({"max_position_embeddings": 10**30}) is None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"architectures": ["LlamaForCausalLM"]}, "decoder-only"),
        ({"architectures": ["BertForMaskedLM"]}, "encoder-only"),
        ({"is_encoder_decoder": True}, "encoder-decoder"),
        ({"architectures": ["SomethingElse"]}, None),
        ({"architectures": 5}, None),
    ],
)
def test_architecture_by_classes(fields: dict[str, Any], expected: str | None) -> None:
    assert architecture_of(fields) == expected
