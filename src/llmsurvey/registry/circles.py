"""Circles in a graph: what is made from itself, by whichever way round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

Node = TypeVar("Node")


def disjoint_circles(edges: Mapping[Node, Sequence[Node]]) -> Iterator[list[Node]]:
    """Yield circles that share no node, each as its nodes in the order of the edges; at least one of every knot.

    `edges` has for each node those that it leads to. One depth-first walk without recursion: an edge that leads back
    to the path closes a circle. It takes time in proportion to nodes and edges, however many circles there are.
    """
    finished: set[Node] = set()
    for start in edges:
        if start in finished:
            continue
        path, step_of, unseen = [start], {start: 0}, [iter(edges[start])]
        last_told = [-1]
        """For each step of the path, the last step up to it that is in a circle which was given already."""
        while path:
            for node in unseen[-1]:
                if node in step_of:
                    if last_told[-1] < (step := step_of[node]):
                        yield path[step:]
                        last_told[step:] = range(step, len(path))
                elif node not in finished and node in edges:
                    step_of[node] = len(path)
                    path.append(node)
                    unseen.append(iter(edges[node]))
                    last_told.append(last_told[-1])
                    break
            else:
                finished.add(path[-1])
                del step_of[path.pop()], unseen[-1], last_told[-1]
