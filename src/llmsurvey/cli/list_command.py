"""`llmsurvey list`: the models, filtered."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.cli import offered_names, options
from llmsurvey.cli.filter_options import with_filters
from llmsurvey.cli.rows import Rows, with_dated_rows


@with_dated_rows
@with_filters
def run(
    as_printed: Annotated[
        bool, typer.Option("--as-printed", help="The survey's own Table 1, to the letter; with --commercial its five.")
    ] = False,
    board: Annotated[
        str | None,
        typer.Option(
            "--board",
            help="The board of the columns score, rank and rank_set.",
            autocompletion=offered_names.complete_boards,
        ),
    ] = None,
    *,
    models: ModelFilter,
    rows: Rows,
) -> None:
    """List the models that fit, with what the licences of their whole lineage allow.

    A model whose sizes have different verdicts, or caveats in part, takes a row for each. Unknown facts fit no filter;
    a licence that isn't known is left out by --commercial and counted.
    """
    from llmsurvey.answers.list import ListAnswer, ListQuestion, answer_list

    added = rows.names_of(ListAnswer.added_columns)
    question = ListQuestion(models=models, as_printed=as_printed, added=added, board=options.one_board(board, None))
    rows.give(answer_list(rows.library, question, rows.first()), question)
