"""How a file of scores is to be read, as options, for every command that takes a board."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from llmsurvey.cli.shared_options import OptionTable, put_options
from llmsurvey.errors import RequestError
from llmsurvey.messages import say

if TYPE_CHECKING:
    from llmsurvey.importers import Request
    from llmsurvey.registry.registry import Registry

_PANEL = "How to read a file"

_OPTIONS: OptionTable = {
    "mapping": (
        Annotated[
            list[str] | None,
            typer.Option(
                "--map",
                help="What a column of a table is: 'H6=average', 'Params=parameters', 'Notes='. Repeatable.",
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
                help="The unit of a table's scores, or of one column: fraction, 'Judge=points'. Repeatable.",
                rich_help_panel=_PANEL,
            ),
        ],
        None,
    ),
    "lower": (
        Annotated[
            list[str] | None,
            typer.Option(
                "--lower", help="A column of a table in which less is better. Repeatable.", rich_help_panel=_PANEL
            ),
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


@dataclass(frozen=True)
class FileOptions:
    """What is said of the files that scores are read from."""

    mapping: dict[str, str] = field(default_factory=dict)
    unit: str | None = None
    units: dict[str, str] = field(default_factory=dict)
    lower: tuple[str, ...] = ()
    table: str | None = None
    encoding: str | None = None
    model: str | None = None

    def request(self, registry: Registry, **others: Any) -> Request:
        """What to ask of an importer."""
        from llmsurvey.importers import Request

        asked = Request(
            registry,
            mapping=self.mapping,
            unit=self.unit,
            units=self.units,
            lower=self.lower,
            table=self.table,
            encoding=self.encoding,
            model=self.model,
        )
        return replace(asked, **others)

    @property
    def named(self) -> list[str]:
        """The options that are given, as they are written."""
        given = {
            "--map": self.mapping,
            "--unit": self.unit or self.units,
            "--lower": self.lower,
            "--table": self.table,
            "--encoding": self.encoding,
            "--model": self.model,
        }
        return [option for option, value in given.items() if value]


def with_file_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say how a file is to be read; it gets them as its argument `files`."""

    @functools.wraps(function)
    def command(**arguments: Any) -> None:
        given = {name: arguments.pop(name) for name in _OPTIONS}
        # without the option, what units there are isn't loaded
        unit, units = _units(given["unit"]) if given["unit"] else (None, {})
        files = FileOptions(
            _mapping(given["mapping"] or ()),
            unit,
            units,
            tuple(given["lower"] or ()),
            given["table"],
            given["encoding"],
            given["model"],
        )
        function(**arguments, files=files)

    put_options(command, function, "files", _OPTIONS)
    return command


def _mapping(texts: Iterable[str]) -> dict[str, str]:
    """What `--map` says, by column. Raises RequestError for a text without `=`."""
    mapping = {}
    for text in texts:
        column, equals, meaning = text.rpartition("=")
        if not equals:
            raise RequestError(
                say('--map: "{text}" has no =. Write COLUMN=what it is, or COLUMN= to leave it out.', text=text)
            )
        mapping[column] = meaning
    return mapping


def _units(texts: Iterable[str]) -> tuple[str | None, dict[str, str]]:
    """What `--unit` says of all scores, and of some columns. Raises RequestError for a unit that there is none of."""
    unit, units = None, {}
    for text in texts:
        from llmsurvey.importers.scales import UNITS  # inside, so that only who asks for a unit pays for it

        column, equals, name = text.rpartition("=")
        if name not in UNITS:
            raise RequestError(say("--unit: {name} is not one of {known}.", name=name, known=", ".join(UNITS)))
        if equals:
            units[column] = name
        else:
            unit = name
    return unit, units
