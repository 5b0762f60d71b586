"""`llmsurvey rank`: a board in order."""

from __future__ import annotations

from llmsurvey.cli.filters import with_filters
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.query.filters import Filters


@with_rows
@with_filters
def run(*, filters: Filters, rows: Rows) -> None:
    """Rank the survey's July 2023 board by the average, recomputed from its four benchmarks.

    Filters leave rows out and keep the ranks of the whole board.
    """
    from llmsurvey.boards.rank import rank
    from llmsurvey.registry.scores import load_scores

    filters.check()
    rows.give(rank(load_scores(filters.licensing.registry), filters))
