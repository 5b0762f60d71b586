"""`llmsurvey conflicts`: where the catalogue, layers and imports disagree."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli.rows import Rows, with_rows


@with_rows
def run(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="A model, dataset or licence. None lists all.")
    ] = None,
    fields: Annotated[
        list[str] | None,
        typer.Option("--field", help="Only this field: licence, released, foundations; may be given several times."),
    ] = None,
    *,
    rows: Rows,
) -> None:
    """List where sources disagree, side by side: what is in force, what is said otherwise, and why.

    A layer is in force over the catalogue and the layers below it. What an import says otherwise of a record that there
    is already is kept beside the facts and decides nothing. It is open until the catalogue or a layer of yours says
    the same with a reason: `otherwise: [{field: licence, value: mit, url: ..., because: ...}]`.
    """
    from llmsurvey.answers.conflicts import ConflictsQuestion, list_conflicts

    question = ConflictsQuestion(name=name, fields=tuple(fields or ()))
    rows.give(list_conflicts(rows.library, question), question)
