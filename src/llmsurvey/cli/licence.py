"""`llmsurvey licence`: may I use it commercially, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.cli import completion, options
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.errors import RequestError, UnknownNameError, UnregisteredLicenceError
from llmsurvey.messages import say


@with_rows
def run(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="A model, MODEL@SIZE, or a licence.", autocompletion=completion.records),
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
    from llmsurvey.answers.conditions import list_conditions
    from llmsurvey.answers.licence import explain
    from llmsurvey.answers.show import facts_of
    from llmsurvey.lineage.verdict import Licensing
    from llmsurvey.registry.load import load_registry

    registry = load_registry(rows.registry)
    licensing = Licensing(registry, data=data, lineage=not own_licence)
    try:
        model, size = registry.resolve_model(name)
    except UnknownNameError as error:
        try:
            licence = registry.resolve_licence(name)
        except UnregisteredLicenceError:
            raise
        except UnknownNameError:
            raise error from None
        if conditions or own_licence:
            raise RequestError(
                say("{name} is a licence: all of its terms are shown without further options.", name=licence.name)
            ) from None
        rows.give(facts_of(licensing, licence))
        return
    rows.give(list_conditions(licensing, model, size) if conditions else explain(licensing, model, size))
