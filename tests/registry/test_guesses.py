"""What sources name and the registry doesn't have: kept, told, and never taken for a yes."""

from __future__ import annotations

from typing import Any

import pytest

from llmsurvey.errors import RegistryError
from llmsurvey.lineage.reasons import reasons_for
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.registry.layers import Layer
from llmsurvey.registry.registry import Registry

FREE = {"id": "free", "name": "Free", "kind": "software", "commercial": "yes"}
FORBIDDING = {"id": "forbidding", "name": "Forbidding", "kind": "model", "commercial": "no"}


def build(*models: dict[str, Any], datasets: list[dict[str, Any]] | None = None) -> Registry:
    import json

    from llmsurvey.registry.compile import compile_layers

    named = [{"name": model["id"], **model} for model in models]
    content = {"models": named, "licences": [FREE, FORBIDDING], "datasets": datasets or []}
    return compile_layers([Layer("mine", [("mine.yaml", json.dumps(content).encode())])]).registry


def verdict(registry: Registry, name: str) -> str:
    model = registry.model_by_id[name]
    return Licensing(registry).assess(model, next(model.each_size())).verdict


@pytest.mark.parametrize("relation", ["finetuned", "adapter", "delta", "merge", "quantised", "unstated"])
def test_an_unresolved_base_makes_the_verdict_unknown_down_the_lineage(relation: str) -> None:
    registry = build(
        {"id": "m", "licence": "free", "unresolved": [{"name": "ORG/base", "relation": relation}]},
        {"id": "child", "licence": "free", "foundations": [{"model": "m", "relation": "finetuned"}]},
    )
    assert (verdict(registry, "m"), verdict(registry, "child")) == ("unknown", "unknown")


@pytest.mark.parametrize("relation", ["distilled", "data"])
def test_unresolved_data_decides_nothing(relation: str) -> None:
    registry = build({"id": "m", "licence": "free", "unresolved": [{"name": "ORG/x", "relation": relation}]})
    assert verdict(registry, "m") == "yes"


def test_unresolved_base_is_a_reason_with_its_name() -> None:
    registry = build({"id": "m", "licence": "free", "unresolved": [{"name": "ORG/base", "relation": "merge"}]})
    model = registry.model_by_id["m"]
    reasons, _ = reasons_for(Licensing(registry), model, next(model.each_size()))
    assert [(reason.verdict, reason.model.name) for reason in reasons] == [("yes", "m"), ("unknown", "ORG/base")]
    own = Licensing(registry, lineage=False)
    assert own.assess(model, next(model.each_size())).verdict == "yes"


def test_a_guess_is_followed_and_striking_it_out_leaves_unknown() -> None:
    base = {"id": "base", "licence": "forbidding"}
    guess = {"name": "The Base", "relation": "finetuned", "taken_for": "base"}
    followed = build(base, {"id": "m", "licence": "free", "unresolved": [guess]})
    assert verdict(followed, "m") == "no"
    assert [str(link) for link in followed.model_by_id["m"].foundations] == ["base"]
    struck = build(base, {"id": "m", "licence": "free", "unresolved": [{**guess, "taken_for": None}]})
    assert verdict(struck, "m") == "unknown"


def test_a_guess_in_a_size_is_added_to_what_its_model_has() -> None:
    registry = build(
        {"id": "base", "licence": "free"},
        {"id": "other", "licence": "forbidding"},
        {
            "id": "m",
            "licence": "free",
            "foundations": [{"model": "base", "relation": "finetuned"}],
            "sizes": [{"name": "1B", "unresolved": [{"name": "Other", "taken_for": "other"}]}, {"name": "2B"}],
        },
    )
    sizes = {
        size.name: [str(link) for link in size.foundations or ()] for size in registry.model_by_id["m"].each_size()
    }
    assert sizes == {"1B": ["base", "other"], "2B": ["base"]}


def test_a_guess_tells_the_relation_and_takes_it_away_with_it() -> None:
    base = {"id": "base", "licence": "forbidding"}
    guess = {"name": "The Base", "relation": "unstated", "taken_for": "base", "taken_as": "distilled"}
    followed = build(base, {"id": "m", "licence": "free", "unresolved": [guess]})
    assert [link.relation for link in followed.model_by_id["m"].foundations] == ["distilled"]
    assert verdict(followed, "m") == "yes"
    struck = {key: value for key, value in guess.items() if key != "taken_for"}
    assert verdict(build(base, {"id": "m", "licence": "free", "unresolved": [struck]}), "m") == "unknown"


def test_guesses_of_data() -> None:
    registry = build(
        {"id": "teacher", "licence": "forbidding"},
        {"id": "m", "licence": "free", "unresolved": [{"name": "Web", "relation": "data", "taken_for": "web"}]},
        datasets=[
            {"id": "web", "name": "Web"},
            {
                "id": "made",
                "name": "Made",
                "unresolved": [
                    {"name": "Teacher", "relation": "distilled", "taken_for": "teacher"},
                    {"name": "The web", "relation": "data", "taken_for": "web"},
                ],
            },
        ],
    )
    made = registry.dataset_by_id["made"]
    assert registry.model_by_id["m"].datasets == ("web",)
    assert [str(teacher) for teacher in made.generated_by] == ["teacher"]
    assert [(link.dataset, link.relation) for link in made.derived_from] == [("web", "unstated")]


def test_a_guess_that_names_nothing_is_a_fault() -> None:
    with pytest.raises(RegistryError, match='"nothing" is not in the registry'):
        build({"id": "m", "unresolved": [{"name": "x", "taken_for": "nothing"}]})


def test_a_guess_that_closes_a_circle_is_a_fault() -> None:
    with pytest.raises(RegistryError, match="made from itself"):
        build({"id": "m", "unresolved": [{"name": "M", "taken_for": "m"}]})
