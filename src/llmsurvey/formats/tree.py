"""A lineage as a tree of lines."""

from __future__ import annotations

from collections.abc import Iterator

from llmsurvey.formats.text import visible
from llmsurvey.lineage.tree import Branch

_MARK = "!"


def render(root: Branch) -> str:
    """A line for each branch; data under a provider's terms or a non-commercial licence ends in `!`."""
    return "\n".join([_label(root), *_lines(root, "")]) + "\n"


def _lines(branch: Branch, indent: str) -> Iterator[str]:
    for place, child in enumerate(branch.branches):
        last = place == len(branch.branches) - 1
        yield f"{indent}{'└─' if last else '├─'} {_label(child)}"
        yield from _lines(child, f"{indent}{'   ' if last else '│  '}")


def _label(branch: Branch) -> str:
    """What is known of a branch, in one line."""
    sizes = ", ".join(branch.sizes) if len(branch.sizes) <= 4 else f"{len(branch.sizes)} sizes"
    name = f"{branch.name} {sizes}".strip()
    parts = [f"{branch.relation} {name}".strip()]
    if branch.by:
        parts[0] += f" (by {branch.by})"
    if branch.repeated:
        return visible(f"{parts[0]}  (see above)")
    makers = ", ".join(branch.makers) if branch.kind == "model" else ""
    facts = (makers, branch.released, branch.extent, branch.licence, _access(branch), _verdict(branch))
    return visible("  ".join([*parts, *(fact for fact in facts if fact)])) + (f"  {_MARK}" if branch.caveat else "")


def _access(branch: Branch) -> str:
    if branch.kind == "dataset" and branch.access == "closed":
        return "not released"
    return ""


def _verdict(branch: Branch) -> str:
    if branch.verdicts:
        return f"commercial: {' or '.join(branch.verdicts)}, by size"
    return f"commercial: {branch.verdict}" if branch.verdict else ""
