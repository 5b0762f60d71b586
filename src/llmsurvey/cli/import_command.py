"""`llmsurvey import`: boards, evaluation runs and models of others, kept in the program's own form."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from llmsurvey.boards.measure import Reporter
from llmsurvey.cli.file_options import with_file_options
from llmsurvey.cli.progress import telling_progress
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.errors import RequestError
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.messages import join_texts, option, say

_FILE = "What a file may not say itself"

_Format = Literal[
    "open-llm-leaderboard",
    "lm-eval",
    "every-eval-ever",
    "table",
    "model",
    "ecosystem-graphs",
    "hub-stats",
    "model-registry",
    "bom",
]


@with_rows
@with_file_options
def run(
    form: Annotated[_Format, typer.Argument(metavar="FORMAT", help="What the files are.")],
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
        Reporter | None,
        typer.Option("--reporter", help="Who reports the scores.", rich_help_panel=_FILE),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option("--into", help="Keep what is imported in this folder, not in the user's own.", readable=False),
    ] = None,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help="Replace what an earlier import says otherwise: a snapshot, a layer; of lm-eval, its runs.",
        ),
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Import nothing where anything looks wrong.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be imported, and import nothing.")] = False,
    *,
    files: FileReading,
    rows: Rows,
) -> None:
    """Import what others publish: scores of boards, runs and tables, or models and what they were made from.

    What looks wrong is told with its line, and every row is kept. Importing a file again adds nothing.

    open-llm-leaderboard, lm-eval, every-eval-ever and table are scores, of which boards are made.

    ecosystem-graphs (its assets), hub-stats (a dump of the hub's models: Parquet, CSV or JSON lines) and model-registry
    (its YAML files) are models and what they were made from. They become a layer of the registry: what the registry has
    stays in force, and what they say otherwise is kept beside it.

    model is what lies on a disk: folders, caches of the hub, a README.md or a .gguf alone. Cards, configs and headers
    of weights are read, and nothing is run. It becomes a layer, too; with --output that is a file of your own.

    bom is a bill of materials, in SPDX 3 or CycloneDX: the answer shows where the declared licence isn't all that binds
    a component, and nothing is kept.
    """
    from llmsurvey.importers.graphs import GRAPHS

    names = tuple(map(str, paths))
    scores = {"board": board, "date": date, "metric": metric, "shots": shots, "reporter": reporter}
    keeping = {"into": None if into is None else str(into), "replace": replace, "strict": strict, "dry_run": dry_run}
    of_scores = [*_options_given(scores), *files.stated]
    if form == "model":
        _check_no_options_of_scores(form, [name for name in of_scores if name != "board"])
        _import_models(rows, paths=names, board=board, **keeping)
    elif form in GRAPHS:
        _check_no_options_of_scores(form, of_scores)
        _import_graphs(rows, format=form, paths=names, **keeping)
    elif form == "bom":
        _import_bom(rows, names, [*of_scores, *_options_given(keeping)])
    else:
        _import_scores(rows, format=form, paths=names, reading=files, **scores, **keeping)


def _options_given(values: dict[str, Any]) -> list[str]:
    """Return the options that have a value, or are set."""
    return [name for name, value in values.items() if value is not None and value is not False]


def _check_no_options_of_scores(form: str, of_scores: list[str]) -> None:
    """Raise RequestError where options that only scores have are given with a format of models."""
    if of_scores:
        options = join_texts([option(name) for name in of_scores], ", ")
        raise RequestError(say("{options}: for scores only, which {format} has none of.", options=options, format=form))


def _import_scores(rows: Rows, **asked: Any) -> None:
    """Keep scores as boards, as an `ImportQuestion` of these fields asks."""
    from llmsurvey.answers.import_scores import ImportQuestion, import_scores

    question = ImportQuestion(**asked)
    with telling_progress() as progress:
        answer = import_scores(rows.library, question, progress)
    rows.give(answer, question)


def _import_graphs(rows: Rows, **asked: Any) -> None:
    """Keep models and what they were made from as a layer, as an `ImportGraphsQuestion` of these fields asks."""
    from llmsurvey.answers.import_graphs import ImportGraphsQuestion, import_graphs

    question = ImportGraphsQuestion(**asked)
    with telling_progress() as progress:
        answer = import_graphs(rows.library, question, progress)
    rows.give(answer, question)


def _import_models(rows: Rows, **asked: Any) -> None:
    """Import models as an `ImportModelsQuestion` of these fields asks; with --output their layer goes to that file."""
    from llmsurvey.answers.import_models import ImportModelsQuestion, import_models
    from llmsurvey.cli.output import write_content

    if rows.output is not None and rows.output.suffix not in (".yaml", ".yml"):
        raise RequestError(say("{file}: a layer is YAML. Name a file that ends in .yaml.", file=rows.output))
    question = ImportModelsQuestion(keep=rows.output is None, **asked)
    with telling_progress() as progress:
        answer = import_models(rows.library, question, progress)
    if rows.output is not None:
        if not question.dry_run:
            write_content(answer.layer, rows.output, force=rows.force)
        rows = dataclasses.replace(rows, output=None, force=False, format="table")
    rows.give(answer, question)


def _import_bom(rows: Rows, paths: tuple[str, ...], of_others: list[str]) -> None:
    """Show what a bill of materials declares, and what binds each of its components.

    Raises RequestError for several files, and for options `of_others`: those that say how to read or keep something.
    """
    from llmsurvey.answers.import_bom import ImportBomQuestion, import_bom

    if of_others:
        names = join_texts([option(name) for name in of_others], ", ")
        raise RequestError(
            say("{options}: not for a bill of materials: it is read as it is, and not kept.", options=names)
        )
    if len(paths) > 1:
        raise RequestError(say("bills of materials are read one at a time. Name one file."))
    question = ImportBomQuestion(path=paths[0])
    rows.give(import_bom(rows.library, question), question)
