"""`llmsurvey import`: boards and evaluation runs of others, kept in the program's own form."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from llmsurvey.cli.file_options import with_file_options
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.cli.tell import tell_faults
from llmsurvey.errors import RequestError, any_of
from llmsurvey.importers.file_reading import FileReading
from llmsurvey.messages import say, translated

_FILE = "What a file may not say itself"

_TABLES = (".csv", ".tsv", ".parquet", ".xlsx")
"""What is taken of a folder: files that are tables and nothing else."""


@with_rows
@with_file_options
def run(
    form: Annotated[
        Literal["open-llm-leaderboard", "lm-eval", "table"],
        typer.Argument(metavar="FORMAT", help="What the files are."),
    ],
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, or folders of them.")],
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
        Path | None, typer.Option("--into", help="Keep the boards in this folder, not in the user's own.")
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

    Every row is kept; what looks wrong is told with its line. Importing a file again adds nothing.
    """
    from llmsurvey.answers.import_scores import imported
    from llmsurvey.boards.shelf import Shelf
    from llmsurvey.boards.tidy import from_board
    from llmsurvey.errors import BoardError
    from llmsurvey.importers import importer

    of_tables = [
        *(f"--{name}" for name in files.stated),
        *(name for name, value in (("--metric", metric), ("--shots", shots)) if value is not None),
    ]
    if form != "table" and set(of_tables) - {"--encoding"}:
        raise RequestError(
            say("{options}: for tables only. Files of {format} say it.", options=", ".join(of_tables), format=form)
        )
    if form != "lm-eval":
        paths = [file for path in paths for file in _files(path)]
    registry = rows.library.registry
    request = files.request(
        registry,
        board=_name(board),
        date=_day(date),
        metric=metric,
        shots=shots,
        reporter=reporter,
        needs_date=True,
        progress=_progress(),
    )
    readings = importer(form).read(paths, request)
    faults = [fault for reading in readings for fault in reading.faults]
    tell_faults(faults)
    if strict and faults:
        raise BoardError(say("nothing was imported: --strict counts what is said above as faults."))
    shelf = Shelf.standard() if into is None else Shelf((into,))
    boards = [(reading.board, reading.scores or from_board(reading.board)) for reading in readings]
    additions = (shelf.plan if dry_run else shelf.add)(boards, merge=form == "lm-eval", replace=replace)
    table = imported(additions, readings[0].mapping, registry, dry_run=dry_run)
    rows.give(dataclasses.replace(table, notes=(*table.notes, *readings[0].notes)))


def _files(path: Path) -> list[Path]:
    """A file, or the tables in a folder. Raises RequestError for a folder without one."""
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.iterdir() if file.suffix.lower() in _TABLES)
    if not files:
        raise RequestError(
            say("{folder} has no table: no file that ends in {suffixes}.", folder=path, suffixes=any_of(_TABLES))
        )
    return files


def _name(board: str | None) -> str | None:
    """The name of a board, checked before files are read. Raises RequestError for one that no folder can have."""
    from llmsurvey.boards.board_names import check_board_name

    if board is not None:
        check_board_name(board)
    return board


def _day(date: str | None) -> str | None:
    from llmsurvey.records.dates import parse_date

    try:
        return None if date is None else parse_date(date)
    except ValueError as error:
        raise RequestError(say("{option}: {problem}.", option="--date", problem=error.args[0])) from None


def _progress() -> Callable[[int, int], Any]:
    """Says on a terminal, in one line that is written over, how far the reading of many files is."""
    if sys.stderr is None or not sys.stderr.isatty():
        return lambda done, total: None

    def show(done: int, total: int) -> None:
        if total > 50 and (done % 50 == 0 or done == total):
            message = say("{done:,} of {total:,} files", done=done, total=total)
            sys.stderr.write(f"\r{translated(message)}" + ("\n" if done == total else ""))
            sys.stderr.flush()

    return show
