"""`llmsurvey stats`: the catalogue in numbers."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from llmsurvey.cli.rows import Rows, with_rows

_FIRST = 5


@with_rows
def run(
    by: Annotated[
        Literal["year", "developer", "licence", "verdict", "foundation", "language", "field"] | None,
        typer.Option("--by", help="Only by this; field tells which facts are known and sourced."),
    ] = None,
    *,
    rows: Rows,
) -> None:
    """Count the models by year, developer, licence, verdict, foundation and language, and the facts with a source.

    A model with several values counts under each. On a screen the first five values of each property are shown.
    """
    from llmsurvey.answers.stats import count_fields, count_models
    from llmsurvey.lineage.verdict import Licensing
    from llmsurvey.registry.load import load_registry

    registry = load_registry(rows.registry)
    if by == "field":
        rows.give(count_fields(registry))
        return
    chosen = (by,) if by else ()
    rows.give(count_models(Licensing(registry), chosen, None if chosen or not rows.is_table else _FIRST))
