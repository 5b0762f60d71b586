"""The columns of each command's table, for completion and for the reference."""

from __future__ import annotations

from importlib import import_module

_MODULES = {"compare": "compare_scores", "import": "import_scores"}
"""The modules of answers that aren't called as their command is."""

_WITH_COLUMNS = frozenset(
    (
        "list",
        "lineage",
        "licences",
        "compare",
        "rank",
        "boards",
        "history",
        "diff",
        "frontier",
        "import",
        "licence",
        "show",
        "search",
        "errata",
        "claims",
        "cite",
        "timeline",
        "stats",
        "memory",
        "config",
        "validate",
    )
)

_SPELLINGS = {"license": "licence", "licenses": "licences"}


def columns_of(command: str) -> list[str]:
    """Return the names of a command's columns, or none where it has none; of `compare` those of its scores."""
    name = _SPELLINGS.get(command, command)
    if name not in _WITH_COLUMNS:
        return []
    module = import_module(f"llmsurvey.answers.{_MODULES.get(name, name)}")
    return [column.name for column in module.COLUMNS]
