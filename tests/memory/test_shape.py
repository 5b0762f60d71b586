"""What is known of a size: its own facts, and those of what its weights were made from."""

from __future__ import annotations

from typing import Any, cast

import pytest

from llmsurvey.memory.shape import Known, known_of
from llmsurvey.records import Shape
from llmsurvey.registry.registry import Registry

SHAPE = {"layers": 32, "heads": 32, "kv_heads": 32, "head_size": 128}
BASE = {"name": "7B", "parameters": 6_738_415_616, "shape": SHAPE, "context": 4096}


def build(*models: dict[str, Any]) -> Registry:
    return Registry.model_validate({"models": [{"name": model["id"]} | model for model in models]})


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
    assert found == Known(6_738_415_616, Shape.model_validate(SHAPE), 4096, counted="base@7B", shaped="base@7B")


def test_a_distilled_model_has_neither() -> None:
    found = known(build({"id": "base", "sizes": [BASE]}, made("distilled")))
    assert found == Known(7_000_000_000, None, None)


def test_facts_of_its_own_come_first() -> None:
    own = {"layers": 30, "heads": 30, "kv_heads": 30, "head_size": 128}
    found = known(build({"id": "base", "sizes": [BASE]}, made("finetuned", shape=own, context=16384)))
    assert found.shape == Shape.model_validate(own)
    assert (found.context, found.shaped) == (16384, None)


def test_exact_parameters_of_its_own_stay() -> None:
    found = known(build({"id": "base", "sizes": [BASE]}, made("finetuned", parameters=6_738_415_617)))
    assert (found.parameters, found.counted) == (6_738_415_617, None)


@pytest.mark.parametrize("parameters", ["13B", "8B", "3B"])
def test_a_base_that_is_much_larger_or_smaller_does_not_count_for_it(parameters: str) -> None:
    found = known(build({"id": "base", "sizes": [BASE]}, made("merge", parameters=parameters)))
    assert found.parameters == int(parameters[:-1]) * 10**9


def test_a_rounding_of_the_base_is_no_better_than_its_own() -> None:
    base = {"name": "7B", "parameters": "6.7B"}
    assert known(build({"id": "base", "sizes": [base]}, made("finetuned"))).parameters == 7_000_000_000


def test_parameters_that_nothing_states_are_not_taken_from_a_base() -> None:
    """A merge or a pruned model could have others."""
    assert known(build({"id": "base", "sizes": [BASE]}, made("finetuned", parameters=None))).parameters is None


def test_facts_come_down_several_steps() -> None:
    top = {"id": "top", "sizes": [BASE]}
    link = {"model": "top", "size": "7B", "relation": "finetuned"}
    middle = {"id": "base", "sizes": [{"name": "7B", "parameters": "7B", "foundations": [link]}]}
    found = known(build(top, middle, made("adapter")))
    assert (found.parameters, found.counted, found.shaped) == (6_738_415_616, "top@7B", "top@7B")


def test_lineages_that_meet_again_end() -> None:
    links = [{"model": "base", "size": "7B", "relation": "merge"}] * 2
    found = known(build({"id": "base", "sizes": [BASE]}, made("merge", foundations=links)))
    assert found.parameters == 6_738_415_616


@pytest.mark.parametrize(
    ("name", "parameters", "counted"),
    [
        ("vicuna@7B-v1.5", 6_738_415_616, "Llama 2@7B"),
        ("guanaco@33B", 32_528_943_616, "LLaMA@30B"),
        ("kullm@12.8B-v2", 12_898_631_680, "Polyglot-Ko@12.8B"),
        ("llama-2@70B", 68_976_648_192, None),
    ],
)
def test_finetunes_of_the_survey_have_the_parameters_of_their_bases(
    registry: Registry, name: str, parameters: int, counted: str | None
) -> None:
    found = known(registry, name)
    assert (found.parameters, found.counted) == (parameters, counted)


def test_every_shape_of_the_catalogue_is_possible(registry: Registry) -> None:
    """Heads share keys evenly, and layers and sizes are of an order that there is."""
    odd = [
        (model.id, size.name)
        for model in registry.models
        for size in model.sizes
        if (shape := size.shape) is not None
        and not (
            shape.heads % shape.kv_heads == 0
            and 2 <= shape.layers <= 200
            and shape.heads <= 200
            and 32 <= shape.head_size <= 256
        )
    ]
    assert odd == []


def test_the_layers_of_a_shape_hold_about_the_parameters(registry: Registry) -> None:
    """A layer has 2 matrices of width x width for queries and output, 2 narrower ones for keys and values, and about 8
    for what follows; the embeddings come on top.
    """
    odd = []
    for model in registry.models:
        for size in model.sizes:
            if (shape := size.shape) is not None and (size.parameters or 0) > 10**9:
                width = shape.heads * shape.head_size
                held = shape.layers * width**2 * (10 + 2 * shape.kv_heads / shape.heads)
                if not 0.6 <= held / cast("int", size.parameters) <= 1.15:
                    odd.append((model.id, size.name, held / cast("int", size.parameters)))
    assert odd == []
