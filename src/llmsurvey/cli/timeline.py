"""`llmsurvey timeline`: the survey's history in order of date."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from llmsurvey.cli import options
from llmsurvey.cli.output import Drawings, terminal_of, write_content
from llmsurvey.cli.rows import Rows, with_rows_in

_DRAWINGS = Drawings(("drawing", "mermaid"), {".mmd": "mermaid", ".txt": "drawing"})


@with_rows_in(options.TimelineFormat, _DRAWINGS, is_dated=True)
def run(
    by: Annotated[Literal["year", "developer", "kind"], typer.Option("--by", help="What to group by.")] = "year",
    *,
    rows: Rows,
) -> None:
    """Draw the history of language models that the survey tells, in order of date, with their foundations.

    The dates are those of the registry, each sourced. --where, --sort, --limit and --columns give a table in place of
    the drawing; --columns all has what the survey prints.
    """
    from llmsurvey.answers.timeline import TimelineQuestion, tell_history
    from llmsurvey.drawings import timeline

    question = TimelineQuestion(by=by)
    answer = tell_history(rows.library, question)
    if rows.format in _DRAWINGS.names:
        drawing = timeline.render(answer.groups, rows.format, terminal_of(rows.output))
        write_content(drawing.encode(), rows.output, force=rows.force)
    else:
        rows.give(answer, question)
