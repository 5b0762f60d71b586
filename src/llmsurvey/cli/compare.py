"""`llmsurvey compare`: models side by side, or on one benchmark."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from llmsurvey.cli import offered_names, options
from llmsurvey.cli.file_options import with_file_options
from llmsurvey.cli.log_options import PANEL, Clusters, with_log_options
from llmsurvey.cli.rows import Rows, with_dated_rows
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.logs.asked_logs import AskedLogs

_SCREEN = 20
"""So many questions are shown where people read them, unless they say how many."""


@with_dated_rows
@with_file_options
@with_log_options
def run(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...",
            help="Models, or sizes of them (MODEL@SIZE), to set side by side.",
            autocompletion=offered_names.complete_models,
        ),
    ] = None,
    benchmark: Annotated[
        str | None,
        typer.Option(
            "--benchmark",
            "-b",
            help="Compare scores on this benchmark, in groups that are comparable; with --logs this one alone.",
            autocompletion=offered_names.complete_benchmarks,
        ),
    ] = None,
    mix: Annotated[
        bool,
        typer.Option(
            "--mix",
            help="One list over all groups, although their scores can't be compared; of --samples, pair questions that "
            "were put in other words.",
        ),
    ] = False,
    as_printed: Annotated[bool, typer.Option("--as-printed", help="The survey's own Table 4, to the digit.")] = False,
    board: Annotated[
        str | None,
        typer.Option(
            "--board",
            help="How far models are from the first on this board, with intervals; with --benchmark its scores alone.",
            autocompletion=offered_names.complete_boards,
        ),
    ] = None,
    samples: Annotated[
        list[Path] | None,
        typer.Option(
            "--samples",
            help="Twice: what the harness logged of two models, question by question (file or folder).",
            readable=False,
        ),
    ] = None,
    runs: options.OwnRuns = None,
    metric: Annotated[
        str | None,
        typer.Option("--metric", help="The metric of --samples or --logs. (Default: the benchmark's usual one.)"),
    ] = None,
    correction: Annotated[
        Literal["holm", "bh", "none"],
        typer.Option(
            "--correction",
            help="Of --logs, for the number of tests: Holm's, that of Benjamini and Hochberg, or each by itself.",
            rich_help_panel=PANEL,
        ),
    ] = "holm",
    mid_p: Annotated[
        bool,
        typer.Option(
            "--mid-p",
            help="Test right and wrong answers by McNemar's mid-p value: less cautious than the exact one.",
            rich_help_panel=PANEL,
        ),
    ] = False,
    equivalent_within: Annotated[
        float | None,
        typer.Option(
            "--equivalent-within",
            metavar="POINTS",
            help="Is the other as good, within so many percentage points?",
            rich_help_panel=PANEL,
        ),
    ] = None,
    clusters: Clusters = True,
    show_flips: Annotated[
        bool,
        typer.Option("--show-flips", help="The questions on which two models differ.", rich_help_panel=PANEL),
    ] = False,
    *,
    files: FileReading,
    logs: AskedLogs,
    rows: Rows,
) -> None:
    """Compare models on their facts, scores on one benchmark, or models on all benchmarks of a board.

    Scores stand in one order only where benchmark, metric, shots, board and date agree; --mix overrides that, and
    says so. Differences come with intervals: paired where what was logged of each question is given (--logs).
    """
    from llmsurvey.answers.compare import CompareQuestion, compare_models
    from llmsurvey.answers.paired_tests import PairedTests

    question = CompareQuestion(
        names=tuple(names or ()),
        benchmark=benchmark,
        board=options.one_board(None, None) if runs and board is None and benchmark is None else board,
        samples=tuple(map(str, samples or ())),
        metric=metric,
        mix=mix,
        as_printed=as_printed,
        runs=tuple(runs or ()),
        reading=files,
        asked_logs=logs,
        tests=PairedTests(correction=correction, mid_p=mid_p, clusters=clusters, equivalent_within=equivalent_within),
        show_flips=show_flips,
    )
    if question.way == "facts" and rows.transpose is None:
        rows = replace(rows, transpose=rows.is_table)
    rows.give(compare_models(rows.library, question), question, screen=_SCREEN if show_flips else None)
