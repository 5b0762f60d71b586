"""What changed between two boards."""

from __future__ import annotations

from dataclasses import replace

from tests.boards.made import ONE_BY_ONE, Scores, days, made, records

from llmsurvey.answers.diff import EVENTS, compare_snapshots
from llmsurvey.boards.board import Measure
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.boards.ranked_snapshots import RankedSnapshot, rank_snapshots
from llmsurvey.boards.ranking import RankSettings
from llmsurvey.boards.store import BoardStore
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Table

BEFORE: Scores = {"same": (90,), "down": (80,), "raised": (50,), "gone": (40,), "last": (10,)}
AFTER: Scores = {"same": (90,), "down": (80,), "raised": (85,), "new": (30,), "last": (10,)}

ACCURACIES = (Measure("arc", "acc"), Measure("arc", "acc_norm"))


def table_of(snapshots: list[RankedSnapshot]) -> Table:
    before, after = snapshots
    return compare_snapshots(before, after).table()


def of(before: Scores, after: Scores, **options: tuple[str, ...]) -> Table:
    return table_of(days(before, after, **options))


def test_every_entry_of_either_has_a_row_by_what_became_of_it() -> None:
    assert [tuple(row.values()) for row in records(of(BEFORE, AFTER))] == [
        ("changed", "raised", 3, 2, 1, 50, 85, ("arc",)),
        ("entered", "new", None, 4, None, None, 30, ()),
        ("left", "gone", 4, None, None, 40, None, ()),
        ("moved", "down", 2, 3, -1, 80, 80, ()),
        ("same", "same", 1, 1, 0, 90, 90, ()),
        ("same", "last", 5, 5, 0, 10, 10, ()),
    ]


def test_the_counts_are_said_first() -> None:
    assert of(BEFORE, AFTER).notes == (
        "made@2023-01-01 to made@2023-01-02: 1 changed, 1 entered, 1 left, 1 moved, 2 same.",
    )


def test_who_is_missing_in_a_partial_board_is_not_shown_rather_than_gone() -> None:
    table = of({**BEFORE, "other": (1,)}, {"same": (90,), "new": (95,)})
    found = {row["name"]: row["event"] for row in records(table)}
    assert found == {
        "new": "entered",
        "same": "moved",
        **dict.fromkeys(["down", "raised", "gone", "last", "other"], "not shown"),
    }
    assert table.notes[-1] == "made@2023-01-02 is partial (2 entries): nothing follows from who is missing."


def test_a_benchmark_that_was_measured_anew_is_told() -> None:
    before: Scores = {f"m{place}": (10, 10) for place in range(10)}
    after: Scores = {f"m{place}": (11 if place < 3 else 10, 11 if place < 2 else 10) for place in range(10)}
    assert of(before, after, benchmarks=("arc", "mmlu")).notes[1:] == (
        "arc was measured anew: 3 of the 10 models that are in both have another score.",
    )


def test_an_entry_that_lost_its_rank_has_no_move() -> None:
    table = of({"a": (50, 60), "b": (40, 40)}, {"a": (50, None), "b": (40, 40)}, benchmarks=("arc", "mmlu"))
    assert {row["name"]: (row["rank_before"], row["rank_after"], row["move"]) for row in records(table)} == {
        "a": (1, None, None),
        "b": (2, 1, 1),
    }


def test_who_is_there_without_a_score_that_counts_has_not_left() -> None:
    boards = [
        made({"a": (50, None), "b": (60, None)}, *ACCURACIES, snapshot="2023-01-01"),
        made({"a": (None, 50), "b": (60, None)}, *ACCURACIES, snapshot="2023-01-02"),
    ]
    table = table_of(
        rank_snapshots(boards, RankSettings(sets="none", measures=MeasureFilter(metric=("acc",))), Registry())
    )
    assert {row["name"]: row["event"] for row in records(table)} == {"a": "not compared", "b": "same"}
    assert table.notes[-1] == (
        "made@2023-01-02: 1 entry left out: it has no score that counts here (another metric, or only an average)."
    )


def test_a_selection_has_the_ranks_of_the_whole_board() -> None:
    whole = made({"a": (50,), "b": (60,), "c": (70,)}, "arc", snapshot="2023-01-01")
    ten = replace(whole.take([0]), snapshot="survey", whole=whole)
    (before,) = rank_snapshots([ten], ONE_BY_ONE, Registry())
    (after,) = rank_snapshots([whole], ONE_BY_ONE, Registry())
    table = compare_snapshots(before, after).table()
    row = next(row for row in records(table) if row["name"] == "a")
    assert (row["event"], row["rank_before"], row["rank_after"]) == ("same", 3, 3)
    assert "made@survey is a selection: its ranks are those among all 3 that made@2023-01-01 ranks." in table.notes


def test_two_equal_boards_have_only_the_same() -> None:
    assert {row["event"] for row in records(of(BEFORE, BEFORE))} == {"same"}


def test_llama_moved_when_mmlu_was_measured_anew(registry: Registry) -> None:
    boards = [BoardStore.standard().load(f"open-llm-leaderboard@{day}") for day in ("2023-06-29", "2023-07-14")]
    table = table_of(rank_snapshots(boards, ONE_BY_ONE, registry))
    found = {row["name"]: row for row in records(table)}
    assert (found["llama-65b"]["event"], found["llama-65b"]["move"]) == ("changed", 3)
    assert "mmlu" in found["llama-65b"]["changed"]
    assert "mmlu was measured anew: 99 of the 99 models that are in both have another score." in table.notes
    events = [row["event"] for row in records(table)]
    assert events == sorted(events, key=EVENTS.index)
    no_models = {"lmsys/vicuna-7b-delta-v1.1", "lmsys/vicuna-13b-delta-v1.1", "IDEA-CCNL/Ziya-LLaMA-13B-Pretrain-v1"}
    twice = {"huggyllama/llama-65b", "elinas/llama-30b-hf-transformers-4.29", "TheBloke/wizard-vicuna-13B-HF"}
    twice.add("togethercomputer/RedPajama-INCITE-Base-7B-v0.1")  # the same weights under an earlier name
    assert set(found) == {*boards[0].facts["name"], *boards[1].facts["name"]} - no_models - twice


def test_who_is_not_in_the_october_snapshot_has_not_left(registry: Registry) -> None:
    boards = [BoardStore.standard().load(f"open-llm-leaderboard@{day}") for day in ("2023-09-15", "2023-10-31")]
    events = {row["event"] for row in records(table_of(rank_snapshots(boards, ONE_BY_ONE, registry)))}
    assert "not shown" in events
    assert "left" not in events


def test_two_names_of_one_model_of_the_registry_are_one_entry(registry: Registry) -> None:
    before = made({"Llama-2-7B": (60,), "our/a": (50,)}, "arc", snapshot="2023-01-01")
    after = made({"meta-llama/Llama-2-7b-hf": (60,), "Our/A": (50,)}, "arc", snapshot="2023-01-02")
    first, second = rank_snapshots([before, after], ONE_BY_ONE, registry)
    table = compare_snapshots(first, second).table()
    assert [(row["event"], row["name"]) for row in records(table)] == [
        *(("same", "meta-llama/Llama-2-7b-hf"), ("same", "Our/A")),
    ]
    assert "One model by the registry, under two names: Llama-2-7B = meta-llama/Llama-2-7b-hf." in table.notes
