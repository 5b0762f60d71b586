"""A bill of materials: what it is about, its date, and the checklist that is filled from it."""

from __future__ import annotations

import pytest
from tests.boms.conftest import TEACHER, bill_of, by_component, merge_of_depth, registry_of

from llmsurvey.answers.bom import BomQuestion, compose_bom
from llmsurvey.answers.bom_checklist import ChecklistQuestion, fill_checklist
from llmsurvey.errors import RequestError
from llmsurvey.library import Library
from llmsurvey.records import NO_WEIGHTS
from llmsurvey.registry.registry import Registry

SIZED = {
    "id": "sized",
    "name": "Sized",
    "sizes": [{"name": "7B", "licence": "mit"}, {"name": "13B", "licence": "own"}, {"name": "1T", "access": "closed"}],
}


def test_every_verdict_is_that_of_the_licensing(registry: Registry) -> None:
    library = Library(registry=registry)
    licensing = library.licensing()
    for name in ("mythomax-l2-13b", "kullm", "guanaco", "zephyr"):
        answer = compose_bom(library, BomQuestion(names=(name,)))
        model = registry.model_by_id[name]
        for size in model.each_size():
            entry = by_component(answer)[f"model/{model.id}@{size.name}" if model.sizes else f"model/{model.id}"]
            assert entry.verdict == licensing.assess(model, size).verdict


def test_without_a_size_it_is_about_all_that_have_weights() -> None:
    answer = bill_of(registry_of(SIZED), "sized")
    assert [entry.component for entry in answer.entries if entry.is_subject] == ["model/sized@7B", "model/sized@13B"]


def test_a_base_without_a_size_is_one_component_under_all_of_its_licences() -> None:
    tuned = {"id": "tuned", "name": "Tuned", "licence": "mit", "foundations": [{"model": "sized", "relation": "delta"}]}
    entries = by_component(bill_of(registry_of(SIZED, tuned), "tuned"))
    assert entries["model/sized"].declared == "NOASSERTION"
    assert entries["model/tuned"].concluded == ("LicenseRef-llmsurvey-own", "MIT", "NOASSERTION")
    assert entries["model/tuned"].verdict == "no"


@pytest.mark.parametrize(("relation", "concluded"), [("finetuned", ("MIT", "NOASSERTION")), ("data", ("MIT",))])
def test_a_base_that_nobody_has_looked_at_binds_without_a_determination(
    relation: str, concluded: tuple[str, ...]
) -> None:
    unresolved = [{"name": "some/body", "relation": relation}]
    tuned = {"id": "tuned", "name": "Tuned", "licence": "mit", "unresolved": unresolved}
    again = {
        "id": "again",
        "name": "Again",
        "licence": "mit",
        "foundations": [{"model": "tuned", "relation": "merge"}],
    }
    entries = by_component(bill_of(registry_of(tuned, again), "again"))
    assert entries["model/tuned"].concluded == entries["model/again"].concluded == concluded


def test_data_bind_data_and_no_model() -> None:
    entries = by_component(bill_of(merge_of_depth(1), "m1"))
    assert entries["dataset/talk"].concluded == ("LicenseRef-llmsurvey-own", "MIT")
    free = {"id": "free", "name": "Free", "licence": "mit", "datasets": ["talk", "gone", "free-for-all"]}
    entries = by_component(bill_of(registry_of(free), "free"))
    assert entries["model/free"].concluded == ("MIT",)
    assert entries["dataset/gone"].concluded == ("MIT", "NOASSERTION")
    assert entries["dataset/free-for-all"].declared == "NONE"


def test_only_what_the_spdx_list_has_goes_by_its_id() -> None:
    names = {"mit": "MIT", "unlisted": "LicenseRef-llmsurvey-unlisted", "odd_one": "LicenseRef-llmsurvey-odd-one"}
    for licence, name in names.items():
        (entry,) = bill_of(registry_of({"id": "a", "name": "A", "licence": licence}), "a").entries
        assert (entry.declared, entry.concluded) == (name, (name,))


def test_of_what_has_no_weights_there_is_no_bill() -> None:
    with pytest.raises(RequestError, match="Teacher has no weights"):
        bill_of(registry_of(), str(TEACHER["id"]))
    with pytest.raises(RequestError, match="no model is named"):
        bill_of(registry_of())


def test_its_date_is_that_of_the_facts_or_from_outside(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    newest = max(source.checked for model in registry.models for source in model.sources if source.checked)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert bill_of(registry, "guanaco").created.time >= f"{newest}T00:00:00Z"
    assert bill_of(merge_of_depth(1), "m1").created.time == "1970-01-01T00:00:00Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert bill_of(registry, "guanaco").created.time == "2023-11-14T22:13:20Z"
    for wrong in ("soon", "-5", "9" * 30, "١٢"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
        with pytest.raises(RequestError, match="which is no time"):
            bill_of(registry, "guanaco")


def test_the_checklist_has_every_part_of_the_section(registry: Registry) -> None:
    answer = fill_checklist(Library(registry=registry), ChecklistQuestion(names=("Guanaco@7B",)))
    asked = {entry.asked for entry in answer.entries}
    assert asked == {
        *("weights", "model tree", "datasets", "obligation", "restriction", "right"),
        *("downstream", "intended use", "to review", "code", "AI system", "procedure"),
    }
    (weights,) = [entry for entry in answer.entries if entry.asked == "weights"]
    assert "binding: Apache License 2.0, LLaMA License Agreement; no commercial use" in weights.finding
    assert {entry.state for entry in answer.entries if entry.asked in ("code", "AI system")} == {"for a person"}
    assert any("3.5" in note and "1.0" in note for note in answer.notes)


def test_the_checklist_and_the_bill_name_the_same_components(registry: Registry) -> None:
    library = Library(registry=registry)
    bill = compose_bom(library, BomQuestion(names=("kullm@12.8B-v2",)))
    listed = fill_checklist(library, ChecklistQuestion(names=("kullm@12.8B-v2",)))
    named = {entry.holder for entry in listed.entries if entry.asked in ("weights", "model tree", "datasets")}
    assert {entry.title for entry in bill.entries} == named - {None}
    assert NO_WEIGHTS in {entry.verdict for entry in bill.entries}  # a teacher is a service
