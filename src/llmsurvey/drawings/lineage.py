"""A lineage in each of its formats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from llmsurvey.answers.lineage import note_bases
from llmsurvey.lineage.branches import Branch
from llmsurvey.messages import question, say, translated

DRAWINGS = ("tree", "dot", "mermaid")
"""The drawings of a lineage."""

NESTED = ("json", "yaml")
"""The formats of rows in which what hangs from a branch can be nested in it."""

FORMATS = (*DRAWINGS, *NESTED)
"""The formats that show a lineage as it is; the others take it as rows."""

_LEGEND = say(
    "! without a licence, under a non-commercial one, or generated under a provider's terms: `{hint}` says which.",
    hint=question("licence"),
)

_STEPS = say(
    "A number before a line is that of its step: it hangs from the nearest line above it that is one step less."
)


def render(
    root: Branch, name: str, *, down: bool, width: int | None = None, envelope: Mapping[str, Any] | None = None
) -> str:
    """Return a lineage in a format of `FORMATS`; `down` says that branches came after what they hang from.

    An `envelope` is put around it in the formats that nest.
    """
    if name == "dot":
        from llmsurvey.drawings import dot

        return dot.render(root, down=down)
    if name == "mermaid":
        from llmsurvey.drawings import mermaid

        return mermaid.render(root, down=down)
    if name in ("json", "yaml"):
        from llmsurvey.drawings import nested

        return nested.to_json(root, envelope) if name == "json" else nested.to_yaml(root, envelope)
    return _draw_tree(root, width)


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
