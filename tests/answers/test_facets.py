"""The count of each value is the number of models that choosing it leaves."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from llmsurvey.answers.facets import FacetEntry, FacetsQuestion, count_facets
from llmsurvey.answers.list import ListQuestion, list_models
from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.library import Library
from llmsurvey.registry.registry import Registry

SEVERAL = ("kind", "licence", "developer", "language")


def models_with(library: Library, models: ModelFilter, entry: FacetEntry) -> set[str]:
    """The models of `list` with a value of a facet."""
    options: dict[str, Any] = {
        name: (value,) if name in SEVERAL else value for name, value in entry.options.items() if name != "verdict"
    }
    verdict = entry.options.get("verdict")
    entries = list_models(library, ListQuestion(models=replace(models, **options))).entries
    return {model.id for model in entries if verdict in (None, model.verdict)}


@pytest.mark.parametrize(
    "models",
    [
        ModelFilter(),
        ModelFilter(commercial=True, since="2023", until="2023"),
        ModelFilter(language=("ko",), kind=("finetuned",)),
        ModelFilter(search="llama", data="strict"),
    ],
    ids=["all", "commercial of 2023", "Korean", "search"],
)
def test_count_is_that_of_the_list(registry: Registry, models: ModelFilter) -> None:
    library = Library(registry=registry)
    entries = count_facets(library, FacetsQuestion(models=models, fits="RTX-4090"))
    others = [entry for entry in entries if entry.facet in ("developer", "licence")]
    looked_at = [entry for entry in entries if entry not in others]
    for entry in (*looked_at, *random.Random(3).sample(others, min(20, len(others)))):
        assert entry.model_count == len(models_with(library, models, entry)), entry


def test_values_of_one_facet_do_not_narrow_each_other(registry: Registry) -> None:
    library = Library(registry=registry)
    before, after = (
        {entry.value: entry.model_count for entry in count_facets(library, question) if entry.facet == "verdict"}
        for question in (FacetsQuestion(), FacetsQuestion(verdicts=("yes",)))
    )
    assert before == after


def test_chosen_values_are_told(registry: Registry) -> None:
    question = FacetsQuestion(models=ModelFilter(kind=("finetuned",), min_size="7B", max_size="13B"), verdicts=("no",))
    chosen = {
        (entry.facet, str(entry.value)) for entry in count_facets(Library(registry=registry), question) if entry.chosen
    }
    assert chosen == {("kind", "finetuned"), ("size", "7B-13B"), ("verdict", "no")}


def test_only_some_sizes_are_counted(registry: Registry) -> None:
    question = FacetsQuestion(among=frozenset({("mpt", "7B"), ("mpt", "30B"), ("falcon", "40B")}))
    kinds = [entry for entry in count_facets(Library(registry=registry), question) if entry.facet == "kind"]
    assert [(entry.value, entry.model_count) for entry in kinds] == [("pretrained", 2)]
