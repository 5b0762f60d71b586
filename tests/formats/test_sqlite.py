"""The catalogue as a database: everything is in it once, and whatever refers to something refers to a row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

import llmsurvey
from llmsurvey.answers.database import DatabaseAnswer, every_table, export_database
from llmsurvey.catalogue import Catalogue
from llmsurvey.formats import sqlite

pytestmark = pytest.mark.usefixtures("warm_cache")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The built-in catalogue."""
    return llmsurvey.open()


@pytest.fixture(scope="module")
def exported(catalogue: Catalogue) -> DatabaseAnswer:
    """The tables of the built-in catalogue."""
    return export_database(catalogue)


@pytest.fixture
def database(exported: DatabaseAnswer) -> Iterator[sqlite3.Connection]:
    """The file, opened."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(sqlite.render(exported))
    yield connection
    connection.close()


def _one(database: sqlite3.Connection, query: str, *values: Any) -> Any:
    return database.execute(query, values).fetchone()[0]


def test_every_reference_is_to_a_row_and_the_file_is_sound(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for table in every_table():
        assert len(database.execute(f'PRAGMA foreign_key_list("{table.name}")').fetchall()) == sum(
            len(link.fields) for link in table.references
        )
        keys = [name for _, name, *_, place in database.execute(f'PRAGMA table_info("{table.name}")') if place]
        assert sorted(keys) == sorted(table.key)


def test_a_reference_to_nothing_is_noticed(exported: DatabaseAnswer) -> None:
    tables = [
        (table, [("nobody", *row[1:]) for row in rows[:1]] if table.name == "conditions" else rows)
        for table, rows in exported.tables
    ]
    with pytest.raises(sqlite3.IntegrityError):
        sqlite.render(DatabaseAnswer(tables=tuple(tables)))


def test_there_are_as_many_of_each_as_in_the_registry(database: sqlite3.Connection, catalogue: Catalogue) -> None:
    registry = catalogue.registry
    sizes = [size for model in registry.models for size in model.each_size()]
    expected = {
        **{name: len(getattr(registry, name)) for name in ("models", "datasets", "licences", "benchmarks")},
        "sizes": len(sizes),
        "conditions": sum(len(licence.conditions) for licence in registry.licences),
        "foundations": sum(len(size.foundations or ()) for size in sizes),
        "scores": len(catalogue.scores),
        "snapshots": len(catalogue.boards().entries),
        "entries": sum(entry.entries for entry in catalogue.boards().entries),
        "sources": sum(
            len(owner.sources)
            for kind in ("models", "datasets", "licences", "benchmarks", "organisations")
            for record in getattr(registry, kind)
            for owner in (record, *getattr(record, "sizes", ()))
        ),
        "board_scores": sum(len(table.rows) for table in catalogue.export().boards.values()),
    }
    assert {name: _one(database, f"SELECT count(*) FROM {name}") for name in expected} == expected


def test_facts_are_those_of_the_answers(database: sqlite3.Connection, catalogue: Catalogue) -> None:
    rows = database.execute("SELECT model, name, verdict, parameters, licence FROM sizes").fetchall()
    stated = {(row[0], row[1]): row[2:] for row in rows}
    table = catalogue.export().tables["sizes"]
    names = table.names()
    for row in table.rows:
        cells = dict(zip(names, row, strict=True))
        model = catalogue.registry.model_by_id[str(cells["model"])]
        of = (model.id, str(cells["size"] or model.name))
        assert stated[of] == (cells["verdict"], cells["parameters"], cells["licence"])


def test_no_size_that_something_was_made_from_is_lost(database: sqlite3.Connection, catalogue: Catalogue) -> None:
    sizes = [size for model in catalogue.registry.models for size in model.each_size()]
    named = sum(link.size is not None for size in sizes for link in size.foundations or ())
    assert _one(database, "SELECT count(base_size) FROM foundations") == named
    named = sum(link.size is not None for item in catalogue.registry.datasets for link in item.generated_by)
    assert _one(database, "SELECT count(size) FROM generators") == named


def test_a_board_is_ranked_by_a_query(database: sqlite3.Connection, catalogue: Catalogue) -> None:
    query = """
        SELECT entries.name, avg(value) AS average FROM board_scores JOIN entries USING (board, day, entry)
        WHERE board = 'open-llm-leaderboard' AND day = '2023-07-28' AND benchmark <> 'average'
        GROUP BY board, day, entry HAVING count(*) = 4 ORDER BY average DESC LIMIT 1
    """
    first = catalogue.rank(limit=1).entries[0]
    assert first.figure == pytest.approx(database.execute(query).fetchone()[1])


def test_korean_stands_beside_english(database: sqlite3.Connection) -> None:
    assert _one(database, "SELECT count(*) FROM conditions WHERE text_ko GLOB '*[가-힣]*'") > 100


def test_the_same_catalogue_gives_the_same_bytes(exported: DatabaseAnswer) -> None:
    assert sqlite.render(exported) == sqlite.render(exported)


def test_the_schema_says_what_each_field_holds(database: sqlite3.Connection) -> None:
    for table in every_table():
        made = _one(database, "SELECT sql FROM sqlite_master WHERE name = ?", table.name)
        assert all(f"-- {field.meaning}" in made for field in table.fields)
