"""Licences beside ranks, and ranks beside licences."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import llmsurvey
from llmsurvey.catalogue import Catalogue
from llmsurvey.errors import UnknownNameError
from llmsurvey.tables import Table

pytestmark = pytest.mark.usefixtures("warm_cache")


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """The built-in catalogue beside a file of scores."""
    monkeypatch.chdir(tmp_path)
    Path("own.csv").write_text("model,arc\nLLaMA-7B,40\nLLaMA-13B,50\nunheard-of,60\n")
    return llmsurvey.open()


def cells(table: Table, name: str) -> dict[object, object]:
    names = table.names()
    return {row[names.index("name")]: row[names.index(name)] for row in table.rows}


def test_a_list_has_the_rank_of_the_best_size_on_a_board(catalogue: Catalogue) -> None:
    table = catalogue.list(added=["rank", "score", "scored_size", "board"], board="own.csv").table()
    assert table.names()[-4:] == ["board", "scored_size", "score", "rank"]
    assert [cells(table, name)["LLaMA"] for name in table.names()[-4:]] == ["own.csv", "13B", 50.0, 2]
    assert [cells(table, name)["KULLM"] for name in table.names()[-4:]] == [None] * 4


def test_a_list_loads_no_board_unless_asked(catalogue: Catalogue) -> None:
    catalogue.list(board="nosuch")
    with pytest.raises(UnknownNameError, match="nosuch"):
        catalogue.list(added="score", board="nosuch")


def test_a_ranking_has_the_facts_of_models_and_none_of_who_is_not_known(catalogue: Catalogue) -> None:
    table = catalogue.rank("own.csv", added=["licence", "released", "developers"]).table()
    assert table.names()[-3:] == ["developers", "released", "licence"]
    assert cells(table, "licence") == {
        "LLaMA@7B": ("llama-licence",),
        "LLaMA@13B": ("llama-licence",),
        "unheard-of": None,
    }
    assert cells(table, "released")["LLaMA@7B"] == "2023-02-24"
    assert "LLaMA License Agreement" in table.texts.values()


def test_places_agree_with_the_ranking(catalogue: Catalogue) -> None:
    board = "open-llm-leaderboard@2023-07-28"
    entries = {(entry.id, entry.size): entry for entry in catalogue.rank(board, repeats="best").entries}
    table = catalogue.list(added=["scored_size", "score", "rank", "best_rank", "worst_rank"], board=board).table()
    names = table.names()
    placed = [dict(zip(names, row, strict=True)) for row in table.rows if row[names.index("rank")] is not None]
    assert len(placed) > 30
    for row in placed:
        entry = entries[row["id"], row["scored_size"]]  # type: ignore[index]  # both are texts
        assert (entry.figure, entry.rank) == (row["score"], row["rank"])
        assert (entry.best_rank, entry.worst_rank) == (row["best_rank"], row["worst_rank"])


def test_places_that_are_kept_are_the_same(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    board = "open-llm-leaderboard@2023-07-28"
    first = catalogue.places_on(board)
    monkeypatch.setitem(sys.modules, "llmsurvey.boards.ranking", None)  # what is kept needs no ranking
    assert llmsurvey.open().places_on(board) == first
