"""`llmsurvey rank`: a board in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Literal

import typer

from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.cli import options
from llmsurvey.cli.file_options import with_file_options
from llmsurvey.cli.filter_options import with_filters
from llmsurvey.cli.measure_options import with_measures
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.errors import RequestError
from llmsurvey.importers.file_reading import FileReading
from llmsurvey.messages import say

SCREEN = 20
"""So many rows are shown where people read them, unless they say how many."""

_ORDER = "The order"


@with_rows
@with_filters
@with_file_options
@with_measures
def run(
    board: options.BoardName = "open-llm-leaderboard@survey",
    method: Annotated[
        Literal["mean", "above-chance", "z-score", "borda", "win-rate", "weighted"],
        typer.Option("--method", help="What is made of the scores.", rich_help_panel=_ORDER),
    ] = "mean",
    weight: Annotated[
        list[str] | None,
        typer.Option("--weight", help="How much a benchmark counts: hellaswag=2.", rich_help_panel=_ORDER),
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
    measures: MeasureFilter,
    models: ModelFilter,
    rows: Rows,
) -> None:
    """Rank a board, with a confidence set for every rank: which differences are real, and which aren't.

    Only scores that were measured in one way are averaged; --mix overrides that, and says so. Filters leave rows out
    and keep the ranks of the whole board.
    """
    if methods:
        if models.asks or frontier or method != "mean":
            raise RequestError(
                say("--methods shows the whole board by all methods: without filters, --frontier and --method.")
            )
        from llmsurvey.answers.rank_methods import MethodsQuestion, compare_methods

        asked = MethodsQuestion(
            board=board,
            weight=_read_weights(weight or ()),
            missing=missing,
            repeats=repeats,
            measures=measures,
            reading=files,
        )
        rows.give(compare_methods(rows.library, asked), screen=SCREEN)
        return
    from llmsurvey.answers.rank import RankQuestion, rank_board

    is_rearranged = bool(rows.sort or rows.where)
    screen = SCREEN if rows.limit is None and rows.is_table else rows.limit
    question = RankQuestion(
        board=board,
        method=method,
        weight=_read_weights(weight or ()),
        missing=missing,
        repeats=repeats,
        sets=sets,
        frontier=frontier,
        limit=None if is_rearranged else screen,
        bars=not is_rearranged,
        measures=measures,
        models=models,
        reading=files,
    )
    answer = rank_board(rows.library, question)
    if is_rearranged:
        rows.give(answer, screen=SCREEN)
    else:
        replace(rows, limit=None).give(answer)


def _read_weights(texts: Iterable[str]) -> dict[str, str]:
    """Weights by benchmark, as they were typed. Raises RequestError for a text that isn't `NAME=NUMBER`."""
    weights = {}
    for text in texts:
        name, _, number = text.rpartition("=")
        if not name:
            raise RequestError(
                say(
                    '{option}: "{text}" can\'t be read. Write a benchmark and a number: {example}.',
                    option="--weight",
                    text=text,
                    example="hellaswag=2",
                )
            )
        weights[name] = number
    return weights
