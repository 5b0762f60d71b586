"""A lineage for Graphviz."""

from __future__ import annotations

from llmsurvey.drawings.graph import edges_of, label_of, nodes_of
from llmsurvey.lineage.branches import Branch


def render(root: Branch, *, down: bool) -> str:
    """Return a directed graph; models are boxes, datasets are rounded, dashed where their terms are a caveat."""
    lines = ["digraph lineage {", "  rankdir=LR;", '  node [fontname="sans-serif"];']
    for key, branch in nodes_of(root).items():
        shape = (
            "shape=box"
            if branch.record == "model"
            else f'shape=box style="rounded{",dashed" if branch.caveat else ""}"'
        )
        lines.append(f"  {_quote_text(key)} [label={_quote_text(label_of(branch))} {shape}];")
    for edge in edges_of(root, down=down):
        lines.append(f"  {_quote_text(edge.before)} -> {_quote_text(edge.after)} [label={_quote_text(edge.relation)}];")
    return "\n".join([*lines, "}"]) + "\n"


def _quote_text(text: str) -> str:
    """Return a string of DOT that shows the text as it is."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
