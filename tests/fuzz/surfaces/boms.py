"""Bills of materials, whoever wrote them."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.program import clear_folder
from tests.fuzz.small_registry import small_registry
from tests.fuzz.structure import mutate_json
from tests.fuzz.surface import Surface, check_messages, check_refusal, seeds

from llmsurvey.answers.import_bom import ImportBomQuestion, import_bom
from llmsurvey.errors import LlmsurveyError
from llmsurvey.formats import render
from llmsurvey.library import Library


def _check_bom(content: bytes) -> None:
    """A bill is refused in one line, or each of its components is told once with a verdict."""
    clear_folder()
    Path("bom.json").write_bytes(content)
    try:
        answer = import_bom(Library(registry=small_registry()), ImportBomQuestion(path="bom.json"))
    except LlmsurveyError as error:
        check_refusal(error)
        return
    render(answer.table(), "json")
    check_messages(answer.notes)
    components = [entry.component for entry in answer.entries]
    assert len(set(components)) == len(components), "a component is told twice"
    assert all(entry.verdict for entry in answer.entries if entry.record == "model"), "a model without a verdict"


SURFACES = (
    Surface("bom-spdx", _check_bom, 100, seeds("bom_spdx"), mutate_json),
    Surface("bom-cyclonedx", _check_bom, 100, seeds("bom_cyclonedx"), mutate_json),
    Surface("bom-cyclonedx-xml", _check_bom, 100, seeds("bom_cyclonedx_xml")),
)
