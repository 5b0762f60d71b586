"""What an import brought, as a table."""

from __future__ import annotations

from llmsurvey.answers.import_scores import describe_import
from llmsurvey.boards.store import Addition
from llmsurvey.boards.tidy import Tidy, to_board
from llmsurvey.importers import Reading
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Table

SCORES: Tidy = {
    "name": ["tiiuae/falcon-40b", "lab/unknown", "tiiuae/falcon-40b", "lab/unknown"],
    "benchmark": ["arc", "arc", "mmlu", "mmlu/anatomy"],
    "value": [50.0, 60.0, 70.0, 80.0],
}


def addition(new: int, snapshot: str | None = "2024-01-01") -> Addition:
    return Addition(to_board(SCORES, "mine", snapshot), SCORES if new else None, new)


def shown(registry: Registry, *additions: Addition, dry_run: bool = False) -> Table:
    reading = Reading(additions[0].board, mapping=(("Model", "name"), ("H6", "average")))
    return describe_import(additions, reading, registry, dry_run=dry_run).table()


def test_each_board_is_a_row_with_what_is_new_and_what_the_registry_knows(registry: Registry) -> None:
    table = shown(registry, addition(2), addition(0, None))
    assert table.names() == ["board", "entries", "new", "matched", "unmatched", "benchmarks"]
    assert table.rows == (
        ("mine@2024-01-01", 2, 2, 1, 1, ("arc", "mmlu")),
        ("mine", 2, 0, 1, 1, ("arc", "mmlu")),
    )


def test_notes_say_what_columns_were_taken_for_and_what_to_do_next(registry: Registry) -> None:
    assert shown(registry, addition(2)).notes == (
        "Columns read: Model as name; H6 as average.",
        "`rank('mine@2024-01-01')` ranks it.",
        "1 name isn't in the registry: lab/unknown. To match it, give it to a model as one of its `aliases` in a YAML "
        "file, and name that with registry='FILE'.",
    )


def test_a_format_with_columns_of_its_own_needs_no_word_on_them(registry: Registry) -> None:
    assert len(describe_import([addition(2)], Reading(addition(2).board), registry).notes) == 2


def test_an_import_of_what_was_there_says_so(registry: Registry) -> None:
    assert shown(registry, addition(0), addition(0)).notes[-2] == "Nothing new: all of it was there."
    assert "ranks it" in shown(registry, addition(0), addition(1)).notes[-2]


def test_a_dry_run_says_that_nothing_was_imported(registry: Registry) -> None:
    assert shown(registry, addition(2), dry_run=True).notes[-2] == "Nothing was imported (dry_run=True)."
