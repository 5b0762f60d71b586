"""Texts in both languages, each once: what stands in many cells of a page is held by a number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextvars import copy_context
from typing import Any, TypeVar

from llmsurvey.messages import LANGUAGES, use_language, without_advice
from llmsurvey.tables import Column, Table, items_of
from llmsurvey.tables.document import surroundings_of
from llmsurvey.tables.link import Part, parts_of_cell
from llmsurvey.tables.meanings import MEANINGS
from llmsurvey.tables.text import escape_steering, heading_of, text_of_cell, text_of_item

Made = TypeVar("Made")


class Texts:
    """Texts by their numbers, in English and in Korean; number 0 is no text."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {("",) * len(LANGUAGES): 0}

    def number(self, *versions: str) -> int:
        """Return the number of a text that is said so in each of `LANGUAGES`."""
        return self._numbers.setdefault(versions, len(self._numbers))

    def number_of(self, text: str) -> int:
        """Return the number of a text of the program or of the data, without what advises."""
        return self.number(*in_each_language(lambda: escape_steering(without_advice(text))))

    def numbers_of(self, texts: Iterable[str]) -> list[int]:
        """Return the numbers of some texts, without those that only advise."""
        return [number for text in texts if (number := self.number_of(text))]

    def lists(self) -> dict[str, list[str | int]]:
        """Return the texts in each language; in Korean 0 where they are what they are in English."""
        english = [versions[0] for versions in self._numbers]
        return {
            "en": list(english),
            "ko": [0 if other == text else other for (_, other), text in zip(self._numbers, english, strict=True)],
        }


def in_each_language(make: Callable[[], Made]) -> tuple[Made, ...]:
    """Return what a function makes while each language is spoken; that of the run stays as it is."""

    def speak_and_make(language: str) -> Made:
        use_language(language)
        return make()

    return tuple(copy_context().run(speak_and_make, language) for language in LANGUAGES)


def describe_table(
    table: Table, texts: Texts, items: Sequence[str] = (), *, keep_marks: bool = False
) -> dict[str, Any]:
    """Return a table by columns: its cells as numbers of texts, with the numbers that they are ordered by.

    Of the columns in `items` every value is given, so that rows can be chosen by them. Marks stand beside cells, not in
    them, with `keep_marks`.
    """
    marks = dict(table.marks)
    if keep_marks:
        table.marks.clear()
    around = in_each_language(lambda: surroundings_of(table))
    described = {
        "caption": texts.number(*(surroundings.caption or surroundings.heading for surroundings in around)),
        "notes": [
            texts.number(*versions) for versions in zip(*((*each.legend, *each.notes) for each in around), strict=False)
        ],
        "columns": [_describe_column(column, texts) for column in table.columns],
        "cells": _list_cells(table, texts),
        "values": _list_values(table),
        "links": _list_links(table, texts),
        "items": {name: _list_items(table, name, texts) for name in items if name in table.names()},
    }
    if keep_marks:
        described["marks"] = [[row, name, mark] for (row, name), mark in marks.items()]
    return described


def _describe_column(column: Column, texts: Texts) -> dict[str, Any]:
    return {
        "name": column.name,
        "heading": number_of_heading(column, texts),
        "numeric": column.numeric,
        "order": column.order,
    }


def number_of_heading(column: Column, texts: Texts) -> int:
    """Return the number of what stands above a column; a name of the program's own is written as words."""

    def say_heading() -> str:
        heading = heading_of(column)
        return heading.replace("_", " ") if heading == column.name and column.name in MEANINGS else heading

    return texts.number(*in_each_language(say_heading))


def _list_cells(table: Table, texts: Texts) -> list[list[int]]:
    """Return each column as the numbers of its texts."""
    indexes, rows = range(len(table.columns)), range(len(table.rows))

    def say_cells() -> list[list[str]]:
        return [[say_cell(index, row) for row in rows] for index in indexes]

    def say_cell(index: int, row: int) -> str:
        text = text_of_cell(table, row, index, without_advice)
        is_name = table.columns[index].words == "column" and text.isidentifier()
        return text.replace("_", " ") if is_name else text

    return [list(map(texts.number, *columns)) for columns in zip(*in_each_language(say_cells), strict=True)]


def _list_values(table: Table) -> dict[str, list[Any]]:
    """Return of columns that aren't ordered by their texts what they are ordered by: numbers, dates and verdicts."""
    return {
        column.name: [row[index] if not isinstance(row[index], tuple) else _first(row[index]) for row in table.rows]
        for index, column in enumerate(table.columns)
        if column.numeric or column.order != "text" or column.words in ("verdict", "claim", "erratum")
    }


def _first(cell: Any) -> Any:
    """Return the largest number in a list, which lists are ordered by, or the first text."""
    items = items_of(cell)
    if not items:
        return None
    return max(items) if isinstance(items[0], (int, float)) else items[0]


def _list_links(table: Table, texts: Texts) -> dict[str, list[Any]]:
    """Return of each column with links where its cells lead to: one address, or, of a list, each with its text."""
    links: dict[str, list[Any]] = {}
    for index, column in enumerate(table.columns):
        parts = [parts_of_cell(table, row, index) for row in range(len(table.rows))]
        if not any(part.address for cell in parts for part in cell):
            continue
        links[column.name] = [_link_of(cell, texts) for cell in parts]
    return links


def _link_of(parts: Sequence[Part], texts: Texts) -> int | list[int]:
    """Return the address of a cell, 0 of an empty one, and of a list the addresses, each of which is what is read."""
    if not parts:
        return 0
    if len(parts) == 1:
        return texts.number(*[parts[0].address or ""] * len(LANGUAGES))
    return [texts.number(*[part.address] * len(LANGUAGES)) for part in parts if part.address]


def _list_items(table: Table, name: str, texts: Texts) -> list[list[int]]:
    """Return of each row the values in a column."""
    index = table.names().index(name)
    column = table.columns[index]

    def say_items() -> list[list[str]]:
        return [[text_of_item(item, column, without_advice) for item in items_of(row[index])] for row in table.rows]

    return [list(map(texts.number, *versions)) for versions in zip(*in_each_language(say_items), strict=True)]
