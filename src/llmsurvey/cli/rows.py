"""What every command that yields rows has in common: its options, and how the answer goes out."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from llmsurvey.answers.answer import Answer
from llmsurvey.cli import options
from llmsurvey.cli.commands import COMMANDS
from llmsurvey.cli.option_groups import OptionTable, put_options
from llmsurvey.cli.output import NO_DRAWINGS, Drawings, check_output, choose_format, terminal_of, write_content
from llmsurvey.cli.tell import tell_error, tell_faults
from llmsurvey.errors import RequestError, check_text
from llmsurvey.formats import FORMATS
from llmsurvey.formats.envelope import FORMATS as ENVELOPED
from llmsurvey.library import Library
from llmsurvey.messages import say
from llmsurvey.tables import Caption, Column, Table
from llmsurvey.tables.first_rows import take_first
from llmsurvey.tables.note import note_fitting, note_limit


@dataclass(frozen=True)
class Rows:
    """The options of an answer in rows, and the way out for it; `format` is what it is written as."""

    output: Path | None
    force: bool
    columns: tuple[str, ...]
    sort: tuple[str, ...]
    where: tuple[str, ...]
    limit: int | None
    transpose: bool | None
    registry: tuple[str, ...]
    notes: bool
    digits: int | None
    caption: str | None
    label: str | None
    envelope: bool
    command: str
    as_of: str | None = None
    format: str = "table"

    @cached_property
    def library(self) -> Library:
        """What answers are made from, with the files of --registry over it, as it was on the day of --as-of."""
        return Library(self.registry, as_of=self.as_of)

    @property
    def is_table(self) -> bool:
        """Whether the answer is the table that people read."""
        return self.format == "table"

    @property
    def asked_for(self) -> bool:
        """Whether something is asked for that only an answer in rows has."""
        numbers = (self.limit, self.digits)
        return bool(self.columns or self.where or self.sort or self.transpose) or numbers != (None, None)

    @property
    def is_rearranged(self) -> bool:
        """Whether the rows aren't those of the answer, or not in its order."""
        return bool(self.sort or self.where)

    def first(self, screen: int | None = None) -> int | None:
        """Return how many of the first rows are enough, where no others can come before them; None for all.

        `screen` is how many are shown where people read them and no limit is asked for.
        """
        return None if self.is_rearranged else self.limit_or(screen)

    def names_of(self, offered: Iterable[Column]) -> tuple[str, ...]:
        """Return the columns, of some that are offered, that are asked for by name, as it stands on the screen too."""
        from llmsurvey.registry.names import strict_form
        from llmsurvey.tables.text import heading_of
        from llmsurvey.tables.where import parse_where

        wishes = [wish.lstrip("+-").partition("=")[0] for wish in (*self.columns, *self.sort)]
        asked = {strict_form(name) for name in (*wishes, *(parse_where(text).column for text in self.where))}
        return tuple(
            column.name for column in offered if asked & {strict_form(column.name), strict_form(heading_of(column))}
        )

    def limit_or(self, screen: int | None) -> int | None:
        """Return how many rows to give: as many as are asked for, else `screen` where people read them, else all."""
        return screen if self.limit is None and self.is_table else self.limit

    def give(self, answer: Answer[Any] | Table, question: object = None, *, screen: int | None = None) -> None:
        """Tell what looked wrong on the way; filter, sort, cut and turn the table as asked, and write it out.

        Where people read it and no limit is asked for, at most `screen` rows are shown. `question` is what was asked,
        which stands in the envelope of the answer.
        """
        table = self._table_of(self._cut_entries(answer, screen))
        table = replace(table, notes=self.with_day(table.notes))
        table = self._arrange_rows(table, screen, getattr(answer, "total", len(table.rows)))
        if self.columns:
            from llmsurvey.tables.choose import choose_columns

            table = choose_columns(table, self.columns)
        table = self._adapt_table(table)
        if self.envelope:
            self._write_envelope(table, question)
        else:
            self._write_table(table, every_column=bool(self.columns))

    def with_day(self, notes: tuple[str, ...]) -> tuple[str, ...]:
        """Return the notes of an answer with the one on the day that is asked about before them."""
        if self.library.as_of is None or any(getattr(sentence, "kind", "") == "as-of" for sentence in notes):
            return notes
        from llmsurvey.answers.as_of import note_day

        return (note_day(self.library.as_of), *notes)

    def _cut_entries(self, answer: Answer[Any] | Table, screen: int | None) -> Answer[Any] | Table:
        """Return the answer with the entries that are given alone where these are its first: no others are made."""
        limit = self.limit_or(screen)
        if isinstance(answer, Table) or not answer.row_of_each or self.is_rearranged or limit is None:
            return answer
        if limit >= len(answer.entries):
            return answer
        cut = note_limit(limit, len(answer.entries))
        return replace(answer, entries=answer.entries[:limit], notes=(*answer.notes, cut))

    def head_of_envelope(self, question: Any, notes: Iterable[str]) -> dict[str, Any]:
        """Return all of the envelope of an answer but the answer, which comes last."""
        from llmsurvey.formats.envelope import head_of_envelope

        names = ("columns", "where", "sort", "limit", "registry", "as_of")
        settings = {name: getattr(self, name) for name in names}
        return head_of_envelope(self.command, question, settings, notes)

    def _write_envelope(self, table: Table, question: Any) -> None:
        from llmsurvey.formats.json import content_of, dump_json
        from llmsurvey.formats.yaml import dump_yaml

        content = content_of(table.without("flat"))
        envelope = {**self.head_of_envelope(question, table.notes), "answer": content}
        text = f"{dump_json(envelope, indent=2)}\n" if self.format == "json" else dump_yaml(envelope)
        write_content(text.encode(), self.output, force=self.force)

    def _table_of(self, answer: Answer[Any] | Table) -> Table:
        """Tell what looked wrong on the way to an answer; return its table, linked where people read it."""
        if isinstance(answer, Table):
            table = answer
        else:
            tell_faults(answer.faults)
            for error in answer.refused:
                tell_error(error.message)
            table = answer.table()
        if not self.is_table and not FORMATS[self.format].document:
            return table
        from llmsurvey.tables.link import link_cells

        return link_cells(table)

    def _arrange_rows(self, table: Table, screen: int | None, total: int) -> Table:
        """Return the rows that are asked for in their order, with notes on what of the `total` is left out."""
        if self.where:
            from llmsurvey.tables.where import parse_where

            unmatched: list[str] = []
            for text in self.where:
                condition = parse_where(text)
                condition = replace(condition, column=self._column_called(table, condition.column))
                unmatched += condition.list_unmatched(table)
                table = condition.keep(table)
            from llmsurvey.answers.list import notes_on_rows

            table = replace(table, notes=(*notes_on_rows(table), note_fitting(len(table.rows), total), *unmatched))
        if self.sort:
            from llmsurvey.tables.order import sort_rows

            table = sort_rows(table, [self._sorted_by(table, name) for name in self.sort])
        limit = self.limit_or(screen)
        if self.where:
            total = len(table.rows)
        return table if limit is None else take_first(table, limit, total)

    def _sorted_by(self, table: Table, wish: str) -> str:
        """Return what to sort by, with its sign, where a column is called as --columns has it."""
        sign = "-" if wish.startswith("-") else ""
        return sign + self._column_called(table, wish.removeprefix(sign))

    def _column_called(self, table: Table, name: str) -> str:
        """Return the column to which --columns gives a name as its heading (`average=Mean`); else the name itself."""
        if name in table.names():
            return name
        renamed = (wish.lstrip("+").partition("=") for wish in self.columns)
        return next((column.strip() for column, _, heading in renamed if heading and heading.strip() == name), name)

    def _adapt_table(self, table: Table) -> Table:
        """Return the table with the digits, the caption and the label that are asked for."""
        if self.digits is not None:
            table = table.round_to(self.digits)
        if self.caption is not None or self.label is not None:
            stated = table.caption or Caption(table.title)
            text = stated.text if self.caption is None else self.caption
            caption = stated._replace(text=text, label=self.label or stated.label)
            table = replace(table, title=table.title if self.caption is None else text, caption=caption)
        return table

    def _write_table(self, table: Table, *, every_column: bool) -> None:
        if self.is_table:
            content = self.text_of(table, every_column=every_column).encode()
        else:
            from llmsurvey.formats import render
            from llmsurvey.tables.text import turn_table

            if FORMATS[self.format].document and not every_column:
                table = table.select_brief()
            content = render(turn_table(table) if self.transpose else table, self.format)
        write_content(content, self.output, force=self.force)

    def text_of(self, table: Table, *, every_column: bool = False) -> str:
        """Return the table as people read it on what it is written to, with as many notes as are asked for."""
        from llmsurvey.formats.terminal import render
        from llmsurvey.tables.text import turn_table

        table = table.without("nested")
        if self.transpose:
            table = turn_table(table if every_column else table.select_brief())
        return render(table, terminal_of(self.output), every_column=every_column, every_note=self.notes)


_LABEL = re.compile(r"[\w:./-]+")
"""What LaTeX, HTML and Markdown all take for a label as it is."""

_OPTIONS: OptionTable = {
    "format": (options.Format, None),
    "output": (options.Output, None),
    "force": (options.Force, False),
    "columns": (options.Columns, None),
    "sort": (options.Sort, None),
    "where": (options.Where, None),
    "limit": (options.Limit, None),
    "transpose": (options.Transpose, None),
    "notes": (options.Notes, False),
    "digits": (options.Digits, None),
    "caption": (options.CaptionText, None),
    "label": (options.Label, None),
    "envelope": (options.Envelope, False),
    "registry": (options.Registry, None),
}

_DATED_OPTIONS: OptionTable = {**_OPTIONS, "as_of": (options.AsOf, None)}
"""The same for an answer that shows verdicts."""


def with_rows(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of an answer in rows; it gets them as its argument `rows`."""
    return with_rows_in(options.Format)(function)


def with_dated_rows(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command what `with_rows` does, and the day of which verdicts are shown."""
    return with_rows_in(options.Format, is_dated=True)(function)


def with_rows_in(
    format_option: Any, drawings: Drawings = NO_DRAWINGS, *, is_dated: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that does what `with_rows` does, with another choice of formats; or `with_dated_rows`."""
    shared = _DATED_OPTIONS if is_dated else _OPTIONS

    def decorate_command(function: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(function)
        def command(**arguments: Any) -> None:
            settings = {name: arguments.pop(name) for name in shared}
            for_rows = any(arguments[name] for name in drawings.rows_options)
            rows = make_rows(command_name_of(function), settings, drawings, for_rows=for_rows)
            function(**arguments, rows=rows)

        put_options(command, function, "rows", {**shared, "format": (format_option, None)})
        return command

    return decorate_command


def command_name_of(function: Callable[..., None]) -> str:
    """Return the name of the command that a function carries out, the usual one of several spellings."""
    module = (function.__module__ or "").rpartition(".")[2]
    return next((name for name, command in COMMANDS.items() if command.module == module), module)


def make_rows(command: str, settings: Mapping[str, Any], drawings: Drawings, *, for_rows: bool) -> Rows:
    """Return the options of an answer that can be written as they ask, as far as that is known before it is computed.

    Raises RequestError for a drawing that is asked for together with what only rows have, and what `choose_format` and
    `check_output` do.
    """
    rows = Rows(
        output=settings["output"],
        force=settings["force"],
        columns=_split_names("columns", settings["columns"] or ()),
        sort=_split_names("sort", settings["sort"] or ()),
        where=tuple(settings["where"] or ()),
        limit=settings["limit"],
        transpose=settings["transpose"],
        registry=tuple(settings["registry"] or ()),
        command=command,
        as_of=settings.get("as_of"),
        **{name: settings[name] for name in ("notes", "digits", "caption", "label", "envelope")},
    )
    form = choose_format(settings["format"], rows.output, drawings, for_rows=for_rows or rows.asked_for)
    if form in drawings.names and rows.asked_for:
        raise RequestError(
            say("--where, --sort, --limit, --columns, --digits and --transpose go with a format of rows.")
        )
    _check_is_read(rows, form)
    if rows.envelope and form not in ENVELOPED:
        raise RequestError(say("--envelope goes with json and yaml, not with {format}.", format=form))
    check_output(rows.output, force=rows.force, is_binary=form in FORMATS and FORMATS[form].binary)
    return replace(rows, format=form)


def _check_is_read(rows: Rows, form: str) -> None:
    """Raise RequestError for what only formats that people read have, where the format is another."""
    is_document = form in FORMATS and FORMATS[form].document
    if not is_document and (rows.caption is not None or rows.label is not None):
        raise RequestError(say("--caption and --label go with documents: md, html and latex."))
    if rows.label is not None and not _LABEL.fullmatch(rows.label):
        raise RequestError(
            say('--label: "{label}" is no label. Write letters, digits and : . _ / - only.', label=rows.label)
        )
    if not is_document and form != "table" and rows.digits is not None:
        raise RequestError(say("--digits goes with table, md, html and latex; {format} has all digits.", format=form))


def _split_names(name: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Return the columns that an option names, with commas between. Raises RequestError for a text that names none."""
    names: list[str] = []
    for text in texts:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        check_text(name, "".join(parts))
        names += parts
    return tuple(names)
