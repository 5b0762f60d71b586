"""`llmsurvey export`: the whole catalogue, as a folder or one file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from llmsurvey.cli import options
from llmsurvey.errors import OutputError, RequestError, reason_of
from llmsurvey.formats import FormatName
from llmsurvey.library import Library
from llmsurvey.messages import say, translated
from llmsurvey.paths import kind_of


def run(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="[PATH]",
            help="A folder, or a file that ends in .yaml or .json. None, or -, is standard output.",
            readable=False,
        ),
    ] = None,
    format: Annotated[
        FormatName | None,
        typer.Option("--format", "-f", help="How to write it. (Default: what the suffix says, or yaml.)"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that exist.")] = False,
    registry: options.Registry = None,
) -> None:
    """Write everything out: models, sizes, datasets, licences, benchmarks, scores and sources.

    YAML and JSON hold the records themselves, which --registry reads again; the other formats are tables, a file each
    in a folder.
    """
    from llmsurvey.cli.output import choose_format, is_standard_output

    library = Library(registry or ())
    if path is None or is_standard_output(path) or kind_of(path) == "stream":
        _export_file(library, path, format or "yaml", force=force)
    elif path.suffix and kind_of(path) != "folder":
        _export_file(library, path, choose_format(format, path), force=force)
    else:
        _export_folder(library, path, format or "yaml", force=force)


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
    """Write a file for each kind of record, all of them or none. Raises OutputError if any exists."""
    from llmsurvey.answers.export import TABLES
    from llmsurvey.cli.output import write_files
    from llmsurvey.formats import FORMATS, registry_file

    files = {
        key: folder / f"{key}{FORMATS[name].suffix}"
        for key in (registry_file.LISTS if name in registry_file.FORMATS else TABLES)
    }
    existing = next((file for file in files.values() if file.exists()), None)
    if existing is not None and not force:
        raise OutputError(say("{file} exists. Choose another folder, or overwrite with --force.", file=existing))
    contents = _render_each(library, name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            say("{folder} can't be made: {reason}. Choose another place.", folder=folder, reason=reason_of(error))
        ) from None
    write_files({file: contents[key] for key, file in files.items()}, folder, force=force)
    print(translated(say("{number} files in {folder}.", number=len(files), folder=folder)), file=sys.stderr)


def _render_each(library: Library, name: str) -> dict[str, bytes]:
    """Return the content of each file, by what it holds: lists of records in a format that is read again, or tables."""
    from llmsurvey.formats import registry_file, render

    if name in registry_file.FORMATS:
        lists = registry_file.lists_of_records(library.registry, library.scores)
        return {key: registry_file.render({key: records}, name) for key, records in lists.items()}
    from llmsurvey.answers.export import export_catalogue

    return {key: render(table, name) for key, table in export_catalogue(library).tables.items()}
