"""`llmsurvey stats`: the catalogue in numbers."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from llmsurvey.cli.rows import Rows, with_dated_rows

_FIRST = 5


@with_dated_rows
def run(
    by: Annotated[
        Literal["year", "developer", "licence", "verdict", "foundation", "language", "declared", "field"] | None,
        typer.Option(
            "--by",
            help="Only by this; declared sets what licences say beside what follows from the lineage, of imported "
            "dumps too; field tells which facts are known and sourced.",
        ),
    ] = None,
    *,
    rows: Rows,
) -> None:
    """Count the models by year, developer, licence, verdict, foundation and language, and the facts with a source.

    A model with several values counts under each. On a screen the first five values of each property are shown.
    """
    from llmsurvey.answers.stats import StatsQuestion, count_catalogue

    most = _FIRST if by is None and rows.is_table else None
    question = StatsQuestion(by=by, most=most)
    rows.give(count_catalogue(rows.library, question), question)
