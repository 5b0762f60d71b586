"""A board in order, against a recomputation in exact fractions."""

from __future__ import annotations

import csv
import statistics
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.boards.rank import BOARD_BENCHMARKS, rank
from llmsurvey.formats.terminal import Terminal, render
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.query.filters import Filters
from llmsurvey.records import Score, Table
from llmsurvey.records.quantities import rounded
from llmsurvey.registry.layers import data_folder
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.scores import FILE, load_scores


def board_rounding(average: Decimal) -> Decimal:
    """An average as the board shows it: one digit, halves to the even one (68.25 is 68.2)."""
    return average.quantize(Decimal("0.1"), ROUND_HALF_EVEN)


PRINTED = {
    "stabilityai/FreeWilly2": 71.4,
    "jondurbin/airoboros-l2-70b-gpt4-1.4.1": 70.9,
    "TheBloke/llama-2-70b-Guanaco-QLoRA-fp16": 70.6,
    "stabilityai/FreeWilly1-Delta-SafeTensor": 68.7,
    "TheBloke/gpt4-alpaca-lora_mlp-65B-HF": 68.2,
    "meta-llama/Llama-2-70b-hf": 67.3,
    "upstage/llama-30b-instruct-2048": 67,
    "jondurbin/airoboros-65b-gpt4-1.2": 67,
    "TheBloke/guanaco-65B-HF": 66.9,
    "meta-llama/Llama-2-70b-chat-hf": 66.8,
}
"""The survey's Table 2, by the repository that it means."""


def ranked(registry: Registry, scores: list[Score] | None = None, **wanted: Any) -> Table:
    return rank(load_scores(registry) if scores is None else scores, Filters(licensing=Licensing(registry), **wanted))


def records(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table.names(), row, strict=True)) for row in table.rows]


def recomputed() -> dict[str, Fraction]:
    """The mean of each model's parts, right from the file."""
    with (data_folder() / FILE).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["table"] == "2" and row["reading"] == "actual"]
    parts: dict[str, list[Fraction]] = {}
    for row in rows:
        if row["benchmark"] != "average":
            parts.setdefault(row["hub"], []).append(Fraction(row["value"]))
    return {hub: statistics.mean(values) for hub, values in parts.items()}


def part(name: str, benchmark: str, value: str, **facts: Any) -> Score:
    return Score.model_validate(
        {
            "board": "open-llm-leaderboard",
            "table": "2",
            "reading": "actual",
            "name_as_printed": name,
            "hub": name,
            "benchmark": benchmark,
            "metric": "acc",
            "value": value,
            "unit": "percent",
            "source": "https://example.org",
            "date": "2023-07-28",
        }
        | facts
    )


def entry(name: str, *values: str, **facts: Any) -> list[Score]:
    return [part(name, benchmark, value, **facts) for benchmark, value in zip(BOARD_BENCHMARKS, values, strict=True)]


def test_averages_are_the_means_of_the_four_parts(registry: Registry) -> None:
    found = {row["hub"]: row["average"] for row in records(ranked(registry))}
    assert found == {hub: float(mean) for hub, mean in recomputed().items()}


def test_a_rank_is_one_more_than_the_number_of_better_averages(registry: Registry) -> None:
    means = recomputed()
    found = {row["hub"]: row["rank"] for row in records(ranked(registry))}
    assert found == {hub: 1 + sum(other > mean for other in means.values()) for hub, mean in means.items()}


def test_rows_stand_in_the_order_of_their_ranks(registry: Registry) -> None:
    found = [row["rank"] for row in records(ranked(registry))]
    assert found == sorted(found)
    assert len(found) == 10


def test_the_board_s_own_averages_are_the_recomputed_ones_rounded_its_way(registry: Registry) -> None:
    board = {
        each.hub: Decimal(each.value)
        for each in load_scores(registry)
        if each.table == "2" and each.reading == "actual" and each.benchmark == "average"
    }
    means = {
        hub: board_rounding(Decimal(mean.numerator) / Decimal(mean.denominator)) for hub, mean in recomputed().items()
    }
    assert board == means


def test_the_survey_s_averages_stand_beside_them(registry: Registry) -> None:
    assert {row["hub"]: row["as_printed"] for row in records(ranked(registry))} == PRINTED


def test_the_average_that_people_read_is_the_board_s(registry: Registry) -> None:
    table = ranked(registry)
    narrow = table.select(["rank", "average"])
    shown = [line.split()[1] for line in render(narrow, Terminal()).splitlines()[1 : len(table.rows) + 1]]
    assert shown == [f"{PRINTED[row['hub']]:.1f}" for row in records(table)]


@pytest.mark.parametrize(
    ("average", "shown"),
    [(68.25, "68.2"), (68.35, "68.4"), (66.95, "67.0"), (68.26, "68.3"), (67.0, "67.0"), (68.249, "68.2")],
)
def test_halves_are_rounded_to_the_even_digit_as_the_board_does(average: float, shown: str) -> None:
    assert rounded(average, 1) == shown


@given(st.integers(0, 4000))
def test_the_rounding_is_that_of_exact_fractions(quarters: int) -> None:
    """The mean of four figures with one digit: round() of a fraction takes halves to the even digit too."""
    exact = Fraction(quarters, 40)
    assert Fraction(rounded(quarters / 40, 1)) == Fraction(round(exact * 10), 10)


@pytest.mark.parametrize("half", ["68.6", "67.2", "50.4"])
def test_an_average_on_a_half_is_shown_as_the_board_shows_it(half: str) -> None:
    """Four parts whose mean ends in 5 hundredths."""
    values = [Decimal(half), Decimal(half), Decimal(half), Decimal(half) + Decimal("0.2")]
    mean = sum(values, Decimal(0)) / 4
    table = ranked(Registry(), entry("a/model", *map(str, values))).select(["average"])
    assert render(table, Terminal()).splitlines()[1].strip() == str(board_rounding(mean))


def test_equal_averages_share_a_rank_and_the_next_is_skipped() -> None:
    scores = [
        *entry("a/a", "60", "60", "60", "60"),
        *entry("b/b", "50", "70", "55", "65"),
        *entry("c/c", "1", "1", "1", "1"),
    ]
    found = [(row["hub"], row["rank"]) for row in records(ranked(Registry(), scores))]
    assert found == [("a/a", 1), ("b/b", 1), ("c/c", 3)]


def test_averages_that_only_look_equal_in_binary_do_not_differ() -> None:
    scores = [*entry("a/a", "0.1", "0.2", "0.3", "0.4"), *entry("b/b", "0.4", "0.3", "0.2", "0.1")]
    assert [row["rank"] for row in records(ranked(Registry(), scores))] == [1, 1]


four = st.lists(st.integers(0, 1000).map(lambda tenths: f"{tenths // 10}.{tenths % 10}"), min_size=4, max_size=4)


@given(st.lists(four, min_size=1, max_size=8))
def test_ranks_of_any_board_are_those_of_exact_fractions(board: list[list[str]]) -> None:
    scores = [each for place, values in enumerate(board) for each in entry(f"m/{place}", *values)]
    means = {f"m/{place}": statistics.mean(map(Fraction, values)) for place, values in enumerate(board)}
    found = {row["hub"]: row["rank"] for row in records(ranked(Registry(), scores))}
    assert found == {hub: 1 + sum(other > mean for other in means.values()) for hub, mean in means.items()}


def test_a_filter_keeps_the_places_of_the_whole_board(registry: Registry) -> None:
    whole = {row["hub"]: row["rank"] for row in records(ranked(registry))}
    found = {row["hub"]: row["rank"] for row in records(ranked(registry, commercial=True))}
    assert 0 < len(found) < len(whole)
    assert found == {hub: whole[hub] for hub in found}
    assert ranked(registry, commercial=True).notes[0].startswith(f"{len(found)} of 10 models")


def test_commercial_use_follows_the_lineage(registry: Registry) -> None:
    found = {row["name"]: row["verdict"] for row in records(ranked(registry))}
    assert found["FreeWilly2@70B"] == "no"
    assert found["Llama 2@70B"] == "conditional"
    assert {row["name"] for row in records(ranked(registry, commercial=True))} == {
        name for name, verdict in found.items() if verdict == "conditional"
    }


@pytest.mark.parametrize(
    "wanted", [{"commercial": True}, {"strict": True}, {"kinds": ("pretrained",)}, {"since": "1900"}]
)
def test_a_row_of_which_nothing_is_known_passes_no_filter(wanted: dict[str, Any]) -> None:
    scores = entry("nobody/knows", "60", "60", "60", "60")
    assert records(ranked(Registry(), scores)) != []
    assert records(ranked(Registry(), scores, **wanted)) == []


def test_a_model_without_sizes_is_filtered_as_any_other() -> None:
    licence = {"id": "research", "name": "Research", "kind": "model", "commercial": "no"}
    registry = Registry.model_validate(
        {"models": [{"id": "m", "name": "M", "licence": "research"}], "licences": [licence]}
    )
    scores = entry("org/m", "60", "60", "60", "60", model="m")
    assert [row["verdict"] for row in records(ranked(registry, scores))] == ["no"]
    assert records(ranked(registry, scores, commercial=True)) == []


def test_an_average_over_fewer_benchmarks_is_not_ranked_with_the_others() -> None:
    """Only averages over the same benchmarks are comparable (docs: what may be compared)."""
    scores = [*entry("a/whole", "60", "60", "60", "20"), part("b/half", "arc", "60"), part("b/half", "mmlu", "60")]
    found = {row["hub"]: row["rank"] for row in records(ranked(Registry(), scores))}
    assert found["a/whole"] == 1
    assert found.get("b/half") is None


def test_a_caveat_is_marked_and_explained(registry: Registry) -> None:
    table = ranked(registry)
    marked = {str(table.rows[place][1]) for place, name in table.texts if name == "verdict"}
    assert "airoboros-65b-gpt4-1.2@65B" in marked
    assert "Llama 2@70B" not in marked
    assert table.legend.startswith("* trained on data under")
    assert "* trained" in render(table, Terminal())


@pytest.mark.parametrize(
    "elsewhere", [{"board": "mine"}, {"date": "2023-08-09"}, {"reading": "printed", "board": "survey"}, {"table": "4"}]
)
def test_scores_of_another_board_or_day_are_not_taken_for_the_july_board_s(
    registry: Registry, elsewhere: dict[str, str]
) -> None:
    more = entry("meta-llama/Llama-2-70b-hf", "1", "1", "1", "1", model="llama-2", size="70B", **elsewhere)
    assert ranked(registry, [*load_scores(registry), *more]) == ranked(registry)


def test_a_fraction_counts_as_its_percentage() -> None:
    scores = [
        *entry("a/percent", "60", "60", "60", "60"),
        *entry("b/fraction", "0.7", "0.7", "0.7", "0.7", unit="fraction"),
    ]
    assert [row["hub"] for row in records(ranked(Registry(), scores))] == ["b/fraction", "a/percent"]
