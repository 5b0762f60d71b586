"""A lineage as rows: a branch each, under the one that it hangs from."""

from __future__ import annotations

from collections.abc import Iterator

from llmsurvey.answers.list import with_bases
from llmsurvey.answers.short_texts import few
from llmsurvey.lineage.tree import Branch
from llmsurvey.messages import Message, Word, counted
from llmsurvey.tables import Cell, Column, Table

COLUMNS = (
    Column("depth", numeric=True),
    Column("parent", brief=False),
    Column("relation"),
    Column("by", brief=False),
    Column("record", brief=False, words="record"),
    Column("id", brief=False),
    Column("name"),
    Column("sizes"),
    Column("developers", brief=False),
    Column("released", order="date"),
    Column("licence"),
    Column("verdict", order="verdict", words="verdict"),
    Column("extent", brief=False),
    Column("access", brief=False, words="access"),
    Column("caveat"),
    Column("rests_on", brief=False),
    Column("repeated", brief=False),
)


def list_branches(root: Branch) -> Table:
    """Every branch in the order of the tree; `parent` is the id of what it hangs from, `depth` 0 the root."""
    rows: list[tuple[Cell, ...]] = []
    waiting: list[tuple[int, str | None, Branch]] = [(0, None, root)]
    while waiting:
        depth, parent, branch = waiting.pop()
        rows.append(_row(depth, parent, branch))
        waiting += [(depth + 1, branch.id, child) for child in reversed(branch.branches)]
    return Table(with_bases(COLUMNS, rows), tuple(rows), notes=tuple(on_bases(root)))


def on_bases(root: Branch) -> Iterator[Message]:
    """How many branches rest on more than sourced facts of the catalogue, and on whose word."""
    words = {branch.id: branch.rests_on for _, branch in root.walk() if branch.rests_on and not branch.repeated}
    if words:
        yield counted(
            "{number} of these rests on more than sourced facts of the catalogue ({bases}): "
            "`llmsurvey licence NAME` says where.",
            "{number} of these rest on more than sourced facts of the catalogue ({bases}): "
            "`llmsurvey licence NAME` says where.",
            len(words),
            bases=few(list(dict.fromkeys(basis for each in words.values() for basis in each)), "; "),
        )


def _row(depth: int, parent: str | None, branch: Branch) -> tuple[Cell, ...]:
    return (
        depth,
        parent,
        branch.relation or None,
        branch.by,
        branch.kind,
        branch.id,
        branch.name,
        branch.sizes,
        branch.developers,
        branch.released,
        branch.licence,
        branch.verdict,
        branch.extent,
        branch.access,
        Word("answer", "yes") if branch.caveat else None,
        branch.rests_on,
        Word("answer", "yes") if branch.repeated else None,
    )
