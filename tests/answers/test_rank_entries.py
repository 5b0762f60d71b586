"""The entries of a ranked board, built when they are asked for."""

from __future__ import annotations

import pytest
from tests.boards.made import LibraryOf, made

from llmsurvey.answers.rank import RankAnswer, RankQuestion, rank_board
from llmsurvey.answers.rank_entries import RankEntries
from llmsurvey.boards.board import Measure
from llmsurvey.registry.registry import Registry

BOARD = made({"a": (70, 60), "b": (90, None), "c": (40, 50)}, Measure("arc", "acc", 25), Measure("mmlu", "acc", 5))


def ranked(limit: int | None = None) -> RankAnswer:
    return rank_board(LibraryOf(BOARD), RankQuestion(sets="none", limit=limit))


def test_an_entry_has_typed_values_by_name() -> None:
    first = ranked().entries[0]
    assert (first.name, first.rank, first.rank_set, first.figure) == ("a", 1, None, 65.0)
    assert first.scores == {"arc": 70.0, "mmlu": 60.0}
    assert first.shots == (25, 5)


def test_entries_are_a_sequence() -> None:
    entries = ranked().entries
    assert [entry.name for entry in entries] == ["a", "c", "b"]
    assert [entry.name for entry in entries[1:]] == ["c", "b"]
    assert entries[-1] == list(entries)[-1]
    assert (len(entries), len(entries[5:])) == (3, 0)
    with pytest.raises(IndexError):
        entries[3]


def test_only_the_entries_that_are_asked_for_are_built(monkeypatch: pytest.MonkeyPatch) -> None:
    count = 50_000
    board = made({f"m{place}": (place % 97,) for place in range(count)}, "arc")
    built: list[int] = []
    build = RankEntries._build_entry

    def counting(self: RankEntries, row: int, identity: None) -> object:
        built.append(row)
        return build(self, row, identity)

    monkeypatch.setattr(RankEntries, "_build_entry", counting)
    answer = rank_board(LibraryOf(board), RankQuestion(sets="none", repeats="all"))
    assert len(answer.entries) == count
    assert [entry.rank for entry in answer.entries[:3]] == [1, 1, 1]
    assert built == [0, 1, 2]


def test_columns_are_called_as_the_fields() -> None:
    answer = rank_board(LibraryOf(BOARD, Registry()), RankQuestion(sets="none"))
    table = answer.table()
    for entry, row in zip(answer.entries, table.rows, strict=True):
        cells = dict(zip(table.names(), row, strict=True))
        assert cells["average"] == entry.figure
        assert all(cells[name] == getattr(entry, name) for name in table.names() if hasattr(entry, name))
