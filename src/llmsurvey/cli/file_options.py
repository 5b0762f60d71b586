"""How a file of scores is to be read, as options, for every command that takes a board."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Annotated, Any

import typer

from llmsurvey.cli.option_groups import OptionTable, put_options
from llmsurvey.errors import RequestError
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.messages import say

_PANEL = "How to read a file"

_OPTIONS: OptionTable = {
    "map": (
        Annotated[
            list[str] | None,
            typer.Option(
                "--map",
                help="What a column of a table is: 'H6=average', 'Params=parameters', 'Notes='.",
                rich_help_panel=_PANEL,
            ),
        ],
        None,
    ),
    "unit": (
        Annotated[
            list[str] | None,
            typer.Option(
                "--unit",
                help="The unit of a table's scores, or of one column: fraction, 'Judge=points'.",
                rich_help_panel=_PANEL,
            ),
        ],
        None,
    ),
    "lower": (
        Annotated[
            list[str] | None,
            typer.Option("--lower", help="A column of a table in which less is better.", rich_help_panel=_PANEL),
        ],
        None,
    ),
    "table": (
        Annotated[
            str | None,
            typer.Option("--table", help="Which of a file's tables: its number, or its title.", rich_help_panel=_PANEL),
        ],
        None,
    ),
    "encoding": (
        Annotated[
            str | None,
            typer.Option(
                "--encoding", help="What a text is encoded in: cp949. (Default: UTF-8.)", rich_help_panel=_PANEL
            ),
        ],
        None,
    ),
    "model": (
        Annotated[
            str | None,
            typer.Option("--model", help="Whose scores a table has that names no model.", rich_help_panel=_PANEL),
        ],
        None,
    ),
}


def with_file_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say how a file is to be read; it gets them as its argument `files`."""

    @functools.wraps(function)
    def command(**arguments: Any) -> None:
        given = {name: arguments.pop(name) for name in _OPTIONS}
        reading = FileReading(
            map=read_mapping(given["map"] or ()),
            unit=_read_units(given["unit"])
            if given["unit"]
            else None,  # what units there are is loaded with the option
            lower=tuple(given["lower"] or ()),
            table=given["table"],
            encoding=given["encoding"],
            model=given["model"],
        )
        function(**arguments, files=reading)

    put_options(command, function, "files", _OPTIONS)
    return command


def read_mapping(texts: Iterable[str]) -> dict[str, str]:
    """Return what `--map` says, by column. Raises RequestError for a text without `=`."""
    mapping = {}
    for text in texts:
        column, equals, meaning = text.rpartition("=")
        if not equals:
            raise RequestError(
                say('--map: "{text}" has no =. Write COLUMN=what it is, or COLUMN= to leave it out.', text=text)
            )
        mapping[column] = meaning
    return mapping


def _read_units(texts: Iterable[str]) -> dict[str, str]:
    """Return what `--unit` says of some columns, and of all others (""). Raises RequestError for what is no unit."""
    units = {}
    for text in texts:
        from llmsurvey.importers.scales import UNITS  # inside, so that only who asks for a unit pays for it

        column, _, name = text.rpartition("=")
        if name not in UNITS:
            raise RequestError(say("--unit: {name} is not one of {known}.", name=name, known=", ".join(UNITS)))
        units[column] = name
    return units
