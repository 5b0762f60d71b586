"""What the columns of a foreign table are taken for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from llmsurvey.errors import RequestError
from llmsurvey.importers.column_roles import Roles, ScoreColumns, is_text, roles_of
from llmsurvey.registry.registry import Registry

Guess = Callable[..., Roles]


@pytest.fixture
def guess(registry: Registry) -> Guess:
    """Tells the roles of headings written with commas between; those of `numeric` hold numbers."""

    def call(headings: str, numeric: str = "", **mapping: str) -> Roles:
        return roles_of(headings.split(","), numeric.split(","), mapping, registry)

    return call


@pytest.mark.parametrize(
    ("heading", "fact"),
    [
        ("Model", "name"),
        ("model_name", "name"),
        ("모델", "name"),
        ("Repository", "hub"),
        ("url", "hub"),
        ("Model sha", "revision"),
        ("Precision", "precision"),
        ("#Params (B)", "parameters"),
        ("매개변수", "parameters"),
        ("날짜", "date"),
        ("Notes", "note"),
        ("\U0001f4c5 Date", "date"),
    ],
)
def test_usual_headings_are_known(guess: Guess, heading: str, fact: str) -> None:
    assert guess(heading).facts == {fact: heading}


def test_the_surest_word_is_the_name(guess: Guess) -> None:
    assert guess("Model,fullname").facts["name"] == "fullname"
    assert guess("name,Model").facts["name"] == "Model"


def test_benchmarks_are_known_by_any_of_their_names(guess: Guess) -> None:
    found = guess("Model,ARC-C,HellaSWAG,MMLU-PRO,Average ⬆️,평균점수").scores
    assert {heading: each.benchmark for heading, each in found.items()} == {
        "ARC-C": "arc",
        "HellaSWAG": "hellaswag",
        "MMLU-PRO": "mmlu-pro",
        "Average ⬆️": "average",
    }


@pytest.mark.parametrize(
    ("heading", "scores"),
    [
        ("ARC (25-shot)", ScoreColumns("arc", None, 25)),
        ("HellaSwag(10-shot)", ScoreColumns("hellaswag", None, 10)),
        ("MMLU 5 shots", ScoreColumns("mmlu", None, 5)),
        ("ARC acc_norm", ScoreColumns("arc", "acc_norm", None)),
        ("TruthfulQA MC2 (0-shot)", ScoreColumns("truthfulqa", "mc2", 0)),
        ("HumanEval pass@1", ScoreColumns("humaneval", "pass@1", None)),
        ("IFEval Raw", ScoreColumns("ifeval", "raw", None)),
        ("Average", ScoreColumns("average", "mean", None)),
    ],
)
def test_a_heading_tells_shots_and_metric(guess: Guess, heading: str, scores: ScoreColumns) -> None:
    assert guess(f"Model,{heading}").scores == {heading: scores._replace(is_known=True)}


def test_an_unknown_column_of_numbers_is_a_score_by_its_own_name(guess: Guess) -> None:
    assert guess("Model,My Quiz,Licence text", "My Quiz").scores == {"My Quiz": ScoreColumns("My Quiz")}


@pytest.mark.parametrize("heading", ["Rank", "#", "ID", "Votes", "Likes", "Year", "순위", "Generation"])
def test_numbers_that_are_no_scores_are_left_out(guess: Guess, heading: str) -> None:
    assert guess(f"Model,{heading}", heading).scores == {}


def test_where_a_raw_figure_stands_beside_another_that_is_the_normalised_one(guess: Guess) -> None:
    found = guess("Model,IFEval Raw,IFEval,BBH").scores
    assert [each.metric for each in found.values()] == ["raw", "normalised", None]


def test_benchmark_and_value_make_a_long_table(guess: Guess) -> None:
    found = guess("Model,Task,Metric,n-shot,Score,std err,Samples", "Score,n-shot,Samples")
    assert found.scores == {}
    assert found.facts == {
        "name": "Model",
        "benchmark": "Task",
        "metric": "Metric",
        "shots": "n-shot",
        "value": "Score",
        "stderr": "std err",
        "items": "Samples",
    }


def test_a_score_without_a_column_of_benchmarks_is_a_benchmark_of_its_own(guess: Guess) -> None:
    assert guess("Model,Score", "Score").scores == {"Score": ScoreColumns("Score")}


def test_a_mapping_wins_over_what_would_be_guessed(guess: Guess) -> None:
    found = guess("Model,Variant,ARC", "ARC", Variant="name", ARC="hellaswag (10-shot) acc_norm")
    assert found.facts == {"name": "Variant"}
    assert found.scores == {"ARC": ScoreColumns("hellaswag", "acc_norm", 10, is_known=True)}


def test_a_column_that_is_mapped_to_nothing_is_left_out(guess: Guess) -> None:
    assert guess("Model,ARC,MMLU", "ARC,MMLU", ARC="").scores == {"MMLU": ScoreColumns("mmlu", is_known=True)}


def test_a_mapping_of_no_column_is_refused_with_the_nearest(guess: Guess) -> None:
    with pytest.raises(RequestError, match=r'map: no column is called "Modell"\. Did you mean "Model"\?'):
        guess("Model,ARC", Modell="name")


def test_scores_stand_in_the_order_of_their_columns(guess: Guess) -> None:
    assert list(guess("Model,MMLU,H6,ARC", "H6", H6="average").scores) == ["MMLU", "H6", "ARC"]


def test_what_each_column_was_taken_for_is_shown(guess: Guess) -> None:
    assert guess("Model,ARC (25-shot) acc_norm,MMLU", "").shown() == (
        ("Model", "name"),
        ("ARC (25-shot) acc_norm", "arc, acc_norm, 25"),
        ("MMLU", "mmlu"),
    )


@pytest.mark.parametrize(
    ("heading", "mapping", "expected"),
    [
        ("Model", {}, True),
        ("Precision", {}, True),
        ("Params", {}, False),
        ("HellaSwag", {}, False),
        ("anything", {"anything": "revision"}, True),
        ("Model", {"Model": "parameters"}, False),
    ],
)
def test_columns_that_stay_text(heading: str, mapping: dict[str, str], expected: bool) -> None:
    assert is_text(heading, mapping) is expected


@pytest.mark.parametrize("heading", ["Benchmark", "Value", "Metric", "Unit"])
def test_a_word_of_long_tables_alone_is_no_fact(guess: Guess, heading: str) -> None:
    roles = guess(f"Model,{heading},HellaSwag", f"{heading},HellaSwag")
    assert roles.facts == {"name": "Model"}
    assert list(roles.scores) == [heading, "HellaSwag"]


@pytest.mark.parametrize("heading", ["HellaSwag raw", "hellaswag_raw", "HellaSwag (RAW)"])
def test_raw_scores_are_of_their_benchmark(guess: Guess, heading: str) -> None:
    [score] = guess(f"Model,{heading}", heading).scores.values()
    assert score.benchmark == "hellaswag"
