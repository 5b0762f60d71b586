"""Models over the snapshots of a board."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.boards.made import ONE_BY_ONE, Scores, days, made, records

from llmsurvey.answers.history import trace_model
from llmsurvey.answers.history_of_best import trace_best
from llmsurvey.boards.board import Measure
from llmsurvey.boards.folders import built_in_folder
from llmsurvey.boards.ranked_snapshots import RankedSnapshot, rank_snapshots
from llmsurvey.boards.store import BoardStore
from llmsurvey.errors import UnknownNameError
from llmsurvey.formats.terminal import Terminal, render
from llmsurvey.records.parse import parse_record
from llmsurvey.registry.registry import Registry

EMPTY = Registry()

FILLING: Scores = {f"m{place}": (10 + place,) for place in range(10)}
"""Models that are there all the time."""


@pytest.fixture(scope="module")
def shipped(registry: Registry) -> list[RankedSnapshot]:
    """The board that comes with the program, day by day."""
    store = BoardStore((built_in_folder(),))
    return rank_snapshots([store.load(address) for address in store.addresses()], ONE_BY_ONE, registry)


def rows_of(found: list[RankedSnapshot], name: str = "x") -> list[dict[str, Any]]:
    return records(trace_model(found, name, EMPTY).table())


def events(found: list[RankedSnapshot], name: str = "x") -> list[tuple[str, str | None]]:
    return [(row["snapshot"][-2:], row["event"]) for row in rows_of(found, name)]


def test_a_model_enters_leaves_and_comes_back() -> None:
    found = days(FILLING, {**FILLING, "x": (50,)}, FILLING, FILLING, {**FILLING, "x": (50,)}, {**FILLING, "x": (50,)})
    assert events(found) == [("02", "entered"), ("03", "left"), ("05", "back"), ("06", None)]


def test_a_score_that_changed_is_flagged_with_its_benchmark() -> None:
    found = days({"x": (50, 60)}, {"x": (50, 61)}, {"x": (50, 61)}, benchmarks=("arc", "mmlu"))
    assert [(row["event"], row["changed"], row["average"]) for row in rows_of(found)] == [
        ("entered", (), 55),
        ("changed", ("mmlu",), 55.5),
        (None, (), 55.5),
    ]


def test_what_differs_by_rounding_has_not_changed() -> None:
    assert events(days({"x": (50.04,)}, {"x": (50,)})) == [("01", "entered"), ("02", None)]


def test_a_change_while_it_was_away_is_told_when_it_is_back() -> None:
    found = days({**FILLING, "x": (50,)}, FILLING, {**FILLING, "x": (60,)})
    rows = rows_of(found)
    assert [(row["event"], row["changed"]) for row in rows] == [("entered", ()), ("left", ()), ("back", ("arc",))]


def test_a_partial_snapshot_that_lacks_it_says_nothing() -> None:
    found = days({**FILLING, "x": (50,)}, {"m1": (11,)}, {**FILLING, "x": (50,)})
    assert events(found) == [("01", "entered"), ("03", None)]
    assert trace_model(found, "x", EMPTY).notes == (
        "Partial, so that nothing follows from who is missing: 2023-01-02.",
    )


def test_a_partial_snapshot_that_has_it_is_marked() -> None:
    found = days({**FILLING, "x": (50,)}, {"x": (50,)})
    assert [row["partial"] for row in rows_of(found)] == [False, True]


def test_a_model_that_left_a_partial_snapshot_has_not_left() -> None:
    assert events(days(FILLING, {"x": (50,)}, {"m1": (11,)})) == [("02", "entered")]


def test_ranks_are_among_those_that_have_one() -> None:
    found = days({"x": (50, 50), "y": (60, None), "z": (70, 70)}, benchmarks=("arc", "mmlu"))
    (row,) = rows_of(found)
    assert (row["rank"], row["of"]) == (2, 2)


def anew(count: int, raised: int) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """The rows of a model whose score rose with those of others, and the notes."""
    before = {f"m{place}": (10.0,) for place in range(count)}
    after = {name: (10.0 + (place < raised),) for place, name in enumerate(before)}
    table = trace_model(days(before, after), "m0", EMPTY).table()
    return records(table), table.notes


def test_that_a_benchmark_was_measured_anew_is_told() -> None:
    rows, notes = anew(10, 3)
    assert (rows[1]["changed"], rows[1]["measured_anew"]) == (("arc",), ("arc",))
    assert notes == (
        "Measured anew by 2023-01-02: arc 3 of 10 models that stayed have other scores than on 2023-01-01.",
    )


def test_that_is_told_only_of_models_whose_score_changed() -> None:
    before = {f"m{place}": (10.0,) for place in range(10)}
    found = days(before, before | {"m0": (11.0,), "m1": (11.0,), "m2": (11.0,)})
    assert records(trace_model(found, "m9", EMPTY).table())[1]["measured_anew"] == ()


@pytest.mark.parametrize(("count", "raised"), [(10, 2), (9, 9)])
def test_of_few_changes_or_few_models_that_is_not_concluded(count: int, raised: int) -> None:
    rows, notes = anew(count, raised)
    assert (rows[1]["changed"], rows[1]["measured_anew"]) == (("arc",), ())
    assert notes == ()


def test_every_entry_of_a_model_is_a_section_of_its_own() -> None:
    registry = parse_record(
        Registry,
        {
            "models": [
                {
                    "id": "m",
                    "name": "M",
                    "sizes": [{"name": "7B", "hub": "org/m-7b"}, {"name": "70B", "hub": "org/m-70b"}],
                }
            ]
        },
    )
    found = days({"org/m-70b": (70,), "org/m-7b": (50,), "other": (60,)}, {"org/m-7b": (40,)})
    table = trace_model(found, "M", registry).table()
    assert [heading for heading, _ in table.groups()] == ["org/m-70b (M@70B)  rank  ▅·", "org/m-7b (M@7B)  rank  ▅·"]
    assert [row["name"] for row in records(trace_model(found, "M@7B", registry).table())] == ["org/m-7b"] * 2
    assert [row["name"] for row in records(trace_model(found, "org/m-7b", registry).table())] == ["org/m-7b"] * 2


V1 = (Measure("arc", "acc", 25), Measure("mmlu", "acc", 5))
V2 = (Measure("arc", "acc", 0), Measure("bbh", "acc", 3))


def changing() -> list[RankedSnapshot]:
    """A board whose benchmarks were replaced on its third day."""
    boards = [
        made({"x": (50, 60), "y": (60, 70)}, *V1, snapshot="2023-01-01"),
        made({"x": (52, 60), "y": (60, 70)}, *V1, snapshot="2023-01-02"),
        made({"x": (20, 90), "z": (30, 40)}, *V2, snapshot="2023-01-03"),
        made({"x": (20, 80), "z": (30, 40)}, *V2, snapshot="2023-01-04"),
    ]
    return rank_snapshots(boards, ONE_BY_ONE, EMPTY)


BREAK = (
    "Averages and ranks from 2023-01-03 on aren't comparable with those before: arc (shots: 25, 0); only before: mmlu; "
    "only after: bbh."
)


def test_no_line_is_drawn_through_other_measures() -> None:
    table = trace_model(changing(), "x", EMPTY).table()
    assert [(row["event"], row["changed"], row["average"]) for row in records(table)] == [
        ("entered", (), 55),
        ("changed", ("arc",), 56),
        ("measured otherwise", (), 55),
        ("changed", ("bbh",), 50),
    ]
    assert [heading for heading, _ in table.groups()] == ["x  rank  ▅▅|▅▅"]
    assert table.notes == (BREAK,)


def test_the_best_have_ranks_only_over_the_same_measures() -> None:
    table = trace_best(changing(), 2, EMPTY).table()
    assert [
        (row["name"], row["entered"], row["snapshots"], row["ranks"], row["averages"]) for row in records(table)
    ] == [
        ("x", "2023-01-01", 4, (1, 1), (55.0, 50.0)),
        ("z", "2023-01-03", 2, (2, 2), (35.0, 35.0)),
    ]
    assert table.notes == (
        "The first 2 of made@2023-01-04, the last whole snapshot; over 2 snapshots from 2023-01-03 to 2023-01-04.",
        BREAK,
    )


def test_who_has_no_score_that_counts_has_not_left_and_is_counted() -> None:
    boards = [
        made({"x": (50, None), "y": (60, None)}, Measure("arc", "acc"), Measure("average", "mean"), snapshot=day)
        for day in ("2023-01-01", "2023-01-02")
    ]
    boards[1].values[0] = [np.nan, 55]
    found = rank_snapshots(boards, ONE_BY_ONE, EMPTY)
    assert events(found) == [("01", "entered")]
    assert trace_model(found, "x", EMPTY).notes == (
        "Entries left out without a score that counts (another metric, or only an average): 2023-01-02 1.",
    )


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r'no entry of the board is called "vicunna"\. Did you mean vicuna'):
        trace_model(days({"vicuna": (50,)}), "vicunna", EMPTY).table()


def test_the_best_of_the_last_whole_snapshot() -> None:
    found = days(
        {**FILLING, "x": (50,)},
        {**FILLING, "x": (50,), "y": (60,)},
        {**FILLING, "y": (60,), "x": (65,), "w": (60,)},
        {"x": (65,)},
    )
    table = trace_best(found, 2, EMPTY).table()
    assert [
        (row["rank"], row["name"], row["entered"], row["snapshots"], row["peak_rank"], row["ranks"], row["averages"])
        for row in records(table)
    ] == [
        (1, "x", "2023-01-01", 4, 1, (1, 2, 1, 1), (50.0, 50.0, 65.0, 65.0)),
        (2, "w", "2023-01-03", 1, 2, (None, None, 2, None), (None, None, 60.0, None)),
        (2, "y", "2023-01-02", 2, 1, (None, 1, 2, None), (None, 60.0, 60.0, None)),
    ]
    assert [table.texts[row, "ranks"] for row in range(3)] == ["█▁█·", "··▅·", "·█▁·"]
    assert table.notes[0] == (
        "The first 2 of made@2023-01-03, the last whole snapshot; over 4 snapshots from 2023-01-01 to 2023-01-04."
    )


def test_more_than_there_are_gives_all() -> None:
    assert len(trace_best(days({"a": (1,), "b": (2,)}), 10, EMPTY).table().rows) == 2


def test_llama_s_mmlu_rose_when_it_was_measured_anew(registry: Registry, shipped: list[RankedSnapshot]) -> None:
    rows = [row for row in records(trace_model(shipped, "LLaMA@65B", registry).table()) if row["name"] == "llama-65b"]
    by_day = {row["snapshot"]: row for row in rows}
    assert (by_day["2023-06-29"]["mmlu"], by_day["2023-07-14"]["mmlu"]) == (48.8, 63.4)
    assert by_day["2023-06-29"]["event"] is None
    assert by_day["2023-07-14"]["event"] == "changed"
    assert "mmlu" in by_day["2023-07-14"]["measured_anew"]
    assert list(by_day)[-1] == "2023-09-15"
    assert "left" not in {row["event"] for row in rows}


def test_the_notes_tell_of_mmlu_and_of_october(registry: Registry, shipped: list[RankedSnapshot]) -> None:
    notes = trace_model(shipped, "LLaMA@65B", registry).table().notes
    assert "mmlu 98 of 98" in notes[0]
    assert notes[-1] == "Partial, so that nothing follows from who is missing: 2023-10-13, 2023-10-31."


def test_the_top_ten_are_of_the_last_whole_snapshot(registry: Registry, shipped: list[RankedSnapshot]) -> None:
    table = trace_best(shipped, 10, registry).table()
    latest = next(each for each in shipped if each.board.snapshot == "2023-09-15")
    averages = sorted((latest.figure_of(name) or 0 for name in latest.place_of), reverse=True)
    assert [row["average"] for row in records(table)] == averages[:10]
    assert [row["rank"] for row in records(table)] == [1 + averages.index(each) for each in averages[:10]]
    assert all(len(row["ranks"]) == len(shipped) == 15 for row in records(table))


def test_the_history_is_drawn_above_its_rows(registry: Registry, shipped: list[RankedSnapshot]) -> None:
    text = render(trace_model(shipped, "llama-65b", registry).table(), Terminal(width=100))
    assert text.splitlines()[0] == "llama-65b (LLaMA@65B)  rank  ███████▇▇▆▂▁▃··"


def test_what_was_measured_anew_over_a_partial_snapshot_is_told() -> None:
    before = {f"m{place}": (10.0,) for place in range(20)}
    found = days(before, {"m0": (10.0,)}, dict.fromkeys(before, (20.0,)))
    assert records(trace_model(found, "m5", EMPTY).table())[-1]["measured_anew"] == ("arc",)


def test_a_benchmark_that_is_called_as_a_column_has_a_name_of_its_own() -> None:
    names = trace_model(days({"x": (50,)}, benchmarks=("rank",)), "x", EMPTY).table().names()
    assert len(set(names)) == len(names)
