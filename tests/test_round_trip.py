"""What is exported can be read again, and says the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llmsurvey.answers.list import ListQuestion, list_models
from llmsurvey.formats import registry_file
from llmsurvey.formats.yaml import dump_yaml
from llmsurvey.library import Library
from llmsurvey.registry.compile import compile_layers
from llmsurvey.registry.layers import Layer
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.scores import load_scores
from llmsurvey.tables import Table

TEXT = (
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
    | st.sampled_from(
        ["1e100", "0o17", "no", "null", "2023-07-18", "1_000", "=", "~", "a: b", "a #b", "- a", "1:30", ".5"]
    )
).filter(lambda text: text.strip() != "")
"""Any text, control characters too: Hangul, YAML's own signs, words and numbers of other kinds of YAML."""

DATE = st.dates().map(str) | st.sampled_from(["2023", "2023-07"])
COUNT = st.integers(1, 10**15) | st.sampled_from(["7B", "7e9", "1.4T", "560M"])
KIND = st.sampled_from(["pretrained", "finetuned", "service"])
ACCESS = st.sampled_from(["open", "limited", "closed"])
LICENCE = st.sampled_from(["mit", "apache-2.0", "llama-licence", "llama-2-community"])
SOURCE = st.fixed_dictionaries({"url": TEXT}, optional={"supports": st.lists(TEXT, max_size=2), "says": TEXT})


def _entry(name: str, below: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """An entry that may be made from those before it, so that there is no circle."""
    base = st.sampled_from([*below, "llama", "pythia"])
    foundation = st.fixed_dictionaries(
        {"model": base, "relation": st.sampled_from(["finetuned", "delta", "distilled"])}
    )
    size = st.fixed_dictionaries(
        {"name": TEXT},
        optional={
            "parameters": COUNT,
            "hub": TEXT,
            "released": DATE,
            "licence": LICENCE,
            "foundations": st.lists(foundation, max_size=2),
            "datasets": st.lists(st.sampled_from(["sharegpt", "oasst1"]), max_size=2),
        },
    )
    return st.fixed_dictionaries(
        {"id": st.just(name), "name": TEXT},
        optional={
            "aliases": st.lists(TEXT, max_size=2),
            "developers": st.lists(TEXT, max_size=2),
            "released": DATE,
            "kind": KIND,
            "access": ACCESS,
            "languages": st.lists(st.sampled_from(["ko", "en", "no"]), max_size=3),
            "licence": LICENCE,
            "foundations": st.lists(foundation, max_size=2),
            "sizes": st.lists(size, max_size=3, unique_by=lambda each: str(each["name"]).strip().casefold()),
            "notes": TEXT,
            "sources": st.lists(SOURCE, max_size=2),
        },
    )


NAMES = ["one", "two", "three"]


def _have_own_repositories(entries: tuple[dict[str, Any], ...]) -> bool:
    """Whether no two models name one repository, which is a fault."""
    owners: dict[str, str] = {}
    hubs = [(str(size.get("hub", "")), entry["id"]) for entry in entries for size in entry.get("sizes", ())]
    return all(owners.setdefault(hub.strip().casefold(), owner) == owner for hub, owner in hubs if hub)


ENTRIES = st.tuples(*(_entry(name, NAMES[:place]) for place, name in enumerate(NAMES))).filter(_have_own_repositories)


BASE = b"""
models: [{id: llama, name: LLaMA, licence: llama-licence, sizes: [{name: 7B}, {name: 13B}]}, {id: pythia, name: Pythia}]
datasets: [{id: sharegpt, name: ShareGPT}, {id: oasst1, name: OASST1, licence: apache-2.0}]
licences:
- {id: mit, name: MIT, kind: software, commercial: "yes"}
- {id: apache-2.0, name: Apache License 2.0, kind: software, commercial: "yes"}
- {id: llama-licence, name: LLaMA licence, kind: model, commercial: "no"}
- {id: llama-2-community, name: Llama 2 licence, kind: model, commercial: conditional}
"""
"""What the entries are made from. The whole catalogue, which takes 300 times as long to compile, has a test below."""


def _read(content: bytes) -> Registry:
    """A registry of the base with this file over it."""
    return compile_layers([Layer("base", (("base", BASE),)), Layer("mine", (("mine", content),))]).registry


def _listed(registry: Registry) -> Table:
    return list_models(Library(registry=registry), ListQuestion()).table()


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(ENTRIES)
def test_an_exported_registry_lists_the_same(entries: tuple[dict[str, Any], ...]) -> None:
    first = _read(dump_yaml({"models": list(entries)}).encode())
    exported = registry_file.render(registry_file.lists_of_records(first, first.scores), "yaml")
    assert _listed(_read(exported)) == _listed(first)


BASES = {
    "models": [{"id": name, "name": name} for name in ("llama", "pythia")],
    "datasets": [{"id": name, "name": name} for name in ("sharegpt", "oasst1")],
    "licences": [
        {"id": name, "name": name, "kind": "model"}
        for name in ("mit", "apache-2.0", "llama-licence", "llama-2-community")
    ],
}
"""All that an entry refers to."""


def _alone(content: bytes) -> Registry:
    """A registry of one file."""
    return compile_layers([Layer("mine", (("mine", content),))]).registry


def _exported(registry: Registry, format: str) -> bytes:
    return registry_file.render(registry_file.lists_of_records(registry, registry.scores), format)


@given(ENTRIES)
def test_any_registry_comes_back_record_for_record(entries: tuple[dict[str, Any], ...]) -> None:
    first = _alone(json.dumps({**BASES, "models": [*BASES["models"], *entries]}).encode())
    for format in registry_file.FORMATS:
        again = _alone(_exported(first, format))
        assert (again.models, again.datasets, again.licences) == (first.models, first.datasets, first.licences)


@pytest.mark.parametrize("hub", ["1e100", "0o17", "1_000", "no", "\ufffe", "x\x85y", "😀"])
@pytest.mark.parametrize("format", registry_file.FORMATS)
def test_a_text_comes_back_as_the_same_text(hub: str, format: str) -> None:
    entry = {"id": "one", "name": "One", "sizes": [{"name": "7B", "hub": hub}]}
    first = _alone(json.dumps({"models": [entry]}).encode())
    assert _alone(_exported(first, format)).models[0].sizes[0].hub == hub


@pytest.mark.parametrize("format", registry_file.FORMATS)
def test_the_whole_catalogue_comes_back_record_for_record(registry: Registry, format: str) -> None:
    content = registry_file.render(registry_file.lists_of_records(registry, load_scores(registry)), format)
    again = compile_layers([Layer("exported", (("exported", content),))]).registry
    assert again.models == registry.models
    assert again.datasets == registry.datasets
    assert again.licences == registry.licences
    assert again.benchmarks == registry.benchmarks
    assert list(again.scores) == load_scores(registry)
