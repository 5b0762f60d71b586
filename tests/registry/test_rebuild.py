"""Records out of JSON are what validating it gives, and what has another form is refused."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic_core import from_json

from llmsurvey.records.record import Record
from llmsurvey.registry.built_in import Hardware, Survey, load_hardware, load_survey
from llmsurvey.registry.built_in_boards import Boards, load_boards
from llmsurvey.registry.rebuild import rebuild
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.scores import StatedScores, built_in_scores


def parts_of(value: Any) -> Any:
    """All that a value holds: of records the kind, the fields in their order, and which are stated."""
    if isinstance(value, Record):
        fields = [(name, parts_of(part)) for name, part in value.__dict__.items() if name in type(value).model_fields]
        return type(value), fields, value.model_fields_set
    if isinstance(value, tuple):
        return [parts_of(part) for part in value]
    return type(value), value


def check_rebuilt(record: Record) -> None:
    content = record.model_dump_json(exclude_unset=True)
    rebuilt = rebuild(type(record), from_json(content))
    assert rebuilt == type(record).model_validate_json(content)
    assert parts_of(rebuilt) == parts_of(type(record).model_validate_json(content))
    assert rebuilt.model_dump_json(exclude_unset=True) == content


def test_the_registry_is_rebuilt_as_it_was(registry: Registry) -> None:
    check_rebuilt(registry)


@pytest.mark.parametrize(
    "load", [load_survey, load_hardware, load_boards, lambda: StatedScores(scores=built_in_scores())]
)
def test_what_is_built_in_is_rebuilt_as_it_was(load: Any) -> None:
    check_rebuilt(load())


def test_a_rebuilt_record_is_frozen_and_can_be_copied() -> None:
    gpu = rebuild(Hardware, {"gpus": [{"id": "a", "name": "A", "vendor": "V", "memory_gb": 8}]}).gpus[0]
    with pytest.raises(ValueError, match="frozen"):
        gpu.name = "B"
    assert gpu.model_copy(update={"name": "B"}).name == "B"
    assert hash(gpu) == hash(gpu.model_copy())


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (Registry, []),
        (Registry, None),
        (Registry, {"modells": []}),
        (Registry, {"models": {}}),
        (Registry, {"models": None}),
        (Registry, {"models": ["a"]}),
        (Registry, {"models": [{"id": "a"}]}),
        (Registry, {"models": [{"id": "a", "name": 7}]}),
        (Registry, {"models": [{"id": "a", "name": None}]}),
        (Registry, {"models": [{"id": "a", "name": "A", "aliases": "b"}]}),
        (Registry, {"models": [{"id": "a", "name": "A", "aliases": [1]}]}),
        (Registry, {"models": [{"id": "a", "name": "A", "sizes": [{"name": "7B", "parameters": "7B"}]}]}),
        (Registry, {"models": [{"id": "a", "name": "A", "sizes": [{"name": "7B", "parameters": True}]}]}),
        (Registry, {"origins": []}),
        (Boards, {"boards": [{"id": "a", "name": "A", "chance": [25]}]}),
        (Survey, {"tables": [{"number": 1, "section": "1", "caption": "x", "columns": [], "rows": []}]}),
        (Hardware, {"precisions": [{"id": "a", "name": "A", "family": "plain", "bits": 4.5}]}),
    ],
)
def test_what_has_another_form_is_refused(kind: type[Record], content: object) -> None:
    with pytest.raises(ValueError, match=r"fields|types"):
        rebuild(kind, content)
