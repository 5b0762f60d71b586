"""The columns of a ranked board."""

from __future__ import annotations

from llmsurvey.boards.board import PERCENT, Measure, free_heading
from llmsurvey.messages import Word, say
from llmsurvey.tables import Column

FIGURES = {
    "mean": Column("average", numeric=True, digits=1),
    "weighted": Column("average", numeric=True, digits=1),
    "above-chance": Column("average", numeric=True, digits=1),
    "z-score": Column("z_score", numeric=True, digits=2),
    "borda": Column("borda_points", numeric=True, digits=2, heading=say("borda")),
    "win-rate": Column("win_rate", numeric=True, digits=1),
}
"""The column of what each method makes of the scores."""

FRONT = (
    Column("rank", numeric=True),
    Column("rank_set", only="flat"),
    Column("board_rank", numeric=True),
    Column("board_rank_set", only="flat"),
    Column("group"),
    Column("own"),
    Column("name", leads_to="hub"),
)
"""Ranks among the entries, and on the whole board, which differ where the entries are a selection."""

BACK = (
    Column("scored", heading=say("benchmarks")),
    Column("trained_on", brief=False),
    Column("verdict", order="verdict", words="verdict"),
    Column("caveats", brief=False),
    Column("best_rank", numeric=True, brief=False),
    Column("worst_rank", numeric=True, brief=False),
    Column("board_best_rank", numeric=True, brief=False),
    Column("board_worst_rank", numeric=True, brief=False),
    Column("standard_error", numeric=True, digits=2, brief=False),
    Column("row", brief=False),
    Column("frontier", brief=False),
    Column("parameters", numeric=True, brief=False, short=True),
    Column("id", brief=False),
    Column("size", brief=False),
    Column("hub", brief=False),
    Column("revision", brief=False),
    Column("run_precision", brief=False),
    Column("measures", brief=False, only="nested"),
    Column("metrics", brief=False, only="flat"),
    Column("shots", numeric=True, brief=False, only="flat"),
    Column("harness", brief=False, only="flat"),
    Column("reporter", brief=False, only="flat"),
    Column("line", numeric=True, brief=False),
    Column("source", brief=False),
    Column("note", brief=False),
)

COLUMNS = (*FRONT, FIGURES["mean"], *BACK)
"""The columns beside those of the benchmarks, which are called by these."""


def heading_of_scores(benchmark: str) -> str:
    """Return the name of the column of a benchmark's scores, which must not be that of another column."""
    return free_heading(benchmark, (*COLUMNS, *FIGURES.values()))


def column_of_scores(measure: Measure) -> Column:
    """Return the column of a measure's scores: people read one digit of percent, all of another unit, of any size."""
    is_percent = measure.unit == PERCENT
    return Column(
        heading_of_scores(measure.benchmark),
        numeric=True,
        digits=1 if is_percent else None,
        meaning=say("Score on {benchmark}.", benchmark=measure.benchmark),
        unit=Word("unit", measure.unit),
    )
