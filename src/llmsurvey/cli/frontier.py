"""`llmsurvey frontier`: what no other model beats on both score and cost."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

import typer

from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.boards.setup import Setup
from llmsurvey.cli import completion, options
from llmsurvey.cli.file_options import with_file_options
from llmsurvey.cli.filters import with_filters
from llmsurvey.cli.rows import Rows, is_standard_output, terminal, with_rows_in, write
from llmsurvey.cli.setup_options import with_setup
from llmsurvey.cli.tell import tell_faults
from llmsurvey.importers.file_reading import FileReading


@with_rows_in(options.DrawingFormat)
@with_filters
@with_file_options
@with_setup
def run(
    board: options.BoardName = "open-llm-leaderboard@2023-07-28",
    by: Annotated[
        Literal["size", "memory", "date"],
        typer.Option("--by", help="What a score costs: parameters, bytes of weights, or the wait for its release."),
    ] = "size",
    weights_in: Annotated[
        str,
        typer.Option(
            "--weights-in", help="The type of the weights for --by memory.", autocompletion=completion.precisions
        ),
    ] = "bf16",
    *,
    files: FileReading,
    setup: Setup,
    models: ModelFilter,
    rows: Rows,
) -> None:
    """Find the models that no other beats on both score and size (or memory, or date), and draw them among the others.

    Filters leave out what isn't asked for before anything is compared. --where, --sort, --limit and --columns give a
    table in place of the drawing.
    """
    from llmsurvey.answers.frontier import frontier
    from llmsurvey.boards.ranking import Ranking, ranked
    from llmsurvey.drawings import scatter
    from llmsurvey.formats.terminal import render
    from llmsurvey.memory.fit import precision_of

    library = rows.library
    selection = models.select(library)
    opened = library.open_board(board, files)
    tell_faults(opened.faults)
    ranking = Ranking(sets="none", setup=setup)
    found = frontier(
        ranked(opened.board, ranking, library.registry),
        selection,
        by,
        precision_of(library.hardware, weights_in),
    )
    table = replace(found.table, notes=(*found.table.notes, *opened.remarks))
    drawing = rows.format == "drawing" or (
        rows.format is None and is_standard_output(rows.output) and not rows.asked_for
    )
    if not drawing:
        rows.give(table)
        return
    rows.refuse_rows()
    shown = terminal(rows.output)
    text = scatter.render(found.points, shown, days=by == "date") + "\n" + render(table, shown)
    write(text.encode(), rows.output, force=rows.force)
