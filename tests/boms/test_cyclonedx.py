"""Bills in CycloneDX 1.6: valid by the standard's own schema, with pedigree, model cards and licences told apart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from tests.boms.conftest import bill_of, by_component, merge_of_depth, read_back

from llmsurvey.boms import render
from llmsurvey.registry.registry import Registry

VALIDATOR = JsonStrictValidator(SchemaVersion.V1_6)


def component_of(content: bytes, name: str) -> dict[str, Any]:
    stated = json.loads(content)
    subject = stated["metadata"].get("component")
    (found,) = [each for each in [subject, *stated["components"]] if each and each["bom-ref"] == name]
    assert isinstance(found, dict)
    return found


def test_a_merge_of_depth_12_is_valid_and_read_back_equal(tmp_path: Path) -> None:
    answer = bill_of(merge_of_depth(12), "m12")
    content = render(answer, "cyclonedx")
    assert VALIDATOR.validate_str(content.decode()) is None
    assert by_component(read_back(content, tmp_path)) == by_component(answer)
    assert len(content) < 60_000  # a pedigree names what it is made from, and isn't unfolded


@pytest.mark.parametrize("names", [("mythomax-l2-13b",), ("KULLM", "Vicuna@13B-v1.1")], ids=" ".join)
def test_real_bills_keep_to_the_official_schema(registry: Registry, names: tuple[str, ...]) -> None:
    text = render(bill_of(registry, *names), "cyclonedx").decode()
    assert VALIDATOR.validate_str(text) is None
    assert VALIDATOR.validate_str(text.replace('"machine-learning-model"', '"made-up"')) is not None


def test_licences_are_declared_or_concluded() -> None:
    tuned = component_of(render(bill_of(merge_of_depth(1), "m1"), "cyclonedx"), "model/m1")
    licences = [each["license"] for each in tuned["licenses"]]
    told = {(licence["acknowledgement"], licence.get("id") or licence["name"]) for licence in licences}
    assert told == {("declared", "MIT"), ("concluded", "MIT"), ("concluded", "LicenseRef-llmsurvey-own")}
    (own,) = [licence for licence in licences if licence.get("name")]
    assert (own["url"], own["text"]["content"].splitlines()[0]) == ("https://example.org/own", "Own Terms")


def test_the_pedigree_holds_ancestors_and_the_chain_of_reasons() -> None:
    answer = bill_of(merge_of_depth(3), "m3")
    pedigree = component_of(render(answer, "cyclonedx"), "model/m3")["pedigree"]
    assert sorted(each["name"] for each in pedigree["ancestors"]) == ["M1", "M2"]
    assert pedigree["notes"].splitlines() == list(by_component(answer)["model/m3"].because)


def test_the_model_card_names_its_data() -> None:
    card = component_of(render(bill_of(merge_of_depth(1), "m1"), "cyclonedx"), "model/m0")["modelCard"]
    assert card["modelParameters"]["datasets"] == [{"ref": "dataset/spoken"}, {"ref": "dataset/talk"}]
