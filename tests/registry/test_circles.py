"""Circles, against the strongly connected parts that NetworkX finds."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import LINEAR, growth

from llmsurvey.registry.circles import disjoint_circles

Edges = dict[int, list[int]]

GRAPHS = st.integers(1, 12).flatmap(
    lambda count: st.fixed_dictionaries(
        {node: st.lists(st.integers(0, count + 1), max_size=4) for node in range(count)}
    )
)
"""Graphs of few nodes, of which some lead to nodes that lead nowhere."""


def knots(edges: Edges) -> list[set[int]]:
    """The parts of a graph in which everything leads to everything: where the circles are."""
    graph: nx.DiGraph[int] = nx.DiGraph([(node, after) for node in edges for after in edges[node]])
    return [part for part in nx.strongly_connected_components(graph) if len(part) > 1 or graph.has_edge(*part, *part)]


@given(GRAPHS)
def test_every_circle_is_one(edges: Edges) -> None:
    for circle in disjoint_circles(edges):
        assert all(after in edges[before] for before, after in zip(circle, [*circle[1:], circle[0]], strict=True))


@given(GRAPHS)
def test_no_two_circles_share_a_node(edges: Edges) -> None:
    nodes = [node for circle in disjoint_circles(edges) for node in circle]
    assert len(set(nodes)) == len(nodes)


@given(GRAPHS)
def test_each_knot_of_circles_has_one(edges: Edges) -> None:
    found = [set(circle) for circle in disjoint_circles(edges)]
    assert all(any(circle <= knot for circle in found) for knot in knots(edges))
    assert all(any(circle <= knot for knot in knots(edges)) for circle in found)


def pairs(count: int) -> Edges:
    """Circles of two."""
    return {node: [node ^ 1] for node in range(2 * count)}


def ring(count: int) -> Edges:
    return {node: [(node + 1) % count] for node in range(count)}


def knot(count: int) -> Edges:
    """Many circles through each other."""
    return {node: [(node + 1) % count, (7 * node + 3) % count, max(node - 1, 0)] for node in range(count)}


def test_work_grows_with_nodes_and_edges() -> None:
    for graph in (pairs, ring, knot):
        assert growth(lambda edges: list(disjoint_circles(edges)), graph, 2_000) < LINEAR


def test_a_long_circle_needs_no_recursion() -> None:
    assert [len(circle) for circle in disjoint_circles(ring(100_000))] == [100_000]
