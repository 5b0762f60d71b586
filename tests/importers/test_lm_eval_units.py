"""Units and directions of the harness's metrics."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.importers.conftest import WriteFile, scores, told

from llmsurvey.importers import Reading, Request
from llmsurvey.importers.lm_eval import read
from llmsurvey.registry.registry import Registry


@pytest.fixture
def read_runs(write_file: WriteFile, registry: Registry) -> Any:
    """Reads runs of which each is given by its results, or whole; their models are called 0, 1, ..."""

    def call(*runs: dict[str, Any]) -> Reading:
        paths = []
        for number, run in enumerate(runs):
            whole = run if "results" in run else {"results": run}
            paths.append(write_file(json.dumps({"model_name": str(number), **whole}), f"{number}.json"))
        (reading,) = read(paths, Request(registry))
        return reading

    return call


def only(reading: Reading) -> tuple[Any, ...]:
    """Unit, direction, value and standard error of the one score."""
    (score,) = scores(reading.board)
    return score.get("unit", "percent"), score.get("better", "higher"), score["value"], score.get("stderr")


PERCENT, LESS = ("percent", "higher"), ("percent", "lower")


@pytest.mark.parametrize(
    ("metric", "value", "scale", "kept"),
    [
        ("acc,none", 1.0, PERCENT, 100),
        ("acc_norm", 0.57, PERCENT, 57),
        ("pass@1,create_test", 0.25, PERCENT, 25),
        ("pass_at_1,none", 0.482, PERCENT, 48.2),
        ("python_pass@1", 0.25, PERCENT, 25),
        ("accuracy", 0.25, PERCENT, 25),
        ("per_option_accuracy_A,none", 0.25, PERCENT, 25),
        ("math_verify,none", 0.25, PERCENT, 25),
        ("score,none", 0.25, PERCENT, 25),
        ("4096,none", 0.25, PERCENT, 25),
        ("multiple_choice_grade", 0.25, PERCENT, 25),
        ("exact_str_match", 0.0, PERCENT, 0),
        ("prompt_level_strict_acc,none", 0.25, PERCENT, 25),
        ("exact_match,strict-match", 0.25, PERCENT, 25),
        ("rouge1_acc,none", 0.25, PERCENT, 25),
        ("mc2", 0.25, PERCENT, 25),
        ("rougeL_max,none", 0.9, PERCENT, 0.9),
        ("bleu_max,none", 27.5, PERCENT, 27.5),
        ("bleu,none", 0.75, PERCENT, 0.75),
        ("chrf,none", 45.5, PERCENT, 45.5),
        ("eqbench,none", -2.5, PERCENT, -2.5),
        ("ter,none", 130.5, LESS, 130.5),
        ("pct_stereotype,none", 0.25, LESS, 25),
        ("mcc,none", -0.25, ("coefficient", "higher"), -0.25),
        ("mcc,none", 0.25, ("coefficient", "higher"), 0.25),
        ("pearsonr,none", 81.5, ("coefficient x 100", "higher"), 81.5),
        ("ppl", 5.5, ("perplexity", "lower"), 5.5),
        ("word_perplexity,none", 0.5, ("perplexity", "lower"), 0.5),
        ("bits_per_byte,none", 0.7, ("perplexity", "lower"), 0.7),
        ("bits_per_byte", 0.7, ("perplexity", "lower"), 0.7),
        ("brier_score,none", 0.25, ("number", "lower"), 0.25),
        ("likelihood_diff,none", 0.7, ("number", "lower"), 0.7),
        ("bleu_diff,none", -0.5, ("number", "higher"), -0.5),
        ("bleurt,none", 0.5, ("number", "higher"), 0.5),
        ("amb_bias_score_Age,none", 0.5, ("number", "lower"), 0.5),
        ("bias_score_ambig,none", -0.5, ("number", "lower"), -0.5),
        ("average_len,none", 35.5, ("number", "higher"), 35.5),
    ],
)
def test_metric_has_its_unit_and_direction(
    read_runs: Any, metric: str, value: float, scale: tuple[str, str], kept: float
) -> None:
    name, comma, filtered = metric.partition(",")
    figures = {metric: value, f"{name}_stderr{comma}{filtered}": 0.125}
    is_fraction = (value, kept) != (kept, value) or kept == 0
    error = 12.5 if is_fraction and scale[0] == "percent" else 0.125
    assert only(read_runs({"quiz": figures})) == (*scale, kept, error)


@pytest.mark.parametrize(
    ("task", "metric", "value", "kept"),
    [
        ("squadv2", "f1,none", 0.9, 0.9),
        ("squad2", "HasAns_exact", 0.9, 0.9),
        ("french_bench_fquadv2", "f1,none", 0.9, 90),
        ("scrolls_quality", "em,none", 0.9, 0.9),
        ("scrolls_quality", "acc,none", 0.9, 90),
        ("drop", "em", 0.9, 90),
        ("jsquad-1.1-0.3", "exact_match", 0.9, 0.9),
        ("xlsum_ja-1.0-0.3", "rouge2", 0.9, 0.9),
        ("ja_leaderboard_jsquad", "exact_match,none", 0.9, 90),
        ("mgsm-1.0-0.3", "acc", 0.9, 90),
    ],
)
def test_tasks_that_are_known_to_state_percent(
    read_runs: Any, task: str, metric: str, value: float, kept: float
) -> None:
    reading = read_runs({task: {metric: value}})
    assert only(reading)[2] == kept
    assert reading.faults == ()


@pytest.mark.parametrize(
    ("stated", "scale"),
    [({"quiz": {"score": True}}, PERCENT), ({"quiz": {"score": False}}, LESS), ({"quiz": {"score": None}}, PERCENT)],
)
def test_file_says_the_direction(read_runs: Any, stated: Any, scale: tuple[str, str]) -> None:
    run = {"results": {"quiz": {"score,none": 0.25}}, "higher_is_better": stated}
    assert only(read_runs(run))[:2] == scale


def test_direction_goes_for_the_runs_that_do_not_say_it(read_runs: Any) -> None:
    stated = {"results": {"quiz": {"score,none": 0.25}}, "higher_is_better": {"quiz": {"score": False}}}
    board = read_runs({"quiz": {"score,none": 0.5}}, stated).board
    assert [(measure.unit, measure.better) for measure in board.measures] == [LESS]
    assert board.values.tolist() == [[50], [25]]


def configured(metric: str, aggregation: str, better: bool) -> dict[str, Any]:
    """What version 0.4 says of a task whose metrics are of its own."""
    return {"quiz": {"metric_list": [7, {"metric": metric, "aggregation": aggregation, "higher_is_better": better}]}}


@pytest.mark.parametrize(
    ("metric", "aggregation", "kept"),
    [
        ("bleu", "bleu", 0.75),
        ("bleu", "nanmean", 75),
        ("def bleu(predictions, references):", "def agg_bleu(items):" + " ..." * 999, 75),
        ("exact", "mean", 75),
        ("acc", "mean", 75),
    ],
)
def test_aggregation_says_what_is_in_percent(read_runs: Any, metric: str, aggregation: str, kept: float) -> None:
    name = metric.removeprefix("def ").partition("(")[0]
    run = {"results": {"quiz": {f"{name},none": 0.75}}, "configs": configured(metric, aggregation, True)}
    assert only(read_runs(run)) == ("percent", "higher", kept, None)


def test_configuration_says_the_direction_where_nothing_else_does(read_runs: Any) -> None:
    run = {"results": {"quiz": {"score,none": 0.25}}, "configs": configured("score", "mean", False)}
    assert only(read_runs(run))[:2] == LESS


def test_one_figure_above_1_makes_a_metric_of_a_task_percent(read_runs: Any) -> None:
    reading = read_runs(
        {"quiz": {"f1": 0.5, "f1_stderr": 0.25, "acc": 0.5}, "test": {"f1": 0.5}},
        {"quiz": {"f1": 45.5, "f1_stderr": 1.5, "acc": 0.25}, "test": {"f1": 0.75}},
    )
    assert [measure[:2] for measure in reading.board.measures] == [("quiz", "f1"), ("quiz", "acc"), ("test", "f1")]
    assert reading.board.values.tolist() == [[0.5, 50, 50], [45.5, 25, 75]]
    assert reading.board.errors is not None
    assert reading.board.errors[:, 0].tolist() == [0.25, 1.5]
    assert told(reading.faults) == [
        (0, "in percent, as figures above 1 show: quiz f1"),
        (0, "at most 1, but in percent as in other runs: quiz f1"),
    ]
    assert [Path(fault.file).name for fault in reading.faults] == ["1.json", "0.json"]


def test_filters_of_a_metric_are_in_one_unit(read_runs: Any) -> None:
    figures = {"exact_match,strict": 0.5, "exact_match,flexible": 45.5}
    assert read_runs({"quiz": figures}).board.values.tolist() == [[0.5, 45.5]]


def test_standard_error_above_1_is_of_percent(read_runs: Any) -> None:
    assert only(read_runs({"quiz": {"acc": 0.5, "acc_stderr": 1.5}})) == ("percent", "higher", 0.5, 1.5)
    assert only(read_runs({"quiz": {"acc": 0.5, "acc_stderr": 1500}})) == ("percent", "higher", 50, 150000)


def test_figures_that_no_share_can_have_are_left_out(read_runs: Any) -> None:
    reading = read_runs({"quiz": {"acc": 0.5}}, {"quiz": {"acc": 101.0, "f1": -0.5, "em": 0.5}})
    assert [(score["metric"], score["value"]) for score in scores(reading.board)] == [("acc", 50), ("em", 50)]
    assert told(reading.faults) == [(0, "quiz: acc is 101: left out"), (0, "quiz: f1 is -0.5: left out")]


def test_perplexity_below_0_is_left_out(read_runs: Any) -> None:
    assert told(read_runs({"quiz": {"ppl": -3, "acc": 0.5}}).faults) == [(0, "quiz: ppl is -3: left out")]


def test_what_turns_out_to_be_no_share_is_a_number(read_runs: Any) -> None:
    reading = read_runs({"quiz": {"wow": 0.5}}, {"quiz": {"wow": 345.5}}, {"quiz": {"wow": -1.5}})
    assert {(measure.unit, measure.better) for measure in reading.board.measures} == {("number", "higher")}
    assert reading.board.values.ravel().tolist() == [0.5, 345.5, -1.5]
    assert told(reading.faults) == [(0, "no shares, as figures below 0 or above 100 show: quiz wow")]


def test_lengths_of_ruler_that_were_not_asked_are_no_scores(read_runs: Any) -> None:
    reading = read_runs({"niah": {"4096,none": 0.5, "8192,none": -1}})
    assert (only(reading)[2], reading.faults) == (50, ())


FIGURES = st.lists(st.floats(0.02, 1).map(lambda figure: round(figure, 6)), min_size=1, max_size=6)


def kept(registry: Registry, folder: Path, figures: Sequence[float]) -> dict[str, float]:
    """What is kept of a metric that has these figures in as many runs."""
    paths = []
    for number, figure in enumerate(figures):
        paths.append(folder / f"{number}.json")
        paths[-1].write_text(json.dumps({"results": {"quiz": {"f1": figure}}, "model_name": str(figure)}))
    random.Random(1).shuffle(paths)
    (reading,) = read(paths, Request(registry))
    return {score["name"]: score["value"] for score in scores(reading.board)}


@given(figures=FIGURES)
def test_fractions_and_percent_are_the_same_scores(
    registry: Registry, tmp_path_factory: pytest.TempPathFactory, figures: list[float]
) -> None:
    folder = tmp_path_factory.mktemp("runs")
    from_fractions = kept(registry, folder, figures)
    percent = [figure * 100 for figure in figures]
    from_percent = kept(registry, folder, percent)
    assert [from_fractions[str(figure)] for figure in figures] == pytest.approx(
        [from_percent[str(figure)] for figure in percent], abs=1e-9
    )
