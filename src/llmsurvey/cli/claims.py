"""`llmsurvey claims`: what the survey claims, recomputed."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli import offered_names
from llmsurvey.cli.rows import Rows, with_rows


@with_rows
def run(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CLAIM]...",
            help="Show the working of these, by their numbers: C61.",
            autocompletion=offered_names.complete_claims,
        ),
    ] = None,
    *,
    rows: Rows,
) -> None:
    """Recompute what the survey claims, from the registry and the boards, yours included.

    A claim holds; it holds only as printed, that is by the survey's own figures; it doesn't hold; or it can't be
    checked, and what would be needed is said.
    """
    from llmsurvey.answers.claims import ClaimsQuestion, check_claims

    question = ClaimsQuestion(names=tuple(names or ()))
    rows.give(check_claims(rows.library, question), question)
