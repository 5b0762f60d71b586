"""Families of models by their root."""

from __future__ import annotations

from typing import Any

from tests.lineage.large import model, registry_of

from llmsurvey.answers.families import FamiliesAnswer, FamiliesQuestion, list_families
from llmsurvey.library import Library


def ask(*models: dict[str, Any]) -> FamiliesAnswer:
    return list_families(Library(registry=registry_of(list(models), [])), FamiliesQuestion())


def test_a_family_is_counted_with_its_steps_and_years() -> None:
    (entry,) = ask(
        model("a", released="2021-03"), model("b", ["a"], released="2023"), model("c", ["b"]), model("alone")
    ).entries
    assert (entry.id, entry.model_count, entry.size_count, entry.longest_chain) == ("a", 3, 3, 2)
    assert entry.growth == ("2021: 1", "2023: 1", "undated: 1")


def test_a_merge_is_in_the_families_of_all_that_went_into_it() -> None:
    answer = ask(model("a"), model("b"), model("c", ["a", "b"]))
    assert [(entry.id, entry.model_count) for entry in answer.entries] == [("a", 2), ("b", 2)]
    assert "1 model stands in several." in answer.notes[0]


def test_what_was_distilled_is_no_relative() -> None:
    taught = model("b") | {"foundations": [{"model": "a", "relation": "distilled"}]}
    answer = ask(model("a"), taught)
    assert not answer.entries
    assert "2 have no relatives." in answer.notes[0]


def test_a_name_that_nothing_answers_to_is_a_root_that_counts_as_no_model() -> None:
    lost = model("b", unresolved=[{"name": "ORG/Lost", "relation": "finetuned"}])
    (entry,) = ask(lost, model("c", ["b"])).entries
    assert (entry.id, entry.name, entry.resolved, entry.model_count, entry.longest_chain) == (
        *(None, "ORG/Lost", False, 2, 2),
    )


def test_a_family_of_twenty_thousand_steps_does_not_overflow() -> None:
    (entry,) = ask(*(model(f"m{n}", [f"m{n - 1}"] if n else []) for n in range(3000))).entries
    assert entry.longest_chain == 2999
