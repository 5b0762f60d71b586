"""Millions of models in one file of columns: each found as it was, and none believed that isn't as it was written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmsurvey.errors import RegistryError
from llmsurvey.importers.graphs import Draft, DraftSize, Named, draft_columns
from llmsurvey.importers.graphs.draft_columns import DraftColumns, columns_of
from llmsurvey.importers.graphs.draft_layer import make_layer
from llmsurvey.importers.graphs.reach_models import chain_of, registry_with
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.registry.registry import Registry


def draft(name: str, *bases: Named, **facts: Any) -> Draft:
    return Draft("model", name, "dump.parquet", 7, dates_release=False, bases=bases, **facts)


def keep(drafts: list[Draft], folder: Path) -> Path:
    path = folder / "dump.columns"
    path.write_bytes(columns_of(drafts, "dump.parquet")[0])
    return path


NAMES = st.text("aAbB-_.9가", min_size=1, max_size=6).map(lambda text: f"org/{text}")


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, unique_by=str.casefold, max_size=40), st.integers(1, 5))
def test_every_model_is_found_as_it_was_in_whatever_case(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], block: int
) -> None:
    drafts = [
        draft(name, Named("org/base", "adapter"), licence="mit", developers=("org",), sizes=(DraftSize("7B", 7, name),))
        for name in names
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(draft_columns, "_BLOCK", block)
        patch.setattr(draft_columns, "_AT_ONCE", 3)
        columns = DraftColumns(keep(drafts, tmp_path_factory.mktemp("columns")))
    assert columns.models == len(names)
    for each in drafts:
        assert columns.find(each.name) == each
        assert columns.find(each.name.upper()) == each
    assert columns.find("org/none") is None
    assert columns.find("") is None


def test_a_chain_has_all_ancestors_once_and_no_circle_hangs(tmp_path: Path) -> None:
    drafts = [
        draft("o/a", Named("o/b", "finetuned"), Named("o/data", "data")),
        draft("o/b", Named("O/C", "merge"), Named("o/a", "merge"), Named("o/away", "merge")),
        draft("o/c"),
        draft("o/data"),
    ]
    chain = chain_of([("dump", DraftColumns(keep(drafts, tmp_path)))], ["O/A"])
    assert [each.name for each, _ in chain] == ["o/a", "o/b", "o/c"]


def test_a_changed_model_is_refused(tmp_path: Path) -> None:
    path = keep([draft("o/mine", licence="mit")], tmp_path)
    path.write_bytes(path.read_bytes().replace(b"o/mine", b"o/mind"))
    with pytest.raises(RegistryError, match=r"dump\.columns"):
        DraftColumns(path).find("o/mine")


@st.composite
def lineages(draw: st.DrawFn) -> list[Draft]:
    """Models, each made from some others, of which not all are there."""
    count = draw(st.integers(1, 25))
    numbers = st.integers(0, count + 5)
    relations = st.sampled_from(["finetuned", "merge", "unstated", "data"])
    return [
        draft(f"o/{number}", *(Named(f"O/{base}", relation) for base, relation in draw(bases)))
        for number in range(count)
        for bases in [st.lists(st.tuples(numbers, relations), max_size=3, unique_by=lambda pair: pair[0])]
    ]


@settings(max_examples=100, deadline=None)
@given(lineages(), st.integers(1, 4), st.data())
def test_what_came_from_models_is_what_a_search_of_the_graph_finds(
    tmp_path_factory: pytest.TempPathFactory, drafts: list[Draft], block: int, data: st.DataObject
) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(each.name for each in drafts)
    graph.add_edges_from(
        (base.name.lower(), each.name) for each in drafts for base in each.bases if base.relation != "data"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(draft_columns, "_BLOCK", block)
        columns = DraftColumns(keep(drafts, tmp_path_factory.mktemp("columns")))
    asked = data.draw(st.lists(st.sampled_from(sorted(graph)), min_size=1, max_size=3))
    away = nx.multi_source_dijkstra_path_length(graph, set(asked))
    below = {name: steps for name, steps in away.items() if steps}
    names, number = columns.below([name.upper() for name in asked] + ["o/nowhere"], 100)
    assert (set(names), number) == (set(below), len(below))
    assert [below[name] for name in names] == sorted(below.values())
    some, all_of_them = columns.below(asked, 2)
    assert (some, all_of_them) == (names[:2], number)


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, unique_by=str.casefold, max_size=30), st.lists(st.text("ab-.9가", min_size=1), min_size=1))
def test_words_find_the_names_that_have_them_all(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], words: list[str]
) -> None:
    columns = DraftColumns(keep([draft(name) for name in names], tmp_path_factory.mktemp("columns")))
    having = [name for name in names if all(word in name.casefold() for word in words)]
    found, number = columns.search(words, 100)
    assert (sorted(each.name for each in found), number) == (sorted(having), len(having))
    shortest = sorted(len(name.encode()) for name in having)[:2]
    assert [len(each.name.encode()) for each in columns.search(words, 2)[0]] == shortest


def test_models_over_the_registry_have_its_verdicts(registry: Registry) -> None:
    drafts = [
        draft("me/tuned", Named("meta-llama/Llama-2-7b-hf", "finetuned"), licence="mit"),
        draft("me/lost", Named("you/nowhere", "finetuned"), licence="mit"),
        draft("me/free", licence="apache-2.0"),
        draft("me/near", Named("meta-llama/Llama-2-7b-hff", "finetuned"), licence="mit"),
    ]
    reached = registry_with(registry, [(each, "imports/dump.columns") for each in drafts])
    licensing = Licensing(reached)
    verdicts = {}
    for each in drafts:
        model, size = reached.resolve_model(each.name)
        verdicts[each.name] = licensing.assess(model, size or next(model.each_size())).verdict
    assert verdicts == {"me/tuned": "conditional", "me/lost": "unknown", "me/free": "yes", "me/near": "unknown"}
    model, size = reached.resolve_model("me/tuned")
    assert "imports/dump.columns" in str(licensing.assess(model, next(model.each_size())).rests_on)


def test_columns_and_a_layer_make_the_same_models(registry: Registry, tmp_path: Path) -> None:
    drafts = [draft("me/a", Named("me/b", "merge"), licence="mit"), draft("me/b", licence="cc-by-nc-4.0")]
    kept = [each for each, _ in chain_of([("dump", DraftColumns(keep(drafts, tmp_path)))], ["me/a"])]
    assert make_layer(kept, registry, []).lists == make_layer(drafts, registry, []).lists


def test_what_the_registry_has_stays_as_it_is(registry: Registry) -> None:
    reached = registry_with(registry, [(draft("meta-llama/Llama-2-7b-hf", licence="mit"), "imports/dump.columns")])
    assert reached.models == registry.models
