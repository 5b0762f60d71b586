"""`llmsurvey claims`: what the survey claims, recomputed."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli.rows import Rows, with_rows


@with_rows
def run(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[CLAIM]...", help="Show the working of these, by their numbers: C61.")
    ] = None,
    *,
    rows: Rows,
) -> None:
    """Recompute what the survey claims, from the registry and the boards, yours included.

    A claim holds; it holds only as printed, that is by the survey's own figures; it doesn't hold; or it can't be
    checked, and what would be needed is said.
    """
    from llmsurvey.answers.claims import list_claims, show_working
    from llmsurvey.registry.built_in import load_hardware, load_survey
    from llmsurvey.registry.load import load_registry
    from llmsurvey.registry.scores import load_scores
    from llmsurvey.survey.claims.evidence import Evidence

    registry = load_registry(rows.registry)
    evidence = Evidence(registry, load_survey(), tuple(load_scores(registry)), load_hardware())
    rows.give(show_working(evidence, names) if names else list_claims(evidence))
