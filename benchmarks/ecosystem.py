"""Times all verdicts of a made-up ecosystem beside NetworkX and rustworkx, and one model's chain and descendants.

Called as `ecosystem.py [MODELS...]`. Each size is measured in a process of its own, in turn in every round, on graphs
that are built before; what is compared is the median of the ratios of the rounds. Small graphs are weighed several
times in each turn, by all alike, for the first time after another's turn is one of an empty cache of the processor.
All three find the same verdicts and the same deciding ancestors, or the run ends. The others have no such function,
so they get the loop over their own topological order that their documentation suggests.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import networkx as nx
import numpy as np
import rustworkx as rx
from made_up_ecosystem import ecosystem

from llmsurvey.lineage.graph_columns import GraphColumns, Neighbours

ROUNDS = 3
SIZES = (10_000, 100_000, 2_000_000)
MOST_BESIDE_OTHERS = 2_000_000
ASKED = 200
MODELS_A_TURN = 100_000
"""So many models at least are weighed in a turn, by weighing a small graph again and again."""


def main() -> None:
    """Measure, and print a line for each size."""
    if sys.argv[1:2] == ["--one"]:
        _measure(int(sys.argv[2]))
        return
    for models in map(int, sys.argv[1:] or SIZES):
        subprocess.run([sys.executable, __file__, "--one", str(models)], check=True)


def _measure(models: int) -> None:
    graph = ecosystem(models)
    edges = len(graph.bases.numbers)
    alone = [_timed(lambda: _fresh(graph).weigh())[0] for _ in range(5)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{models:,} models, {edges:,} bases: all verdicts in {statistics.median(alone):.3f} s, {memory:.0f} MiB")
    _one_model(graph)
    if models > MOST_BESIDE_OTHERS:
        return
    others: dict[str, tuple[Callable[[], Any], list[float]]] = {}
    for name, build, weigh_other in (
        ("rustworkx", _to_rustworkx, _weigh_rustworkx),
        ("NetworkX", _to_networkx, _weigh_networkx),
    ):
        built, other = _timed(partial(build, graph))
        print(f"  {name}: graph built in {built:.1f} s")
        others[name] = (partial(weigh_other, other, graph), [])
    times = max(1, MODELS_A_TURN // models)
    for _ in range(ROUNDS):
        own, weighed = _timed(lambda: _fresh(graph).weigh(), times)
        expected = list(zip(weighed.verdicts.tolist(), weighed.deciding.tolist(), strict=True))
        for name, (weigh, ratios) in others.items():
            seconds, found = _timed(weigh, times)
            if found != expected:
                sys.exit(f"{name} finds other verdicts")
            ratios.append(seconds / own)
    for name, (_, ratios) in others.items():
        print(f"  {name} takes {statistics.median(ratios):.0f} times as long ({min(ratios):.0f} to {max(ratios):.0f})")


def _one_model(graph: GraphColumns) -> None:
    """Time the chain and the descendants of some models, the most popular among them: of each the best of three."""
    _ = graph.made
    counts = np.diff(graph.made.starts)
    random = np.random.default_rng(0)
    asked = [*random.integers(0, len(graph.own), ASKED).tolist(), *np.argsort(-counts)[:ASKED].tolist()]
    for name, ask in (("chain", graph.ancestors), ("descendants", graph.descendants)):
        seconds = [min(_timed(partial(ask, model))[0] for _ in range(3)) for model in asked]
        most = max(len(graph.descendants(model)[0]) for model in asked[-ASKED:]) if name == "descendants" else 0
        more = f" (the most have {most:,})" if most else ""
        print(f"  {name}: median {statistics.median(seconds) * 1e3:.2f} ms, longest {max(seconds) * 1e3:.1f} ms{more}")


def _fresh(graph: GraphColumns) -> GraphColumns:
    """Return the same graph, of which nothing is known that follows from it."""
    return GraphColumns(graph.own, Neighbours(graph.bases.starts, graph.bases.numbers))


def _timed(action: Callable[[], Any], times: int = 1) -> tuple[float, Any]:
    """Return how many seconds an action takes, of several times the median, and its answer."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        answer = action()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), answer


def _pairs(graph: GraphColumns) -> list[tuple[int, int]]:
    children = np.repeat(np.arange(len(graph.own)), np.diff(graph.bases.starts))
    return list(zip(graph.bases.numbers.tolist(), children.tolist(), strict=True))


def _to_networkx(graph: GraphColumns) -> Any:
    other: Any = nx.DiGraph()
    other.add_nodes_from(range(len(graph.own)))
    other.add_edges_from(_pairs(graph))
    return other


def _weigh_networkx(other: Any, graph: GraphColumns) -> list[tuple[int, int]]:
    own = graph.own.tolist()
    best: dict[int, tuple[int, int, int]] = {}
    for node in nx.topological_sort(other):
        least = (own[node], 0, node)
        for base in other.pred[node]:
            verdict, steps, deciding = best[base]
            least = min(least, (verdict, steps + 1, deciding))
        best[node] = least
    return [(best[node][0], best[node][2]) for node in range(len(own))]


def _to_rustworkx(graph: GraphColumns) -> Any:
    other = rx.PyDiGraph()
    other.add_nodes_from(list(range(len(graph.own))))
    other.add_edges_from_no_data(_pairs(graph))
    return other


def _weigh_rustworkx(other: Any, graph: GraphColumns) -> list[tuple[int, int]]:
    own = graph.own.tolist()
    best: list[tuple[int, int, int]] = [(0, 0, 0)] * len(own)
    for node in rx.topological_sort(other):
        least = (own[node], 0, node)
        for base in other.predecessor_indices(node):
            verdict, steps, deciding = best[base]
            least = min(least, (verdict, steps + 1, deciding))
        best[node] = least
    return [(verdict, deciding) for verdict, _, deciding in best]


if __name__ == "__main__":
    main()
