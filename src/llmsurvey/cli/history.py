"""`llmsurvey history`: models over the snapshots of a board."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.cli import offered_names, options
from llmsurvey.cli.measure_options import with_measures
from llmsurvey.cli.rows import Rows, with_rows


@with_rows
@with_measures
def run(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[MODEL]", help="A model, or what the board calls it.", autocompletion=offered_names.complete_models
        ),
    ] = None,
    top: Annotated[
        int | None, typer.Option("--top", min=1, help="The first so many of the last whole snapshot.")
    ] = None,
    board: Annotated[
        str | None,
        typer.Option(
            "--board",
            help="The board; BOARD@SNAPSHOT ends with that day.",
            autocompletion=offered_names.complete_boards,
        ),
    ] = None,
    *,
    measures: MeasureFilter,
    rows: Rows,
) -> None:
    """Show how a model, or the best ones, did on a board from snapshot to snapshot.

    A score that changed although the model is the same is told, and whether the whole benchmark was measured anew.
    Averages over other benchmarks, or measured in another way, aren't compared. A snapshot that can't be read or ranked
    is told, and the others are shown.
    """
    from llmsurvey.answers.history import HistoryQuestion, show_history

    asked_board = board or options.one_board(None, None).partition("@")[0]  # of a default all days
    question = HistoryQuestion(model=name, top=top, board=asked_board, measures=measures)
    rows.give(show_history(rows.library, question), question)
