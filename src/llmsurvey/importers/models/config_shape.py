"""The shape of a model, the longest text it takes and its architecture, by the fields of its config.json."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from llmsurvey.importers.models.config_layers import Config, Layers, UnknownShapeError, layers_of, number
from llmsurvey.messages import say
from llmsurvey.records import Shape
from llmsurvey.records.parse import parse_record

Architecture = Literal["encoder-only", "decoder-only", "encoder-decoder"]

_NESTED = ("text_config", "llm_config", "language_config", "language_model", "llm")
"""Where models that see or hear keep the config of the language model."""

_NAMES = {
    "num_hidden_layers": ("n_layer", "n_layers", "num_layers"),
    "num_attention_heads": ("n_head", "n_heads", "num_heads", "attention_heads"),
    "num_key_value_heads": ("num_kv_heads", "n_kv_heads", "n_head_kv", "num_attention_groups", "multi_query_group_num"),
    "head_dim": ("kv_channels", "attention_head_dim"),
    "hidden_size": ("n_embd", "d_model", "n_embed"),
}
"""What transformers calls a field, and what older configs call it."""

_CONTEXTS = (
    "max_position_embeddings",
    "n_positions",
    "max_seq_len",
    "seq_length",
    "max_sequence_length",
    "model_max_length",
    "n_ctx",
)

_DEFAULTS: Mapping[str, Mapping[str, int]] = {
    "gemma": {"head_dim": 256},
    "gemma2": {"head_dim": 256},
    "gemma3_text": {
        "num_attention_heads": 8, "num_key_value_heads": 4, "head_dim": 256, "max_position_embeddings": 131072,
        "sliding_window": 4096,
    },
    "gemma3n_text": {"head_dim": 256},
}  # fmt: skip
"""What transformers takes where a config leaves a field out, by `model_type`; saved configs leave out what is usual."""

_SEVERAL = ("num_key_value_heads_per_layer", "global_head_dim", "block_configs")
"""Fields of models whose layers have different heads, which a shape can't say."""


def language_config(config: Config) -> dict[str, Any]:
    """Return the fields of the language model by the names that transformers has, with what is usual where none is."""
    nested = next((config[name] for name in _NESTED if isinstance(config.get(name), dict)), None)
    fields = dict(config)
    if nested is not None and not any(name in config for name in ("num_hidden_layers", *_NAMES["num_hidden_layers"])):
        fields = {"model_type": config.get("model_type"), **nested}
    thinker = config.get("thinker_config")
    if isinstance(thinker, dict):
        return language_config(thinker)
    for name, others in _NAMES.items():
        if not isinstance(fields.get(name), (int, list)):
            fields[name] = next((fields[other] for other in others if isinstance(fields.get(other), (int, list))), None)
    for name, usual in _DEFAULTS.get(str(fields.get("model_type")), {}).items():
        if fields.get(name) is None:
            fields[name] = usual
    return {name: value for name, value in fields.items() if value is not None}


def shape_of(config: Config) -> dict[str, int]:
    """Return the fields of a shape. Raises UnknownShapeError where a config doesn't tell them, or they differ by layer.

    So it does where they are none that a model can have. `config` is what `language_config` returned.
    """
    shape = _shape_in(config)
    try:
        parse_record(Shape, shape)
    except ValueError:
        fields = ", ".join(f"{name} {value}" for name, value in shape.items())
        raise UnknownShapeError(say("no model is of that shape ({fields})", fields=fields)) from None
    return shape


def _shape_in(config: Config) -> dict[str, int]:
    if config.get("is_encoder_decoder"):
        raise UnknownShapeError(say("it has an encoder beside its decoder"))
    several = next((name for name in _SEVERAL if _differs(config.get(name))), None)
    if several is not None:
        raise UnknownShapeError(say('its layers have different heads ("{field}")', field=several))
    for name in ("num_attention_heads", "num_key_value_heads"):
        if isinstance(config.get(name), list):
            raise UnknownShapeError(say('its layers have different heads ("{field}")', field=name))
    layers = layers_of(config)
    if layers.states is not None and layers.states == layers.total:
        return {"layers": layers.total, "heads": 1, "kv_heads": 1, "head_size": 1, **_kinds_of(layers)}
    return {**_heads_of(config, layers), **_kinds_of(layers)}


def _differs(value: object) -> bool:
    """Whether a field is there and says more than one thing."""
    return bool(value) and not (isinstance(value, list) and all(item == value[0] for item in value))


def _heads_of(config: Config, layers: Layers) -> dict[str, int]:
    heads, hidden = number(config, "num_attention_heads"), number(config, "hidden_size")
    if heads < 1 or hidden < 1:
        raise UnknownShapeError(say('it has no "{field}"', field="num_attention_heads"))
    latent = {name: config[name] for name in ("kv_lora_rank", "qk_rope_head_dim") if isinstance(config.get(name), int)}
    if len(latent) == 2:
        head = number(config, "qk_nope_head_dim") + latent["qk_rope_head_dim"]
        shape = {"layers": layers.total, "heads": heads, "kv_heads": heads, "head_size": head}
    else:
        latent, head = {}, number(config, "head_dim", default=hidden // heads)
        shape = {"layers": layers.total, "heads": heads, "kv_heads": _kv_heads_of(config, heads), "head_size": head}
    if heads * head != hidden:
        shape["hidden_size"] = hidden
    return {**shape, **latent}


def _kv_heads_of(config: Config, heads: int) -> int:
    """Return how many heads of keys there are: one where all queries share it, as many as queries where none do."""
    attention = config.get("attn_config")
    nested = attention.get("kv_n_heads") if isinstance(attention, dict) else None
    if isinstance(nested, int):
        return nested
    if config.get("model_type") in ("falcon", "RefinedWeb", "RefinedWebModel", "gpt_bigcode"):
        if config.get("new_decoder_architecture") or config.get("model_type") == "RefinedWeb":
            return number(config, "num_key_value_heads", default=heads)
        return 1 if config.get("multi_query", True) else heads
    if config.get("model_type") == "chatglm" and not config.get("multi_query_attention"):
        return heads
    return number(config, "num_key_value_heads", default=heads)


def _kinds_of(layers: Layers) -> dict[str, int]:
    """Return what is said of single kinds of layers."""
    kinds = {
        "full_attention_layers": layers.full,
        "sliding_window": layers.window,
        "state_layers": layers.states,
        "state_size": layers.state_size,
    }
    return {name: value for name, value in kinds.items() if value is not None}


def context_of(config: Config) -> int | None:
    """Return how many tokens the longest text has, rope scaling included; None where no field says it.

    As vLLM derives it (`_get_and_verify_max_len` of vllm/config/model.py): a factor multiplies the length, but for the
    kinds of which `max_position_embeddings` holds the scaled one already; of yarn it multiplies the original one.
    """
    length: int | None = next((config[name] for name in _CONTEXTS if _is_length(config.get(name))), None)
    scaling = config.get("rope_scaling") or config.get("rope_parameters")
    if length is None or not isinstance(scaling, dict):
        return length
    kind, factor = scaling.get("rope_type", scaling.get("type")), scaling.get("factor")
    if isinstance(factor, bool) or not isinstance(factor, (int, float)) or not 0 < factor < 10_000:
        return length
    original = scaling.get("original_max_position_embeddings")
    if kind == "yarn" and isinstance(original, int) and _is_length(original):
        return max(length, int(original * factor))
    return int(length * factor) if kind in ("linear", "dynamic") else length


def _is_length(value: object) -> bool:
    """Whether a value is a length; some configs have 10^30 for none."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 10**9


def architecture_of(config: Config) -> Architecture | None:
    """Return whether a model is an encoder, a decoder or both; None where its classes don't tell."""
    names = config.get("architectures")
    classes = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    if config.get("is_encoder_decoder"):
        return "encoder-decoder"
    if any(name.endswith(("ForMaskedLM", "ForPreTraining")) for name in classes):
        return "encoder-only"
    return "decoder-only" if any(name.endswith(("ForCausalLM", "LMHeadModel")) for name in classes) else None
