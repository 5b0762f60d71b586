"""Drafts become a layer: what the registry has stays in force, and nothing that a source says is dropped."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest

from llmsurvey.errors import Fault
from llmsurvey.importers.graphs import Draft, DraftSize, Named
from llmsurvey.importers.graphs.draft_layer import DraftLayer, make_layer
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.registry.compile import compile_layers
from llmsurvey.registry.layer_text import layer_text
from llmsurvey.registry.layers import Layer
from llmsurvey.registry.registry import Registry

BELOW: dict[str, list[dict[str, Any]]] = {
    "licences": [
        {"id": "apache-2.0", "name": "Apache 2.0", "kind": "software", "commercial": "yes"},
        {"id": "mit", "name": "MIT", "kind": "software", "commercial": "yes"},
        {"id": "strict", "name": "Strict", "kind": "model", "commercial": "no"},
    ],
    "models": [
        {
            "id": "llama-2",
            "name": "Llama 2",
            "developers": ["Meta"],
            "kind": "pretrained",
            "access": "limited",
            "released": "2023-07-18",
            "licence": "strict",
            "sizes": [{"name": "7B", "parameters": "7B", "hub": "meta-llama/Llama-2-7b"}],
        },
        {"id": "gpt-4", "name": "GPT-4", "developers": ["OpenAI"], "kind": "service", "access": "closed"},
        {"id": "mixed", "name": "Mixed", "developers": ["Meta"], "kind": "pretrained", "datasets": ["mix"]},
    ],
    "datasets": [
        {"id": "c4", "name": "C4", "aliases": ["Colossal Cleaned Common Crawl"]},
        {"id": "mix", "name": "The mix", "derived_from": [{"dataset": "part", "relation": "mixture"}]},
        {"id": "part", "name": "A part", "derived_from": [{"dataset": "c4", "relation": "filtered"}]},
        {"id": "another", "name": "Another set"},
    ],
}


def below() -> Layer:
    return Layer("below", [("below.yaml", json.dumps(BELOW).encode())])


@pytest.fixture
def registry() -> Registry:
    return compile_layers([below()]).registry


def draft(name: str, kind: Any = "model", **facts: Any) -> Draft:
    return Draft(kind, name, "graph.yaml", 7, **facts)


def layer_of(registry: Registry, *drafts: Draft) -> tuple[DraftLayer, Registry]:
    """Return a layer, and the registry with it, which loads whatever the drafts say."""
    layer = make_layer(iter(drafts), registry, list[Fault]())
    text = layer_text(layer.lists, "a test").encode()
    return layer, compile_layers([below(), Layer("import", [("import.yaml", text)])]).registry


def verdict(registry: Registry, name: str) -> str:
    model = registry.model_by_id[name]
    return Licensing(registry).assess(model, next(model.each_size())).verdict


def test_names_are_found_in_the_import_and_the_registry(registry: Registry) -> None:
    bases = (Named("LLaMA 2", "unstated", True), Named("c4", "unstated", True), Named("Base", "finetuned"))
    layer, after = layer_of(registry, draft("Base", licence="MIT"), draft("Mine", licence="Apache 2.0", bases=bases))
    mine = after.model_by_id["mine"]
    assert [(link.model, link.relation) for link in mine.foundations] == [
        ("llama-2", "unstated"),
        ("base", "finetuned"),
    ]
    assert mine.datasets == ("c4",)
    assert verdict(after, "mine") == "no"
    assert (layer.counts["model"].named, layer.counts["model"].found) == (3, 3)


def test_a_repository_names_a_size(registry: Registry) -> None:
    _, after = layer_of(registry, draft("org/tuned", bases=(Named("meta-llama/Llama-2-7b", "adapter"),)))
    assert [str(link) for link in after.model_by_id["org-tuned"].foundations] == ["llama-2@7B"]


def test_two_names_of_one_base_are_one(registry: Registry) -> None:
    """A repository that was renamed goes by both its names, one of which doesn't say how."""
    bases = (Named("meta-llama/Llama-2-7b", "finetuned"), Named("Llama 2 7B", "unstated"))
    _, after = layer_of(registry, draft("org/tuned", bases=bases))
    links = after.model_by_id["org-tuned"].foundations
    assert [(str(link), link.relation) for link in links] == [("llama-2@7B", "finetuned")]


def test_two_models_of_one_family_are_not_called_the_same(registry: Registry) -> None:
    """A record of the registry may hold several models: what is taken for it is told, and nothing more."""
    drafts = [draft(name, developers=("Meta",), aliases=aliases) for name, aliases in FAMILY]
    faults: list[Fault] = []
    make_layer(drafts, registry, faults)
    assert [str(fault.message) for fault in faults] == [
        '"Yarn of Llama" and "Llama 2" of graph.yaml#L7 are both "llama-2" of the registry',
        '"new" is in graph.yaml#L7 too: read as one',
    ]


FAMILY: list[tuple[str, tuple[str, ...]]] = [("Llama 2", ()), ("Yarn of Llama", ("Llama 2",)), ("New", ()), ("new", ())]


def test_what_nothing_answers_to_is_kept_and_makes_unknown(registry: Registry) -> None:
    bases = (Named("Nowhere 7B", "finetuned"), Named("Some dataset", "unstated", True))
    layer, after = layer_of(registry, draft("Mine", licence="MIT", bases=bases))
    assert verdict(after, "mine") == "unknown"
    kept = {(item.name, item.relation, item.binds) for item in after.model_by_id["mine"].unresolved}
    assert kept == {("Nowhere 7B", "finetuned", True), ("Some dataset", "data", False)}
    assert layer.counts["model"].unresolved == 2


@pytest.mark.parametrize(
    ("name", "taken_for"),
    [
        ("GPT-4 API", "gpt-4"),
        ("C4 dataset", "c4"),
        ("Colossal Cleanad Common Crawl", "c4"),
        ("GPT-5", None),
        ("GPT-4o", None),
        ("C5", None),
        ("Llama 3", None),
        ("org/Llama-2-7b", None),
        ("Colossal Cleaned Common Trawl 2", None),
    ],
)
def test_guesses_are_near_and_never_change_a_number(registry: Registry, name: str, taken_for: str | None) -> None:
    _, after = layer_of(registry, draft("Mine", bases=(Named(name, "unstated", True),)))
    (item,) = after.model_by_id["mine"].unresolved
    assert (item.name, item.taken_for) == (name, taken_for)


def test_weights_that_nobody_can_have_were_only_taught_from(registry: Registry) -> None:
    drafts = (
        draft("Mine", developers=("Someone",), licence="MIT", bases=(Named("GPT-4", "unstated", True),)),
        draft("Theirs", developers=("OpenAI",), licence="MIT", bases=(Named("GPT-4", "unstated", True),)),
        draft("Answers", "dataset", bases=(Named("GPT-4", "unstated", True),)),
    )
    _, after = layer_of(registry, *drafts)
    assert [link.relation for link in after.model_by_id["mine"].foundations] == ["distilled"]
    assert [link.relation for link in after.model_by_id["theirs"].foundations] == ["unstated"]
    assert [link.model for link in after.dataset_by_id["answers"].generated_by] == ["gpt-4"]
    assert "can't be had" in (after.model_by_id["mine"].sources[0].says or "")


def test_the_registry_stays_in_force_and_both_are_kept(registry: Registry) -> None:
    said = draft(
        "LLaMA-2",
        developers=("Meta AI",),
        licence="MIT",
        released="2023-08",
        access="open",
        sizes=(DraftSize("13B", 13 * 10**9),),
        bases=(Named("GPT-4", "finetuned"), Named("Nowhere", "finetuned")),
    )
    layer, after = layer_of(registry, said)
    model = after.model_by_id["llama-2"]
    assert (model.licence, model.released, model.access, model.foundations) == ("strict", "2023-07-18", "limited", ())
    assert {(item.field, item.value) for item in model.otherwise} == {
        ("licence", "mit"),
        ("released", "2023-08"),
        ("access", "open"),
        ("parameters", "13B"),
        ("foundations", "gpt-4"),
        ("unresolved", "Nowhere"),
    }
    assert {item.url for item in model.otherwise} == {"graph.yaml#L7"}
    assert verdict(after, "llama-2") == "no"
    assert (layer.counts["model"].known, layer.counts["model"].otherwise) == (1, 6)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("The mix", []),
        ("A part", []),  # of the mixture
        ("C4", []),  # of that part
        ("C4 dataset", []),  # a guess that is right
        ("Another set", [("datasets", "another")]),
        ("Another set dataset", [("unresolved", "Another set dataset")]),
    ],
)
def test_a_part_of_the_data_is_no_other_data(registry: Registry, name: str, told: list[tuple[str, str]]) -> None:
    said = draft("Mixed", developers=("Meta",), bases=(Named(name, "unstated", True),))
    records = make_layer([said], registry, []).lists["models"]
    assert [(item["field"], item["value"]) for record in records for item in record["otherwise"]] == told


def test_of_two_entries_of_one_source_the_first_is_right_by_a_rule_or_it_stays_open(registry: Registry) -> None:
    first = draft("New", developers=("Me",), licence="MIT", released="2024-05-14", access="limited")
    later = draft("New", developers=("Me",), licence="Apache 2.0", released="2024-09-05", access="open")
    _, after = layer_of(registry, first, later)
    model = after.model_by_id["new"]
    assert (model.licence, model.released, model.access) == ("mit", "2024-05-14", "limited")
    assert {item.field: bool(item.because) for item in model.otherwise} == {
        "licence": False,
        "released": True,
        "access": True,
    }
    _, after = layer_of(registry, later, first)
    assert {item.field: bool(item.because) for item in after.model_by_id["new"].otherwise} == {
        "licence": False,
        "released": False,
        "access": False,
    }


def test_what_agrees_makes_no_entry(registry: Registry) -> None:
    same = draft(
        "Llama 2", developers=("Meta",), released="2023-07", access="limited", sizes=(DraftSize("7B", 6_738_415_616),)
    )
    assert make_layer([same], registry, []).lists["models"] == []


def test_a_licence_without_its_version_is_no_other_one() -> None:
    licences = [
        {"id": name, "name": name, "kind": "content", "commercial": "no"}
        for name in ("nc-4.0", "nc-unversioned", "sa-4.0")
    ]
    models = [{**BELOW["models"][0], "licence": "nc-4.0"}]
    text = json.dumps({"licences": licences, "models": models})
    registry = compile_layers([Layer("below", [("below.yaml", text.encode())])]).registry
    said = [draft("Llama 2", licence=name, developers=("Meta",)) for name in ("nc-4.0", "nc-unversioned", "sa-4.0")]
    differing = [make_layer([one], registry, []).lists["models"] for one in said]
    assert differing[:2] == [[], []]
    assert [item["value"] for item in differing[2][0]["otherwise"]] == ["sa-4.0"]


def test_what_a_record_leaves_open_is_filled_in(registry: Registry) -> None:
    first, after = layer_of(registry, draft("Open"))
    again = make_layer([draft("Open", licence="MIT", bases=(Named("Llama 2", "merge"),))], after, [])
    (entry,) = again.lists["models"]
    assert entry["licence"] == "mit"
    assert entry["foundations"] == [{"model": "llama-2", "relation": "merge"}]
    assert first.counts["model"].new == 1


def test_a_name_of_other_developers_is_another_model(registry: Registry) -> None:
    _, after = layer_of(registry, draft("Llama 2", developers=("Zoo Inc",)))
    assert after.model_by_id["zoo-inc-llama-2"].developers == ("Zoo Inc",)
    assert "zoo-inc-llama-2" not in registry.model_by_id


def test_case_and_form_of_hangul_make_no_other_model(registry: Registry) -> None:
    names = ("구름", unicodedata.normalize("NFD", "구름"), "GuReum", "gureum")
    layer, after = layer_of(registry, *(draft(name, licence="MIT") for name in names))
    assert layer.counts["model"].new == 2
    assert [fault.line for fault in layer.faults] == [7, 7]
    assert len({model.id for model in after.models}) == len(BELOW["models"]) + 2


@pytest.mark.parametrize("length", [1, 2, 5])
def test_a_circle_is_opened_and_told(registry: Registry, length: int) -> None:
    drafts = [
        draft(f"M{number}", licence="MIT", bases=(Named(f"M{(number + 1) % length}", "finetuned"),))
        for number in range(length)
    ]
    layer, after = layer_of(registry, *drafts)
    assert len(layer.faults) == 1
    assert "is made from itself" in layer.faults[0].message
    assert sum(len(model.unresolved) for model in after.models) == 1
    assert {verdict(after, f"m{number}") for number in range(length)} == {"unknown"}


def test_hundred_thousand_names_of_one_model(registry: Registry) -> None:
    names = tuple(f"name {number}" for number in range(100_000))
    layer = make_layer([draft("Many", aliases=names), draft("Child", bases=(Named("Name 77", "merge"),))], registry, [])
    assert layer.counts["model"].found == 1


def test_names_that_others_have_are_not_taken_from_them(registry: Registry) -> None:
    _, after = layer_of(registry, draft("zoo/x", developers=("Zoo Inc",), aliases=("Llama 2", "Zoo X")))
    assert after.model_by_id["zoo-x"].aliases == ("Zoo X",)
    assert after.resolve_model("Llama 2")[0].id == "llama-2"


@pytest.mark.parametrize(
    "text", ["\x1b[31m", "a: b", "- x", "{", "\u202e", "no", "1e3", "# x", '"', "\u2028", "\ud83d"]
)
def test_text_of_a_source_stays_text(registry: Registry, text: str) -> None:
    _, after = layer_of(registry, draft(f"N{text}N", says=(text,), bases=(Named(f"B{text}B", "finetuned"),)))
    (model,) = (model for model in after.models if model.name.startswith("N"))
    assert model.unresolved[0].name == f"B{text}B".replace("\ud83d", "?")


def test_blanks_are_no_names(registry: Registry) -> None:
    bases = (Named("\r", "unstated"), Named(" meta-llama/Llama-2-7b\n", "finetuned"))
    layer, laid = layer_of(registry, draft("lab/a", developers=("\u2028",), aliases=(" ",), bases=bases))
    (model,) = [model for model in laid.models if model.id not in registry.model_by_id]
    assert (model.developers, model.aliases, model.unresolved) == ((), (), ())
    assert [link.model for link in model.foundations] == ["llama-2"]
    assert (layer.counts["model"].named, layer.counts["model"].found) == (1, 1)


@pytest.mark.parametrize("base", ["lab/open", "tuned"])
def test_what_is_said_of_a_record_makes_nothing_from_itself(base: str) -> None:
    known = [
        {"id": "open", "name": "Open", "sizes": [{"name": "7B", "hub": "lab/open"}]},
        {"id": "tuned", "name": "Tuned", "foundations": [{"model": "open", "relation": "finetuned"}]},
    ]
    lower = Layer("lower", [("lower.yaml", json.dumps({"models": known}).encode())])
    laid = compile_layers([lower]).registry
    layer = make_layer([draft("Open", bases=(Named(base, "unstated"),))], laid, list[Fault]())
    text = layer_text(layer.lists, "a test").encode()
    model = compile_layers([lower, Layer("import", [("import.yaml", text)])]).registry.model_by_id["open"]
    assert ([item.name for item in model.unresolved], model.foundations) == ([base], ())
    assert ["made from itself" in fault.message for fault in layer.faults] == [True]
