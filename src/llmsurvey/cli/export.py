"""`llmsurvey export`: the whole catalogue, as a folder or one file."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import typer

from llmsurvey.cli import options
from llmsurvey.cli.tell import tell_error
from llmsurvey.errors import BoardError, OutputError, RequestError, reason_of
from llmsurvey.formats import FORMATS, FormatName, render
from llmsurvey.library import Library
from llmsurvey.messages import counted, say, translated
from llmsurvey.paths import kind_of
from llmsurvey.tables import Table

_READ_AGAIN = ("csv", "md", "json", "jsonl", "html", "xlsx", "parquet")
"""The formats in which a board is read again; in the others it is written as CSV."""

_DATABASES = (".sqlite", ".sqlite3", ".db")
"""How the files of a database end."""


def run(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="[PATH]",
            help="A folder, or a file that ends in .yaml, .json or .sqlite. None, or -, is standard output.",
            readable=False,
        ),
    ] = None,
    format: Annotated[
        Literal["sqlite", FormatName] | None,
        typer.Option("--format", "-f", help="How to write it. (Default: what the suffix says, or yaml.)"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that exist.")] = False,
    registry: options.Registry = None,
    as_of: options.AsOf = None,
) -> None:
    """Write everything out: models, sizes, datasets, licences, benchmarks, scores, sources and boards.

    YAML and JSON hold the records themselves, which --registry reads again; the other formats are tables, a file each
    in a folder. A folder also has every snapshot of every board, a file each that `rank` and `import table` read again:
    in CSV where they read no such format. SQLite is one database file with everything in it, in tables that refer to
    each other by keys.
    """
    from llmsurvey.cli.output import choose_format, is_standard_output

    library = Library(registry or (), as_of=as_of)
    if format == "sqlite" or (format is None and path is not None and path.suffix.lower() in _DATABASES):
        _export_database(library, path, force=force)
        return
    if path is None or is_standard_output(path) or kind_of(path) == "stream":
        _export_file(library, path, format or "yaml", force=force)
    elif path.suffix and kind_of(path) != "folder":
        _export_file(library, path, choose_format(format, path), force=force)
    else:
        _export_folder(library, path, format or "yaml", force=force)


def _export_database(library: Library, path: Path | None, *, force: bool) -> None:
    """Write everything into one SQLite file."""
    from llmsurvey.answers.database import export_database
    from llmsurvey.cli.output import check_output, write_content
    from llmsurvey.formats import sqlite

    check_output(path, force=force, is_binary=True)
    answer = export_database(library)
    for error in answer.refused:
        tell_error(error.message)
    write_content(sqlite.render(answer), path, force=force)
    rows = sum(len(rows) for _, rows in answer.tables)
    line = counted("{number} table, {rows:,} rows.", "{number} tables, {rows:,} rows.", len(answer.tables), rows=rows)
    print(translated(line), file=sys.stderr)


def _export_file(library: Library, path: Path | None, name: str, *, force: bool) -> None:
    """Write all records into one registry file. Raises RequestError for a format that needs several files."""
    from llmsurvey.cli.output import check_output, write_content
    from llmsurvey.formats import registry_file

    if name not in registry_file.FORMATS:
        raise RequestError(
            say(
                "{format} makes a file for each table. Name a folder: `llmsurvey export catalogue/ --format {format}`.",
                format=name,
            )
        )
    check_output(path, force=force)
    write_content(
        registry_file.render(registry_file.lists_of_records(library.registry, library.scores), name), path, force=force
    )


def _export_folder(library: Library, folder: Path, name: str, *, force: bool) -> None:
    """Write a file for each kind of record and each board, all of them or none. Raises OutputError if any exists."""
    from llmsurvey.cli.output import check_output, write_files

    planned = _list_files(library, folder, name)
    existing = next((path for path in planned if path.is_file()), None)
    if existing is not None and not force:
        raise OutputError(say("{file} exists. Choose another folder, or overwrite with --force.", file=existing))
    for path in planned:
        check_output(path, force=force)
    files = {folder / path: file for path, file in _render_files(library, name).items()}
    try:
        for parent in dict.fromkeys(file.parent for file in files):
            parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            say("{folder} can't be made: {reason}. Choose another place.", folder=folder, reason=reason_of(error))
        ) from None
    write_files({path: file.content for path, file in files.items()}, folder, force=force)
    for path, file in files.items():
        line = counted("{file}: {number:,} row", "{file}: {number:,} rows", file.rows, file=path)
        print(translated(line), file=sys.stderr)
    print(translated(say("{number} files in {folder}.", number=len(files), folder=folder)), file=sys.stderr)


def _list_files(library: Library, folder: Path, name: str) -> list[Path]:
    """Return the files that an export writes into a folder, before anything is read for it."""
    from llmsurvey.answers.export import TABLES
    from llmsurvey.formats import registry_file

    keys = registry_file.LISTS if name in registry_file.FORMATS else TABLES
    paths = [f"{key}{FORMATS[name].suffix}" for key in keys]
    for board in library.board_folders.boards():
        with suppress(BoardError):  # which is told where the board is read
            paths += [_board_path(f"{board}@{day}", name) for day in library.board_folders.snapshots(board)]
    return [folder / path for path in paths]


def _board_format(name: str) -> str:
    """Return the format that a board is written in beside tables in the format called `name`."""
    return name if name in _READ_AGAIN else "csv"


def _board_path(address: str, name: str) -> str:
    """Return where in the folder a snapshot is written: `boards/open-llm-leaderboard/2023-07-28.csv`."""
    return f"boards/{address.replace('@', '/')}{FORMATS[_board_format(name)].suffix}"


class _File(NamedTuple):
    """What a file of an export holds, and how many records or scores these are."""

    content: bytes
    rows: int


def _render_files(library: Library, name: str) -> dict[str, _File]:
    """Return the files by their paths in the folder: lists of records or tables, and boards."""
    from llmsurvey.answers.export import export_catalogue
    from llmsurvey.formats import registry_file

    exported = export_catalogue(library)
    for error in exported.refused:
        tell_error(error.message)
    suffix = FORMATS[name].suffix
    if name in registry_file.FORMATS:
        lists = registry_file.lists_of_records(library.registry, library.scores)
        files = {
            f"{key}{suffix}": _File(registry_file.render({key: records}, name), len(records))
            for key, records in lists.items()
        }
    else:
        files = {f"{key}{suffix}": _render_table(table, name) for key, table in exported.tables.items()}
    for address, table in exported.boards.items():
        files[_board_path(address, name)] = _render_table(table, _board_format(name))
    return files


def _render_table(table: Table, name: str) -> _File:
    return _File(render(table, name), len(table.rows))
