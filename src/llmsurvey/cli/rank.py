"""`llmsurvey rank`: a board in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Literal

import typer

from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.boards.setup import Setup
from llmsurvey.cli import options
from llmsurvey.cli.file_options import with_file_options
from llmsurvey.cli.filters import with_filters
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.cli.setup_options import with_setup
from llmsurvey.cli.tell import tell_faults
from llmsurvey.errors import RequestError
from llmsurvey.importers.file_reading import FileReading
from llmsurvey.messages import say

SCREEN = 20
"""So many rows are shown where people read them, unless they say how many."""

_ORDER = "The order"


@with_rows
@with_filters
@with_file_options
@with_setup
def run(
    board: options.BoardName = "open-llm-leaderboard@survey",
    method: Annotated[
        Literal["mean", "above-chance", "z-score", "borda", "win-rate", "weighted"],
        typer.Option("--method", help="What is made of the scores.", rich_help_panel=_ORDER),
    ] = "mean",
    weight: Annotated[
        list[str] | None,
        typer.Option("--weight", help="How much a benchmark counts: hellaswag=2. Repeatable.", rich_help_panel=_ORDER),
    ] = None,
    missing: Annotated[
        Literal["complete", "leave-out", "worst"],
        typer.Option(
            "--missing",
            help="What becomes of a model that lacks a score: no rank, a mean over the others, or the board's worst.",
            rich_help_panel=_ORDER,
        ),
    ] = "complete",
    repeats: Annotated[
        Literal["best", "first", "all"],
        typer.Option("--repeats", help="Which row counts of a model that has several.", rich_help_panel=_ORDER),
    ] = "best",
    sets: Annotated[
        Literal["simultaneous", "marginal", "none"],
        typer.Option(
            "--sets",
            help="Confidence sets that hold for all ranks at once, or for each by itself.",
            rich_help_panel=_ORDER,
        ),
    ] = "simultaneous",
    frontier: Annotated[
        bool,
        typer.Option("--frontier", help="Only what no other beats on both score and size.", rich_help_panel=_ORDER),
    ] = False,
    methods: Annotated[
        bool, typer.Option("--methods", help="The orders of all methods side by side.", rich_help_panel=_ORDER)
    ] = False,
    *,
    files: FileReading,
    setup: Setup,
    models: ModelFilter,
    rows: Rows,
) -> None:
    """Rank a board, with a confidence set for every rank: which differences are real, and which aren't.

    Only scores that were measured in one way are averaged; --mix overrides that, and says so. Filters leave rows out
    and keep the ranks of the whole board.
    """
    from llmsurvey.answers.rank import Shown, rank_table
    from llmsurvey.boards.ranking import Ranking, ranked

    library = rows.library
    selection = models.select(library)
    weights = _weights(weight or ())
    if method == "weighted" and not weights:
        raise RequestError(say("--method weighted needs weights: --weight hellaswag=2."))
    ranking = Ranking("weighted" if weights and method == "mean" else method, missing, weights, repeats, sets, setup)
    opened = library.open_board(board, files)
    tell_faults(opened.faults)
    if methods:
        from llmsurvey.answers.rank_methods import orders

        if models.asks or frontier or method != "mean":
            raise RequestError(
                say("--methods shows the whole board by all methods: without filters, --frontier and --method.")
            )
        rows.give(orders(opened.board, ranking, library.registry, opened.chance), screen=SCREEN)
        return
    found = ranked(opened.board, ranking, library.registry, opened.chance)
    limit, rows = _limit(rows)
    table = rank_table(
        found, ranking, Shown(selection, frontier, limit, bars=not (rows.sort or rows.where)), opened.source
    )
    table = replace(table, notes=(*table.notes, *((opened.about,) if opened.about else opened.remarks)))
    rows.give(table, screen=SCREEN if rows.sort or rows.where else None)


def _weights(texts: Iterable[str]) -> dict[str, float]:
    """Weights by benchmark. Raises RequestError for what isn't `NAME=NUMBER` with a number above 0."""
    found = {}
    for text in texts:
        name, _, number = text.rpartition("=")
        try:
            found[name] = float(number)
        except ValueError:
            found[name] = 0.0
        if not name or not 0 < found[name] < float("inf"):
            raise RequestError(
                say('--weight: "{text}" can\'t be read. Write a benchmark and a number: hellaswag=2.', text=text)
            )
    return found


def _limit(rows: Rows) -> tuple[int | None, Rows]:
    """How many rows are made: as asked, or a screen; all of them where they are sorted or chosen afterwards."""
    if rows.sort or rows.where:
        return None, rows
    limit = SCREEN if rows.limit is None and rows.is_table else rows.limit
    return limit, replace(rows, limit=None)
