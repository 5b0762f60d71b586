"""A lineage as a tree of lines."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from llmsurvey.answers.short_texts import first_names
from llmsurvey.formats.wrap import wrap_text
from llmsurvey.lineage.branches import Branch
from llmsurvey.messages import Word, any_of, counted, join_texts, list_names, say, translated
from llmsurvey.tables.text import escape_steering

_MARK = "!"
_FEW = 4
_NARROWEST = 20
_MOST_INDENTED = 40
_BAR, _BLANK = "│  ", "   "


def render(root: Branch, width: int | None = None) -> str:
    """Return a line for each branch; data whose terms are a caveat ends in `!`.

    In a terminal of `width` cells a line that is longer goes on in the next, under its own name.
    """
    lines: list[str] = []
    waiting = [(0, root, "", True)]
    """Each branch with its step, what stands before it, and whether it is the last below the one above."""
    while waiting:
        step, branch, indent, is_last = waiting.pop()
        lead, below = _lead_of(step, indent, width, is_last=is_last)
        rest = below + (_BAR if branch.branches and step < indented_steps(width) else _BLANK)
        lines += _wrap_label(label_of(branch), lead, rest, width)
        children = enumerate(reversed(branch.branches))
        waiting += [(step + 1, child, below, number == 0) for number, child in children]
    return "\n".join(lines) + "\n"


def indented_steps(width: int | None) -> int:
    """So many steps are indented; a branch that is further away stands at the margin behind the number of its step.

    Else the lines of a long chain would have no room, and all in all grow with the square of its length.
    """
    room = _MOST_INDENTED if width is None else (width - _NARROWEST) // len(_BAR) - 1  # the second line has a bar more
    return max(1, min(_MOST_INDENTED, room))


def _lead_of(step: int, indent: str, width: int | None, *, is_last: bool) -> tuple[str, str]:
    """Return what stands before a branch, and before what is below it."""
    if step == 0:
        return "", ""
    if step > indented_steps(width):
        return f"{step}: ", ""
    return indent + ("└─ " if is_last else "├─ "), indent + (_BLANK if is_last else _BAR)


def _wrap_label(label: str, lead: str, below: str, width: int | None) -> Iterator[str]:
    """Yield a label behind its lead, and, where it is too long, the rest of it behind what stands below."""
    lines = wrap_text(label, max(_NARROWEST, width - cell_len(below))) if width else [label]
    yield f"{lead}{lines[0]}".rstrip()
    yield from (f"{below}{line}".rstrip() for line in lines[1:])


def label_of(branch: Branch) -> str:
    """Return what is known of a branch, in one line."""
    developers = list_names(branch.developers) if branch.record == "model" else ""
    facts = (
        developers,
        branch.released,
        branch.extent,
        branch.licence_name,
        _access_words(branch),
        _verdict_words(branch),
    )
    marks = (_MARK if branch.caveat else "", _bases_words(branch))
    rest = [say("(see above)")] if branch.repeated else [*facts, *marks]
    return escape_steering("  ".join(translated(part) for part in (_name_of(branch), *rest) if part))


def _name_of(branch: Branch) -> str:
    """Return the name of a branch with its sizes, behind how it belongs to what stands above it."""
    few = len(branch.sizes) <= _FEW
    sizes = ", ".join(branch.sizes) if few else counted("{number} size", "{number} sizes", len(branch.sizes))
    name = join_texts([branch.name, sizes]) if sizes else branch.name
    if branch.by:
        name = say("{name} (by {tool})", name=name, tool=branch.by)
    return say("{relation} {name}", relation=branch.relation, name=name) if branch.relation else name


def _access_words(branch: Branch) -> str:
    if branch.record == "dataset" and branch.access == "closed":
        return say("not released")
    return ""


def _bases_words(branch: Branch) -> str:
    """Return in words what a branch rests on, where that isn't a source of the catalogue."""
    return say("(rests on {bases})", bases=first_names(branch.rests_on, "; ")) if branch.rests_on else ""


def _verdict_words(branch: Branch) -> str:
    if branch.verdicts:
        verdicts = any_of([Word("verdict", verdict) for verdict in branch.verdicts])
        return say("commercial: {verdicts}, by size", verdicts=verdicts)
    return say("commercial: {verdict}", verdict=Word("verdict", branch.verdict)) if branch.verdict else ""
