"""A lineage as rows: a branch each, under the one that it hangs from."""

from __future__ import annotations

from llmsurvey.lineage.tree import Branch
from llmsurvey.messages import Word
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
    return Table(COLUMNS, tuple(rows))


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
        Word("answer", "yes") if branch.repeated else None,
    )
