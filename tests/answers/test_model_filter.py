"""Each filter on the built-in catalogue, and what an unknown fact does."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from llmsurvey.answers.list import ListQuestion, list_models
from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.errors import AmbiguousNameError, UnknownNameError
from llmsurvey.library import Library
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.registry import Registry

Node = tuple[str, str]


def passing(registry: Registry, **wanted: Any) -> set[Node]:
    """Model and size of whatever the filters let through, verdict included."""
    selection = ModelFilter(**wanted).select(Library(registry=registry))
    licensing = selection.licensing
    return {
        (model.id, size.name)
        for model in registry.models
        for size in model.each_size()
        if selection.passes(model, size, licensing.assess(model, size))
    }


def models(registry: Registry, **wanted: Any) -> set[str]:
    return {name for name, _ in passing(registry, **wanted)}


def build(*entries: dict[str, Any], **lists: Any) -> Registry:
    return parse_record(Registry, {"models": [{"name": entry["id"], **entry} for entry in entries], **lists})


def test_no_filter_lets_everything_pass(registry: Registry) -> None:
    assert passing(registry) == {(model.id, size.name) for model in registry.models for size in model.each_size()}


def test_commercial_keeps_yes_and_conditional(registry: Registry) -> None:
    found = models(registry, commercial=True)
    assert {"falcon", "mpt", "bloom", "llama-2", "dolly-2", "kullm"} <= found
    assert not {"llama", "alpaca", "koalpaca", "opt", "galactica", "dolly", "chatgpt"} & found


def test_commercial_keeps_the_sizes_that_may_be_used(registry: Registry) -> None:
    found = passing(registry, commercial=True)
    assert ("mpt", "7B") in found
    assert ("mpt", "7B-Chat") not in found


def test_permissive_keeps_what_is_free_of_conditions(registry: Registry) -> None:
    found = models(registry, permissive=True)
    assert {"falcon", "dolly-2", "pythia"} <= found
    assert not {"bloom", "llama-2"} & found
    assert found < models(registry, commercial=True)


@pytest.mark.parametrize("developer", ["EleutherAI", "eleuther", "ELEUTHER-AI"])
def test_a_developer_is_found_by_part_of_the_name(registry: Registry, developer: str) -> None:
    found = models(registry, developer=(developer,))
    assert found >= {"gpt-neo", "gpt-j", "gpt-neox", "polyglot-ko", "pythia"}


def test_developers_are_alternatives(registry: Registry) -> None:
    found = models(registry, developer=("Databricks", "MosaicML"))
    assert found == {"dbrx", "dolly", "dolly-2", "mpt"}


@pytest.mark.parametrize("licence", ["llama-2-community", "Llama 2 Community License Agreement"])
def test_a_licence_is_that_of_the_size_itself(registry: Registry, licence: str) -> None:
    found = passing(registry, licence=(licence,))
    assert ("vicuna", "13B-v1.5") in found
    assert ("vicuna", "13B-v1.3") not in found
    assert {name for name, _ in found} >= {"llama-2", "vicuna"}


def test_a_licence_goes_by_its_spdx_identifier(registry: Registry) -> None:
    assert passing(registry, licence=("Apache-2.0",)) == passing(registry, licence=("apache-2.0",))
    assert "falcon" in models(registry, licence=("Apache-2.0",))


def test_an_unknown_licence_is_an_error_with_the_nearest(registry: Registry) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean"):
        passing(registry, licence=("apache-2",))


def test_one_of_several_kinds_must_fit(registry: Registry) -> None:
    assert {"chatgpt", "gpt-4", "titan"} <= models(registry, kind=("service",))
    assert "llama" not in models(registry, kind=("service", "finetuned"))
    assert "vicuna" in models(registry, kind=("service", "finetuned"))


def test_a_foundation_is_one_step_away(registry: Registry) -> None:
    found = models(registry, foundation=("LLaMA",))
    assert {"alpaca", "vicuna", "koalpaca", "freewilly-1"} <= found
    assert not {"kovicuna", "llama", "freewilly-2"} & found


def test_a_foundation_may_be_one_size(registry: Registry) -> None:
    found = passing(registry, foundation=("LLaMA@65B",))
    assert ("koalpaca", "65B") in found
    assert ("koalpaca", "7B") not in found


def test_a_foundation_is_the_same_size_under_any_of_its_names() -> None:
    base = {"id": "base", "sizes": [{"name": "7B", "hub": "org/base-7b"}, {"name": "13B"}]}
    child = {"id": "child", "foundations": [{"model": "base", "size": "org/base-7b", "relation": "finetuned"}]}
    registry = build(base, child)
    assert models(registry, foundation=("base@7B",)) == {"child"}
    assert models(registry, foundation=("base@13B",)) == set()


def test_a_family_is_whatever_was_made_from_its_head(registry: Registry) -> None:
    graph: nx.DiGraph[Node] = nx.DiGraph()
    for model in registry.models:
        for size in model.each_size():
            graph.add_node((model.id, size.name))
            for link in size.foundations or ():
                base = registry.model_by_id[link.model]
                chosen = base.size(link.size) if link.size else None
                graph.add_edges_from(
                    ((base.id, each.name), (model.id, size.name)) for each in ([chosen] if chosen else base.each_size())
                )
    expected = {}
    asked = {registry.model_by_id[name] for name in ("llama", "llama-2", "mpt", "gpt-j")} | {*registry.models[::20]}
    for model in asked:
        heads = {(model.id, size.name) for size in model.each_size()}
        expected[model.id] = heads.union(*(nx.descendants(graph, head) for head in heads))
    assert {model.id: passing(registry, family=(model.id,)) for model in asked} == expected


def test_a_family_is_found_through_another_size_of_the_same_model() -> None:
    sizes = [
        {"name": "plain", "foundations": [{"model": "head", "relation": "finetuned"}]},
        {"name": "chat", "foundations": [{"model": "m", "size": "plain", "relation": "finetuned"}]},
    ]
    found = passing(build({"id": "head"}, {"id": "m", "sizes": sizes}), family=("head",))
    assert ("m", "chat") in found


@pytest.mark.parametrize("order", [("scratch", "tuned"), ("tuned", "scratch")])
def test_a_family_is_found_through_either_size_of_a_base(order: tuple[str, str]) -> None:
    sizes = [{"name": "scratch"}, {"name": "tuned", "foundations": [{"model": "head", "relation": "finetuned"}]}]
    merged = [{"model": "base", "size": size, "relation": "merge"} for size in order]
    registry = build({"id": "head"}, {"id": "base", "sizes": sizes}, {"id": "m", "foundations": merged})
    assert "m" in models(registry, family=("head",))


def test_kovicuna_is_of_the_llama_family(registry: Registry) -> None:
    assert {"kovicuna", "llama"} <= models(registry, family=("LLaMA",))
    assert "kullm" in models(registry, family=("Polyglot-Ko",))


def test_a_dataset_counts_through_translations(registry: Registry) -> None:
    found = models(registry, dataset=("alpaca-52k",))
    assert {"alpaca", "dolly", "koalpaca"} <= found


def test_a_dataset_is_that_of_the_size_itself(registry: Registry) -> None:
    assert "vicuna" in models(registry, dataset=("sharegpt",))
    assert passing(registry, dataset=("sharegpt",)) & {("kullm", "12.8B-v1"), ("kullm", "12.8B-v2")} == {
        ("kullm", "12.8B-v2")
    }


def test_languages_are_alternatives(registry: Registry) -> None:
    korean = models(registry, language=("ko",))
    assert {"polyglot-ko", "kullm", "koalpaca", "kovicuna"} <= korean
    assert models(registry, language=("ko", "zh")) == korean | models(registry, language=("zh",))


def test_conditions_must_all_be_there(registry: Registry) -> None:
    both = models(registry, condition=("user-threshold", "outputs"))
    assert {"llama-2", "freewilly-2"} <= both
    assert "bloom" not in both


def test_conditions_come_down_the_lineage(registry: Registry) -> None:
    assert "user-threshold" not in {
        each.kind for each in registry.licence_by_id["stablebeluga-non-commercial"].conditions
    }
    assert "freewilly-2" in models(registry, condition=("user-threshold",))


def test_without_a_condition(registry: Registry) -> None:
    found = models(registry, without_condition=("attribution",))
    assert "falcon" not in found


def test_an_unknown_licence_is_not_taken_to_be_without_conditions() -> None:
    registry = build({"id": "m"})
    assert models(registry, without_condition=("non-commercial",)) == set()


@pytest.mark.parametrize(
    "wanted",
    [
        {"developer": ("m",)},
        {"licence": ("free",)},
        {"kind": ("pretrained",)},
        {"foundation": ("other",)},
        {"family": ("other",)},
        {"dataset": ("data",)},
        {"language": ("en",)},
        {"condition": ("attribution",)},
        {"since": "1900"},
        {"until": "2999"},
        {"min_size": 1},
        {"max_size": 10**17},
        {"commercial": True},
        {"permissive": True},
    ],
    ids=lambda wanted: next(iter(wanted)),
)
def test_an_unknown_fact_passes_no_filter(wanted: dict[str, Any]) -> None:
    registry = build(
        {"id": "unknown"},
        {"id": "other", "developers": ["m"], "languages": ["en"]},
        datasets=[{"id": "data", "name": "data"}],
        licences=[{"id": "free", "name": "free", "kind": "software"}],
    )
    assert "unknown" not in models(registry, **wanted)


@pytest.mark.parametrize(
    ("wanted", "missing"),
    [
        ({"language": ("en",)}, {"no-language": "languages"}),
        ({"since": "2023"}, {"no-date": "released"}),
        ({"max_size": 10**9}, {"no-number": "parameters"}),
        ({"kind": ("pretrained",)}, {"no-kind": "kind"}),
        ({"commercial": True}, {"no-licence": "licence"}),
        ({"language": ("en",), "since": "2024"}, {"no-date": "released"}),  # of the others the date is known
        ({"language": ("en",), "since": "2023"}, {"no-language": "languages", "no-date": "released"}),
    ],
)
def test_the_fact_is_named_for_want_of_which_alone_a_size_is_left_out(
    wanted: dict[str, Any], missing: dict[str, str]
) -> None:
    known = {
        "languages": ["en"],
        "released": "2023-05",
        "kind": "pretrained",
        "licence": "free",
        "access": "open",
        "sizes": [{"name": "1B", "parameters": 10**9}],
    }
    lacks = {
        "no-language": "languages",
        "no-date": "released",
        "no-kind": "kind",
        "no-licence": "licence",
        "no-number": "sizes",
    }
    entries = [{"id": "known", **known}]
    for name, lacked in lacks.items():
        entry = {"id": name, **{field: value for field, value in known.items() if field != lacked}}
        entries.append(entry | ({"sizes": [{"name": "1B"}]} if lacked == "sizes" else {}))
    registry = build(*entries, licences=[{"id": "free", "name": "free", "kind": "software", "commercial": "yes"}])
    selection = ModelFilter(**wanted).select(Library(registry=registry))
    found = {
        model.id: fact
        for model in registry.models
        for size in model.each_size()
        if (fact := selection.missing_fact(model, size, selection.licensing.assess(model, size)))
    }
    assert found == missing


@pytest.mark.parametrize(
    ("released", "since", "until", "fits"),
    [
        ("2023", "2023-05", None, True),
        ("2023", None, "2023-05", True),
        ("2023", "2024", None, False),
        ("2023", None, "2022-12-31", False),
        ("2023-05", "2023-05-31", None, True),
        ("2023-05", "2023-06", None, False),
        ("2023-05", None, "2023-05-01", True),
        ("2023-05", None, "2023-04", False),
        ("2023-05-30", "2023-05-30", "2023-05-30", True),
        ("2023-05-30", "2023-05", "2023-05", True),
        ("2023-05-30", "2023-05-31", None, False),
        ("2023-05-30", None, "2023-05-29", False),
        ("2024-02", "2024-02-29", None, True),
        ("2023-12-31", "2023", "2023", True),
        ("2023-02", None, "2023-02-01", True),
    ],
)
def test_an_imprecise_date_passes_where_it_may_fall_in_the_span(
    released: str, since: str | None, until: str | None, fits: bool
) -> None:
    registry = build({"id": "m", "released": released})
    assert passing(registry, since=since, until=until) == ({("m", "m")} if fits else set())


def test_the_date_of_a_size_is_its_own(registry: Registry) -> None:
    found = passing(registry, until="2023-05-30", family=("KULLM",))
    assert found == {("kullm", "12.8B-v1")}


def test_sizes_are_bounded_by_their_exact_parameters(registry: Registry) -> None:
    found = passing(registry, min_size=12_898_631_680, max_size=12_898_631_680)
    assert found == {("polyglot-ko", "12.8B")}


def test_bounds_include_their_ends() -> None:
    registry = build({"id": "m", "sizes": [{"name": "7B", "parameters": "7B"}, {"name": "13B", "parameters": "13B"}]})
    assert passing(registry, max_size=7_000_000_000) == {("m", "7B")}
    assert passing(registry, min_size=13_000_000_000) == {("m", "13B")}
    assert passing(registry, min_size=7_000_000_001, max_size=12_999_999_999) == set()


def test_filters_hold_together(registry: Registry) -> None:
    found = models(registry, commercial=True, language=("ko",), until="2023-07-27")
    assert found >= {"polyglot-ko", "kullm"}
    assert found == models(registry, commercial=True) & models(registry, language=("ko",)) & models(
        registry, until="2023-07-27"
    )


@pytest.mark.parametrize(
    ("wanted", "nearest"), [({"developer": ("Eleuter",)}, "EleutherAI"), ({"language": ("korian",)}, "Korean")]
)
def test_a_developer_or_language_that_nothing_has_is_an_error(
    registry: Registry, wanted: dict[str, Any], nearest: str
) -> None:
    with pytest.raises(UnknownNameError) as raised:
        ModelFilter(**wanted).select(Library(registry=registry))
    assert nearest in raised.value.nearest


def test_what_the_catalogue_has_is_no_error(registry: Registry) -> None:
    assert ModelFilter(developer=("meta",), language=("ko",)).select(Library(registry=registry))


def test_an_ambiguous_name_is_told_as_such() -> None:
    registry = build({"id": "one", "aliases": ["same"]}, {"id": "two", "aliases": ["same"]})
    with pytest.raises(AmbiguousNameError, match="one or two"):
        passing(registry, family=("same",))


@pytest.mark.parametrize("name", ["ko", "KO", "kor", "korean", "Korean", "한국어"])
def test_a_language_is_asked_for_by_code_or_name(registry: Registry, name: str) -> None:
    assert "kullm" in models(registry, language=(name,))


def test_a_language_that_no_model_knows_leaves_none(registry: Registry) -> None:
    assert models(registry, language=("Icelandic",)) == set()


@pytest.mark.parametrize("name", ["구글", "google", "Google Brain"])
def test_a_developer_is_asked_for_by_any_name(registry: Registry, name: str) -> None:
    assert models(registry, developer=(name,)) == models(registry, developer=("Google",)) != set()


def test_an_organisation_stands_for_all_of_its_parts(registry: Registry) -> None:
    assert "kullm" in models(registry, developer=("고려대학교",))


def test_the_survey_names_what_stands_apart_from_other_families() -> None:
    library = Library()
    names = {entry.id for entry in list_models(library, ListQuestion(models=ModelFilter(survey=True))).entries}
    assert {"kullm", "word2vec", "polyglot-ko"} <= names
    assert "llama-3" in library.registry.model_by_id.keys() - names
