"""The catalogue as registry files that can be read again."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from llmsurvey.formats.registry_file import FORMATS, lists_of_records, render
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.compile import compile_layers
from llmsurvey.registry.layers import Layer
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.scores import load_scores


@pytest.fixture(scope="module")
def content(registry: Registry) -> dict[str, list[Any]]:
    return lists_of_records(registry, load_scores(registry))


@pytest.mark.parametrize("name", FORMATS)
def test_what_was_written_is_read_again_as_the_same_records(
    registry: Registry, content: dict[str, list[Any]], name: str
) -> None:
    again = compile_layers([Layer("copy", (("copy.yaml", render(content, name)),))]).registry
    assert again.models == registry.models
    assert again.datasets == registry.datasets
    assert again.licences == registry.licences
    assert again.benchmarks == registry.benchmarks
    assert list(again.scores) == load_scores(registry)


def test_json_and_yaml_hold_the_same(content: dict[str, list[Any]]) -> None:
    few = {name: found[:5] for name, found in content.items()}
    assert yaml.safe_load(render(few, "yaml")) == json.loads(render(few, "json"))


def test_what_is_not_known_is_left_out() -> None:
    bare = parse_record(Registry, {"models": [{"id": "m", "name": "M", "sizes": [{"name": "7B", "foundations": []}]}]})
    assert lists_of_records(bare, [])["models"] == [
        {"id": "m", "name": "M", "sizes": [{"name": "7B", "foundations": []}]}
    ]
