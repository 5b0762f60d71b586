"""Records out of the cache are what reading them from files gives, and what has another form is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from llmsurvey.errors import RegistryError
from llmsurvey.records import Model
from llmsurvey.records.parse import parse_record
from llmsurvey.records.plain import stated_fields
from llmsurvey.records.record import Record
from llmsurvey.registry import cache
from llmsurvey.registry.built_in import Hardware, Survey, load_hardware, load_survey
from llmsurvey.registry.built_in_boards import Boards, load_boards
from llmsurvey.registry.kept.registry import read_registry, write_registry
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.scores import StatedScores, built_in_scores

KEY = "0" * 64


def parts_of(value: Any) -> Any:
    """All that a value holds: of records the kind, and the fields that are stated."""
    if isinstance(value, Record):
        return type(value), [(name, parts_of(part)) for name, part in value.stated().items() if part != {}]
    if isinstance(value, tuple):
        return [parts_of(part) for part in value]
    return type(value), value


def check_kept(record: Record) -> None:
    cache.write_record(KEY, record)
    kept = cache.read_record(KEY, type(record))
    checked = parse_record(type(record), json.loads(json.dumps(stated_fields(record))))
    assert kept == checked == record
    assert kept is not None
    assert stated_fields(kept) == stated_fields(checked) == stated_fields(record)
    assert sorted(map(repr, parts_of(kept)[1])) == sorted(map(repr, parts_of(checked)[1]))


def test_the_registry_is_kept_as_it_was(registry: Registry) -> None:
    write_registry(KEY, registry)
    kept = read_registry(KEY)
    assert kept is not None
    assert kept == registry
    assert stated_fields(kept) == stated_fields(registry)
    assert list(map(parts_of, kept.models)) == list(map(parts_of, registry.models))
    lists = ("datasets", "licences", "benchmarks", "organisations")
    assert [parts_of(getattr(kept, name)) for name in lists] == [parts_of(getattr(registry, name)) for name in lists]


@pytest.mark.parametrize(
    "load", [load_survey, load_hardware, load_boards, lambda: StatedScores(scores=built_in_scores())]
)
def test_what_is_built_in_is_kept_as_it_was(load: Any) -> None:
    check_kept(load())


def test_sources_are_read_when_they_are_asked_for(registry: Registry) -> None:
    write_registry(KEY, registry)
    kept = read_registry(KEY)
    assert kept is not None
    first, second, third, fourth = kept.models[:4]
    assert not any("sources" in vars(model) for model in kept.models)
    assert first.sources == registry.models[0].sources != ()
    assert "sources" in vars(first)
    assert "sources" not in vars(second)
    assert second.replace(name="Other").sources == registry.models[1].sources
    assert stated_fields(third) == stated_fields(registry.models[2])
    assert fourth == registry.models[3]


def test_sources_that_another_thread_has_just_read_are_there(registry: Registry) -> None:
    """Python found none in the record and asks for them, but meanwhile the other thread was faster."""
    write_registry(KEY, registry)
    kept = read_registry(KEY)
    assert kept is not None
    first = kept.models[0]
    read = first.sources
    assert vars(Model)["sources"].__get__(first, Model) == read != ()


def test_sources_that_are_none_are_told_with_the_file_to_delete() -> None:
    board = {"id": "a", "name": "A"}
    cache.write_bytes(KEY, json.dumps([{"boards": [board]}, {"boards": [[{"url": 7}]]}]).encode(), "registry")
    kept = cache.read_record(KEY, Boards)
    assert kept is not None
    with pytest.raises(RegistryError, match=r"registry-0+\.cache: is damaged\. Delete it"):
        _ = kept.boards[0].sources


@pytest.mark.parametrize("deferred", [{"boards": []}, {"boards": [None, None]}, {"other": [None]}, {"boards": {}}, []])
def test_sources_of_others_are_as_if_nothing_were_kept(deferred: object) -> None:
    cache.write_bytes(KEY, json.dumps([{"boards": [{"id": "a", "name": "A"}]}, deferred]).encode(), "registry")
    assert cache.read_record(KEY, Boards) is None


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (Registry, []),
        (Registry, None),
        (Registry, {"models": {}}),
        (Registry, {"models": None}),
        (Registry, {"models": ["a"]}),
        (Registry, {"models": [{"id": "a"}]}),
        (Registry, {"models": [{"id": "a", "name": 7}]}),
        (Registry, {"models": [{"id": "a", "name": None}]}),
        (Registry, {"models": [{"id": "a", "name": "A", "aliases": "b"}]}),
        (Registry, {"models": [{"id": "a", "name": "A", "aliases": [1]}]}),
        (Registry, {"models": [{"id": "a", "name": "A", "kind": "other"}]}),
        (Registry, {"models": [{"id": "a", "name": "A", "notes": 7}]}),
        (Registry, {"models": [{"id": "a", "name": "A", "sizes": [{"name": "7B", "parameters": "7B"}]}]}),
        (Registry, {"models": [{"id": "a", "name": "A", "sizes": [{"name": "7B", "parameters": True}]}]}),
        (Registry, {"origins": []}),
        (Boards, {"boards": [{"id": "a", "name": "A", "chance": [25]}]}),
        (Survey, {"tables": [{"number": 1, "section": "1", "caption": "x", "columns": [], "rows": []}]}),
        (Hardware, {"precisions": [{"id": "a", "name": "A", "family": "plain", "bits": []}]}),
    ],
)
def test_what_has_another_form_is_as_if_it_were_not_there(kind: type[Record], content: object) -> None:
    cache.write_bytes(KEY, json.dumps([content, {}]).encode(), "registry")
    assert cache.read_record(KEY, kind) is None
