"""Whatever a lineage is like, both documents are valid, the same each time, and read back equal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spdx_python_model
from cyclonedx.model.bom import Bom
from cyclonedx.output.xml import XmlV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import HealthCheck, given, settings
from tests.boms.conftest import bill_of_all, by_component, lineages, read_back
from tests.program import run_program

from llmsurvey.answers.bom_entries import NOASSERTION, NONE
from llmsurvey.answers.bom_expressions import join_licences, split_licence
from llmsurvey.boms import render
from llmsurvey.registry.registry import Registry

VALIDATOR = JsonStrictValidator(SchemaVersion.V1_6)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lineages())
def test_any_lineage_is_valid_and_read_back_equal(tmp_path: Path, registry: Registry) -> None:
    answer = bill_of_all(registry)
    spdx, cyclonedx = render(answer, "spdx"), render(answer, "cyclonedx")
    assert VALIDATOR.validate_str(cyclonedx.decode()) is None
    spdx_python_model.load_data(json.loads(spdx))
    for content in (spdx, cyclonedx):
        assert by_component(read_back(content, tmp_path)) == by_component(answer)
    assert (spdx, cyclonedx) == (render(answer, "spdx"), render(answer, "cyclonedx"))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lineages())
def test_cyclonedx_in_xml_is_read_as_in_json_but_for_what_its_library_leaves_out(
    tmp_path: Path, registry: Registry
) -> None:
    stated = json.loads(render(bill_of_all(registry), "cyclonedx"))
    in_xml = XmlV1Dot6(Bom.from_json(stated)).output_as_string().encode()  # type: ignore[attr-defined]
    for component in (stated["metadata"].get("component", {}), *stated.get("components", ())):
        component.pop("modelCard", None)
    again = read_back(in_xml, tmp_path)
    assert again.standard == "CycloneDX 1.6"
    assert by_component(again) == by_component(read_back(json.dumps(stated).encode(), tmp_path))


@settings(max_examples=60)
@given(lineages())
def test_a_concluded_licence_holds_those_of_all_that_was_taken_over(registry: Registry) -> None:
    answer = bill_of_all(registry)
    entries = by_component(answer)
    for entry in answer.entries:
        assert entry.declared in (*entry.concluded, NOASSERTION)
        for link in entry.links:
            if link.relation not in ("distilled", "generated"):
                assert set(entries[link.component].concluded) <= set(entry.concluded)
        if entry.verdict == "yes":
            assert set(entry.concluded) == {"MIT"}
        if "LicenseRef-llmsurvey-own" in entry.concluded and entry.record == "model" and entry.verdict != "no weights":
            assert entry.verdict == "no"


def test_the_bytes_depend_on_no_run(tmp_path: Path) -> None:
    for form in ("spdx", "cyclonedx"):
        first, second = (
            run_program(["bom", "mythomax-l2-13b", "-f", form], tmp_path, environment={"PYTHONHASHSEED": seed})
            for seed in ("1", "2")
        )
        assert first.stdout == second.stdout != ""


@pytest.mark.parametrize(
    ("expression", "parts"),
    [
        ("MIT", ("MIT",)),
        ("MIT AND Apache-2.0", ("Apache-2.0", "MIT")),
        ("(MIT OR Apache-2.0) AND CC0-1.0", ("CC0-1.0", "MIT OR Apache-2.0")),
        ("MIT AND Apache-2.0 OR CC0-1.0", ("MIT AND Apache-2.0 OR CC0-1.0",)),
        ("(MIT) AND ((MIT))", ("MIT",)),
        (NONE, (NONE,)),
        ("", ()),
    ],
)
def test_an_expression_is_split_into_what_binds_together(expression: str, parts: tuple[str, ...]) -> None:
    assert split_licence(expression) == parts
    assert split_licence(join_licences(parts)) == parts or not parts
