"""`llmsurvey table`: one of the survey's own tables."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli.rows import Rows, with_rows


@with_rows
def run(
    number: Annotated[int, typer.Argument(metavar="TABLE", help="Which table of the survey, 1 to 4.")],
    as_printed: Annotated[
        bool, typer.Option("--as-printed", help="Cell for cell as the survey prints it, mistakes and all.")
    ] = False,
    *,
    rows: Rows,
) -> None:
    """Show a table of the survey, corrected, each changed cell marked with its erratum; or exactly as printed.

    LaTeX gets a caption and a label, Markdown a caption line. With --lang ko the caption is the Korean one.
    """
    from llmsurvey.answers.table import TableQuestion, show_table

    question = TableQuestion(number=number, as_printed=as_printed)
    rows.give(show_table(rows.library, question), question)
