"""A condition on any column, by which rows are kept, such as `parameters>=10B` or `developers~meta`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import isfinite
from typing import TypeVar

from llmsurvey.errors import RequestError
from llmsurvey.messages import Word, join_texts, option, question, say, translated, word
from llmsurvey.records import EVERY_VERDICT, NO_WEIGHTS, VERDICTS, Verdict
from llmsurvey.records.dates import first_day, last_day, parse_date
from llmsurvey.records.quantities import parse_count
from llmsurvey.registry.names import strict_form
from llmsurvey.registry.nearest_names import nearest_names
from llmsurvey.tables import Cell, Column, Table, items_of
from llmsurvey.tables.note import Note, note
from llmsurvey.tables.order import find_column
from llmsurvey.tables.text import plain_text

_FORM = re.compile(r"^\s*([\w@.-]+?)\s*(!=|>=|<=|=|>|<|!~|~)\s*(.*?)\s*$", re.DOTALL)

_EITHER = ("=", "!=", "~", "!~")
"""The operators behind which several values may stand, `A|B`: of an order one bound decides."""

_MOST_COMPARED = 5_000
"""Among more different values than these none is looked for that is near."""

Comparable = TypeVar("Comparable", int, float, str)


@dataclass(frozen=True)
class Where:
    """A column, an operator (= != > >= < <= ~ !~) and what to compare with.

    `~` is true where the text contains another; a list fits if one of its items does. An unknown value fits nothing,
    not even `!=`; `column=` with nothing behind it asks for what is unknown, `column!=` for what is known. Of several
    values with `|` between them one must fit (`name=A|B`), or none (`name!=A|B`).
    """

    column: str
    operator: str
    value: str

    def keep(self, table: Table) -> Table:
        """Return the rows that fit as a table. Raises RequestError for an unknown column, or what is no number."""
        index = table.names().index(find_column(table, self.column, "where"))
        column = table.columns[index]
        return table.take([row for row, cells in enumerate(table.rows) if self._fits_cell(cells[index], column)])

    def list_unmatched(self, table: Table) -> Iterator[Note]:
        """Yield a note on each value that a column of text hasn't anywhere, with the nearest that it has.

        Raises what `keep` does.
        """
        index = table.names().index(find_column(table, self.column, "where"))
        column = table.columns[index]
        if self.operator not in ("=", "~") or not self.value or column.numeric or column.order != "text":
            return
        items = {str(item): item for row in table.rows for item in items_of(row[index])}
        for choice in self._choices if items else ():
            if any(choice._fits_choice(item, column, self.operator) for item in items.values()):
                continue
            near = nearest_names(choice.value, list(items)) if len(items) <= _MOST_COMPARED else []
            yield _note_unmatched(column, choice.value, near)

    @cached_property
    def _choices(self) -> tuple[Where, ...]:
        """The condition with each of its values alone."""
        values = [value for part in self.value.split("|") if (value := part.strip())]
        if self.operator not in _EITHER or not values:
            return (self,)
        return tuple(replace(self, value=value) for value in values)

    def _fits_cell(self, cell: Cell, column: Column) -> bool:
        items = items_of(cell)
        if not self.value:
            return (not items) == (self.operator == "=")
        if self.operator in ("!=", "!~"):
            return bool(items) and not any(self._fits_item(item, column, self.operator[1:]) for item in items)
        return any(self._fits_item(item, column, self.operator) for item in items)

    def _fits_item(self, item: str | float, column: Column, operator: str) -> bool:
        return any(choice._fits_choice(item, column, operator) for choice in self._choices)

    def _fits_choice(self, item: str | float, column: Column, operator: str) -> bool:
        if operator == "~":
            return any(strict_form(self.value) in text for text in _texts_of(item, column))
        if column.numeric:
            return _compare_values(float(item), self._read_number(), operator)
        if column.order == "date":
            return self._fits_date(str(item), operator)
        if column.order == "verdict":
            return self._fits_verdict(str(item), operator)
        if operator == "=":
            return strict_form(self.value) in _texts_of(item, column)
        return _compare_values(strict_form(str(item)), strict_form(self.value), operator)

    def _fits_date(self, date: str, operator: str) -> bool:
        """Whether a date is on that side of another: surely for > and <, possibly for the others."""
        try:
            value = parse_date(self.value)
        except ValueError as error:
            raise RequestError(say("{option}: {problem}.", option=option("where"), problem=error.args[0])) from None
        if operator == "=":
            return first_day(date) <= last_day(value) and first_day(value) <= last_day(date)
        if operator in (">", ">="):
            return last_day(date) >= first_day(value) if operator == ">=" else first_day(date) > last_day(value)
        return first_day(date) <= last_day(value) if operator == "<=" else last_day(date) < first_day(value)

    def _fits_verdict(self, verdict: str, operator: str) -> bool:
        """Whether a verdict is the value, or on that side of it; where there are no weights it is on neither side."""
        wanted = self._read_verdict()
        if operator == "=":
            return verdict == wanted
        if wanted == NO_WEIGHTS:
            raise RequestError(
                say(
                    '{option}: "{value}" is neither better nor worse than others. Ask with = or !=.',
                    option=option("where"),
                    value=self.value,
                )
            )
        return verdict != NO_WEIGHTS and _compare_values(
            EVERY_VERDICT.index(verdict),
            EVERY_VERDICT.index(wanted),
            operator,
        )

    def _read_verdict(self) -> Verdict:
        """Return the value as a verdict. Raises RequestError for what is none."""
        for verdict in EVERY_VERDICT:
            if strict_form(self.value) in _texts_of(verdict, Column("verdict", words="verdict")):
                return verdict
        names = ", ".join(VERDICTS)
        raise RequestError(
            say(
                '{option}: "{value}" is no verdict. From worst to best: {known}; beside them stands {weights}.',
                option=option("where"),
                value=self.value,
                known=names,
                weights=NO_WEIGHTS,
            )
        )

    def _read_number(self) -> float:
        """Return the value as a number. Raises RequestError for what is none, and for infinities."""
        for read in (float, parse_count):
            try:
                number = float(read(self.value))
            except ValueError:
                continue
            if isfinite(number):
                return number
        example = f"{self.column}{self.operator}7B"
        raise RequestError(
            say(
                '{option}: "{value}" is no number. Write {example} or a number.',
                option=option("where"),
                value=self.value,
                example=example,
            )
        )


def _note_unmatched(column: Column, value: str, near: list[str]) -> Note:
    """Say that nothing in a column is, or contains, a value, and what comes nearest."""
    heading = column.heading or Word("column", column.name)
    if not near and column.name == "name":
        return note(
            "nearby",
            '{column}: nothing fits "{value}". `{hint}` looks among other names, too.',
            column=heading,
            value=value,
            hint=question("search", value),
        )
    if not near:
        return note("nearby", '{column}: nothing fits "{value}".', column=heading, value=value)
    return note(
        "nearby",
        '{column}: nothing fits "{value}". Nearest: {names}.',
        column=heading,
        value=value,
        names=join_texts(near, ", "),
    )


def _texts_of(item: str | float, column: Column) -> set[str]:
    """Return a value as machines read it, and as it stands on the screen in the language of the run."""
    text = plain_text(item)
    words = "answer" if isinstance(item, bool) else column.words
    shown = translated(item) if isinstance(item, str) else text
    if words:
        shown = word(words, text)
    return {strict_form(text), strict_form(shown), strict_form(str(item))}


def _compare_values(left: Comparable, right: Comparable, operator: str) -> bool:
    if operator == "=":
        return left == right
    if operator in (">", ">="):
        return left > right or (operator == ">=" and left == right)
    return left < right or (operator == "<=" and left == right)


def parse_where(text: str) -> Where:
    """Read a condition. Raises RequestError for what has another form, and says which."""
    match = _FORM.match(text)
    if match is None:
        raise RequestError(
            say(
                '{option}: "{text}" can\'t be read. Write a column, = != > >= < <= ~ or !~, and a value.',
                option=option("where"),
                text=text,
            )
        )
    column, operator, value = match.groups()
    if not value and operator not in ("=", "!="):
        raise RequestError(
            say(
                "{option}: nothing stands behind {operator}. Write a value; {column}= asks for what is unknown.",
                option=option("where"),
                operator=operator,
                column=column,
            )
        )
    return Where(column, operator, value)
