"""`llmsurvey choose`: what one may use, what fits on one's card, and how good it is, in one table."""

from __future__ import annotations

from typing import Annotated

import typer

from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.cli import offered_names, options
from llmsurvey.cli.filter_options import with_filters_but
from llmsurvey.cli.rows import Rows, with_dated_rows

SCREEN = 12
"""So many rows are shown where people read them."""


@with_dated_rows
@with_filters_but("fits", "precision", "context", "cache_type")
def run(
    fits: Annotated[
        str | None,
        typer.Option(
            "--fits",
            "--gpu",
            help="The card (RTX-4090), several (2xA100-80GB) or an amount (24GiB). (Default: a card of 24 GB.)",
            autocompletion=offered_names.complete_gpus,
        ),
    ] = None,
    precision: Annotated[
        list[str] | None,
        typer.Option(
            "--precision",
            help="A type of weights; of several the largest that fits. (Default: bf16, Q8_0, Q6_K, Q5_K_M, Q4_K_M.)",
            autocompletion=offered_names.complete_precisions,
        ),
    ] = None,
    context: Annotated[
        int | None,
        typer.Option(
            "--context", min=1, help="Tokens that must fit. (Default: 4096, or as many as it was trained on if fewer.)"
        ),
    ] = None,
    cache_type: options.FitCacheType = None,
    board: Annotated[
        str | None,
        typer.Option("--board", help="The board of score and ranks.", autocompletion=offered_names.complete_boards),
    ] = None,
    why: Annotated[
        str | None,
        typer.Option(
            "--why",
            metavar="MODEL@SIZE",
            help="The whole reckoning of one size.",
            autocompletion=offered_names.complete_models,
        ),
    ] = None,
    *,
    models: ModelFilter,
    rows: Rows,
) -> None:
    """Choose among all sizes: what one may do with each, whether it fits on a card, and how good it is.

    The best-ranked stand first, those without a comparable score behind them by date. What is left out is counted by
    reason, with the option that would let it in.
    """
    from llmsurvey.answers.choose import ChooseQuestion, choose_sizes
    from llmsurvey.registry.configuration import configured

    question = ChooseQuestion(
        models=models,
        fits=configured("fits") if fits is None else fits,
        precision=tuple(precision or ()),
        context=context,
        cache_type=cache_type,
        board=options.one_board(board, None),
    )
    if why is not None:
        from llmsurvey.answers.choose_why import explain_choice

        rows.give(explain_choice(rows.library, question, why), question)
        return
    rows.give(choose_sizes(rows.library, question, rows.first(SCREEN)), question, screen=SCREEN)
