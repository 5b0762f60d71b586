"""A lineage as a Mermaid flowchart, for READMEs and issues."""

from __future__ import annotations

import re

from llmsurvey.drawings.graph import edges_of, label_of, nodes_of
from llmsurvey.lineage.branches import Branch

_SPECIAL = re.compile(r"[^\w .,:/@()+-]")


def render(root: Branch, *, down: bool) -> str:
    """Return a flowchart from left to right; models are boxes, datasets are cylinders."""
    branches = nodes_of(root)
    names = {key: f"n{number}" for number, key in enumerate(branches)}
    lines = ["flowchart LR"]
    for key, branch in branches.items():
        text = _quote_text(label_of(branch))
        lines.append(f"  {names[key]}[{text}]" if branch.record == "model" else f"  {names[key]}[({text})]")
    for edge in edges_of(root, down=down):
        lines.append(f"  {names[edge.before]} -->|{_quote_text(edge.relation)}| {names[edge.after]}")
    return "\n".join(lines) + "\n"


def _quote_text(text: str) -> str:
    """Return text with every sign that Mermaid or the page around it would read as one of its own as an entity."""
    escaped = _SPECIAL.sub(lambda match: f"#{ord(match[0])};", text)
    return f'"{escaped}"'
