"""Bills in SPDX 3.0.1: valid by the standard's own library and schema, as its profiles ask."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import spdx_python_model
from hypothesis import given, settings
from tests.boms.conftest import (
    bill_of,
    bill_of_all,
    by_component,
    lineages,
    merge_of_depth,
    read_back,
    registry_of,
    spdx_schema,
)

from llmsurvey.boms import render
from llmsurvey.registry.registry import Registry


def graph_of(content: bytes) -> list[dict[str, Any]]:
    graph: list[dict[str, Any]] = json.loads(content)["@graph"]
    return graph


def errors_by_schema(bill: object) -> list[str]:
    return [error.message for error in spdx_schema().iter_errors(bill)]


def relations(graph: list[dict[str, Any]], kind: str) -> list[tuple[str, str]]:
    names = {each["spdxId"]: each.get("name", each["spdxId"]) for each in graph if "spdxId" in each}
    return [
        (names[each["from"]], names.get(end, end))
        for each in graph
        if each.get("relationshipType") == kind
        for end in each["to"]
    ]


def test_a_merge_of_depth_12_is_read_back_equal(tmp_path: Path) -> None:
    answer = bill_of(merge_of_depth(12), "m12")
    content = render(answer, "spdx")
    _, objects = spdx_python_model.load_data(json.loads(content))
    assert len(list(objects.foreach_type("ai_AIPackage"))) == 14
    assert by_component(read_back(content, tmp_path)) == by_component(answer)
    assert by_component(answer)["model/m12"].concluded == ("LicenseRef-llmsurvey-own", "MIT")


def test_each_package_has_one_declared_and_one_concluded_licence() -> None:
    graph = graph_of(render(bill_of(merge_of_depth(4), "m4"), "spdx"))
    packages = [each["spdxId"] for each in graph if each["type"] in ("ai_AIPackage", "dataset_DatasetPackage")]
    for kind in ("hasDeclaredLicense", "hasConcludedLicense"):
        assert sorted(each["from"] for each in graph if each.get("relationshipType") == kind) == sorted(packages)


def test_lineage_data_and_teachers_have_relations_of_their_own() -> None:
    tuned = {"id": "tuned", "name": "Tuned", "foundations": [{"model": "teacher", "relation": "distilled"}]}
    graph = graph_of(render(bill_of(merge_of_depth(1), "m1"), "spdx"))
    assert ("M1", "M0") in relations(graph, "descendantOf")
    assert ("M0", "Talk") in relations(graph, "trainedOn")
    assert ("Talk", "Raw") in relations(graph, "descendantOf")
    assert ("Teacher", "Spoken") in relations(graph, "generates")
    taught = graph_of(render(bill_of(registry_of(tuned), "tuned"), "spdx"))
    assert ("Tuned", "Teacher") in relations(taught, "trainedOn")
    assert relations(taught, "descendantOf") == []


@pytest.mark.parametrize(("licence", "individual"), [(None, "NoAssertionLicense"), ("none-stated", "NoneLicense")])
def test_unknown_and_missing_licences_are_the_individuals_of_the_standard(licence: str | None, individual: str) -> None:
    graph = graph_of(render(bill_of(registry_of({"id": "a", "name": "A", "licence": licence}), "a"), "spdx"))
    address = f"https://spdx.org/rdf/3.0.1/terms/ExpandedLicensing/{individual}"
    assert relations(graph, "hasDeclaredLicense") == [("A", address)]


def test_a_licence_off_the_list_says_where_its_text_is() -> None:
    graph = graph_of(render(bill_of(merge_of_depth(1), "m1"), "spdx"))
    (custom,) = [each for each in graph if each["type"] == "expandedlicensing_CustomLicense"]
    assert custom["expandedlicensing_seeAlso"] == ["https://example.org/own"]
    expressions = [each for each in graph if each["type"] == "simplelicensing_LicenseExpression"]
    (both,) = [each for each in expressions if " AND " in each["simplelicensing_licenseExpression"]]
    assert both["simplelicensing_licenseExpression"] == "LicenseRef-llmsurvey-own AND MIT"
    assert both["simplelicensing_customIdToUri"] == [
        {"type": "DictionaryEntry", "key": "LicenseRef-llmsurvey-own", "value": custom["spdxId"]}
    ]


def test_what_is_known_stands_beside_what_is_not() -> None:
    models = (
        {"id": "base", "name": "Base", "licence": "own"},
        {"id": "tuned", "name": "Tuned", "foundations": [{"model": "base", "relation": "finetuned"}]},
    )
    graph = graph_of(render(bill_of(registry_of(*models), "tuned"), "spdx"))
    (together,) = [each for each in graph if each["type"] == "expandedlicensing_ConjunctiveLicenseSet"]
    assert [part.rpartition("/")[2] for part in together["expandedlicensing_member"]][1:] == ["NoAssertionLicense"]


def test_the_chain_of_reasons_is_the_comment_of_the_concluded_licence() -> None:
    answer = bill_of(merge_of_depth(2), "m2")
    graph = graph_of(render(answer, "spdx"))
    comments = [each["comment"] for each in graph if each.get("relationshipType") == "hasConcludedLicense"]
    assert "\n".join(by_component(answer)["model/m2"].because) in comments
    assert any("M2 is merged from it" in comment for comment in comments)


@pytest.mark.parametrize("names", [("mythomax-l2-13b",), ("Guanaco@7B", "Falcon@40B")], ids=" ".join)
def test_real_bills_keep_to_the_official_schema(registry: Registry, names: tuple[str, ...]) -> None:
    content = json.loads(render(bill_of(registry, *names), "spdx"))
    assert errors_by_schema(content) == []
    content["@graph"][-1]["relationshipType"] = "madeUp"
    assert errors_by_schema(content) != []


@settings(max_examples=8)  # the schema takes a second for each
@given(lineages())
def test_any_lineage_keeps_to_the_official_schema(registry: Registry) -> None:
    assert errors_by_schema(json.loads(render(bill_of_all(registry), "spdx"))) == []


def test_a_merge_of_depth_12_keeps_to_the_official_schema() -> None:
    assert errors_by_schema(json.loads(render(bill_of(merge_of_depth(12), "m12"), "spdx"))) == []
