"""How far apart two models are: paired and unpaired, against scipy and by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from tests.boards.made import made, records

from llmsurvey.answers.differences import _with_sign, compare_paired
from llmsurvey.answers.differences_on_board import compare_unpaired
from llmsurvey.boards import mcnemar
from llmsurvey.boards.board import Board, Measure
from llmsurvey.boards.paired_differences import Pair
from llmsurvey.boards.store import BoardStore
from llmsurvey.errors import RequestError, UnknownNameError
from llmsurvey.formats import render
from llmsurvey.formats.terminal import Terminal
from llmsurvey.formats.terminal import render as render_table
from llmsurvey.messages import say
from llmsurvey.records import Benchmark
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Table

QUIZZES = Registry(
    benchmarks=(
        Benchmark(id="arc", name="ARC", items=400),
        Benchmark(id="mmlu", name="MMLU", items=400),
        Benchmark(id="truthfulqa", name="TruthfulQA", items=400),
    )
)

REACH = float(scipy.stats.norm.ppf(0.975))

rights = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=60)


def pair(scores: Sequence[tuple[float, float]], *, is_share: bool = True) -> Pair:
    first, second = np.array(scores, dtype=float).T
    return Pair(first, second, is_share)


def of(board: Board, first: str, second: str, registry: Registry = QUIZZES) -> Table:
    return compare_unpaired(board, (first, second), registry).table()


def row_of(scores: Pair, metric: str = "acc") -> dict[str, Any]:
    (row,) = records(compare_paired({"arc": (metric, scores)}, ("one", "other")).table())
    return row


# Paired


@given(rights)
def test_a_paired_row_counts_what_only_one_got_right(scores: list[tuple[float, float]]) -> None:
    row = row_of(pair(scores))
    only = scores.count((1, 0)), scores.count((0, 1))
    assert (row["first_only"], row["second_only"]) == only
    assert row["p_value"] == pytest.approx(mcnemar.p_value(*only), rel=1e-11)
    assert row["items"] == len(scores)
    assert row["difference"] == pytest.approx(100 * (only[0] - only[1]) / len(scores), abs=1e-9)
    assert (str(row["pairing"]), row["unit"]) == ("paired", "percent")


@given(rights)
def test_apart_is_what_the_test_rejects(scores: list[tuple[float, float]]) -> None:
    row = row_of(pair(scores))
    assert row["apart"] == (row["p_value"] < 0.05)
    assert (row["low"] > 0 or row["high"] < 0) == (str(row["apart"]) == "yes")


def test_scores_between_right_and_wrong_are_not_counted() -> None:
    row = row_of(pair([(0.5, 0), (0.2, 1), (1, 1)]), "f1")
    assert (row["first_only"], row["second_only"], row["metric"]) == (None, None, "f1")
    assert 0 < row["p_value"] < 1


def test_scores_in_another_unit_are_not_percent() -> None:
    row = row_of(pair([(7, 5), (9, 8), (3, 1)], is_share=False), "rouge")
    assert (row["first"], row["unit"]) == (pytest.approx(19 / 3), "number")


def test_scores_without_spread_have_no_interval() -> None:
    table = compare_paired({"arc": ("f1", pair([(0.5, 0.2)]))}, ("one", "other")).table()
    (row,) = records(table)
    assert (row["difference"], row["interval"], row["p_value"], row["apart"]) == (30, None, None, None)
    assert table.notes[0] == "No interval, because no error is known: arc."


def test_what_must_be_said_of_pairs_stands_below() -> None:
    pairs = {"arc": ("acc", pair([(1, 0), (0, 0)])), "mine": ("f1", pair([(0.5, 0.5), (0.1, 0.2)]))}
    table = compare_paired(pairs, ("one", "other"), (say("Left out."),)).table()
    assert [row["benchmark"] for row in records(table)] == ["arc", "mine"]
    assert table.title == "one against other"
    assert table.notes == (
        "0 of 2 differences are more than chance, each with 95 % confidence by itself.",
        "Paired, question by question: right or wrong answers by McNemar's exact test, others by Student's t test.",
        "Left out.",
    )


@pytest.mark.parametrize("name", ["csv", "json", "jsonl", "yaml"])
def test_a_tiny_p_value_is_whole_for_programs(name: str) -> None:
    table = compare_paired({"arc": ("acc", pair([(1, 0)] * 40))}, ("one", "other")).table()
    assert b"1.8189894035" in render(table.select(["p_value"]), name)


@pytest.mark.parametrize("name", ["md", "html", "latex", "table"])
def test_a_tiny_p_value_is_not_0_for_people(name: str) -> None:
    table = compare_paired({"arc": ("acc", pair([(1, 0)] * 40))}, ("one", "other")).table().select(["p_value"])
    text = render_table(table, Terminal()) if name == "table" else render(table, name).decode()
    assert "0.0001" in text
    assert "0.0000" not in text


def test_a_difference_that_rounds_to_0_has_no_sign() -> None:
    table = compare_paired({"arc": ("acc", pair([(1, 1)] * 4999 + [(0, 1)]))}, ("one", "other")).table()
    assert [row["difference"] for row in records(table)] == [-0.02]
    assert " 0.0 " in render_table(table, Terminal())
    assert "-0.0 " not in render_table(table, Terminal())


@given(st.floats(-1e12, 1e12))
def test_an_end_of_an_interval_is_never_shown_as_0(end: float) -> None:
    assert (float(_with_sign(end)) == 0) == (end == 0)
    assert _with_sign(end)[0] in "+-"
    assert len(_with_sign(end)) < 14


# Unpaired


def test_an_unpaired_difference_has_the_errors_of_both() -> None:
    (row,) = records(of(made({"a": (60,), "b": (50,)}, "arc"), "a", "b"))
    error = 100 * math.sqrt(0.6 * 0.4 / 400 + 0.5 * 0.5 / 400)
    assert (row["first"], row["second"], row["difference"]) == (60, 50, 10)
    assert (row["low"], row["high"]) == pytest.approx((10 - REACH * error, 10 + REACH * error))
    assert (row["apart"], str(row["pairing"]), row["items"], row["p_value"]) == (True, "unpaired", 400, None)


def test_the_difference_of_the_means_has_the_errors_of_all() -> None:
    *parts, mean = records(of(made({"a": (60, 20), "b": (50, 40)}, "arc", "mmlu"), "a", "b"))
    reach = math.sqrt(sum(((row["high"] - row["low"]) / 2) ** 2 for row in parts)) / 2
    assert (mean["benchmark"], mean["metric"], mean["items"]) == ("average", "mean", None)
    assert (mean["first"], mean["second"], mean["difference"]) == (40, 45, -5)
    assert (mean["low"], mean["high"]) == (pytest.approx(-5 - reach), pytest.approx(-5 + reach))


def test_of_one_benchmark_there_is_no_mean() -> None:
    assert [row["benchmark"] for row in records(of(made({"a": (60,), "b": (50,)}, "arc"), "a", "b"))] == ["arc"]


def test_the_other_way_round_it_has_the_other_sign() -> None:
    board = made({"a": (60, 20), "b": (50, 40)}, "arc", "mmlu")
    one, other = records(of(board, "a", "b")), records(of(board, "b", "a"))
    assert [(row["low"], row["high"]) for row in one] == [(-row["high"], -row["low"]) for row in other]


def test_a_difference_within_its_interval_is_not_apart() -> None:
    (row,) = records(of(made({"a": (52,), "b": (50,)}, "arc"), "a", "b"))
    assert row["apart"] is False
    assert row["interval"] == "-4.9 to +8.9"


def test_without_errors_or_scores_there_is_no_interval() -> None:
    table = of(made({"a": (60, 20), "b": (50, None)}, "unknown", "arc"), "a", "b")
    assert [(row["difference"], row["interval"], row["apart"]) for row in records(table)] == [
        (10, None, None),
        (None, None, None),
    ]
    assert table.notes[:2] == (
        "No interval, because no error is known: unknown.",
        "Only one of the two has a score: arc.",
    )


def test_all_right_or_all_wrong_has_no_error() -> None:
    table = of(made({"a": (100,), "b": (0,)}, "arc"), "a", "b")
    assert [(row["difference"], row["interval"]) for row in records(table)] == [(100, None)]


def test_one_model_by_two_names_is_refused() -> None:
    board = made({"lab/a": (60,), "b": (50,)}, "arc")
    with pytest.raises(RequestError, match=r"two names are of lab/a\."):
        of(board, "lab/a", "Lab/A")


def test_of_several_rows_the_best_counts() -> None:
    board = made([("a", (60, None)), ("a", (50, 20)), ("a", (55, 30)), ("b", (50, 10))], "arc", "mmlu")
    table = of(board, "a", "b")
    assert [row["first"] for row in records(table)] == [55, 30, 42.5]
    assert "a has 3 rows: the one with the best mean counts." in table.notes


def test_a_model_without_any_score_is_refused() -> None:
    with pytest.raises(RequestError, match="made has no score of the two"):
        of(made({"a": (None,), "b": (None,), "c": (1,)}, "arc"), "a", "b")


def test_of_several_metrics_the_usual_one_is_compared() -> None:
    registry = Registry(benchmarks=(Benchmark(id="arc", name="ARC", metric="acc_norm"),))
    board = made({"a": (60, 61), "b": (50, 52), "c": (40, None)}, Measure("arc", "acc"), Measure("arc", "acc_norm"))
    assert [row["difference"] for row in records(of(board, "a", "b", registry))] == [9]
    assert [row["difference"] for row in records(of(board, "a", "c", registry))] == [20]


def test_other_ways_of_measuring_are_apart_and_not_averaged() -> None:
    board = made({"a": (60, 70, 5), "b": (50, 65, 6)}, Measure("arc", "acc", 5), Measure("arc", "acc", 25), "mmlu")
    table = of(board, "a", "b")
    assert [(row["benchmark"], row["shots"], row["difference"]) for row in records(table)] == [
        ("arc", 5, 10),
        ("arc", 25, 5),
        ("mmlu", None, -1),
    ]
    assert "Measured in several ways (`columns='all'` tells them apart), so not averaged: arc." in table.notes


def test_other_units_are_not_averaged() -> None:
    measures = Measure("arc", "acc"), Measure("mmlu", "acc"), Measure("wikitext", "perplexity", None, unit="perplexity")
    board = made({"a": (60, 70, 5.5), "b": (50, 65, 6.1)}, *measures[:2], measures[2]._replace(better="lower"))
    table = of(board, "a", "b")
    assert [(row["benchmark"], row["difference"], row["unit"]) for row in records(table)] == [
        ("arc", 10, "percent"),
        ("mmlu", 5, "percent"),
        ("wikitext", -0.6, "perplexity"),
        ("average", 7.5, "percent"),
    ]
    assert "Less is better: wikitext." in table.notes


def test_parts_are_compared_where_there_are_no_wholes() -> None:
    board = made({"a": (60, 70), "b": (50, 65)}, Measure("mmlu/a", "acc"), Measure("mmlu/b", "acc"))
    assert [row["benchmark"] for row in records(of(board, "a", "b"))] == ["mmlu/a", "mmlu/b"]


def test_that_the_pairing_is_not_known_and_what_is_a_bound_is_said() -> None:
    board = made({"a": (90, 20), "b": (50, 30)}, "arc", Measure("truthfulqa", "mc2"))
    assert of(board, "a", "b").notes == (
        "3 of 3 differences are more than chance, each with 95 % confidence by itself.",
        "Unpaired (made): both answered the same questions, which makes differences surer than these intervals. "
        "With the harness's logs: samples=('ONE', 'OTHER').",
        "For truthfulqa only an upper bound of the error is known.",
    )


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r'no entry of made is called "vicunna"\. Did you mean vicuna'):
        of(made({"vicuna": (1,), "b": (2,)}, "arc"), "b", "vicunna")


def test_a_name_that_several_entries_answer_to_is_refused_with_them(registry: Registry) -> None:
    board = made({"meta-llama/Llama-2-7b-hf": (1,), "meta-llama/Llama-2-70b-hf": (2,)}, "arc")
    with pytest.raises(RequestError, match=r'"Llama 2" has several entries: meta-llama/Llama-2-7b-hf, meta-llama/Ll'):
        of(board, "Llama 2", "Llama 2@7B", registry=registry)


def test_models_are_named_as_the_registry_or_the_board_does(registry: Registry) -> None:
    board = BoardStore.standard().load("open-llm-leaderboard@2023-07-28")
    table = of(board, "FreeWilly2", "meta-llama/llama-2-70b-hf", registry=registry)
    assert table.title == "stabilityai/FreeWilly2 against meta-llama/Llama-2-70b-hf"
    assert [row["difference"] for row in records(table)] == [3.8, -0.9, -1.0, 14.5, 4.1]


def test_the_number_of_questions_is_the_one_that_the_error_is_of() -> None:
    board = made({"a": (60,), "b": (50,)}, "arc", items=[(10_000,), (10_000,)])
    (row,) = records(of(board, "a", "b"))
    assert row["items"] == 10_000


def test_either_spelling_of_a_model_names_all_of_its_rows(registry: Registry) -> None:
    board = made({"Llama-2-7B": (60,), "llama 2 7b": (61,), "GPT-4": (86,)}, "arc")
    for name in ("Llama-2-7B", "llama 2 7b"):
        assert records(of(board, name, "GPT-4", registry))[0]["first"] == 61


def test_a_name_to_the_letter_is_enough_where_others_are_like_it() -> None:
    board = made({"My Quiz": (60,), "my-quiz": (61,), "b": (86,)}, "arc")
    assert [records(of(board, name, "b"))[0]["first"] for name in ("My Quiz", "my-quiz")] == [60, 61]
