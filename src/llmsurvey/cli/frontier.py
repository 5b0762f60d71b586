"""`llmsurvey frontier`: what no other model beats on both score and cost."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

import typer

from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.cli import options
from llmsurvey.cli.file_options import with_file_options
from llmsurvey.cli.filter_options import with_filters
from llmsurvey.cli.measure_options import with_measures
from llmsurvey.cli.output import Drawings, terminal_of, write_content
from llmsurvey.cli.rows import Rows, with_rows_in
from llmsurvey.cli.tell import tell_faults
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.messages import Word

_DRAWINGS = Drawings(("drawing",), {".txt": "drawing"})


@with_rows_in(options.DrawingFormat, _DRAWINGS, is_dated=True)
@with_filters
@with_file_options
@with_measures
def run(
    board: options.BoardName = None,
    by: Annotated[
        Literal["size", "memory", "date"],
        typer.Option("--by", help="What a score costs: parameters, bytes of weights, or the wait for its release."),
    ] = "size",
    board_option: options.BoardOption = None,
    *,
    files: FileReading,
    measures: MeasureFilter,
    models: ModelFilter,
    rows: Rows,
) -> None:
    """Find the models that no other beats on both score and size (or memory, or date), and draw them among the others.

    Filters leave out what isn't asked for before anything is compared. --where, --sort, --limit and --columns give a
    table in place of the drawing.
    """
    from llmsurvey.answers.frontier import COST_COLUMNS, FrontierQuestion, find_frontier
    from llmsurvey.drawings import scatter
    from llmsurvey.tables.link import link_cells

    question = FrontierQuestion(
        board=options.one_board(board, board_option), by=by, models=models, measures=measures, reading=files
    )
    answer = find_frontier(rows.library, question)
    if rows.format not in _DRAWINGS.names:
        rows.give(answer, question)
        return
    tell_faults(answer.faults)
    titles = scatter.Titles(across=Word("column", COST_COLUMNS[answer.by]), up=Word("column", "average"))
    points, terminal = answer.points, terminal_of(rows.output)
    steps: scatter.Steps = "days" if answer.by == "date" else "ratio"
    drawing = scatter.render(points.costs, points.scores, points.marks, terminal, titles, steps=steps)
    table = answer.table()
    text = rows.text_of(link_cells(replace(table, notes=rows.with_day(table.notes))))
    write_content(f"{drawing}\n{text}".encode(), rows.output, force=rows.force)
