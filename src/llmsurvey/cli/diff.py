"""`llmsurvey diff`: what changed between two boards."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.cli import offered_names
from llmsurvey.cli.file_options import with_file_options
from llmsurvey.cli.measure_options import with_measures
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.importers.reading_options import FileReading

SCREEN = 30
"""So many rows are shown where people read them, unless they say how many."""


@with_rows
@with_file_options
@with_measures
def run(
    before: Annotated[
        str,
        typer.Argument(
            metavar="BEFORE", help="A board, or a file of scores.", autocompletion=offered_names.complete_boards
        ),
    ],
    after: Annotated[
        str | None,
        typer.Argument(
            metavar="AFTER", help="Another one, or a later one.", autocompletion=offered_names.complete_boards
        ),
    ] = None,
    *,
    files: FileReading,
    measures: MeasureFilter,
    rows: Rows,
) -> None:
    """Show what changed from one snapshot to another: changed scores first, who entered, who left, who moved.

    Ranks are by the mean of the benchmarks that both have measured in the same way; others aren't compared. Where a
    benchmark changed for more than a fifth of the models that stayed, the evaluation did.
    """
    from llmsurvey.answers.diff import DiffQuestion, compare_boards, other_snapshot_missing

    if after is None:
        raise other_snapshot_missing(rows.library, before)
    question = DiffQuestion(before=before, after=after, measures=measures, reading=files)
    rows.give(compare_boards(rows.library, question), question, screen=SCREEN)
