"""`llmsurvey licence`: may I use it commercially, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli import offered_names, options
from llmsurvey.cli.rows import Rows, with_rows


@with_rows
def run(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="A model, MODEL@SIZE, or a licence.", autocompletion=offered_names.complete_records
        ),
    ],
    own_licence: options.OwnLicence = False,
    data: options.Data = "caveat",
    conditions: Annotated[
        bool, typer.Option("--conditions", help="What has to be kept to, from every licence on the way.")
    ] = False,
    why: Annotated[
        bool, typer.Option("--why", help="The chain of reasons, which is shown anyway.", hidden=True)
    ] = False,
    *,
    rows: Rows,
) -> None:
    """Say whether a model may be used commercially: its own licence, those of everything below it, and the data's.

    Of a licence, its terms are shown. What the licences say is no legal advice.
    """
    from llmsurvey.answers.licence import LicenceQuestion, explain_licence

    question = LicenceQuestion(name=name, own_licence=own_licence, data=data, conditions=conditions)
    rows.give(explain_licence(rows.library, question), question)
