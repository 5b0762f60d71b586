"""What is known of a size: its own facts, and those of what its weights were made from."""

from __future__ import annotations

from typing import Any, cast

import pytest

from llmsurvey.memory.known_facts import Known, known_of
from llmsurvey.records import Shape
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.registry import Registry

SHAPE = {"layers": 32, "heads": 32, "kv_heads": 32, "head_size": 128}
BASE = {"name": "7B", "parameters": 6_738_415_616, "shape": SHAPE, "context": 4096}


def build(*models: dict[str, Any]) -> Registry:
    return parse_record(Registry, {"models": [{"name": model["id"]} | model for model in models]})


def made(relation: str, **facts: Any) -> dict[str, Any]:
    link = {"model": "base", "size": "7B", "relation": relation}
    return {"id": "made", "sizes": [{"name": "7B", "parameters": "7B", "foundations": [link]} | facts]}


def known(registry: Registry, name: str = "made@7B") -> Known:
    model, size = registry.resolve_model(name)
    assert size is not None
    return known_of(registry, model, size)


@pytest.mark.parametrize("relation", ["finetuned", "adapter", "delta", "merge", "quantised", "continued-pretraining"])
def test_what_has_the_weights_of_a_base_has_its_shape_and_exact_parameters(relation: str) -> None:
    found = known(build({"id": "base", "sizes": [BASE]}, made(relation)))
    assert found == Known(6_738_415_616, parse_record(Shape, SHAPE), 4096, counted="base@7B", shaped="base@7B")


def test_a_distilled_model_has_neither() -> None:
    found = known(build({"id": "base", "sizes": [BASE]}, made("distilled")))
    assert found == Known(7_000_000_000, None, None)


def test_facts_of_its_own_come_first() -> None:
    own = {"layers": 30, "heads": 30, "kv_heads": 30, "head_size": 128}
    found = known(build({"id": "base", "sizes": [BASE]}, made("finetuned", shape=own, context=16384)))
    assert found.shape == parse_record(Shape, own)
    assert (found.context, found.shaped) == (16384, None)


def test_exact_parameters_of_its_own_stay() -> None:
    found = known(build({"id": "base", "sizes": [BASE]}, made("finetuned", parameters=6_738_415_617)))
    assert (found.parameters, found.counted) == (6_738_415_617, None)


@pytest.mark.parametrize("parameters", ["13B", "8B", "3B"])
def test_a_base_that_is_much_larger_or_smaller_does_not_count_for_it(parameters: str) -> None:
    found = known(build({"id": "base", "sizes": [BASE]}, made("merge", parameters=parameters)))
    assert found.parameters == int(parameters[:-1]) * 10**9


@pytest.mark.parametrize(
    ("stated", "precise", "taken"),
    [
        ("7B", 6_738_415_616, 6_738_415_616),  # rounded
        ("6B", 6_738_415_616, 6_738_415_616),  # cut
        ("6.7B", 6_738_415_616, 6_738_415_616),
        ("7B", 6_700_000_000, 6_700_000_000),  # itself a rounding, but a finer one
        ("7B", 8_000_000_000, 7_000_000_000),  # as coarse
        ("6.8B", 6_738_415_616, 6_800_000_000),  # no rounding of it
        ("7.0B", 6_400_000_000, 7_000_000_000),
    ],
)
def test_only_a_number_that_is_called_so_refines_another(stated: str, precise: int, taken: int) -> None:
    base = {"name": "7B", "parameters": precise}
    assert known(build({"id": "base", "sizes": [base]}, made("finetuned", parameters=stated))).parameters == taken


@pytest.mark.parametrize(
    ("parameters", "share"),
    [
        ("7B", 0.5 / 7),
        ("1B", 0.5),
        ("2.7B", 0.05),
        ("40B", 0.05),
        ("100B", 0.05),
        ("0.5B", 0.05),
        ("1T", 0.5),
        ("60M", 0.05),
        ("3M", 0.5 / 3),
        ("41.3B", 0.05),
        ("1.558B", 0),
        (None, 0),
    ],
)
def test_fewer_than_four_digits_may_be_off_by_half_a_unit_of_the_last(parameters: str | None, share: float) -> None:
    size = {"name": "7B", "parameters": parameters}
    assert known(build({"id": "made", "sizes": [size]})).doubt == share


def test_parameters_that_it_does_not_state_are_those_of_its_base() -> None:
    found = known(build({"id": "base", "sizes": [BASE]}, made("finetuned", parameters=None)))
    assert (found.parameters, found.counted) == (6_738_415_616, "base@7B")


LINKS = [{"model": name, "size": "7B", "relation": "merge"} for name in ("base", "other")]


@pytest.mark.parametrize("parameters", [None, "7B", 6_738_415_616])
def test_what_was_merged_of_several_that_are_alike_is_as_they_are(parameters: object) -> None:
    bases = [{"id": name, "sizes": [BASE]} for name in ("base", "other")]
    found = known(build(*bases, made("merge", foundations=LINKS, parameters=parameters)))
    assert (found.parameters, found.shape, found.context) == (6_738_415_616, parse_record(Shape, SHAPE), 4096)


@pytest.mark.parametrize(
    "differs", [{"context": 8192}, {"parameters": 6_738_000_001}, {"shape": {**SHAPE, "layers": 31}}, {"shape": None}]
)
def test_what_was_merged_of_several_that_differ_has_the_facts_of_none(differs: dict[str, object]) -> None:
    bases = [{"id": "base", "sizes": [BASE]}, {"id": "other", "sizes": [{**BASE, **differs}]}]
    assert known(build(*bases, made("merge", foundations=LINKS))) == Known(7_000_000_000, None, None)


def test_what_was_made_larger_of_several_has_the_facts_of_none() -> None:
    bases = [{"id": name, "sizes": [BASE]} for name in ("base", "other")]
    assert known(build(*bases, made("merge", foundations=LINKS, parameters="11B"))) == Known(11 * 10**9, None, None)


def test_an_adapter_that_was_merged_with_its_base_has_the_facts_of_that() -> None:
    adapter = {"model": "base", "size": "7B", "relation": "adapter"}
    tuned = {"id": "tuned", "sizes": [{"name": "7B", "parameters": "7B", "foundations": [adapter]}]}
    links = [{"model": name, "size": "7B", "relation": "merge"} for name in ("tuned", "base")]
    found = known(build({"id": "base", "sizes": [BASE]}, tuned, made("merge", foundations=links)))
    assert found == Known(6_738_415_616, parse_record(Shape, SHAPE), 4096, counted="base@7B", shaped="base@7B")


def test_facts_come_down_several_steps() -> None:
    top = {"id": "top", "sizes": [BASE]}
    link = {"model": "top", "size": "7B", "relation": "finetuned"}
    middle = {"id": "base", "sizes": [{"name": "7B", "parameters": "7B", "foundations": [link]}]}
    found = known(build(top, middle, made("adapter")))
    assert (found.parameters, found.counted, found.shaped) == (6_738_415_616, "top@7B", "top@7B")


@pytest.mark.parametrize(
    ("name", "parameters", "counted"),
    [
        ("vicuna@7B-v1.5", 6_738_415_616, "Llama 2@7B"),
        ("guanaco@33B", 32_528_943_616, "LLaMA@30B"),
        ("kullm@12.8B-v2", 12_898_631_680, "Polyglot-Ko@12.8B"),
        ("guanaco@65B-HF", 65_285_660_672, "LLaMA@65B"),
        ("llama-2@70B", 68_976_648_192, None),
    ],
)
def test_finetunes_of_the_survey_have_the_parameters_of_their_bases(
    registry: Registry, name: str, parameters: int, counted: str | None
) -> None:
    found = known(registry, name)
    assert (found.parameters, found.counted) == (parameters, counted)


def test_every_shape_of_the_catalogue_is_of_an_order_that_there_is(registry: Registry) -> None:
    odd = [
        (model.id, size.name)
        for model in registry.models
        for size in model.sizes
        if (shape := size.shape) is not None
        and not (2 <= shape.layers <= 200 and shape.heads <= 256 and 32 <= shape.head_size <= 256)
    ]
    assert odd == []


EXPERTS = {"minimax-m3@427B", "kimi-k3@2.8T", "grok-1@314B", "gemma-3n@8B-E4B"}
"""Mixtures of experts, of which no source says, or two say differently, what is active; and a model that has embeddings
in each of its layers.
"""


def test_the_layers_of_a_shape_hold_about_the_parameters(registry: Registry) -> None:
    """A layer has 2 matrices of width x heads for queries and output, 2 narrower ones for keys and values, and from 8
    of width x width for what follows; the embeddings come on top. Experts are several times as much.
    """
    odd = []
    for model in registry.models:
        for size in model.sizes:
            if (shape := size.shape) is not None and (size.parameters or 0) > 10**9 and not size.active_parameters:
                heads = shape.heads * shape.head_size
                width = shape.hidden_size or heads
                held = shape.layers * width * (8 * width + heads * (2 + 2 * shape.kv_heads / shape.heads))
                is_dense = f"{model.id}@{size.name}" not in EXPERTS
                if is_dense and not 0.3 <= held / cast("int", size.parameters) <= 1.15:
                    odd.append((model.id, size.name, held / cast("int", size.parameters)))
    assert odd == []


def test_the_attention_of_a_shape_holds_less_than_the_parameters(registry: Registry) -> None:
    odd = []
    for model in registry.models:
        for size in model.sizes:
            if (shape := size.shape) is not None and size.parameters and not shape.kv_lora_rank:
                width = shape.hidden_size or shape.heads * shape.head_size
                held = 2 * shape.layers * width * shape.head_size * (shape.heads + shape.kv_heads)
                if held > 0.6 * size.parameters:
                    odd.append((model.id, size.name, held / size.parameters))
    assert odd == []
