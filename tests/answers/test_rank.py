"""A ranked board as a table."""

from __future__ import annotations

import re
from dataclasses import fields
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.boards.made import LibraryOf, made, records

from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.answers.rank import RankAnswer, RankQuestion, rank_board
from llmsurvey.answers.rank_columns import FIGURES
from llmsurvey.answers.rank_notes import leaders_of
from llmsurvey.boards.board import Board, Measure
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.boards.methods import METHODS, Method, Missing
from llmsurvey.boards.ranking import Repeats, Sets
from llmsurvey.boards.store import BoardStore
from llmsurvey.formats.terminal import Terminal, render
from llmsurvey.records import Benchmark
from llmsurvey.records.parse import parse_record
from llmsurvey.records.quantities import round_half_even
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Table

PRINTED = ["71.4", "70.9", "70.6", "68.7", "68.2", "67.3", "67.0", "67.0", "66.9", "66.8"]
"""The averages of the survey's Table 2."""

QUIZZES = Registry(
    benchmarks=(
        Benchmark(id="arc", name="ARC", items=400),
        Benchmark(id="mmlu", name="MMLU", items=400),
        Benchmark(id="truthfulqa", name="TruthfulQA", items=400),
    )
)


def answer_of(
    board: Board,
    registry: Registry = QUIZZES,
    *,
    source: str | None = None,
    sets: Sets = "none",
    **asked: Any,
) -> RankAnswer:
    """The answer about a board; what isn't of the question itself is of its filter."""
    library = LibraryOf(board, registry, {"truthfulqa": 25.0}, source)
    own = {field.name for field in fields(RankQuestion)}
    models = ModelFilter(**{name: value for name, value in asked.items() if name not in own})
    question: dict[str, Any] = {name: value for name, value in asked.items() if name in own}
    return rank_board(library, RankQuestion(sets=sets, models=models, **question))


def table_of(board: Board, registry: Registry = QUIZZES, **asked: Any) -> Table:
    return answer_of(board, registry, **asked).table()


def survey_board() -> Board:
    return BoardStore.standard().load("open-llm-leaderboard@survey")


def july_board() -> Board:
    return BoardStore.standard().load("open-llm-leaderboard@2023-07-28")


def column(table: Table, name: str) -> list[Any]:
    return [row[name] for row in records(table)]


def test_the_survey_s_ten_are_read_with_the_averages_that_it_prints(registry: Registry) -> None:
    table = table_of(survey_board(), registry, sets="simultaneous")
    text = render(table.select(["rank", "average"]), Terminal())
    assert [line.split() for line in text.splitlines()[1:11]] == [
        [str(rank), average] for rank, average in enumerate(PRINTED, 1)
    ]


def test_the_notes_on_the_survey_s_ten(registry: Registry) -> None:
    ranked = len(table_of(july_board(), registry).rows)
    assert list(table_of(survey_board(), registry, sets="simultaneous").notes) == [
        "10 of 10 entries of open-llm-leaderboard@survey, by mean of arc, hellaswag, mmlu, truthfulqa.",
        f"Ranks are among these 10, which were selected. Those among all {ranked} that "
        "open-llm-leaderboard@2023-07-28 ranks stand beside them: board_rank.",
        "0 of 10 ranks are certain. 95 % confidence sets, corrected for 45 pairs. "
        "Two that share a group can't be told apart.",
        "For truthfulqa only an upper bound of the error is known.",
        "Whichever benchmark counted double, the lead would be the same.",
    ]


def test_rows_stand_in_the_order_of_their_ranks_and_equal_ones_in_that_of_the_board() -> None:
    table = table_of(made({"b": (50,), "c": (70,), "a": (50,), "d": (60,)}, "arc"))
    assert [(row["rank"], row["name"]) for row in records(table)] == [(1, "c"), (2, "d"), (3, "b"), (3, "a")]


def test_entries_without_a_rank_come_last_by_what_they_have() -> None:
    board = made({"a": (99, None), "b": (1, 1), "c": (None, 98), "d": (2, 2)}, "arc", "mmlu")
    table = table_of(board)
    assert [(row["rank"], row["name"], row["average"]) for row in records(table)] == [
        (1, "d", 2),
        (2, "b", 1),
        (None, "a", None),
        (None, "c", None),
    ]
    assert column(table, "scored") == ["2 of 2", "2 of 2", "1 of 2", "1 of 2"]


def test_of_those_the_ones_with_more_scores_come_first() -> None:
    board = made({"a": (99, None, None), "b": (1, 2, None), "c": (None, 3, 4)}, "arc", "mmlu", "truthfulqa")
    assert column(table_of(board), "name") == ["c", "b", "a"]


def test_entries_that_share_a_rank_stay_in_the_order_of_the_board_whatever_their_mean() -> None:
    board = made({"a": (50, 10), "b": (40, 90), "c": (None, 5)}, "arc", "mmlu")
    for limit in (None, 2):
        table = table_of(board, limit=limit, method="borda")
        assert column(table, "name")[:2] == ["a", "b"]


def test_figures_are_exact_and_only_shown_rounded() -> None:
    board = made({"a": (50, 60, 61)}, "arc", "mmlu", "truthfulqa")
    table = table_of(board)
    assert column(table, "average") == [57]
    assert column(table_of(made({"a": (68.2, 68.3)}, "arc", "mmlu")), "average") == [68.25]


@given(st.integers(0, 4000))
def test_the_rounding_is_that_of_exact_fractions(quarters: int) -> None:
    exact = Fraction(quarters, 40)
    assert Fraction(round_half_even(quarters / 40, 1)) == Fraction(round(exact * 10), 10)


@pytest.mark.parametrize("half", ["68.6", "67.2", "50.4"])
def test_an_average_on_a_half_is_shown_as_the_board_shows_it(half: str) -> None:
    values = [Decimal(half), Decimal(half), Decimal(half), Decimal(half) + Decimal("0.2")]
    mean = sum(values, Decimal(0)) / 4
    table = table_of(made({"a": tuple(map(float, values))}, "arc", "mmlu", "truthfulqa", "x")).select(["average"])
    shown = render(table, Terminal()).splitlines()[1].strip()
    assert shown == str(mean.quantize(Decimal("0.1"), ROUND_HALF_EVEN))


@pytest.mark.parametrize("method", METHODS)
def test_the_column_of_the_figure_is_called_by_the_method(registry: Registry, method: Method) -> None:
    weight = {"arc": 2} if method == "weighted" else {}
    table = table_of(survey_board(), registry, method=method, weight=weight)
    others = {each.name for each in FIGURES.values()} - {FIGURES[method].name}
    assert FIGURES[method].name in table.names()
    assert others.isdisjoint(table.names())
    assert table.notes[0].startswith("10 of 10 entries of open-llm-leaderboard@survey, by ")


def test_z_scores_tell_the_mean_and_deviation_that_they_are_of() -> None:
    table = table_of(made({"a": (50,), "b": (60,), "c": (70,)}, "arc"), method="z-score")
    assert column(table, "z_score") == [1, 0, -1]
    assert "Mean and standard deviation over the entries: arc 60.0 ± 10.0." in table.notes


def test_a_benchmark_that_is_called_as_a_column_has_a_name_of_its_own() -> None:
    table = table_of(made({"a": (50, 60, 70, 80)}, "rank", "name", "average", "z_score"))
    assert len(set(table.names())) == len(table.names())
    assert column(table, "rank (score)") == [50]
    assert column(table, "z_score (score)") == [80]
    assert (column(table, "rank"), column(table, "name")) == ([1], ["a"])


def test_sets_are_given_as_bounds_and_as_text() -> None:
    board = made({"a": (90,), "b": (50,), "c": (50.1,)}, "arc")
    table = table_of(board, sets="simultaneous")
    assert [(row["best_rank"], row["worst_rank"], row["rank_set"]) for row in records(table)] == [
        (1, 1, "1"),
        (2, 3, "2-3"),
        (2, 3, "2-3"),
    ]
    assert "1 of 3 ranks are certain." in table.notes[1]
    assert column(table, "standard_error") == pytest.approx([1.5, 2.5, 2.5], abs=1e-3)


def test_sets_of_each_by_itself_are_called_so() -> None:
    table = table_of(made({"a": (90,), "b": (50,)}, "arc"), sets="marginal")
    assert table.notes[1] == "2 of 2 ranks are certain. 95 % confidence sets, each by itself."


def test_without_sets_their_columns_are_empty_and_not_shown() -> None:
    table = table_of(made({"a": (90,), "b": (50,)}, "arc"))
    assert {name for name in ("rank_set", "group") if name in table.select_brief().names()} == set()
    assert column(table, "rank_set") == column(table, "best_rank") == column(table, "standard_error") == [None, None]
    assert not any("confidence" in note for note in table.notes)


def test_why_there_are_no_sets_is_said() -> None:
    table = table_of(made({"a": (90, 1), "b": (50, 2)}, "arc", "unknown"), sets="simultaneous")
    assert "No confidence sets: unknown have no standard errors." in table.notes


def groups(board: Board, **options: Any) -> list[str | None]:
    return column(table_of(board, **{"sets": "simultaneous", **options}), "group")


def test_those_that_cannot_be_told_apart_share_a_group() -> None:
    board = made({"a": (95,), "b": (70,), "c": (69,), "d": (68,), "e": (40,), "f": (20,), "g": (19,)}, "arc")
    assert groups(board) == ["1", "2", "2", "2", "3", "4", "4"]


def test_an_entry_between_two_that_can_be_told_apart_is_in_both_groups() -> None:
    board = made({"a": (60,), "b": (50,), "c": (40,)}, "x", errors=[[4], [4], [4]])
    assert groups(board) == ["1", "1-2", "2"]


def test_ten_that_are_all_apart_are_ten_groups() -> None:
    board = made({f"m{place}": (95 - 10 * place,) for place in range(10)}, "x", errors=[[0.1]] * 10)
    assert groups(board) == [str(number) for number in range(1, 11)]


def test_a_group_is_the_same_whatever_is_shown(registry: Registry) -> None:
    whole = {row["hub"]: row["group"] for row in records(table_of(july_board(), registry, sets="simultaneous"))}
    for options in ({"limit": 7}, {"commercial": True}, {"frontier": True}):
        table = table_of(july_board(), registry, sets="simultaneous", **options)
        shown = {row["hub"]: row["group"] for row in records(table)}
        assert shown
        assert shown == {hub: whole[hub] for hub in shown}


def test_who_has_no_error_is_in_every_group_and_is_counted() -> None:
    board = made({"a": (95,), "b": (70,), "c": (40,), "d": (None,)}, "x", errors=[[0.5], [None], [0.5], [None]])
    assert groups(board) == ["1", "1-2", "2"]
    assert table_of(board, sets="simultaneous").notes[3] == (
        "1 has no standard error: it can have any rank, and widens the sets of the others."
    )


def test_no_groups_of_sets_that_stand_by_themselves() -> None:
    board = made({"a": (95,), "b": (70,)}, "arc")
    assert groups(board, sets="marginal") == [None, None]


def test_a_filter_keeps_the_places_of_the_whole_board(registry: Registry) -> None:
    whole = {row["name"]: row["rank"] for row in records(table_of(july_board(), registry))}
    table = table_of(july_board(), registry, commercial=True)
    found = {row["name"]: row["rank"] for row in records(table)}
    assert 0 < len(found) < len(whole)
    assert found == {name: whole[name] for name in found}
    assert list(found.values()) == sorted(found.values())
    assert table.notes[0].startswith(f"{len(found)} of {len(whole)} entries")
    assert "Ranks and sets are among all of these entries, not among those that are shown." in table.notes


def test_commercial_use_follows_the_lineage(registry: Registry) -> None:
    found = {row["name"]: row["verdict"] for row in records(table_of(survey_board(), registry))}
    assert found["FreeWilly2@70B"] == "no"
    assert found["Llama 2@70B"] == "conditional"
    assert set(column(table_of(survey_board(), registry, commercial=True), "name")) == {
        name for name, verdict in found.items() if verdict == "conditional"
    }


@pytest.mark.parametrize(
    "wanted", [{"commercial": True}, {"permissive": True}, {"kind": ("pretrained",)}, {"since": "1900"}]
)
def test_a_row_of_which_nothing_is_known_passes_no_filter(wanted: dict[str, Any]) -> None:
    board = made({"nobody/knows": (60,)}, "arc")
    assert column(table_of(board), "name") == ["nobody/knows"]
    assert table_of(board, **wanted).rows == ()


def test_a_model_without_sizes_is_filtered_as_any_other() -> None:
    licence = {"id": "research", "name": "Research", "kind": "model", "commercial": "no"}
    registry = parse_record(
        Registry, {"models": [{"id": "m", "name": "M", "licence": "research"}], "licences": [licence]}
    )
    board = made({"m": (60,)}, "arc")
    assert [(row["name"], row["verdict"], row["size"]) for row in records(table_of(board, registry))] == [
        ("M", "no", None)
    ]
    assert table_of(board, registry, commercial=True).rows == ()


def test_a_caveat_is_marked_and_explained(registry: Registry) -> None:
    table = table_of(survey_board(), registry)
    marked = {row["name"] for place, row in enumerate(records(table)) if (place, "verdict") in table.texts}
    assert marked == {row["name"] for row in records(table) if row["caveats"]}
    assert "airoboros-65b-gpt4-1.2@65B" in marked
    assert "Llama 2@70B" not in marked
    assert table.legend.startswith("* trained on data without")
    assert "* trained" in render(table, Terminal())


def test_at_most_so_many_rows_are_made_and_how_to_see_all_is_said() -> None:
    board = made({"a": (1,), "b": (2,), "c": (3,)}, "arc")
    table = table_of(board, limit=2)
    assert column(table, "name") == ["c", "b"]
    assert list(table.notes[:2]) == [
        "3 of 3 entries of made, by mean of arc.",
        "The first 2 of 3 rows. `limit=3` shows all.",
    ]
    assert not any("limit=" in note for note in table_of(board, limit=3).notes)


def test_the_limit_counts_what_passes_the_filters(registry: Registry) -> None:
    whole = column(table_of(july_board(), registry, commercial=True), "name")
    table = table_of(july_board(), registry, commercial=True, limit=3)
    assert column(table, "name") == whole[:3]
    assert table.notes[1] == f"The first 3 of {len(whole)} rows. `limit={len(whole)}` shows all."


@given(st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=1, max_size=9), st.integers(0, 10))
def test_the_first_rows_are_those_of_the_whole_table(scores: list[int | None], limit: int) -> None:
    board = made({f"m{place}": (score, 50) for place, score in enumerate(scores)}, "arc", "mmlu")
    assert column(table_of(board, limit=limit), "name") == column(table_of(board), "name")[:limit]


def test_what_a_filter_leaves_out_as_unknown_is_counted(registry: Registry) -> None:
    board = made({"tiiuae/falcon-40b": (60,), "nobody/knows": (50,), "nor/this": (40,)}, "arc")
    table = table_of(board, registry, commercial=True)
    assert column(table, "name") == ["Falcon@40B"]
    assert table.notes[-1] == "2 left out: the registry doesn't know which models they are."
    assert not any("left out" in note for note in table_of(board, registry).notes)


def test_entries_that_nobody_knows_enough_of_are_counted_by_what_is_missing(registry: Registry) -> None:
    table = table_of(july_board(), registry, commercial=True, language=("en",))
    left_out = next(str(note) for note in table.notes if "left out: the registry" in note)
    assert re.search(r"[0-9]+ left out because their languages are unknown\.", left_out)
    assert re.search(r"[0-9]+ left out because their licences are unknown\.", left_out)
    assert "languages" not in str(table_of(july_board(), registry, commercial=True).notes)


def test_only_the_frontier_is_of_the_whole_board() -> None:
    board = made({"a": (60,), "b": (50,), "c": (70,), "d": (90,)}, "arc", parameters=[7.0, 7.0, 70.0, None])
    assert column(table_of(board), "frontier") == [False, True, True, False]
    table = table_of(board, frontier=True)
    assert [(row["rank"], row["name"]) for row in records(table)] == [(2, "c"), (3, "a")]
    assert table.notes[0].startswith("2 of 4 entries")


def test_filters_and_the_frontier_leave_out_what_fails_either(registry: Registry) -> None:
    every = table_of(july_board(), registry, commercial=True)
    front = table_of(july_board(), registry, commercial=True, frontier=True)
    assert column(front, "name") == [row["name"] for row in records(every) if row["frontier"]] != []


@pytest.mark.parametrize(
    ("repeats", "note", "rows"),
    [
        ("best", "1 model has several rows: the row with the best mean counts. `repeats` chooses.", ["2 of 2"]),
        ("first", "1 model has several rows: the first row counts. `repeats` chooses.", ["1 of 2"]),
        ("all", "1 model has several rows: every row counts. `repeats` chooses.", ["2 of 2", "1 of 2"]),
    ],
)
def test_a_model_that_has_several_rows_is_told(repeats: Repeats, note: str, rows: list[str]) -> None:
    board = made([("a", (50,)), ("b", (10,)), ("a", (60,))], "arc")
    table = table_of(board, repeats=repeats)
    assert note in table.notes
    assert column(table, "row") == [*rows, None]


@pytest.mark.parametrize(
    ("missing", "note"),
    [
        ("complete", "1 without all benchmarks has no rank."),
        ("leave-out", "1 is averaged over fewer benchmarks than the others: not comparable with them."),
        ("worst", "1 has the board's worst score where one is missing."),
    ],
)
def test_what_becomes_of_missing_scores_is_said(missing: Missing, note: str) -> None:
    board = made({"a": (50, 60), "b": (70, None)}, "arc", "mmlu")
    assert note in table_of(board, missing=missing).notes
    assert note not in table_of(board.take([0]), missing=missing).notes


def test_who_would_lead_with_other_weights_is_said() -> None:
    board = made({"a": (90, 50), "b": (60, 79)}, "arc", "mmlu")
    assert "The lead would change if one benchmark counted double: mmlu: b." in table_of(board).notes


def test_a_shared_lead_that_breaks_is_a_change() -> None:
    board = made({"a": (90, 50), "b": (50, 90)}, "arc", "mmlu")
    assert "The lead would change if one benchmark counted double: arc: a; mmlu: b." in table_of(board).notes


def test_of_one_benchmark_nothing_is_said_of_weights() -> None:
    assert not any("counted double" in note for note in table_of(made({"a": (1,), "b": (2,)}, "arc")).notes)


def test_who_leads_is_whoever_has_the_highest_figure() -> None:
    assert leaders_of(np.array([1.0, 3, np.nan, 3])).tolist() == [1, 3]
    assert leaders_of(np.array([np.nan])).tolist() == []
    assert leaders_of(np.array([])).tolist() == []


def test_facts_of_an_entry_are_in_its_row() -> None:
    measures = (
        Measure("arc", "acc_norm", 25, "lm-eval", "0", "board"),
        Measure("mmlu", "acc", 5, "lm-eval", "1", "developer"),
    )
    board = made(
        {"org/a": (50, 60)},
        *measures,
        hub=["org/a"],
        revision=["main"],
        precision=["fp16"],
        parameters=[7e9],
        line=[12],
        note=["hm"],
    )
    (row,) = records(table_of(board, source="here.csv"))
    assert (row["metrics"], row["shots"], row["harness"], row["reporter"]) == (
        ("acc_norm", "acc"),
        (25, 5),
        ("lm-eval 0", "lm-eval 1"),
        ("board", "developer"),
    )
    assert (row["hub"], row["revision"], row["run_precision"], row["parameters"]) == (
        "org/a",
        "main",
        "fp16",
        7_000_000_000,
    )
    assert (row["line"], row["source"], row["note"], row["row"]) == (12, "here.csv", "hm", None)


def test_the_source_of_an_entry_comes_before_the_board_s() -> None:
    board = made({"a": (50,), "b": (40,)}, "arc", source=["mine.json", None])
    assert column(table_of(board, source="here.csv"), "source") == ["mine.json", "here.csv"]


def test_mixing_is_the_first_thing_that_is_said() -> None:
    board = made({"a": (50, None), "b": (None, 60)}, Measure("x", shots=0), Measure("x", shots=5))
    assert table_of(board, measures=MeasureFilter(mix=True)).notes[0].startswith("MIXED on request")


def test_a_board_without_entries_that_count_is_an_empty_table() -> None:
    table = table_of(made({"a": (50, None), "b": (None, 60)}, "arc", "mmlu"), sets="simultaneous")
    assert column(table, "rank") == [None, None]
    assert column(table, "rank_set") == [None, None]
    assert not any("certain" in note for note in table.notes)


@pytest.mark.parametrize("asked", [{}, {"commercial": True}, {"frontier": True}, {"missing": "leave-out"}])
def test_the_first_rows_are_those_of_the_whole_order(registry: Registry, asked: dict[str, Any]) -> None:
    whole = table_of(july_board(), registry, **asked)
    for limit in (0, 1, 2, 7, len(whole.rows) - 1, len(whole.rows), 10_000):
        assert column(table_of(july_board(), registry, limit=limit, **asked), "name") == column(whole, "name")[:limit]
