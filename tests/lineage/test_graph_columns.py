"""All verdicts as columns, against the verdicts one by one and a search for the nearest of the strictest."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.lineage.large import model, registry_of

from llmsurvey.lineage import graph_columns
from llmsurvey.lineage.graph_columns import GraphColumns, Neighbours, Weighed, number_of_verdict
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.records import VERDICTS

LICENCES = {"free": "yes", "research": "no", "terms": "conditional", None: "unknown"}


def columns(own: list[int], edges: list[tuple[int, int]]) -> GraphColumns:
    """Of models with these verdicts, of which the first of each edge was made from the second."""
    pairs = np.array(edges, np.int32).reshape(-1, 2)
    return GraphColumns(np.array(own, np.int8), Neighbours.of_pairs(pairs[:, 0], pairs[:, 1], len(own)))


def one_by_one(graph: GraphColumns, number: int) -> tuple[int, int]:
    """The verdict of a model and who decides it, by looking at each ancestor."""
    every = [(0, number), *((steps, each) for each, steps in graph.ancestors(number))]
    verdict, _, deciding = min((int(graph.own[each]), steps, each) for steps, each in every)
    return verdict, deciding


WAYS = [(24, 32), (0, 32), (0, 0), (1_000, 32)]
"""What counts as few and as many: levels one by one, all at once by sorting and by counting, and mixed."""


def weigh(graph: GraphColumns, way: tuple[int, int]) -> Weighed:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(graph_columns, "_FEW", way[0])
        patch.setattr(graph_columns, "_MANY", way[1])
        return graph.weigh()


def check(graph: GraphColumns, weighed: Weighed) -> None:
    for number in range(len(graph.own)):
        assert (weighed.verdicts[number], weighed.deciding[number]) == one_by_one(graph, number)


@st.composite
def graphs(draw: st.DrawFn, *, circles: bool) -> GraphColumns:
    count = draw(st.integers(1, 60)) if draw(st.booleans()) else draw(st.integers(100, 300))
    own = draw(st.lists(st.integers(0, 3), min_size=count, max_size=count))
    numbers = st.integers(0, count - 1)
    edges = draw(st.lists(st.tuples(numbers, numbers), max_size=2 * count, unique=True))
    return columns(own, edges if circles else [(max(pair), min(pair)) for pair in edges if pair[0] != pair[1]])


@settings(max_examples=200, deadline=None)
@given(graphs(circles=False), st.sampled_from(WAYS))
def test_every_verdict_is_that_of_the_strictest_ancestor(graph: GraphColumns, way: tuple[int, int]) -> None:
    weighed = weigh(graph, way)
    check(graph, weighed)
    assert not weighed.circular.any()


@settings(max_examples=200, deadline=None)
@given(graphs(circles=True), st.sampled_from(WAYS))
def test_circles_are_reported_and_weighed_like_the_rest(graph: GraphColumns, way: tuple[int, int]) -> None:
    weighed = weigh(graph, way)
    check(graph, weighed)
    drawn: nx.DiGraph[int] = nx.DiGraph()
    drawn.add_nodes_from(range(len(graph.own)))
    drawn.add_edges_from((number, int(base)) for number in range(len(graph.own)) for base in graph.bases.of(number))
    circles = {n for part in nx.strongly_connected_components(drawn) if len(part) > 1 for n in part}
    circles |= set(nx.nodes_with_selfloops(drawn))
    between = {n for n in drawn if nx.descendants(drawn, n) & circles and nx.ancestors(drawn, n) & circles}
    assert set(np.flatnonzero(weighed.circular).tolist()) == circles | between


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_columns_and_records_have_the_same_verdicts(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 12))
    models, own, edges = [], [], []
    for number in range(count):
        bases = data.draw(st.lists(st.integers(0, number - 1), unique=True, max_size=4)) if number else []
        licence = data.draw(st.sampled_from(list(LICENCES)))
        service = data.draw(st.booleans()) and data.draw(st.booleans())
        models.append(
            model(f"m{number}", [f"m{base}" for base in bases], licence=licence, kind="service" if service else None)
        )
        own.append(number_of_verdict("no weights" if service else LICENCES[licence]))  # type: ignore[arg-type]
        edges += [(number, base) for base in bases]
    registry = registry_of(models, [])
    licensing = Licensing(registry)
    weighed = columns(own, edges).weigh()
    for number, record in enumerate(registry.models):
        assert licensing.passed_on((record.id, next(record.each_size()).name)).verdicts == (
            VERDICTS[weighed.verdicts[number]],
        )


@settings(max_examples=100, deadline=None)
@given(graphs(circles=True), st.data())
def test_descendants_are_those_that_have_it_as_an_ancestor(graph: GraphColumns, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(graph.own) - 1))
    ancestors = [dict(graph.ancestors(each)) for each in range(len(graph.own))]
    found, distances = graph.descendants(number)
    expected = {each: steps[number] for each, steps in enumerate(ancestors) if number in steps}
    assert dict(zip(found.tolist(), distances.tolist(), strict=True)) == expected


def test_a_chain_and_a_circle_of_fifty_thousand_are_weighed() -> None:
    count = 50_000
    chain = [(number, number - 1) for number in range(1, count)]
    weighed = columns([0, *[3] * (count - 1)], chain).weigh()
    assert set(weighed.verdicts.tolist()) == {0}
    assert set(weighed.deciding.tolist()) == {0}
    circle = columns([0, *[3] * (count - 1)], [*chain, (0, count - 1)]).weigh()
    assert circle.circular.all()
    assert set(circle.deciding.tolist()) == {0}
