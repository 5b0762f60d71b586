"""`llmsurvey import`: boards, evaluation runs and models of others, kept in the program's own form."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from llmsurvey.cli.file_options import with_file_options
from llmsurvey.cli.progress import telling_progress
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.errors import RequestError
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.messages import join_texts, option, say

if TYPE_CHECKING:
    from llmsurvey.answers.import_graphs import ImportGraphsQuestion

_FILE = "What a file may not say itself"


@with_rows
@with_file_options
def run(
    form: Annotated[
        Literal[
            "open-llm-leaderboard",
            "lm-eval",
            "every-eval-ever",
            "table",
            "model",
            "ecosystem-graphs",
            "hub-stats",
            "model-registry",
            "bom",
        ],
        typer.Argument(metavar="FORMAT", help="What the files are."),
    ],
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, or folders of them.", readable=False)],
    board: Annotated[
        str | None,
        typer.Option("--board", help="The board to add to. (Default: what the format, or the file, is called.)"),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option("--date", help="The day of the scores. (Default: what the file says.)", rich_help_panel=_FILE),
    ] = None,
    metric: Annotated[
        str | None, typer.Option("--metric", help="The metric of a table's scores: acc_norm.", rich_help_panel=_FILE)
    ] = None,
    shots: Annotated[
        int | None, typer.Option("--shots", min=0, help="The shots of a table's scores.", rich_help_panel=_FILE)
    ] = None,
    reporter: Annotated[
        Literal["board", "developer", "third-party"] | None,
        typer.Option("--reporter", help="Who reports the scores.", rich_help_panel=_FILE),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option("--into", help="Keep what is imported in this folder, not in the user's own.", readable=False),
    ] = None,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Replace a snapshot that has other scores; of lm-eval, the scores of the same runs."
        ),
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Import nothing where anything looks wrong.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be imported, and import nothing.")] = False,
    *,
    files: FileReading,
    rows: Rows,
) -> None:
    """Import what others publish: scores of boards, runs and tables, or models and what they were made from.

    Every row is kept; what looks wrong is told with its line. Importing a file again adds nothing. Scores are those of
    open-llm-leaderboard, lm-eval, every-eval-ever and table. Assets of Ecosystem Graphs, dumps of the hub's models
    (Parquet, CSV, JSON lines) and the YAML files of a model registry become a layer of the registry: what that has
    stays in force, and what they say otherwise is kept beside it. So do models as they lie on a disk: folders, caches
    of the hub, a README.md or a .gguf alone, of which cards, configs and headers of weights are read, and nothing is
    run; with --output their layer is a file of your own. Of a bill of materials (bom), in SPDX 3 or CycloneDX, it is
    said where the declared licence isn't all that binds a component; nothing of it is kept.
    """
    from llmsurvey.importers.graphs import GRAPHS

    stated = {"date": date, "metric": metric, "shots": shots, "reporter": reporter}
    of_scores = [*(name for name, value in stated.items() if value is not None), *files.stated]
    if form == "model":
        _import_models(paths, board, into, of_scores, replace=replace, strict=strict, dry_run=dry_run, rows=rows)
        return
    of_scores = [*(["board"] if board is not None else []), *of_scores]
    if form in GRAPHS:
        question = _question_of_graphs(form, paths, into, of_scores, replace=replace, strict=strict, dry_run=dry_run)
        _import_graphs(rows, question)
        return
    if form == "bom":
        flags = {"into": into is not None, "replace": replace, "strict": strict, "dry_run": dry_run}
        _import_bom(paths, [*of_scores, *(name for name, is_given in flags.items() if is_given)], rows)
        return
    from llmsurvey.answers.import_scores import ImportQuestion, import_scores

    asked = ImportQuestion(
        format=form,
        paths=tuple(map(str, paths)),
        board=board,
        date=date,
        metric=metric,
        shots=shots,
        reporter=reporter,
        into=None if into is None else str(into),
        replace=replace,
        strict=strict,
        dry_run=dry_run,
        reading=files,
    )
    with telling_progress() as progress:
        answer = import_scores(rows.library, asked, progress)
    rows.give(answer, asked)


def _question_of_graphs(
    form: str, paths: list[Path], into: Path | None, of_scores: list[str], **asked: bool
) -> ImportGraphsQuestion:
    """Return what is asked of models and what they were made from. Raises RequestError for options of scores."""
    from llmsurvey.answers.import_graphs import ImportGraphsQuestion

    if of_scores:
        options = join_texts([option(name) for name in of_scores], ", ")
        raise RequestError(say("{options}: for scores only, which {format} has none of.", options=options, format=form))
    return ImportGraphsQuestion(
        format=form, paths=tuple(map(str, paths)), into=None if into is None else str(into), **asked
    )


def _import_graphs(rows: Rows, question: ImportGraphsQuestion) -> None:
    from llmsurvey.answers.import_graphs import import_graphs

    with telling_progress() as progress:
        answer = import_graphs(rows.library, question, progress)
    rows.give(answer, question)


def _import_models(
    paths: list[Path],
    board: str | None,
    into: Path | None,
    odd: list[str],
    *,
    replace: bool,
    strict: bool,
    dry_run: bool,
    rows: Rows,
) -> None:
    """Import models into the registry, or write the layer that they make to the file of --output."""
    from llmsurvey.answers.import_models import ImportModelsQuestion, import_models
    from llmsurvey.cli.output import write_content

    if odd:
        options = join_texts([option(name) for name in odd], ", ")
        raise RequestError(
            say("{options}: for scores only, which {format} has none of.", options=options, format="model")
        )
    if rows.output is not None and rows.output.suffix not in (".yaml", ".yml"):
        raise RequestError(say("{file}: a layer is YAML. Name a file that ends in .yaml.", file=rows.output))
    question = ImportModelsQuestion(
        paths=tuple(map(str, paths)),
        board=board,
        into=None if into is None else str(into),
        keep=rows.output is None,
        replace=replace,
        strict=strict,
        dry_run=dry_run,
    )
    with telling_progress() as progress:
        answer = import_models(rows.library, question, progress)
    if rows.output is not None and not dry_run:
        write_content(answer.layer, rows.output, force=rows.force)
    elsewhere = rows if rows.output is None else dataclasses.replace(rows, output=None, force=False, format="table")
    elsewhere.give(answer, question)


def _import_bom(paths: list[Path], stated: list[str], rows: Rows) -> None:
    """Show what a bill of materials declares, and what binds each of its components.

    Raises RequestError for several files, and for options that only scores have: those that are `stated`.
    """
    from llmsurvey.answers.import_bom import ImportBomQuestion, import_bom

    if stated:
        names = join_texts([option(name) for name in stated], ", ")
        raise RequestError(say("{options}: for scores only. A bill of materials is read as it is.", options=names))
    if len(paths) > 1:
        raise RequestError(say("bills of materials are read one at a time. Name one file."))
    question = ImportBomQuestion(path=str(paths[0]))
    rows.give(import_bom(rows.library, question), question)
