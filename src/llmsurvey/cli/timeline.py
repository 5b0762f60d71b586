"""`llmsurvey timeline`: the survey's history in order of date."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from llmsurvey.cli import options
from llmsurvey.cli.rows import Rows, is_standard_output, terminal_of, with_rows_in, write_content


@with_rows_in(options.TimelineFormat)
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

    answer = tell_history(rows.library, TimelineQuestion(by=by))
    name = rows.format or _format_of(rows)
    if name in timeline.FORMATS:
        rows.refuse_rows()
        drawing = timeline.render(answer.groups, name, terminal_of(rows.output))
        write_content(drawing.encode(), rows.output, force=rows.force)
    else:
        rows.give(answer)


def _format_of(rows: Rows) -> str | None:
    """Return a drawing, unless rows are asked for; Mermaid for a file of its suffix."""
    if rows.output is not None and not is_standard_output(rows.output) and rows.output.suffix.lower() != ".txt":
        return "mermaid" if rows.output.suffix.lower() == ".mmd" else None
    return None if rows.asked_for else "drawing"
