"""`llmsurvey rank`: a board in order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

import typer

from llmsurvey.answers.model_filter import EVERY_MODEL, ModelFilter
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.cli import options
from llmsurvey.cli.file_options import with_file_options
from llmsurvey.cli.filter_options import with_filters
from llmsurvey.cli.log_options import PANEL, Clusters, with_log_options
from llmsurvey.cli.measure_options import with_measures
from llmsurvey.cli.rows import Rows, with_dated_rows
from llmsurvey.errors import RequestError
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.logs.asked_logs import AskedLogs
from llmsurvey.messages import say

SCREEN = 20
"""So many rows are shown where people read them, unless they say how many."""

_ORDER = "The order"


@with_dated_rows
@with_filters
@with_file_options
@with_measures
@with_log_options
def run(
    board: options.BoardName = None,
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
    clean: Annotated[
        bool,
        typer.Option("--clean", help="Without what was trained on one of these benchmarks, as far as sources tell."),
    ] = False,
    runs: options.OwnRuns = None,
    methods: Annotated[
        bool, typer.Option("--methods", help="The orders of all methods side by side.", rich_help_panel=_ORDER)
    ] = False,
    board_option: options.BoardOption = None,
    subject: Annotated[
        list[str] | None,
        typer.Option("--subject", help="Only questions of this subject.", rich_help_panel=PANEL),
    ] = None,
    by_subject: Annotated[
        bool,
        typer.Option("--by-subject", help="Who leads each subject, and who may.", rich_help_panel=PANEL),
    ] = False,
    clusters: Clusters = True,
    *,
    files: FileReading,
    measures: MeasureFilter,
    models: ModelFilter,
    logs: AskedLogs,
    rows: Rows,
) -> None:
    """Rank a board, with a confidence set for every rank: which differences are real, and which aren't.

    Only scores that were measured in one way are averaged; --mix overrides that, and says so. Filters leave rows out
    and keep the ranks of the whole board. With --logs models are ranked on the questions that all of them answered.
    """
    if logs.is_asked and (methods or board or board_option):
        raise RequestError(say("--logs takes no board, and goes without --methods."))
    weights, named = _split_weights(weight or ()), options.one_board(board, board_option)
    if methods:
        of_rows = any((frontier, clean, runs, subject, by_subject))
        if of_rows or (models, method, sets) != (EVERY_MODEL, "mean", "simultaneous"):
            raise RequestError(
                say(
                    "--methods shows the whole board by all methods: without filters, --with, --clean, --frontier, "
                    "--method and --sets."
                )
            )
        asked = {"weight": weights, "missing": missing, "repeats": repeats, "measures": measures, "reading": files}
        _give_methods(rows, board=named, **asked)
        return
    from llmsurvey.answers.rank import RankAnswer, RankQuestion, rank_models

    question = RankQuestion(
        added=() if logs.is_asked else rows.names_of(RankAnswer.added_columns),
        board=named,
        method=method,
        weight=weights,
        missing=missing,
        repeats=repeats,
        sets=sets,
        frontier=frontier,
        clean=clean,
        limit=None if rows.is_rearranged else rows.limit_or(SCREEN),
        runs=tuple(runs or ()),
        measures=measures,
        models=models,
        reading=files,
        asked_logs=logs,
        subject=tuple(subject or ()),
        by_subject=by_subject,
        clusters=clusters,
    )
    rows.give(rank_models(rows.library, question), question.of_logs() or question, screen=SCREEN)


def _give_methods(rows: Rows, **asked: Any) -> None:
    """Give the orders of all methods side by side, as a `MethodsQuestion` of these fields asks."""
    from llmsurvey.answers.rank_methods import MethodsQuestion, compare_methods

    question = MethodsQuestion(**asked)
    rows.give(compare_methods(rows.library, question), question, screen=SCREEN)


def _split_weights(texts: Iterable[str]) -> dict[str, str]:
    """Return weights by benchmark, as they were typed: what stands behind the last `=`, by what stands before it."""
    split = (text.rpartition("=") if "=" in text else (text, "", "") for text in texts)
    return {name: number for name, _, number in split}
