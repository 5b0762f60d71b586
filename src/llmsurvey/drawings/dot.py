"""A lineage for Graphviz."""

from __future__ import annotations

from llmsurvey.drawings.graph import edges, label, nodes
from llmsurvey.lineage.tree import Branch


def render(root: Branch, *, down: bool) -> str:
    """A directed graph; models are boxes, datasets are rounded, dashed where their terms are a caveat."""
    lines = ["digraph lineage {", "  rankdir=LR;", '  node [fontname="sans-serif"];']
    for key, branch in nodes(root).items():
        shape = (
            "shape=box" if branch.kind == "model" else f'shape=box style="rounded{",dashed" if branch.caveat else ""}"'
        )
        lines.append(f"  {_quote_text(key)} [label={_quote_text(label(branch))} {shape}];")
    for edge in edges(root, down=down):
        lines.append(f"  {_quote_text(edge.before)} -> {_quote_text(edge.after)} [label={_quote_text(edge.relation)}];")
    return "\n".join([*lines, "}"]) + "\n"


def _quote_text(text: str) -> str:
    """A string of DOT that shows the text as it is."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
