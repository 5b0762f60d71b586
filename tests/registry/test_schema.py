from __future__ import annotations

import copy
from typing import Any

import jsonschema
import pytest

from llmsurvey.registry.layers import data_folder
from llmsurvey.registry.nodes import read_document
from llmsurvey.registry.schema import registry_schema

BUILT_IN = ["models.yaml", "datasets.yaml", "licences.yaml", "benchmarks.yaml"]


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(registry_schema())


def document(name: str) -> Any:
    node = read_document(name, (data_folder() / name).read_bytes())
    assert node is not None
    return node.plain()


def test_the_schema_is_one_of_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(registry_schema())


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_built_in_files_are_valid(validator: jsonschema.Draft202012Validator, name: str) -> None:
    assert [error.message for error in validator.iter_errors(document(name))] == []


def test_an_amendment_needs_no_more_than_an_id(validator: jsonschema.Draft202012Validator) -> None:
    entries = {kind: [{"id": "a"}] for kind in ("models", "datasets", "licences", "benchmarks")}
    assert validator.is_valid(entries)


@pytest.mark.parametrize("date", ["2023", "2023-07", "2023-07-18", 2023])
@pytest.mark.parametrize("parameters", ["7B", 7e9, 6738415616])
def test_dates_and_counts_may_be_written_as_the_program_reads_them(
    validator: jsonschema.Draft202012Validator, date: object, parameters: object
) -> None:
    sizes = [{"name": "7B", "parameters": parameters}]
    assert validator.is_valid({"models": [{"id": "a", "released": date, "sizes": sizes}]})


@pytest.mark.parametrize(
    "change",
    [
        {"licens": "mit"},
        {"id": "Big A"},
        {"id": None},
        {"name": 7},
        {"name": ""},
        {"released": "July 2023"},
        {"released": 23},
        {"kind": "fine-tuned"},
        {"languages": "ko"},
        {"sizes": [{"parameters": "7B"}]},
        {"sizes": [{"name": "7B", "parameters": -7}]},
        {"sizes": [{"name": "7B", "parameters": True}]},
        {"foundations": [{"model": "llama"}]},
        {"foundations": [{"model": "llama", "relation": "copied"}]},
        {"sources": [{"title": "without an address"}]},
    ],
)
def test_a_faulty_entry_is_not_valid(validator: jsonschema.Draft202012Validator, change: dict[str, Any]) -> None:
    good = document("models.yaml")
    bad = copy.deepcopy(good)
    bad["models"][0].update(change)
    assert validator.is_valid(good)
    assert not validator.is_valid(bad)


def test_an_unknown_list_is_not_valid(validator: jsonschema.Draft202012Validator) -> None:
    assert not validator.is_valid({"modles": []})


def test_an_entry_without_an_id_is_not_valid(validator: jsonschema.Draft202012Validator) -> None:
    assert not validator.is_valid({"datasets": [{"name": "A"}]})


def test_every_field_of_a_model_is_in_it() -> None:
    fields = {name for entry in document("models.yaml")["models"] for name in entry}
    assert fields <= set(registry_schema()["$defs"]["Model"]["properties"])
