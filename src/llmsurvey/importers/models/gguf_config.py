"""What the keys of a GGUF file say of its model, in the words of config.json and of cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from llmsurvey.importers.models.config_layers import UnknownShapeError
from llmsurvey.importers.models.config_shape import context_of, language_config, shape_of
from llmsurvey.importers.models.files import Stated
from llmsurvey.messages import say

if TYPE_CHECKING:
    from llmsurvey.importers.models.folder import ModelFiles
    from llmsurvey.importers.models.gguf import Header

_TYPES = {
    "gemma3": "gemma3_text",
    "phi3": "phi3",
    "mistral3": "mistral",
    "cohere2": "cohere2",
    "exaone4": "exaone4",
}
"""Architectures of llama.cpp that transformers calls otherwise, of those whose layers aren't all alike."""

_FIELDS = {
    "block_count": "num_hidden_layers",
    "embedding_length": "hidden_size",
    "context_length": "max_position_embeddings",
    "attention.head_count": "num_attention_heads",
    "attention.head_count_kv": "num_key_value_heads",
    "attention.key_length": "head_dim",
    "attention.sliding_window": "sliding_window",
    "attention.kv_lora_rank": "kv_lora_rank",
    "ssm.state_size": "ssm_state_size",
    "ssm.conv_kernel": "conv_kernel",
    "shortconv.l_cache": "conv_L_cache",
    "wkv.head_size": "wkv_state_size",
}
"""The keys below an architecture, and what config.json calls them."""


def config_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a config.json that keys of a GGUF file stand for."""
    name = str(fields.get("general.architecture"))
    config: dict[str, Any] = {"model_type": _TYPES.get(name, name)}
    for key, field in _FIELDS.items():
        value = fields.get(f"{name}.{key}")
        if isinstance(value, list) and value and all(item == value[0] for item in value):
            value = value[0]
        if value is not None:
            config[field] = value
    rotary = fields.get(f"{name}.rope.dimension_count")
    if "kv_lora_rank" in config and isinstance(rotary, int):
        whole = fields.get(f"{name}.attention.key_length_mla", fields.get(f"{name}.attention.key_length"))
        if isinstance(whole, int):
            config |= {"qk_rope_head_dim": rotary, "qk_nope_head_dim": whole - rotary}
    return config


def fill_in(model: ModelFiles, header: Header) -> None:
    """Take from a GGUF file what no card and no config.json said, and keep apart what it says of licence and bases."""
    fields, path = header.fields, header.path
    name = str(fields.get("general.architecture"))
    config = language_config(config_of(fields))
    if model.shape is None and not header.is_adapter:
        try:
            model.shape = Stated(shape_of(config), f"{path}:{name}.block_count")
        except UnknownShapeError as error:
            model.warn(str(path), say("no shape, for {reason}: its cache can't be computed", reason=error.reason))
    if model.context is None and (context := context_of(config)) is not None:
        model.context = Stated(context, f"{path}:{name}.context_length")
    if isinstance(licence := fields.get("general.license"), str) and licence.strip():
        stated = Stated(licence.strip(), f"{path}:general.license")
        (model.other_licences if model.licence else model.licence).append(stated)
    bases = _bases_in(fields, str(path))
    if model.bases:
        model.other_bases = bases
    else:
        model.bases = bases
    if header.is_adapter:
        model.relation = model.relation or Stated("adapter", f"{path}:general.type")


def _bases_in(fields: Mapping[str, Any], path: str) -> list[Stated[str]]:
    """Return what a GGUF file names as its bases: repositories, each with its key."""
    count = fields.get("general.base_model.count")
    bases = []
    for number in range(count if isinstance(count, int) and 0 < count <= 100 else 0):
        for key in ("repo_url", "url", "name"):
            value = fields.get(f"general.base_model.{number}.{key}")
            if isinstance(value, str) and value.strip():
                bases.append(Stated(value.strip(), f"{path}:general.base_model.{number}.{key}"))
                break
    return bases
