"""`llmsurvey list`: the models, filtered."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.cli.filter_options import with_filters
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.errors import RequestError
from llmsurvey.messages import say


@with_rows
@with_filters
def run(
    as_printed: Annotated[
        bool, typer.Option("--as-printed", help="The survey's own Table 1, to the letter; with --commercial its five.")
    ] = False,
    *,
    models: ModelFilter,
    rows: Rows,
) -> None:
    """List the models that fit, with what the licences of their whole lineage allow.

    A model whose sizes have different verdicts takes a row for each. Unknown facts fit no filter; a licence that isn't
    known is left out by --commercial and counted.
    """
    if as_printed:
        if replace(models, commercial=False, strict=False).asks:
            raise RequestError(
                say("--as-printed is the survey's own table: of the filters it takes --commercial alone.")
            )
        from llmsurvey.answers.as_printed import printed_table_1

        rows.give(printed_table_1(rows.library.survey, commercial=models.commercial or models.strict))
        return
    from llmsurvey.answers.list import ListQuestion, list_models

    rows.give(list_models(rows.library, ListQuestion(models=models)))
