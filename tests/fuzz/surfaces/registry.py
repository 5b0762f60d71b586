"""Registry files: YAML and JSON as bytes, entries as structures, several files and layers."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from tests.fuzz.structure import mutate_json, mutate_yaml
from tests.fuzz.surface import Surface, check_messages, check_refusal, seeds

from llmsurvey.answers.list import ListQuestion, list_models
from llmsurvey.answers.show import list_facts
from llmsurvey.errors import RegistryError
from llmsurvey.formats import registry_file, render
from llmsurvey.formats.yaml import dump_yaml
from llmsurvey.library import Library
from llmsurvey.lineage.branches import ancestors_of, descendants_of
from llmsurvey.lineage.check import licence_warnings
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.registry.check import find_warnings
from llmsurvey.registry.compile import Compiled, compile_layers
from llmsurvey.registry.layers import Layer
from llmsurvey.registry.registry import Registry


def _check_yaml(content: bytes) -> None:
    _check_file("mine.yaml", content)


def _check_json(content: bytes) -> None:
    _check_file("mine.json", content)


def _check_file(name: str, content: bytes) -> None:
    """A registry file is refused with places, or answers every question and can be written and read again."""
    compiled = _compiled([Layer("mine", ((name, content),))])
    if compiled is not None:
        _check_answers(compiled)
        _check_export(compiled.registry)


def _compiled(layers: list[Layer]) -> Compiled | None:
    try:
        return compile_layers(layers)
    except RegistryError as error:
        check_refusal(error)
        return None


def _check_answers(compiled: Compiled) -> None:
    """Warnings, the list, the tree both ways and the facts of every model can be made."""
    check_messages(fault.text for fault in [*find_warnings(compiled), *licence_warnings(compiled)])
    licensing = Licensing(compiled.registry)
    render(list_models(Library(registry=licensing.registry), ListQuestion()).table(), "json")
    for model in compiled.registry.models[:20]:
        list_facts(licensing, model)
        ancestors_of(licensing, model)
        descendants_of(licensing, model)


def _check_export(registry: Registry) -> None:
    """What is exported can be read again, and says the same."""
    for form in registry_file.FORMATS:
        content = registry_file.render(registry_file.lists_of_records(registry, registry.scores), form)
        again = compile_layers([Layer("exported", (("exported", content),))]).registry
        for name in ("models", "datasets", "licences", "benchmarks", "scores"):
            assert getattr(again, name) == getattr(registry, name), f"{name} differ after {form}"


Entries = st.SearchStrategy[dict[str, Any]]

NAMES = st.sampled_from(["a", "b", "c", "d-1.0"])
TEXT = st.text(max_size=8) | st.sampled_from(
    ["1e100", "no", "null", "2023-07", "0x1F", "1_000", "+.5", "- x", "# x", ": "]
)
COUNT = st.integers(-1, 10**19) | st.sampled_from(["7B", "1.4 T", "1e99", "-7", "0"])
DATE = st.integers(0, 10000) | st.sampled_from(["2023-07-18", "2023-02-30", "0000", "10000-01"])
SOURCE = st.fixed_dictionaries({"url": TEXT}, optional={"supports": st.lists(TEXT, max_size=2), "checked": DATE})
FOUNDATION = st.fixed_dictionaries(
    {"model": NAMES, "relation": st.sampled_from(["finetuned", "adapter", "merge", "distilled", "made"])},
    optional={"size": TEXT},
)
SIZE = st.fixed_dictionaries(
    {"name": TEXT},
    optional={
        "parameters": COUNT,
        "hub": TEXT,
        "aliases": st.lists(TEXT, max_size=2),
        "released": DATE,
        "licence": NAMES,
        "foundations": st.lists(FOUNDATION, max_size=2),
        "datasets": st.lists(NAMES, max_size=2),
        "shape": st.fixed_dictionaries(
            dict.fromkeys(("layers", "heads", "kv_heads", "head_size"), st.integers(-1, 2**40))
        ),
    },
)
MODEL: Entries = st.fixed_dictionaries(
    {"id": NAMES, "name": TEXT},
    optional={
        "aliases": st.lists(TEXT, max_size=2),
        "developers": st.lists(TEXT, max_size=2),
        "released": DATE,
        "kind": st.sampled_from(["pretrained", "service"]),
        "access": st.sampled_from(["open", "limited", "closed"]),
        "languages": st.lists(TEXT, max_size=2),
        "licence": NAMES,
        "foundations": st.lists(FOUNDATION, max_size=3),
        "datasets": st.lists(NAMES, max_size=2),
        "sizes": st.lists(SIZE, max_size=3),
        "notes": TEXT,
        "sources": st.lists(SOURCE, max_size=2),
    },
)
LICENCE: Entries = st.fixed_dictionaries(
    {"id": NAMES, "name": TEXT, "kind": st.sampled_from(["software", "model", "content"])},
    optional={
        "commercial": st.sampled_from(["yes", "no", "conditional", "unknown", True]),
        "conditions": st.lists(
            st.fixed_dictionaries({"kind": st.sampled_from(["share-alike", "other"]), "text": TEXT}), max_size=2
        ),
    },
)
DATASET: Entries = st.fixed_dictionaries(
    {"id": NAMES, "name": TEXT},
    optional={
        "licence": NAMES,
        "items": COUNT,
        "generated_by": st.lists(st.fixed_dictionaries({"model": NAMES}), max_size=2),
        "derived_from": st.lists(
            st.fixed_dictionaries({"dataset": NAMES, "relation": st.sampled_from(["filtered", "subset"])}), max_size=2
        ),
    },
)
DOCUMENT = st.fixed_dictionaries(
    {},
    optional={
        "models": st.lists(MODEL, max_size=4, unique_by=lambda entry: entry["id"]),
        "licences": st.lists(LICENCE, max_size=4, unique_by=lambda entry: entry["id"]),
        "datasets": st.lists(DATASET, max_size=3, unique_by=lambda entry: entry["id"]),
    },
)


def _check_entries(document: dict[str, Any]) -> None:
    """What our own writer of YAML writes is read as what it was."""
    _check_file("mine.yaml", dump_yaml(document).encode())


def _check_layers(documents: list[list[dict[str, Any]]]) -> None:
    """The order of the files of a layer changes nothing, nor does a layer that is laid over itself."""
    contents = [[dump_yaml(document).encode() for document in layer] for layer in documents]
    layers = [Layer(f"layer {number}", _files(layer)) for number, layer in enumerate(contents)]
    compiled = _compiled(layers)
    turned = _compiled([Layer(layer.name, layer.files[::-1]) for layer in layers])
    assert (compiled is None) == (turned is None), "the order of files decides whether they are read"
    if compiled is not None and turned is not None:
        assert compiled.registry.model_by_id == turned.registry.model_by_id
        twice = _compiled([*layers, layers[-1]])
        assert twice is not None, "a layer over itself is refused"
        assert twice.registry.model_by_id == compiled.registry.model_by_id


def _files(contents: list[bytes]) -> tuple[tuple[str, bytes], ...]:
    return tuple((f"{number}.yaml", content) for number, content in enumerate(contents))


SURFACES = (
    Surface("registry-yaml", _check_yaml, 600, seeds("registry_yaml", ".yaml"), mutate_yaml),
    Surface("registry-json", _check_json, 300, seeds("registry_json"), mutate_json),
    Surface("registry-entries", _check_entries, 150, structures=DOCUMENT),
    Surface(
        "registry-layers",
        _check_layers,
        100,
        structures=st.lists(st.lists(DOCUMENT, min_size=1, max_size=3), min_size=1, max_size=2),
    ),
)
