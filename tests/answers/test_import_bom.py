"""A bill of materials that somebody wrote is held against what the licences of the lineage come to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from llmsurvey.answers.import_bom import ImportBomAnswer, ImportBomEntry, ImportBomQuestion, import_bom
from llmsurvey.errors import InputError
from llmsurvey.library import Library
from llmsurvey.registry.registry import Registry

SPDX = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"


def model(name: str, licence: dict[str, Any] | None, *bases: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "machine-learning-model",
        "bom-ref": name,
        "name": name,
        "licenses": [licence] if licence else [],
        "pedigree": {"ancestors": list(bases)},
        **more,
    }


def read(registry: Registry, folder: Path, stated: object) -> ImportBomAnswer:
    path = folder / "bill.json"
    path.write_text(stated if isinstance(stated, str) else json.dumps(stated), encoding="utf-8")
    return import_bom(Library(registry=registry), ImportBomQuestion(path=str(path)))


def cyclonedx(*components: dict[str, Any]) -> dict[str, Any]:
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": list(components)}


def xml(inner: str = "", version: str = "1.6") -> str:
    return f'<bom xmlns="http://cyclonedx.org/schema/bom/{version}">{inner}</bom>'


def named(answer: ImportBomAnswer, name: str) -> ImportBomEntry:
    (found,) = [entry for entry in answer.entries if entry.name == name]
    return found


LLAMA = {"type": "machine-learning-model", "name": "Llama-2-7b", "purl": "pkg:huggingface/meta-llama/Llama-2-7b-hf@abc"}
APACHE = {"license": {"id": "Apache-2.0"}}


def test_an_unknown_model_is_bound_by_what_the_registry_knows_of_its_base(registry: Registry, tmp_path: Path) -> None:
    answer = read(registry, tmp_path, cyclonedx(model("Tuned", APACHE, LLAMA)))
    tuned, base = named(answer, "Tuned"), named(answer, "Llama-2-7b")
    assert (tuned.declared, tuned.disagreement, tuned.identified) == (("Apache-2.0",), "declared", None)
    assert tuned.binding == ("Apache-2.0", "LicenseRef-llmsurvey-llama-2-community")
    assert tuned.verdict == "conditional"
    assert base.identified == "llama-2@7B"


def test_a_chain_within_the_file_is_followed(registry: Registry, tmp_path: Path) -> None:
    bound = {"license": {"id": "CC-BY-NC-4.0"}}
    names = ["Top", "Middle", "Bottom"]
    stated = [
        model(name, bound if name == "Bottom" else APACHE, *({"type": LLAMA["type"], "name": base} for base in bases))
        for name, bases in zip(names, [["Middle"], ["Bottom"], []], strict=True)
    ]
    top = named(read(registry, tmp_path, cyclonedx(*stated)), "Top")
    assert (top.binding, top.verdict) == (("Apache-2.0", "CC-BY-NC-4.0"), "no")


@pytest.mark.parametrize(
    ("licence", "binding", "verdict"),
    [
        ({"expression": "MIT OR CC-BY-NC-4.0"}, ("MIT OR CC-BY-NC-4.0",), "yes"),
        ({"expression": "MIT AND CC-BY-NC-4.0"}, ("CC-BY-NC-4.0", "MIT"), "no"),
        ({"expression": "MIT AND LicenseRef-mine"}, ("LicenseRef-mine", "MIT"), "unknown"),
        ({"license": {"name": "llama2"}}, ("LicenseRef-llmsurvey-llama-2-community",), "conditional"),
        ({"license": {"name": "Terms nobody knows"}}, ("Terms nobody knows",), "unknown"),
        (None, ("NOASSERTION",), "unknown"),
        ({"license": {"name": "NONE"}}, ("NONE",), "unknown"),
    ],
)
def test_licences_are_read_in_every_form(
    registry: Registry, tmp_path: Path, licence: dict[str, Any] | None, binding: tuple[str, ...], verdict: str
) -> None:
    (entry,) = read(registry, tmp_path, cyclonedx(model("A", licence))).entries
    assert (entry.binding, entry.verdict) == (binding, verdict)


def test_a_bare_name_identifies_nothing(registry: Registry, tmp_path: Path) -> None:
    (entry,) = read(registry, tmp_path, cyclonedx(model("Falcon", APACHE))).entries
    assert entry.identified is None


def test_no_conclusion_is_no_disagreement(registry: Registry, tmp_path: Path) -> None:
    stated = model("A", APACHE)
    stated["licenses"].append({"license": {"name": "NOASSERTION", "acknowledgement": "concluded"}})
    (entry,) = read(registry, tmp_path, cyclonedx(stated)).entries
    assert (entry.verdict, entry.disagreement) == ("yes", None)


def test_what_a_file_concludes_as_unknown_beside_its_licence_stays_so(registry: Registry, tmp_path: Path) -> None:
    stated = model("A", APACHE)
    concluded = ({"id": "Apache-2.0"}, {"name": "NOASSERTION"})
    stated["licenses"] += [{"license": {**licence, "acknowledgement": "concluded"}} for licence in concluded]
    (entry,) = read(registry, tmp_path, cyclonedx(stated)).entries
    assert (entry.verdict, entry.binding, entry.disagreement) == ("unknown", ("Apache-2.0", "NOASSERTION"), "declared")


VICUNA = "lmsys/vicuna-7b-v1.1"
MIT = {"license": {"id": "MIT"}}


@pytest.mark.parametrize(
    "component",
    [
        model(VICUNA, MIT),
        model("vicuna-7b-v1.1", MIT, group="lmsys"),
        model("v", MIT, externalReferences=[{"type": "website", "url": f"https://huggingface.co/{VICUNA}"}]),
        {"type": "library", "name": "v", "purl": f"pkg:huggingface/{VICUNA}@abc", "licenses": [MIT]},
    ],
)
def test_a_repository_identifies_a_model_wherever_it_stands(
    registry: Registry, tmp_path: Path, component: dict[str, Any]
) -> None:
    (entry,) = read(registry, tmp_path, cyclonedx(component)).entries
    assert (entry.identified, entry.verdict, entry.disagreement) == ("vicuna@7B-v1.1", "no", "declared")


def test_a_library_of_another_kind_is_no_model(registry: Registry, tmp_path: Path) -> None:
    library = {"type": "library", "name": "requests", "purl": "pkg:pypi/requests@2", "licenses": [APACHE]}
    assert [entry.name for entry in read(registry, tmp_path, cyclonedx(model("a", MIT), library)).entries] == ["a"]


def test_pedigrees_within_pedigrees_are_followed(registry: Registry, tmp_path: Path) -> None:
    bottom = model("Bottom", {"license": {"id": "CC-BY-NC-4.0"}}, type="application")
    answer = read(registry, tmp_path, cyclonedx(model("Top", MIT, model("Middle", MIT, bottom))))
    assert [(entry.name, entry.verdict) for entry in answer.entries] == [
        ("Top", "no"),
        ("Middle", "no"),
        ("Bottom", "no"),
    ]


def test_what_a_pedigree_says_of_a_component_of_the_file_counts(registry: Registry, tmp_path: Path) -> None:
    bottom = model("Bottom", {"license": {"id": "CC-BY-NC-4.0"}})
    top = model("Top", MIT, model("Middle", MIT, bottom))
    answer = read(registry, tmp_path, cyclonedx(top, {**model("Middle", MIT), "pedigree": {}}))
    assert named(answer, "Middle").verdict == "no"


def test_another_name_of_the_same_licence_is_no_disagreement(registry: Registry, tmp_path: Path) -> None:
    for licence in ({"name": "llama2"}, {"name": "LLAMA 2 Community License"}):
        (entry,) = read(registry, tmp_path, cyclonedx(model("a", {"license": licence}))).entries
        assert entry.binding == ("LicenseRef-llmsurvey-llama-2-community",)
        assert entry.disagreement is None


@pytest.mark.parametrize(
    "data",
    [
        {"type": "data", "name": "x", "purl": "pkg:huggingface/datasets/tatsu-lab/alpaca", "licenses": [MIT]},
        {"type": "data", "name": "tatsu-lab/alpaca", "licenses": [MIT]},
    ],
)
def test_a_repository_identifies_data(registry: Registry, tmp_path: Path, data: dict[str, Any]) -> None:
    (entry,) = read(registry, tmp_path, cyclonedx(data)).entries
    assert (entry.record, entry.identified, entry.binding) == ("dataset", "alpaca-52k", ("CC-BY-NC-4.0",))


def test_data_that_stand_in_the_card_of_a_model_are_read(registry: Registry, tmp_path: Path) -> None:
    card = {"modelParameters": {"datasets": [{"type": "dataset", "name": "tatsu-lab/alpaca"}]}}
    answer = read(registry, tmp_path, cyclonedx(model("a", MIT, modelCard=card)))
    assert named(answer, "tatsu-lab/alpaca").identified == "alpaca-52k"


def test_a_package_of_spdx_that_is_a_base_is_a_model(registry: Registry, tmp_path: Path) -> None:
    graph = [
        {"type": "ai_AIPackage", "spdxId": "a", "name": "Tuned"},
        {"type": "software_Package", "spdxId": "b", "name": "Base", "software_packageUrl": f"pkg:huggingface/{VICUNA}"},
        {"type": "software_Package", "spdxId": "c", "name": VICUNA},
        {"type": "software_Package", "spdxId": "d", "name": "requests"},
        {"type": "Relationship", "spdxId": "r", "from": "a", "to": ["c"], "relationshipType": "descendantOf"},
    ]
    answer = read(registry, tmp_path, {"@context": SPDX, "@graph": graph})
    assert [(entry.name, entry.identified, entry.verdict) for entry in answer.entries] == [
        ("Tuned", None, "no"),
        ("Base", "vicuna@7B-v1.1", "no"),
        (VICUNA, "vicuna@7B-v1.1", "no"),
    ]


def test_a_wrong_conclusion_is_told(registry: Registry, tmp_path: Path) -> None:
    concluded = {"license": {"id": "Apache-2.0", "acknowledgement": "concluded"}}
    stated = model("Tuned", APACHE, LLAMA)
    stated["licenses"].append(concluded)
    assert named(read(registry, tmp_path, cyclonedx(stated)), "Tuned").disagreement == "declared and concluded"


def test_ancestors_are_read_in_both_directions_of_spdx(registry: Registry, tmp_path: Path) -> None:
    package = {"type": "ai_AIPackage", "software_downloadLocation": "https://huggingface.co/meta-llama/Llama-2-7b-hf"}
    graph = [
        {**package, "spdxId": "urn:base", "name": "base"},
        {"type": "ai_AIPackage", "spdxId": "urn:tuned", "name": "tuned"},
        {
            "type": "Relationship",
            "spdxId": "urn:r",
            "relationshipType": "ancestorOf",
            "from": "urn:base",
            "to": ["urn:tuned"],
        },
    ]
    tuned = named(read(registry, tmp_path, {"@context": SPDX, "@graph": graph}), "tuned")
    assert tuned.binding == ("LicenseRef-llmsurvey-llama-2-community", "NOASSERTION")


MODEL_IN_XML = """<?xml version="1.0" encoding="UTF-8"?>
<b:bom xmlns:b="http://cyclonedx.org/schema/bom/1.5" xmlns:o="https://example.org/other" version="1">
  <b:components>
    <b:component type="machine-learning-model" bom-ref="tuned">
      <b:author>Kim &amp; Lee</b:author>
      <b:name>Tuned</b:name>
      <b:version>7B</b:version>
      <b:licenses><b:license><b:id>Apache-2.0</b:id></b:license></b:licenses>
      <b:pedigree>
        <b:ancestors>
          <b:component type="machine-learning-model">
            <b:name>Llama-2-7b</b:name>
            <b:purl>pkg:huggingface/meta-llama/Llama-2-7b-hf@abc</b:purl>
          </b:component>
        </b:ancestors>
      </b:pedigree>
      <b:modelCard>
        <b:modelParameters>
          <b:modelArchitecture>llama</b:modelArchitecture>
          <b:datasets>
            <b:ref>talk</b:ref>
            <b:dataset><b:type>dataset</b:type><b:name>Stories</b:name></b:dataset>
          </b:datasets>
        </b:modelParameters>
      </b:modelCard>
      <o:name>Another<b:name>Inside</b:name></o:name>
    </b:component>
    <b:component type="data" bom-ref="talk">
      <b:name>Talk</b:name>
      <b:licenses><b:expression>MIT OR Apache-2.0</b:expression></b:licenses>
    </b:component>
  </b:components>
</b:bom>
"""
"""A bill of another program, with its own prefix for CycloneDX and something of another schema."""


def test_cyclonedx_in_xml_says_what_it_says_in_json(registry: Registry, tmp_path: Path) -> None:
    datasets = [{"ref": "talk"}, {"type": "dataset", "name": "Stories"}]
    card = {"modelParameters": {"modelArchitecture": "llama", "datasets": datasets}}
    tuned = {**model("tuned", APACHE, LLAMA, version="7B", author="Kim & Lee", modelCard=card), "name": "Tuned"}
    talk = {"type": "data", "bom-ref": "talk", "name": "Talk", "licenses": [{"expression": "MIT OR Apache-2.0"}]}
    in_xml = read(registry, tmp_path, MODEL_IN_XML)
    in_json = read(registry, tmp_path, {**cyclonedx(tuned, talk), "specVersion": "1.5"})
    assert in_xml.entries == in_json.entries
    assert {entry.name for entry in in_xml.entries} == {"Tuned", "Talk", "Stories", "Llama-2-7b"}
    assert named(in_xml, "Talk").declared == ("MIT OR Apache-2.0",)


@pytest.mark.parametrize(
    ("stated", "problem"),
    [
        ("{", "it is neither JSON nor CycloneDX in XML"),
        ("<html/>", "it is neither JSON nor CycloneDX in XML"),
        ("[" * 100_000, "it is neither JSON nor CycloneDX in XML"),
        (xml("<components>"), "its XML is broken"),
        (xml("<components><component><name>&unheard;</name></component></components>"), "its XML is broken"),
        ('<?xml version="1.0" encoding="unheard-of"?>' + xml(), "its XML is broken"),
        ('<!DOCTYPE bom [<!ENTITY a "aaaa">]>' + xml("<components>&a;</components>"), "a document type stands in it"),
        (xml("<components><component>" * 100_000), "nested too deep"),
        (xml(version="1.4"), "CycloneDX 1.4 has no models"),
        (xml(), "names no model and no dataset"),
        (xml("<components><component type='machine-learning-model'/></components>"), "doesn't keep to its standard"),
        ([1], "neither SPDX 3 nor CycloneDX"),
        ({"a": 1}, "neither SPDX 3 nor CycloneDX"),
        ({"spdxVersion": "SPDX-2.3"}, "SPDX 2.3 has no models"),
        ({"bomFormat": "CycloneDX", "specVersion": "1.4"}, "CycloneDX 1.4 has no models"),
        ({"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": 3}, "doesn't keep to its standard"),
        (cyclonedx({"type": "machine-learning-model"}), "doesn't keep to its standard"),
        ({"@context": SPDX, "@graph": [{"type": "Relationship"}]}, "doesn't keep to its standard"),
        (cyclonedx(), "names no model and no dataset"),
        (cyclonedx(model("A", None, {"type": LLAMA["type"], "name": "A"})), "made from itself: A -> A"),
    ],
    ids=str,
)
def test_what_is_no_bill_is_refused_in_one_line(
    registry: Registry, tmp_path: Path, stated: object, problem: str
) -> None:
    with pytest.raises(InputError) as refused:
        read(registry, tmp_path, stated)
    assert problem in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_exception_that_spdx_lists_leaves_the_terms_of_its_licence(registry: Registry, tmp_path: Path) -> None:
    listed, odd = {"expression": "Apache-2.0 WITH LLVM-exception"}, {"expression": "MIT WITH Frob-exception"}
    answer = read(registry, tmp_path, cyclonedx(model("Listed", listed), model("Odd", odd)))
    assert (named(answer, "Listed").verdict, named(answer, "Odd").verdict) == ("yes", "unknown")
    assert named(answer, "Listed").binding == ("Apache-2.0 WITH LLVM-exception",)
