"""Models are found as `search` finds them."""

from __future__ import annotations

import random

import pytest

from llmsurvey.answers.model_index import ModelIndex
from llmsurvey.answers.search import SearchQuestion, search_records
from llmsurvey.library import Library
from llmsurvey.registry.registry import Registry


@pytest.fixture(scope="module")
def index(registry: Registry) -> ModelIndex:
    return ModelIndex(registry)


def mistyped(registry: Registry) -> list[str]:
    """Names of models and makers, each with a letter left out."""
    source = random.Random(5)
    names = source.sample([name for model in registry.models for name in (model.name, *model.developers)], 12)
    places = [source.randrange(len(name)) for name in names]
    return [name[:place] + name[place + 1 :] for name, place in zip(names, places, strict=True) if len(name) > 1]


def test_same_models_are_found_as_by_search(registry: Registry, index: ModelIndex) -> None:
    library = Library(registry=registry)
    for text in ("v", "구름", "쿨름", "vicunna", "llama 2", "구글", "GPT-4", "LLAMA", *mistyped(registry)):
        entries = search_records(library, SearchQuestion(text=text)).entries
        assert index.find(text) == {entry.id for entry in entries if entry.record == "model"}, text


def test_no_word_finds_every_model(registry: Registry, index: ModelIndex) -> None:
    assert index.find(" ") == {model.id for model in registry.models}
