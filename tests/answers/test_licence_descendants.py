"""All whose verdict rests on a model or a licence."""

from __future__ import annotations

from typing import Any

import pytest
from tests.lineage.large import model, registry_of

from llmsurvey.answers.licence_descendants import DescendantsAnswer, DescendantsQuestion, find_descendants
from llmsurvey.errors import UnknownNameError
from llmsurvey.library import Library

MODELS = [
    model("base", licence="research"),
    model("child", ["base"]),
    model("merge", ["child", "other"]),
    model("other", licence="terms"),
    model("taught") | {"foundations": [{"model": "base", "relation": "distilled"}]},
]


def ask(name: str, models: list[dict[str, Any]] = MODELS) -> DescendantsAnswer:
    return find_descendants(Library(registry=registry_of(models, [])), DescendantsQuestion(name=name))


def test_descendants_by_weights_are_listed_with_own_licence_and_verdict() -> None:
    assert [(entry.id, entry.depth, entry.commercial, entry.verdict) for entry in ask("base").entries] == [
        ("base", 0, "no", "no"),
        ("child", 1, "yes", "no"),
        ("merge", 2, "yes", "no"),
    ]


def test_a_verdict_that_something_else_decides_is_told_apart() -> None:
    assert [(entry.id, entry.decides) for entry in ask("other").entries] == [("other", True), ("merge", False)]


def test_of_a_licence_all_under_it_and_all_made_from_those() -> None:
    assert [(entry.id, entry.depth) for entry in ask("research").entries] == [("base", 0), ("child", 1), ("merge", 2)]


def test_those_that_claim_more_are_counted() -> None:
    assert any("own licences of 2 of these" in sentence for sentence in ask("base").notes)


def test_an_unknown_name_is_told() -> None:
    with pytest.raises(UnknownNameError):
        ask("nothing")
