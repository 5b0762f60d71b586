"""The ways between two models, against all simple paths of NetworkX."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.lineage.large import model, registry_of

from llmsurvey.lineage.between import branches_between
from llmsurvey.lineage.branches import Branch, descendants_of
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.registry.registry import Registry


def ways(registry: Registry, first: str, last: str, size: str | None = None) -> Branch | None:
    tree = descendants_of(Licensing(registry), registry.model_by_id[first])
    return branches_between(tree, ("model", last, size))


@st.composite
def graphs(draw: st.DrawFn) -> list[list[int]]:
    """The bases of each model, among those before it."""
    count = draw(st.integers(2, 9))
    return [draw(st.lists(st.integers(0, max(0, n - 1)), unique=True, max_size=3)) if n else [] for n in range(count)]


@settings(max_examples=150, deadline=None)
@given(graphs(), st.data())
def test_between_has_every_edge_of_every_path_and_no_other(bases: list[list[int]], data: st.DataObject) -> None:
    first, last = (data.draw(st.integers(0, len(bases) - 1)) for _ in "ab")
    registry = registry_of([model(f"m{n}", [f"m{base}" for base in every]) for n, every in enumerate(bases)], [])
    graph = nx.DiGraph([(f"m{base}", f"m{n}") for n, every in enumerate(bases) for base in every])
    graph.add_nodes_from(f"m{n}" for n in range(len(bases)))
    root = ways(registry, f"m{first}", f"m{last}")
    if not nx.has_path(graph, f"m{first}", f"m{last}"):
        assert root is None
        return
    assert root is not None
    found = {(parent.id, child.id) for _, parent in root.walk() for child in parent.branches}
    paths = nx.all_simple_paths(graph, f"m{first}", f"m{last}")
    assert found == {edge for path in paths for edge in pairwise(path)}


def test_between_keeps_to_the_size_that_is_asked_for() -> None:
    sizes = [
        {"name": "1B", "foundations": [{"model": "left", "relation": "finetuned"}]},
        {"name": "2B", "foundations": [{"model": "right", "relation": "finetuned"}]},
    ]
    models = [model("base"), model("left", ["base"]), model("right", ["base"]), model("end", sizes=sizes)]
    root = ways(registry_of(models, []), "base", "end", "2B")
    assert root is not None
    assert [branch.id for _, branch in root.walk()] == ["base", "right", "end"]
