"""Parameters that one token is computed with: a model whose makers published them, and what leaves them open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.importers.models.test_headers import write_safetensors
from tests.importers.models.test_read_models import LLAMA, read_one

from llmsurvey.importers.models.experts import Portion, Routing, count_active, routing_of
from llmsurvey.importers.models.safetensors import Tensor, count_parameters
from llmsurvey.registry.registry import Registry

MIXTRAL = {"num_local_experts": 8, "num_experts_per_tok": 2}


def tensor(name: str, *shape: int) -> Tensor:
    numbers = 1
    for length in shape:
        numbers *= length
    return Tensor(name, "BF16", shape, numbers * 2)


def mixtral() -> list[Tensor]:
    """The tensors of Mixtral-8x7B-v0.1, as its config has their shapes."""
    found = [tensor("model.embed_tokens.weight", 32000, 4096), tensor("lm_head.weight", 32000, 4096)]
    found.append(tensor("model.norm.weight", 4096))
    for layer in range(32):
        head = f"model.layers.{layer}"
        found += [tensor(f"{head}.self_attn.{part}_proj.weight", 4096, 4096) for part in "qo"]
        found += [tensor(f"{head}.self_attn.{part}_proj.weight", 1024, 4096) for part in "kv"]
        found += [tensor(f"{head}.{part}.weight", 4096) for part in ("input_layernorm", "post_attention_layernorm")]
        found.append(tensor(f"{head}.block_sparse_moe.gate.weight", 8, 4096))
        for expert in range(8):
            within = f"{head}.block_sparse_moe.experts.{expert}"
            found += [tensor(f"{within}.{part}.weight", 14336, 4096) for part in ("w1", "w2", "w3")]
    return found


def test_active_parameters_are_as_published() -> None:
    count = count_parameters(mixtral(), {}, routing_of(MIXTRAL))
    assert (count.parameters, count.active) == (46_702_792_704, 12_879_925_248)


@given(st.integers(2, 9), st.data())
def test_experts_in_one_tensor_count_as_those_in_many(experts: int, data: st.DataObject) -> None:
    routing = Routing(experts, data.draw(st.integers(1, experts - 1)))
    other = Portion("embed.weight", (3,), 3)
    apart = [Portion(f"layers.0.mlp.experts.{number}.up.weight", (5, 7), 35) for number in range(experts)]
    together = Portion("layers.0.mlp.experts.up", (experts, 5, 7), experts * 35)
    assert count_active([other, *apart], routing) == count_active([other, together], routing) == 3 + 35 * routing.used


@pytest.mark.parametrize(
    "changes",
    [
        {"num_experts_per_tok": None},
        {"num_experts_per_tok": 8},
        {"num_experts_per_tok": [2, 4]},
        {"num_experts": 16},
        {"num_nextn_predict_layers": 1},
        {"zero_expert_num": 4},
    ],
)
def test_a_config_may_leave_it_open(changes: dict[str, Any]) -> None:
    assert routing_of({**MIXTRAL, **changes}) is None


def test_tensors_may_leave_it_open() -> None:
    routing = Routing(8, 2)
    assert count_parameters(mixtral()[:-1], {}, routing).active is None  # an expert is smaller than the others
    assert count_parameters(mixtral()[:-3], {}, routing).active is None  # one isn't there
    assert count_parameters([*mixtral(), tensor("model.experts.bias", 4096)], {}, routing).active is None
    assert count_parameters([tensor("a.shared_experts.weight", 8, 4)], {}, routing).active is None


def test_a_folder_tells_them(tmp_path: Path, registry: Registry) -> None:
    names = {f"layers.0.experts.{number}.w.weight": (4, 4) for number in range(8)} | {"embed.weight": (2, 4)}
    header, end = {}, 0
    for name, (rows, columns) in names.items():
        header[name] = {"dtype": "F16", "shape": [rows, columns], "data_offsets": [end, end + rows * columns * 2]}
        end += rows * columns * 2
    write_safetensors(tmp_path / "model.safetensors", header, bytes(end))
    (tmp_path / "config.json").write_text(json.dumps({**LLAMA, **MIXTRAL}))
    entry, _ = read_one(tmp_path, registry)
    (size,) = entry.entry["sizes"]
    assert (size["parameters"], size["active_parameters"]) == (8 * 16 + 8, 2 * 16 + 8)
    assert any("sizes.active_parameters" in source["supports"] for source in entry.entry["sources"])
