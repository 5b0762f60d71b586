"""A lineage as JSON in the form "node-link", which NetworkX and D3 read."""

from __future__ import annotations

from typing import Any

from llmsurvey.drawings.graph import edges_of, facts_of, nodes_of
from llmsurvey.formats.json import dump_json
from llmsurvey.lineage.branches import Branch


def render(root: Branch, *, down: bool) -> str:
    """Return the nodes by their keys, with what is known of each, and the arrows from what was there before."""
    nodes: list[dict[str, Any]] = [{"id": key, **facts_of(branch)} for key, branch in nodes_of(root).items()]
    edges = [
        {"source": edge.before, "target": edge.after, "key": number, "relation": edge.relation}
        for number, edge in enumerate(edges_of(root, down=down))
    ]
    content = {"directed": True, "multigraph": True, "graph": {}, "nodes": nodes, "edges": edges}
    return dump_json(content, indent=2) + "\n"
