"""A rank lies in its confidence set, always: on every board that comes along, and on boards with gaps."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.boards.made import made

from llmsurvey.boards import rank_sets as rank_sets_module
from llmsurvey.boards.folders import built_in_folder
from llmsurvey.boards.methods import METHODS, Method, Missing
from llmsurvey.boards.rank_sets import rank_sets
from llmsurvey.boards.ranking import RankedBoard, RankSettings, rank_entries
from llmsurvey.boards.store import BoardStore
from llmsurvey.registry.registry import Registry

SHIPPED = BoardStore((built_in_folder(),))
POLICIES: tuple[Missing, ...] = ("complete", "leave-out", "worst")
SETS: tuple[Literal["simultaneous", "marginal"], ...] = ("simultaneous", "marginal")
CHANCE = {"truthfulqa": 25.0, "x": 25.0, "y": 0.0}


def holds(found: RankedBoard) -> bool:
    """Whether each rank lies in its set, who has none has no set, and no set goes beyond the last rank."""
    assert found.sets is not None
    best, worst, has_rank = found.sets.best, found.sets.worst, found.ranks > 0
    within = (best >= 1) & (best <= found.ranks) & (found.ranks <= worst) & (worst <= has_rank.sum())
    return bool(within[has_rank].all() and not best[~has_rank].any() and not worst[~has_rank].any())


@pytest.mark.parametrize("address", SHIPPED.addresses())
def test_every_rank_of_a_shipped_board_lies_in_its_set(
    address: str, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rank_sets_module, "DRAWS_OF_ONE", 500)
    monkeypatch.setattr(rank_sets_module, "DRAWS", 500)
    board = SHIPPED.load(address)
    asked = [
        RankSettings(method, missing, {"mmlu": 2.0} if method == "weighted" else {}, sets=sets)
        for method in METHODS
        for missing in POLICIES
        for sets in SETS
        if sets == "simultaneous" or method not in ("borda", "win-rate")  # whose sets are one and the same
    ]
    assert [ranking for ranking in asked if not holds(rank_entries(board, ranking, registry, CHANCE))] == []


@st.composite
def rankings(draw: st.DrawFn) -> RankedBoard:
    """A ranked board of few models, some of whose scores and errors are missing."""
    count = draw(st.integers(1, 6))

    def matrix(cells: st.SearchStrategy[Any]) -> list[list[Any]]:
        return draw(st.lists(st.lists(cells, min_size=2, max_size=2), min_size=count, max_size=count))

    values = matrix(st.none() | st.integers(0, 5).map(lambda share: share * 20.0))
    values[0] = [50.0, 50.0]
    errors = matrix(st.none() | st.sampled_from([0.5, 3.0, 20.0]))
    errors[0] = [1.0, 1.0]
    board = made([(f"m{place}", row) for place, row in enumerate(values)], "x", "y", errors=errors)
    method, missing = draw(st.sampled_from(METHODS)), draw(st.sampled_from(POLICIES))
    weights = {"x": 3.0} if method == "weighted" else {}
    sets = draw(st.sampled_from(SETS))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rank_sets_module, "DRAWS_OF_ONE", 500)
        patch.setattr(rank_sets_module, "DRAWS", 500)
        return rank_entries(board, RankSettings(method, missing, weights, "best", sets), Registry(), CHANCE)


@settings(max_examples=300)
@given(rankings())
def test_every_rank_lies_in_its_set_whatever_is_missing(found: RankedBoard) -> None:
    assert holds(found)


@settings(max_examples=200)
@given(rankings())
def test_who_has_no_error_can_have_every_rank(found: RankedBoard) -> None:
    if found.errors is None or found.sets is None:
        return
    unknown = (found.ranks > 0) & np.isnan(found.errors)
    assert (found.sets.best[unknown] == 1).all()
    assert (found.sets.worst[unknown] == (found.ranks > 0).sum()).all()


@pytest.mark.parametrize("simultaneous", [True, False])
def test_who_has_no_error_widens_the_sets_of_the_others(simultaneous: bool) -> None:
    totals, errors = np.array([90.0, 60.0, 59.0, 20.0]), np.ones(4)
    alone = rank_sets(totals, errors, simultaneous=simultaneous)
    more = rank_sets(np.append(totals, [95.0, 1.0]), np.append(errors, [np.nan, np.nan]), simultaneous=simultaneous)
    assert more.best.tolist() == [*alone.best, 1, 1]
    assert more.worst.tolist() == [*(alone.worst + 2), 6, 6]
    assert more.pairs == alone.pairs


@pytest.mark.parametrize("method", ["mean", "borda"])
def test_an_entry_over_fewer_benchmarks_is_never_certain(method: Method) -> None:
    board = made({"first": (90, None), "a": (60, 60), "b": (40, 40), "c": (20, 20)}, "x", "y", errors=[[0.1, 0.1]] * 4)
    found = rank_entries(board, RankSettings(method, "leave-out"), Registry())
    assert found.sets is not None
    sets = list(zip(found.sets.best.tolist(), found.sets.worst.tolist(), strict=True))
    assert sets == [(1, 4), (1, 2), (2, 3), (3, 4)]
