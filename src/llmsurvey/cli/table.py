"""`llmsurvey table`: one of the survey's own tables."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli.rows import Rows, with_rows


@with_rows
def run(
    number: Annotated[int, typer.Argument(metavar="1|2|3|4", min=1, max=4, help="Which table of the survey.")],
    as_printed: Annotated[
        bool, typer.Option("--as-printed", help="Cell for cell as the survey prints it, mistakes and all.")
    ] = False,
    *,
    rows: Rows,
) -> None:
    """Show a table of the survey, corrected, each changed cell marked with its erratum; or exactly as printed.

    LaTeX gets a caption and a label, Markdown a caption line. With --lang ko the caption is the Korean one.
    """
    from llmsurvey.registry.built_in import load_survey
    from llmsurvey.registry.load import load_registry
    from llmsurvey.registry.scores import load_scores
    from llmsurvey.survey.tables import corrected_table, printed_table

    registry, survey = load_registry(rows.registry), load_survey()
    form = next(form for form in survey.tables if form.number == number)
    rows.give(
        printed_table(registry, form) if as_printed else corrected_table(registry, survey, form, load_scores(registry))
    )
