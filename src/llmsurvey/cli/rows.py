"""What every command that yields rows has in common: its options, and how the answer goes out."""

from __future__ import annotations

import functools
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from llmsurvey.answers.answer import Answer
from llmsurvey.cli import options
from llmsurvey.cli.option_groups import OptionTable, put_options
from llmsurvey.cli.tell import tell_error, tell_faults
from llmsurvey.errors import OutputError, ReaderGoneError, RequestError, reason_of
from llmsurvey.library import Library
from llmsurvey.messages import say
from llmsurvey.paths import kind_of
from llmsurvey.tables import Table

_DOCUMENTS = ("md", "html", "latex")
"""Formats that are read: a table of the survey has the columns there that it has in print."""


@dataclass(frozen=True)
class Rows:
    """The options of an answer in rows, and the way out for it."""

    format: str | None
    output: Path | None
    force: bool
    columns: tuple[str, ...]
    sort: tuple[str, ...]
    where: tuple[str, ...]
    limit: int | None
    transpose: bool | None
    registry: tuple[str, ...]

    @cached_property
    def library(self) -> Library:
        """What answers are made from, with the files of --registry over it."""
        return Library(self.registry)

    @property
    def is_table(self) -> bool:
        """Whether the answer is the table that people read."""
        return (self.format or format_of(self.output)) == "table"

    @property
    def asked_for(self) -> bool:
        """Whether something is asked for that only an answer in rows has."""
        return bool(self.columns or self.where or self.sort or self.transpose) or self.limit is not None

    def refuse_rows(self) -> None:
        """For a format that has no rows. Raises RequestError where something is asked for that only rows have."""
        if self.asked_for:
            raise RequestError(say("--where, --sort, --limit, --columns and --transpose go with a format of rows."))

    def choose_drawing(self, drawings: Sequence[str], suffixes: Mapping[str, str]) -> str | None:
        """Return which of `drawings` is asked for, by --format or by the suffix of --output; None for rows.

        The first is drawn where nothing else is asked for. Raises RequestError where a drawing is named together with
        what only rows have.
        """
        suffix = "" if self.output is None else self.output.suffix.lower()
        name = self.format or suffixes.get(suffix)
        if name is None and (is_standard_output(self.output) or suffix == ".txt"):
            return None if self.asked_for else drawings[0]
        if name not in drawings:
            return None
        self.refuse_rows()
        return name

    def give(self, answer: Answer[Any] | Table, *, screen: int | None = None) -> None:
        """Tell what looked wrong on the way; filter, sort, cut and turn the table as asked, and write it out.

        Where people read it and no limit is asked for, at most `screen` rows are shown.
        """
        if isinstance(answer, Table):
            table = answer
        else:
            tell_faults(answer.faults)
            for error in answer.refused:
                tell_error(error.message)
            table = answer.table()
        if self.where:
            from llmsurvey.tables.where import parse_where

            total = len(table.rows)
            for condition in self.where:
                table = parse_where(condition).keep(table)
            fitting = say("{number} of {total} rows fit --where.", number=len(table.rows), total=total)
            table = replace(table, notes=(*table.notes, fitting))
        if self.sort:
            from llmsurvey.tables.order import sort_rows

            table = sort_rows(table, self.sort)
        limit = screen if self.limit is None and self.is_table else self.limit
        if limit is not None and limit < len(table.rows):
            cut = say("The first {number} of {total} rows (--limit).", number=limit, total=len(table.rows))
            table = replace(table.take(range(limit)), notes=(*table.notes, cut))
        has_columns = bool(self.columns)
        if has_columns:
            from llmsurvey.tables.order import choose_columns

            table = choose_columns(table, table.names() if self.columns == ("all",) else self.columns)
        self._write_table(table, every_column=has_columns)

    def _write_table(self, table: Table, *, every_column: bool) -> None:
        from llmsurvey.tables.text import turn_table

        name = self.format or format_of(self.output)
        if name != "table":
            from llmsurvey.formats import FORMATS, render

            if table.caption is not None and name in _DOCUMENTS and not every_column:
                table = table.select_brief()
            content = render(turn_table(table) if self.transpose else table, name)
            write_content(content, self.output, force=self.force, binary=FORMATS[name].binary)
            return
        from llmsurvey.formats.terminal import render as render_table

        brief = table if every_column else table.select_brief()
        text = render_table(
            turn_table(brief) if self.transpose else table, terminal_of(self.output), every_column=every_column
        )
        write_content(text.encode(), self.output, force=self.force)


def is_standard_output(output: Path | None) -> bool:
    """Whether the answer goes to standard output, however that is called."""
    return output is None or str(output) in ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")


def format_of(output: Path | None) -> str:
    """Return the format that the suffix of a file asks for; `table` for no file. Raises RequestError for others."""
    from llmsurvey.formats import FORMATS

    if output is None or is_standard_output(output) or output.suffix.lower() == ".txt":
        return "table"
    for name, form in FORMATS.items():
        if output.suffix.lower() == form.suffix or (name == "yaml" and output.suffix.lower() == ".yml"):
            return name
    raise RequestError(
        say(
            '"{file}" doesn\'t say which format. Name one with --format, or end it in .csv, .json, .md ...',
            file=output,
        )
    )


def terminal_of(output: Path | None) -> Any:
    """Return what the answer is shown on: a terminal has a width and, without NO_COLOR, colours; a file neither."""
    from llmsurvey.formats.terminal import Terminal

    if not is_standard_output(output) or not sys.stdout.isatty():
        return Terminal()
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Terminal(width=shutil.get_terminal_size().columns, colour=colour)


def write_content(content: bytes, output: Path | None, *, force: bool = False, binary: bool = False) -> None:
    """Content to a file, whole or not at all, or to standard output.

    A device or a named pipe is written to, never replaced. Raises OutputError for a file that exists (without `force`)
    or can't be written, RequestError for one that the command reads, for a `force` without a file, and for binary
    content on a terminal, ReaderGoneError where nobody reads a pipe or standard output any more.
    """
    if output is None and force:
        raise RequestError(say("--force overwrites a file, and none is named. Name one, or leave it out."))
    if output is None or is_standard_output(output):
        _write_to_standard_output(content, binary=binary)
    elif kind_of(output) == "stream":
        _write_to_device(content, output)
    else:
        write_files({output: content}, output, force=force)


def write_files(contents: Mapping[Path, bytes], place: Path, *, force: bool) -> None:
    """Contents to files, all of them or none; `place` is the file or the folder that was asked for.

    Of a link it is what it points to that counts. Raises OutputError and RequestError as `write_content` does.
    """
    from llmsurvey.atomic import write_all_atomically

    for file in contents:
        _check_output(file, force=force)
    named = {os.path.realpath(file): file for file in contents}
    try:
        write_all_atomically({Path(path): contents[file] for path, file in named.items()}, overwrite=force)
    except FileExistsError as error:  # another process made it just now
        raise _existing_error(named.get(error.filename, place)) from None
    except (OSError, ValueError) as error:
        raise _unwritable_error(place, error) from None


def _check_output(file: Path, *, force: bool) -> None:
    """Raise RequestError for a file that the command reads, OutputError for a folder and for what exists."""
    from llmsurvey.inputs import is_input

    if is_input(file):
        raise RequestError(
            say("{file} is what this command reads, and would be overwritten. Choose another name.", file=file)
        )
    kind = kind_of(file)
    if kind == "folder":
        raise OutputError(say("{file} is a folder. Name a file in it.", file=file))
    if kind is not None and not force:
        raise _existing_error(file)


def _existing_error(file: Path) -> OutputError:
    return OutputError(say("{file} exists. Choose another name, or overwrite it with --force.", file=file))


def _unwritable_error(path: Path, error: OSError | ValueError) -> OutputError:
    return OutputError(
        say("{file} can't be written: {reason}. Choose another place.", file=path, reason=reason_of(error))
    )


def _write_to_device(content: bytes, device: Path) -> None:
    try:
        device.write_bytes(content)
    except BrokenPipeError:
        raise ReaderGoneError from None
    except OSError as error:
        raise _unwritable_error(device, error) from None


def _write_to_standard_output(content: bytes, *, binary: bool) -> None:
    if binary and sys.stdout.isatty():
        raise RequestError(say("this format is not for a terminal. Write it to a file with --output."))
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


_OPTIONS: OptionTable = {
    "format": (options.Format, None),
    "output": (options.Output, None),
    "force": (options.Force, False),
    "columns": (options.Columns, None),
    "sort": (options.Sort, None),
    "where": (options.Where, None),
    "limit": (options.Limit, None),
    "transpose": (options.Transpose, None),
    "registry": (options.Registry, None),
}


def with_rows(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of an answer in rows; it gets them as its argument `rows`."""
    return with_rows_in(options.Format)(function)


def with_rows_in(format_option: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that does what `with_rows` does, with another choice of formats."""

    def decorate_command(function: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(function)
        def command(**arguments: Any) -> None:
            settings = {name: arguments.pop(name) for name in _OPTIONS}
            for name in ("columns", "sort"):
                settings[name] = tuple(
                    part.strip() for text in settings[name] or () for part in text.split(",") if part.strip()
                )
            for name in ("where", "registry"):
                settings[name] = tuple(settings[name] or ())
            function(**arguments, rows=Rows(**settings))

        put_options(command, function, "rows", {**_OPTIONS, "format": (format_option, None)})
        return command

    return decorate_command
