"""A database as one SQLite file, with primary and foreign keys, and in its schema what each field holds."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from llmsurvey.answers.database import DatabaseAnswer, DatabaseTable


def render(answer: DatabaseAnswer) -> bytes:
    """Return the file; the same answer gives the same bytes with the same SQLite."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN")
        connection.execute("PRAGMA defer_foreign_keys = ON")  # rows of one table may refer to later ones of it
        for table, rows in answer.tables:
            connection.execute(create_statement(table))
            places = ", ".join("?" * len(table.fields))
            connection.executemany(f"INSERT INTO {quoted(table.name)} VALUES ({places})", rows)  # noqa: S608 (own names)
            for statement in index_statements(table):
                connection.execute(statement)
        connection.execute("COMMIT")
        return connection.serialize()


def create_statement(table: DatabaseTable) -> str:
    """Return what makes a table, with a comment beside each field."""
    parts = [
        (f"{quoted(field.name)} {field.kind.upper()}{' NOT NULL' if field.is_needed else ''}", field.meaning)
        for field in table.fields
    ]
    parts.append((f"PRIMARY KEY ({_names(table.key)})", ""))
    parts += [
        (f"FOREIGN KEY ({_names(link.fields)}) REFERENCES {quoted(link.table)} ({_names(link.targets)})", "")
        for link in table.references
    ]
    last = len(parts) - 1
    lines = [
        f"  {part}{',' if number < last else ''}{f'  -- {meaning}' if meaning else ''}"
        for number, (part, meaning) in enumerate(parts)
    ]
    return "\n".join([f"CREATE TABLE {quoted(table.name)} (  -- {table.meaning}", *lines, ")"])


def index_statements(table: DatabaseTable) -> list[str]:
    """Return what makes the indexes of the fields that refer to other tables, where the key doesn't begin with them."""
    lists = {link.fields for link in table.references if link.fields != table.key[: len(link.fields)]}
    return [
        f"CREATE INDEX {quoted('_'.join((table.name, *fields)))} ON {quoted(table.name)} ({_names(fields)})"
        for fields in sorted(lists)
    ]


def quoted(name: str) -> str:
    """Return a name as SQL has it."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(map(quoted, names))
