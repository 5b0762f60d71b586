"""Each use by the conditions of every licence on the way; silence is never yes."""

from __future__ import annotations

from typing import Any

import pytest

from llmsurvey.lineage.uses import USES, Permission, judge_use, parse_use
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.registry import Registry


def licence(name: str, commercial: str, *conditions: dict[str, Any]) -> dict[str, Any]:
    facts = [{"text": "As it says.", **condition} for condition in conditions]
    return {"id": name, "name": name, "kind": "model", "commercial": commercial, "conditions": facts}


LICENCES = [
    licence("free", "yes"),
    licence("notice", "yes", {"kind": "attribution"}),
    licence("no-training", "conditional", {"kind": "outputs", "forbids": True}),
    licence("limits", "conditional", {"kind": "outputs"}),
    licence("closed-form", "no", {"kind": "no-derivatives"}, {"kind": "non-commercial"}),
    licence("in-house", "no", {"kind": "no-redistribution", "forbids": True}),
    licence("no-sublicence", "conditional", {"kind": "no-redistribution"}),
    licence("undecided", "unknown"),
]


def judged(use: str, *chain: str | None) -> Permission:
    """What is said of a use of the last of some models, each made from the one before, under these licences."""
    models = [
        {
            "id": f"m{place}",
            "name": f"M{place}",
            **({"licence": name} if name else {}),
            **({"foundations": [{"model": f"m{place - 1}", "relation": "finetuned"}]} if place else {}),
        }
        for place, name in enumerate(chain)
    ]
    registry = parse_record(Registry, {"models": models, "licences": LICENCES})
    model = registry.models[-1]
    return judge_use(Licensing(registry).assess(model, next(model.each_size())), parse_use(use))


@pytest.mark.parametrize(
    ("use", "chain", "said"),
    [
        ("sell", ("free",), "yes"),
        ("serve", ("limits",), "conditional"),
        ("sell", ("closed-form", "free"), "no"),
        ("sell", (None,), "unknown"),
        ("finetune", ("free",), "not said"),
        ("finetune", ("notice",), "conditional"),
        ("finetune", ("closed-form", "free"), "no"),
        ("finetune", ("in-house", "free"), "no"),
        ("finetune", ("no-sublicence",), "conditional"),
        ("finetune", ("undecided",), "unknown"),
        ("train-on-output", ("free",), "not said"),
        ("train-on-output", ("notice",), "not said"),
        ("train-on-output", ("limits", "free"), "conditional"),
        ("train-on-output", ("no-training", "free"), "no"),
        ("train-on-output", ("limits", "no-training"), "no"),
        ("train-on-output", (None, "limits"), "unknown"),
        ("train-on-output", (None, "no-training"), "no"),
    ],
)
def test_the_strictest_of_the_lineage_decides(use: str, chain: tuple[str | None, ...], said: Permission) -> None:
    assert judged(use, *chain) == said


_ORDER: dict[Permission, int] = {"no": 0, "unknown": 1, "conditional": 2, "not said": 3, "yes": 4}


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("name", [None, *(each["id"] for each in LICENCES)])
@pytest.mark.parametrize("base", [None, *(each["id"] for each in LICENCES)])
def test_a_base_never_loosens(use: str, name: str | None, base: str | None) -> None:
    assert _ORDER[judged(use, base, name)] <= _ORDER[judged(use, name)]


def test_a_service_is_sold_by_nobody_else() -> None:
    registry = parse_record(Registry, {"models": [{"id": "s", "name": "S", "kind": "service"}]})
    assessment = Licensing(registry).assess(registry.models[0], next(registry.models[0].each_size()))
    assert judge_use(assessment, parse_use("sell")) == "unknown"


def test_the_catalogue_says_of_output_what_the_licences_do(registry: Registry) -> None:
    """Llama 2 and 3 bar it (section 1b v), Llama 3.1 asks for a name, Apache says nothing of it."""
    said = {}
    for name in ("llama-2@7B", "llama-3@8B", "llama-3.1@8B", "gemma-2@9B", "qwen-3@8B"):
        model, size = registry.resolve_model(name)
        assert size is not None
        said[name] = judge_use(Licensing(registry).assess(model, size), parse_use("train-on-output"))
    assert list(said.values()) == ["no", "no", "conditional", "conditional", "not said"]
