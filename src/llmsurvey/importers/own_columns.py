"""What a table has that `rank` wrote: columns that are no scores."""

from __future__ import annotations

from collections.abc import Iterable

RANK_COLUMNS = frozenset(
    (
        "rank",
        "rank_set",
        "board_rank",
        "board_rank_set",
        "group",
        "bar",  # what `group` was before
        "own",
        "average",
        "z_score",
        "borda",
        "borda_points",
        "win_rate",
        "scored",
        "board_best_rank",
        "board_worst_rank",
        "measures",
        "verdict",
        "caveats",
        "trained_on",
        "best_rank",
        "worst_rank",
        "standard_error",
        "row",
        "frontier",
        "id",
        "size",
        "metrics",
        "shots",
        "harness",
        "reporter",
        "source",
        "benchmarks",
        *("row number", "row of", "scored number", "scored of", "group first_group", "group last_group"),
        *("developers", "released", "kind", "access", "architecture", "languages", "licence", "licence_name"),
        *("conditions", "rests_on", "foundations", "datasets"),
    )
)
"""The columns beside names, scores and those facts of an entry that are read back; in JSON some are objects."""

_MARKS = (
    frozenset({"rank", "rank_set", "group", "name", "scored"}),
    frozenset({"rank", "rank_set", "group", "name", "benchmarks"}),
    frozenset({"rank", "rank_set", "bar", "name", "benchmarks"}),
    frozenset({"rank", "group first_group", "name", "scored number"}),
)
"""Columns that only a ranking has together: in flat formats, on a page, and in JSON."""


def is_ranking(headings: Iterable[str]) -> bool:
    """Whether a table with these headings is what `rank` writes."""
    stated = set(headings)
    return any(marks <= stated for marks in _MARKS)
