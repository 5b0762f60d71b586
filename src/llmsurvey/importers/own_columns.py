"""What a table has that `rank` wrote: columns that are no scores."""

RANK_COLUMNS = frozenset(
    (
        "rank",
        "rank_set",
        "board_rank",
        "board_rank_set",
        "group",
        "own",
        "average",
        "z_score",
        "borda",
        "win_rate",
        "scored",
        "board_best_rank",
        "board_worst_rank",
        "measures",
        "verdict",
        "caveats",
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
    )
)
"""The columns beside names, scores and those facts of an entry that are read back."""
