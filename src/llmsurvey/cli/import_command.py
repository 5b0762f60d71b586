"""`llmsurvey import`: boards and evaluation runs of others, kept in the program's own form."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from llmsurvey.cli.file_options import with_file_options
from llmsurvey.cli.progress import telling_progress
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.errors import RequestError
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.messages import join_texts, option, say

_FILE = "What a file may not say itself"


@with_rows
@with_file_options
def run(
    form: Annotated[
        Literal["open-llm-leaderboard", "lm-eval", "table", "bom"],
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
        typer.Option("--into", help="Keep the boards in this folder, not in the user's own.", readable=False),
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
    """Import scores: snapshots of the Open LLM Leaderboard, results of the LM Evaluation Harness, or any table.

    Every row is kept; what looks wrong is told with its line. Importing a file again adds nothing. Of a bill of
    materials (bom), in SPDX 3 or CycloneDX, it is said where the declared licence isn't all that binds a component.
    """
    if form == "bom":
        named = {"board": board, "date": date, "metric": metric, "shots": shots, "reporter": reporter, "into": into}
        flags = {"replace": replace, "strict": strict, "dry_run": dry_run}
        stated = [name for name, value in named.items() if value is not None] + [name for name in flags if flags[name]]
        _import_bom(paths, [*stated, *files.stated], rows)
        return
    from llmsurvey.answers.import_scores import ImportQuestion, import_scores

    question = ImportQuestion(
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
        answer = import_scores(rows.library, question, progress)
    rows.give(answer, question)


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
