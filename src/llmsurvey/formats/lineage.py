"""A lineage in each of its formats."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from llmsurvey.lineage.tree import Branch
from llmsurvey.messages import say, translated

FORMATS = ("tree", "json", "yaml", "dot", "mermaid")
"""The formats that show a lineage as it is; the others take it as rows."""


_LEGEND = say(
    "! under a non-commercial licence, or generated under a provider's terms: `llmsurvey licence` says which."
)


def render(root: Branch, name: str, *, down: bool, width: int | None = None) -> str:
    """A lineage in a format of `FORMATS`; `down` says that branches came after what they hang from."""
    if name == "dot":
        from llmsurvey.formats import dot

        return dot.render(root, down=down)
    if name == "mermaid":
        from llmsurvey.formats import mermaid

        return mermaid.render(root, down=down)
    if name == "json":
        from llmsurvey.formats import json

        return f"{json.dump(_nested(root), indent=2)}\n"
    if name == "yaml":
        from llmsurvey.formats import yaml

        return yaml.dump(_nested(root))
    from llmsurvey.formats import tree
    from llmsurvey.formats.terminal import wrap

    if not _any_caveat(root):
        return tree.render(root, width)
    legend = translated(_LEGEND)
    lines = wrap(legend, width) if width else [legend]
    return "\n".join([tree.render(root, width), *lines, ""])


def _nested(branch: Branch) -> dict[str, Any]:
    """A branch and those below it as plain values; what is unknown or empty is left out."""
    fields = {
        name: value
        for name, value in asdict(branch).items()
        if name != "branches" and value not in (None, "", (), False)
    }
    nested = {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}
    return {**nested, "branches": [_nested(child) for child in branch.branches]}


def _any_caveat(branch: Branch) -> bool:
    return branch.caveat or any(_any_caveat(child) for child in branch.branches)
