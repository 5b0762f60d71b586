"""What has to be kept to."""

from __future__ import annotations

from llmsurvey.answers.conditions import ConditionsAnswer, ConditionsEntry
from llmsurvey.answers.licence import LicenceQuestion, explain_licence
from llmsurvey.library import Library
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.registry import Registry


def conditions(registry: Registry, name: str) -> list[ConditionsEntry]:
    answer = explain_licence(Library(registry=registry), LicenceQuestion(name=name, conditions=True))
    assert isinstance(answer, ConditionsAnswer)
    return list(answer.entries)


def test_a_free_model_still_asks_for_attribution(registry: Registry) -> None:
    assert {row.condition for row in conditions(registry, "Falcon@7B")} == {"attribution", "patent"}


def test_conditions_of_a_foundation_name_the_model_that_brings_them(registry: Registry) -> None:
    found = {(row.condition, row.holder) for row in conditions(registry, "FreeWilly2@70B")}
    assert ("user-threshold", "Llama 2@70B") in found
    assert ("non-commercial", "FreeWilly2@70B") in found


def test_each_condition_of_a_licence_is_listed_once(registry: Registry) -> None:
    found = [row for model in registry.models for row in conditions(registry, model.id)]
    each = [
        (model.id, row.condition, row.text, row.licence)
        for model in registry.models
        for row in conditions(registry, model.id)
    ]
    assert len(found) > 100
    assert len(each) == len(set(each))


def test_one_size_has_only_its_own(registry: Registry) -> None:
    assert {row.licence for row in conditions(registry, "MPT@7B")} == {"apache-2.0"}
    assert len({row.licence for row in conditions(registry, "MPT")}) > 1


def test_the_nearest_model_brings_a_condition_in() -> None:
    """The size that is looked at last is under the licence itself; its sister's foundation is further away."""
    text = [{"kind": "attribution", "text": "Name us."}]
    free = {"id": "free", "name": "Free", "kind": "software", "commercial": "yes", "conditions": text}
    sizes = [{"name": "a", "foundations": [{"model": "base", "relation": "merge"}]}, {"name": "b", "licence": "free"}]
    models = [{"id": "base", "name": "Base", "licence": "free"}, {"id": "m", "name": "M", "sizes": sizes}]
    registry = parse_record(Registry, {"models": models, "licences": [free]})
    assert [row.holder for row in conditions(registry, "m")] == ["M@b"]
