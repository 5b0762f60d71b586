"""Which models of the registry the entries of a board are."""

from __future__ import annotations

from typing import Any

import pytest

from llmsurvey.boards.board import Board
from llmsurvey.boards.identify import entries_called, identify_entries
from llmsurvey.boards.tidy import to_board
from llmsurvey.registry.registry import Registry


def board(*entries: tuple[str, str | None]) -> Board:
    """A board of entries with these names and repositories."""
    table: dict[str, list[Any]] = {
        "name": [name for name, _ in entries],
        "hub": [hub for _, hub in entries],
        "line": list(range(len(entries))),
        "benchmark": ["arc"] * len(entries),
        "value": [50.0] * len(entries),
    }
    return to_board(table, "mine", None)


def identities(registry: Registry, *entries: tuple[str, str | None]) -> list[tuple[str, str | None] | None]:
    found = identify_entries(board(*entries), registry)
    return [each and (each.model.id, each.size.name if each.size else None) for each in found]


def test_an_entry_is_known_by_its_repository_or_else_by_its_name(registry: Registry) -> None:
    assert identities(
        registry,
        ("some name", "tiiuae/falcon-40b"),
        ("TIIUAE/Falcon-40B", None),
        ("llama-65b", None),
        ("KULLM", None),
        ("구름", None),
    ) == [("falcon", "40B"), ("falcon", "40B"), ("llama", "65B"), ("kullm", None), ("kullm", None)]


def test_a_repository_wins_over_the_name(registry: Registry) -> None:
    assert identities(registry, ("KULLM", "tiiuae/falcon-40b"), ("KULLM", "lab/unknown")) == [("falcon", "40B"), None]


def test_what_the_registry_does_not_know_is_no_model(registry: Registry) -> None:
    assert identities(registry, ("nothing-like-it", None), ("x", "lab/unknown")) == [None, None]


def test_a_size_has_the_facts_of_its_model(registry: Registry) -> None:
    (found,) = identify_entries(board(("x", "tiiuae/falcon-40b")), registry)
    assert found is not None
    assert found.size is not None
    assert found.size.licence == found.model.complete(found.size).licence is not None


def test_a_model_of_one_size_is_that_size(registry: Registry) -> None:
    model = next(model for model in registry.models if len(list(model.each_size())) == 1)
    (found,) = identify_entries(board((model.name, None)), registry)
    assert found is not None
    assert [found.size] == list(model.each_size())


ENTRIES = [
    ("tiiuae/falcon-40b", "tiiuae/falcon-40b"),
    ("tiiuae/falcon-7b", "tiiuae/falcon-7b"),
    ("My Own", None),
    ("my-own", None),
]


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        ("tiiuae/falcon-40b", [0]),
        ("TIIUAE/falcon_40B", [0]),
        ("my own", [2, 3]),
        ("Falcon", [0, 1]),
        ("falcon@7B", [1]),
        ("LLaMA", []),
        ("nothing-like-it", []),
        ("falcon@8B", []),
    ],
)
def test_entries_are_called_as_the_board_or_the_registry_calls_them(
    registry: Registry, wanted: str, places: list[int]
) -> None:
    assert entries_called(board(*ENTRIES), wanted, registry) == places
