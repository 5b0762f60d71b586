"""A lineage in each of its formats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Protocol

from llmsurvey.answers.lineage import note_bases
from llmsurvey.lineage.branches import Branch
from llmsurvey.messages import option, question, say, translated

DRAWINGS = ("tree", "dot", "mermaid", "graphml", "node-link", "svg")
"""The drawings of a lineage."""

NESTED = ("json", "yaml")
"""The formats of rows in which what hangs from a branch can be nested in it."""

FORMATS = (*DRAWINGS, *NESTED)
"""The formats that show a lineage as it is; the others take it as rows."""

_LEGEND = say(
    "! without a licence, under a non-commercial one, or generated under a provider's terms: `{hint}` says which.",
    hint=question("licence"),
)

_FOLDED = say(
    "Of many branches those with most below them are shown. `{hint}` shows all.", hint=option("all", value=True)
)

_STEPS = say(
    "A number before a line is that of its step: it hangs from the nearest line above it that is one step less."
)


def render(
    root: Branch,
    name: str,
    *,
    down: bool,
    width: int | None = None,
    envelope: Mapping[str, Any] | None = None,
    folded: bool = False,
) -> str:
    """Return a lineage in a format of `FORMATS`; `down` says that branches came after what they hang from.

    An `envelope` is put around it in the formats that nest. A tree of very many branches may be `folded`.
    """
    if name in ("json", "yaml"):
        from llmsurvey.drawings import nested

        return nested.to_json(root, envelope) if name == "json" else nested.to_yaml(root, envelope)
    if name in DRAWINGS and name != "tree":
        drawing: Drawing = import_module(f"llmsurvey.drawings.{name.replace('-', '_')}")
        return drawing.render(root, down=down)
    if not folded:
        return _draw_tree(root, width)
    from llmsurvey.drawings.fold import fold_branches

    short = fold_branches(root)
    text = _draw_tree(short, width)
    return text if short is root else f"{text}{translated(_FOLDED)}\n"


class Drawing(Protocol):
    """A module that draws a lineage as a graph."""

    def render(self, root: Branch, *, down: bool) -> str:
        """Return the drawing; `down` says that branches came after what they hang from."""


def legends_of(root: Branch) -> Iterator[str]:
    """Yield what stands below a tree: on what it rests, and what its mark means."""
    yield from note_bases(root)
    if any(branch.caveat for _, branch in root.walk()):
        yield _LEGEND


def _draw_tree(root: Branch, width: int | None) -> str:
    """Return the tree of a lineage, and below it what its marks mean."""
    from llmsurvey.drawings import tree
    from llmsurvey.formats.wrap import wrap_text

    legends = [translated(legend) for legend in legends_of(root)]
    if any(step > tree.indented_steps(width) for step, _ in root.walk()):
        legends.append(translated(_STEPS))
    lines = [line for legend in legends for line in (wrap_text(legend, width) if width else [legend])]
    return "\n".join([tree.render(root, width), *lines, ""]) if lines else tree.render(root, width)
