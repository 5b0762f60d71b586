"""What changed from one snapshot to the next, and which snapshots are whole."""

from __future__ import annotations

import pytest
from tests.boards.made import ONE_BY_ONE, Scores, days, made

from llmsurvey.boards.board import Measure
from llmsurvey.boards.folders import built_in_folder
from llmsurvey.boards.ranked_snapshots import (
    Changes,
    changed_scores,
    count_changes,
    differ_beyond_rounding,
    rank_snapshots,
)
from llmsurvey.boards.store import BoardStore
from llmsurvey.errors import LlmsurveyError, RequestError
from llmsurvey.registry.registry import Registry


def models(count: int, value: float = 50, raised: int = 0) -> Scores:
    """So many models, the first of which score a point more."""
    return {f"m{place}": (value + (place < raised),) for place in range(count)}


@pytest.mark.parametrize(
    ("one", "other", "different"),
    [
        (50, 50.1, True),
        (50.1, 50, True),
        (0.3, 0.1 + 0.2, False),
        (50, 50.05, False),
        (50, 50.06, True),
        (64.949, 64.9, False),
    ],
)
def test_scores_differ_where_more_than_rounding_parts_them(one: float, other: float, different: bool) -> None:
    assert differ_beyond_rounding(one, other) is different


@pytest.mark.parametrize(
    ("count", "raised", "anew"),
    [(10, 3, True), (10, 2, False), (9, 9, False), (10, 10, True), (100, 20, False), (100, 21, True), (0, 0, False)],
)
def test_a_benchmark_was_measured_anew_where_more_than_a_fifth_of_ten_or_more_changed(
    count: int, raised: int, anew: bool
) -> None:
    before, after = days(models(count), models(count, raised=raised)) if count else days({"a": (1,)}, {"b": (2,)})
    assert count_changes(before, after).measured_anew == (("arc",) if anew else ())


def test_only_models_that_stayed_are_counted() -> None:
    before, after = days({**models(12), "gone": (1,)}, {**models(12, raised=4), "new": (2,)})
    assert count_changes(before, after) == {"arc": (4, 12)}


def test_each_benchmark_is_counted_by_itself_and_missing_scores_do_not_count() -> None:
    before, after = days(
        {"a": (1, 2), "b": (1, None), "c": (1, 5)},
        {"a": (9, 2), "b": (1, 3), "c": (9, None)},
        benchmarks=("mmlu", "arc"),
    )
    assert count_changes(before, after) == {"arc": (0, 1), "mmlu": (2, 3)}
    assert list(count_changes(before, after)) == ["arc", "mmlu"]


def test_a_benchmark_that_was_measured_otherwise_is_not_compared() -> None:
    boards = [
        made(models(10), Measure("arc", "acc", 25), snapshot="2023-01-01"),
        made(models(10, 60), Measure("arc", "acc", 0), snapshot="2023-01-02"),
        made(models(10, 60), Measure("arc", "acc"), snapshot="2023-01-03"),
    ]
    first, second, third = rank_snapshots(boards, ONE_BY_ONE, Registry())
    assert count_changes(first, second) == {}
    assert changed_scores(first, second, "m0") == ()
    assert count_changes(first, third) == {"arc": (10, 10)}
    assert [first.is_over_the_same(each) for each in (first, second, third)] == [True, False, True]


def test_what_can_not_be_ranked_is_told_and_the_others_are() -> None:
    mixed = made({"a": (1, 2)}, Measure("arc", shots=0), Measure("arc", shots=5), snapshot="2023-01-02")
    refused: list[LlmsurveyError] = []
    boards = [made(models(2), "arc", snapshot="2023-01-01"), mixed]
    assert [each.board.snapshot for each in rank_snapshots(boards, ONE_BY_ONE, Registry(), refused)] == ["2023-01-01"]
    assert len(refused) == 1
    with pytest.raises(RequestError, match="several ways"):
        rank_snapshots(boards, ONE_BY_ONE, Registry())


def test_of_no_changes_nothing_follows() -> None:
    assert Changes().measured_anew == ()


@pytest.mark.parametrize(
    ("sizes", "partial"),
    [
        ([10, 5], [False, False]),
        ([10, 4], [False, True]),
        ([10, 4, 4], [False, True, True]),
        ([4, 10], [False, False]),
        ([10, 20, 9, 12], [False, False, True, False]),
    ],
)
def test_a_snapshot_with_fewer_than_half_the_rows_of_a_former_one_is_partial(
    sizes: list[int], partial: list[bool]
) -> None:
    assert [each.partial for each in days(*map(models, sizes))] == partial


def test_an_entry_is_asked_by_its_name() -> None:
    (found,) = days({"a": (50, 60), "b": (70, None)}, benchmarks=("arc", "mmlu"))
    assert found.scores_of("a") == {"arc": 50, "mmlu": 60}
    assert found.scores_of("b") == {"arc": 70}
    assert (found.figure_of("a"), found.rank_of("a")) == (55, 1)
    assert (found.figure_of("b"), found.rank_of("b")) == (None, None)


def test_of_a_model_that_stands_several_times_the_best_row_counts() -> None:
    (found,) = rank_snapshots(
        [made([("a", (50,)), ("a", (60,))], "arc", snapshot="2023-01-01")], ONE_BY_ONE, Registry()
    )
    assert found.scores_of("a") == {"arc": 60}


def test_the_october_snapshots_of_the_board_are_partial(registry: Registry) -> None:
    store = BoardStore((built_in_folder(),))
    boards = [store.load(address) for address in store.addresses()]
    found = rank_snapshots(boards, ONE_BY_ONE, registry)
    assert [each.board.snapshot for each in found if each.partial] == ["2023-10-13", "2023-10-31"]


def test_mmlu_was_measured_anew_by_the_middle_of_july(registry: Registry) -> None:
    store = BoardStore((built_in_folder(),))
    boards = [store.load(f"open-llm-leaderboard@{day}") for day in ("2023-06-19", "2023-06-29", "2023-07-14")]
    early, before, after = rank_snapshots(boards, ONE_BY_ONE, registry)
    assert count_changes(early, before).measured_anew == ()
    assert count_changes(before, after)["mmlu"] == (98, 98)
    assert "mmlu" in count_changes(before, after).measured_anew
