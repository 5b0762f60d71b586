"""The whole catalogue as tables that refer to each other by keys: what a database of it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from llmsurvey.errors import LlmsurveyError

if TYPE_CHECKING:
    from llmsurvey.library import Library

Value = str | int | float | None
"""What a field of a row may hold; None where nothing is known."""

Row = tuple[Value, ...]
FieldKind = Literal["text", "integer", "real"]


class Field(NamedTuple):
    """A column of a table in a database: what it holds, and whether it may be empty.

    It is part of the key where `is_key` says so.
    """

    name: str
    kind: FieldKind
    meaning: str
    is_key: bool = False
    is_needed: bool = False


def key_field(name: str, meaning: str, kind: FieldKind = "text") -> Field:
    """Return a field that tells one row from others, alone or with other such fields."""
    return Field(name, kind, meaning, is_key=True, is_needed=True)


def needed_field(name: str, meaning: str, kind: FieldKind = "text") -> Field:
    """Return a field that is never empty."""
    return Field(name, kind, meaning, is_needed=True)


def text_field(name: str, meaning: str) -> Field:
    """Return a field of text, empty where nothing is known."""
    return Field(name, "text", meaning)


def number_field(name: str, meaning: str) -> Field:
    """Return a field of whole numbers, empty where nothing is known."""
    return Field(name, "integer", meaning)


class Reference(NamedTuple):
    """Some fields of a table that together name a row of another, by fields of that one."""

    fields: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


OF_MODEL = Reference(("model",), "models", ("id",))
OF_SIZE = Reference(("model", "size"), "sizes", ("model", "name"))
OF_DATASET = Reference(("dataset",), "datasets", ("id",))
OF_LICENCE = Reference(("licence",), "licences", ("id",))


class DatabaseTable(NamedTuple):
    """A table of a database: what a row of it is, its fields, and what they refer to."""

    name: str
    meaning: str
    fields: tuple[Field, ...]
    references: tuple[Reference, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """The names of the fields that tell one row from all others."""
        return tuple(field.name for field in self.fields if field.is_key)


Fill = Callable[["Library"], Iterator[Row]]
"""What yields the rows of a table."""


@dataclass(frozen=True, kw_only=True)
class DatabaseAnswer:
    """The `tables` of the catalogue in an order in which each refers to former ones alone, with their rows.

    `refused` says which snapshots of boards can't be read.
    """

    tables: tuple[tuple[DatabaseTable, Sequence[Row]], ...]
    refused: tuple[LlmsurveyError, ...] = ()


def every_table() -> Iterator[DatabaseTable]:
    """Yield every table of the database, without rows."""
    from llmsurvey.answers import database_boards, database_records

    yield from (table for table, _ in database_records.TABLES)
    yield from (table for table, _ in database_boards.TABLES)


def export_database(library: Library) -> DatabaseAnswer:
    """Return models, sizes, datasets, licences, conditions, scores, boards and sources, as tables with keys."""
    from llmsurvey.answers import database_boards, database_records

    refused: list[LlmsurveyError] = []
    snapshots = database_boards.load_snapshots(library, refused)
    records = [(table, list(fill(library))) for table, fill in database_records.TABLES]
    boards = [(table, list(fill(library, snapshots))) for table, fill in database_boards.TABLES]
    return DatabaseAnswer(tables=(*records, *boards), refused=tuple(refused))
