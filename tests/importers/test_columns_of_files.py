"""Columns of small tables that were once averaged, compared or lost without a word, with what they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from tests.importers.conftest import WriteFile, told

from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.boards.ranking import RankSettings, rank_entries
from llmsurvey.errors import BoardError, RequestError
from llmsurvey.importers import Reading, Request
from llmsurvey.importers.table import read
from llmsurvey.registry.registry import Registry

ReadTable = Callable[..., Reading]


@pytest.fixture
def read_table(write_file: WriteFile, registry: Registry) -> ReadTable:
    """Reads a table, with what is asked of it."""

    def call(content: str, **asked: Any) -> Reading:
        (reading,) = read([write_file(content)], Request(registry, **asked))
        return reading

    return call


def averages(reading: Reading, registry: Registry, **measures: Any) -> dict[str, float]:
    """Each model's figure, the best one first."""
    result = rank_entries(reading.board, RankSettings(measures=MeasureFilter(**measures), sets="none"), registry)
    return {str(name): round(result.figure_of(place), 9) for place, name in enumerate(result.board.facts["name"])}


def units(reading: Reading) -> dict[str, tuple[str, str]]:
    return {measure.benchmark: (measure.unit, measure.better) for measure in reading.board.measures}


def remarks(reading: Reading) -> list[str]:
    return [str(remark) for remark in reading.remarks]


# A slash makes a part only of what is known to be a whole


def test_a_slash_in_a_heading_makes_no_part(read_table: ReadTable, registry: Registry) -> None:
    reading = read_table("Model,MMLU,Acc/F1\nA,60,90\nB,61,50\n")
    assert averages(reading, registry) == {"A": 75, "B": 55.5}
    assert not any(measure.is_part for measure in reading.board.measures)


def test_what_is_measured_per_something_is_kept(read_table: ReadTable) -> None:
    reading = read_table("Model,MMLU,Throughput (tok/s),Price ($/1M tokens)\nA,60,90,2\n")
    assert [measure.is_part for measure in reading.board.measures] == [False] * 3


@pytest.mark.parametrize("heading", ["mmlu/anatomy", "hendrycksTest/anatomy"])
def test_behind_a_known_benchmark_it_does(read_table: ReadTable, registry: Registry, heading: str) -> None:
    reading = read_table(f"Model,ARC,{heading}\nA,60,90\n")
    assert [measure.benchmark for measure in reading.board.measures] == ["arc", "mmlu/anatomy"]
    assert averages(reading, registry) == {"A": 60}


def test_beside_its_whole_it_does(read_table: ReadTable, registry: Registry) -> None:
    reading = read_table("Model,kmmlu_direct,kmmlu_direct/law\nA,60,90\n")
    assert averages(reading, registry) == {"A": 60}


def test_a_metric_behind_a_slash_is_one(read_table: ReadTable) -> None:
    measures = read_table("Model,mmlu/acc,arc/acc_norm\nA,60,90\n").board.measures
    assert [measure[:2] for measure in measures] == [("mmlu", "acc"), ("arc", "acc_norm")]


@pytest.mark.parametrize(
    ("rows", "benchmarks"),
    [
        ("A,MNLI-m/mm,60\n", ["MNLI-m\N{FULLWIDTH SOLIDUS}mm"]),
        ("A,mmlu/law,60\n", ["mmlu/law"]),
        ("A,kmmlu_direct/law,60\nA,kmmlu_direct/tax,60\n", ["kmmlu_direct/law", "kmmlu_direct/tax"]),
    ],
)
def test_in_a_long_table_too(read_table: ReadTable, rows: str, benchmarks: list[str]) -> None:
    board = read_table(f"Model,Dataset,Score\n{rows}").board
    assert [measure.benchmark for measure in board.measures] == benchmarks


# What a heading may mean, its cells decide


def test_figures_below_precision_are_scores(read_table: ReadTable, registry: Registry) -> None:
    reading = read_table("Model,Precision,Recall,F1\nA,80,70,74.7\nB,60,90,72\n")
    assert averages(reading, registry) == {"A": 74.9, "B": 74}


@pytest.mark.parametrize("cells", [("float16", "int4"), ("16", "4")])
def test_bits_and_types_below_it_are_the_precision(read_table: ReadTable, cells: tuple[str, str]) -> None:
    board = read_table(f"Model,Precision,MMLU\nA,{cells[0]},60\nB,{cells[1]},61\n").board
    assert board.fact("precision") == list(cells)


@pytest.mark.parametrize("heading", ["Shots", "#Shots", "n-shot", "Num Few-shot", "number_of_shots", "샷 수"])
def test_rows_with_other_shots_are_not_compared(read_table: ReadTable, registry: Registry, heading: str) -> None:
    reading = read_table(f"Model,{heading},MMLU,ARC (25-shot)\nA,5,60,50\nB,0,61,50\n")
    assert [(m.benchmark, m.shots) for m in reading.board.measures] == [("mmlu", 5), ("mmlu", 0), ("arc", 25)]
    with pytest.raises(RequestError, match=r"mmlu is measured in several ways \(shots: 5, 0\)"):
        averages(reading, registry)
    assert averages(reading, registry, benchmark=("mmlu",), shots=5) == {"A": 60}


def test_shots_are_known_by_their_words(read_table: ReadTable) -> None:
    board = read_table("Model,Setting,MMLU\nA,zero-shot,50\nB,5-shot,60\n").board
    assert [measure.shots for measure in board.measures] == [0, 5]


def test_one_number_of_shots_is_that_of_all(read_table: ReadTable) -> None:
    assert [measure.shots for measure in read_table("Model,Shots,MMLU\nA,5,50\nB,5,60\n").board.measures] == [5]


def test_scores_are_no_shots(read_table: ReadTable) -> None:
    board = read_table("Model,Zero-shot,Few-shot\nA,60,65\nB,62,61\n").board
    assert [measure.shots for measure in board.measures] == [0, None]
    assert board.values.tolist() == [[60, 65], [62, 61]]


def test_two_columns_are_not_one_fact(read_table: ReadTable) -> None:
    with pytest.raises(RequestError, match=r"Split and Language are both said to be version\. .*\{'Language': ''\}"):
        read_table("Model,Split,Language,MMLU\nA,x1,en,50\n", mapping={"Split": "version", "Language": "version"})


# How rows were measured


@pytest.mark.parametrize("heading", ["Language", "Split", "Prompt template", "Quantization", "언어", "Domain"])
def test_rows_that_differ_in_how_they_were_measured_are_told(read_table: ReadTable, heading: str) -> None:
    reading = read_table(f"Model,{heading},Accuracy\nA,en,80\nB,ko,65\n")
    assert told(reading.faults) == [
        (
            0,
            f"rows differ in {heading} (en, ko), and may not be comparable. Keep them apart: "
            f"map={{'{heading}': 'version'}}",
        )
    ]
    assert reading.left_out == (heading,)


def test_and_kept_apart_as_the_hint_says(read_table: ReadTable, registry: Registry) -> None:
    reading = read_table("Model,Language,Accuracy\nA,en,80\nB,ko,65\n", mapping={"Language": "version"})
    with pytest.raises(RequestError, match=r"measured in several ways \(version: en, ko\).* task_version='en'"):
        averages(reading, registry)
    assert averages(reading, registry, task_version="ko") == {"B": 65}


def test_what_tells_rows_of_one_model_apart_says_how_they_were_measured(read_table: ReadTable) -> None:
    reading = read_table("Model,Zustand,MMLU\nA,alt,62\nA,neu,60\nB,neu,61\n")
    assert told(reading.faults)[0][1].startswith("rows differ in Zustand (alt, neu)")


def test_what_is_the_same_everywhere_or_of_models_is_only_named(read_table: ReadTable) -> None:
    reading = read_table("Model,Language,Organisation,MMLU\nA,en,X,62\nB,en,Y,60\n")
    assert (reading.faults, reading.left_out) == ((), ("Language", "Organisation"))


def test_in_a_long_table_they_are_told_too(read_table: ReadTable) -> None:
    reading = read_table("Model,Task,Split,Score\nA,mmlu,dev,62\nB,mmlu,test,60\n")
    assert (reading.left_out, len(reading.faults)) == (("Split",), 1)


def test_cells_with_units_are_named(read_table: ReadTable) -> None:
    reading = read_table("Model,MMLU,Price,Latency,Speed-up\nA,60,$10.00,1.2 s,3.2x\nB,61,$2.50,300 ms,1x\n")
    assert reading.left_out == ("Price", "Latency", "Speed-up")


def test_columns_of_lists_and_objects_are_named(registry: Registry, tmp_path: Path) -> None:
    table = pyarrow.table({"Model": ["a"], "MMLU": [50.0], "Price": [{"in": 1, "out": 2}]})
    pyarrow.parquet.write_table(table, tmp_path / "scores.parquet")
    (reading,) = read([tmp_path / "scores.parquet"], Request(registry))
    assert told(reading.faults) == [(0, "columns hold lists or objects: left out (Price)")]


# Averages


@pytest.mark.parametrize("heading", ["Average", "평균분", "平均分", "Overall"])
def test_an_average_beside_one_score_is_checked(read_table: ReadTable, heading: str) -> None:
    ((_, message),) = told(read_table(f"Model,MMLU,{heading}\nA,60,65\nB,61,50\n").faults)
    assert message.startswith("the stated average isn't the mean of the columns beside it in 2 of 2 rows")


def test_of_averages_alone_one_is_of_the_others(read_table: ReadTable, registry: Registry) -> None:
    reading = read_table("model,Global Average,Reasoning Average,Coding Average\no1,75.67,91.58,69.69\n")
    assert averages(reading, registry) == {"o1": 80.635}


def test_averages_that_do_not_count_are_named(read_table: ReadTable) -> None:
    (remark,) = remarks(read_table("Model,MMLU,C-Eval Avg,Sum\nA,60,50,60\n"))
    assert remark.startswith("Taken for averages of other columns, and not averaged again: C-Eval Avg, Sum.")


# How sure scores are


@pytest.mark.parametrize(
    "headings",
    ["CI low,CI high", "MMLU_low,MMLU_high",
     "95% CI lower,95% CI upper", "MMLU_ci_low,MMLU_ci_high", "MMLU lower bound,MMLU upper bound",
     "mmlu_q025,mmlu_q975", "신뢰구간 하한,신뢰구간 상한"],
)  # fmt: skip
def test_two_ends_make_one_interval(read_table: ReadTable, headings: str) -> None:
    reading = read_table(f"Model,MMLU,{headings}\nA,60,59.1,60.9\nB,50,49.1,50.9\n")
    assert reading.board.errors is not None
    assert reading.board.errors.tolist() == [[pytest.approx(0.4592, abs=1e-4)], [pytest.approx(0.4592, abs=1e-4)]]
    assert [measure.benchmark for measure in reading.board.measures] == ["mmlu"]


def test_ends_are_of_the_level_that_is_said_and_scaled_with_their_scores(read_table: ReadTable) -> None:
    errors = read_table("Model,MMLU,90% CI low,90% CI high\nA,0.6,0.58355,0.61645\n").board.errors
    assert errors is not None
    assert errors.tolist() == [[pytest.approx(1, abs=1e-4)]]


def test_ends_on_one_side_of_a_score_tell_nothing_of_it(read_table: ReadTable) -> None:
    reading = read_table("Model,MMLU,CI low,CI high\nA,60,1200,1240\n")
    assert reading.board.errors is None
    assert told(reading.faults) == [
        (0, "CI low and CI high don't lie on both sides of MMLU: no errors are taken from them")
    ]


def test_one_end_alone_tells_nothing(read_table: ReadTable) -> None:
    reading = read_table("Model,MMLU,CI low\nA,60,59.1\n")
    assert (reading.board.errors, reading.left_out) == (None, ("CI low",))


@pytest.mark.parametrize(
    "cell", ["59.1-60.9", "59.1\N{EN DASH}60.9", '"[59.1, 60.9]"', "59.1 to 60.9", "±0.9", "+0.9/-0.9"]
)
def test_an_interval_in_one_cell_is_read(read_table: ReadTable, cell: str) -> None:
    errors = read_table(f"Model,MMLU,95% CI\nA,60,{cell}\n").board.errors
    assert errors is not None
    assert errors.tolist() == [[pytest.approx(0.4592, abs=1e-4)]]


@pytest.mark.parametrize("heading", ["MMLU (95% CI)", "MMLU [95% CI]", "MMLU (±)"])
def test_a_score_and_its_interval_stand_in_one_cell(read_table: ReadTable, heading: str) -> None:
    board = read_table(f"Model,{heading}\nA,60 (59.1-60.9)\nB,50 (49.1-50.9)\n").board
    assert (board.measures[0].benchmark, board.values.tolist()) == ("mmlu", [[60], [50]])
    assert board.errors is not None
    assert board.errors.tolist() == [[pytest.approx(0.4592, abs=1e-4)]] * 2


@pytest.mark.parametrize("heading", ["Shots", "MMLU max", "Line", "MMLU ±"])
def test_what_is_no_score_whatever_its_figures(read_table: ReadTable, heading: str) -> None:
    assert len(read_table(f"Model,MMLU,{heading}\nA,60,3.5\nB,50,4.5\n").board.measures) == 1


def test_metrics_in_units_of_their_own_are_no_set_up(read_table: ReadTable) -> None:
    with pytest.raises(BoardError, match=r"doesn't say on which benchmark\. If Metric says it: map="):
        read_table("Model,Metric,Value\nA,Accuracy,60\nB,Latency (s),3\n")


def test_an_interval_that_is_none_is_told(read_table: ReadTable) -> None:
    reading = read_table("Model,MMLU,95% CI\nA,60,59.1-60.9\nB,60,1-2\n")
    assert told(reading.faults) == [(3, '95% CI is "1-2", which tells no error of MMLU: left empty')]


# What is averaged


@pytest.mark.parametrize(
    "heading",
    ["오답률", "오차", "유해성", "誤答率", "幻覚率", "コスト", "Harmful rate", "EER", "FID", "Forgetting",
     "Accuracy drop", "Fehlerrate", "耗时(秒)",
     "Energy (kWh)", "CO2 (kg)", "Loss rate", "Val loss", "Latency (ms)", "Time (h)", "Jailbreak rate"],
)  # fmt: skip
def test_less_of_it_is_better(read_table: ReadTable, heading: str) -> None:
    measure = read_table(f"Model,MMLU,{heading}\nA,60,30\nB,61,20\n").board.measures[1]
    assert (measure.better, measure.is_averaged) == ("lower", False)


@pytest.mark.parametrize(
    "heading",
    ["Speedup", "Compression ratio", "Gain", "Δ", "Improvement (%)", "점수 차", "Points", "Sum", "Median", "Out of 7",
     "Relative improvement", "GPUs", "Upvotes", "TP", "FN", "IQR", "k", "MMLU gap", "mmlu_n", "n_mmlu"],
)  # fmt: skip
def test_what_is_no_share_is_not_averaged(read_table: ReadTable, registry: Registry, heading: str) -> None:
    reading = read_table(f"Model,MMLU,{heading}\nA,60,6\nB,61,4\n")
    assert averages(reading, registry) == {"B": 61, "A": 60}


@pytest.mark.parametrize(
    "heading",
    [
        "Hallucination detection",
        "Error correction F1",
        "Toxicity classification",
        "Physics",
        "Humanities",
        "typos",
        "fr_mls",
        "QA (CoT)",
    ],
)
def test_what_sounds_like_it_is_averaged(read_table: ReadTable, registry: Registry, heading: str) -> None:
    assert averages(read_table(f"Model,MMLU,{heading}\nA,60,30\n"), registry) == {"A": 45}


@pytest.mark.parametrize(
    ("heading", "unit"),
    [("Val loss", "number"), ("Loss rate", "percent"), ("Latency (ms)", "milliseconds"), ("Time (h)", "hours")],
)
def test_a_unit_is_called_what_it_is(read_table: ReadTable, heading: str, unit: str) -> None:
    assert units(read_table(f"Model,MMLU,{heading}\nA,60,30\n"))[heading] == (unit, "lower")


def test_what_is_only_presumed_to_be_percent_is_told(read_table: ReadTable) -> None:
    (remark,) = remarks(read_table("Model,MMLU,Accuracy,Quiz,Exam,Test (%)\nA,60,30,20,10,5\n"))
    assert remark == (
        "Taken for percent of which more is better, though nothing says so: Quiz, Exam. If it isn't so: "
        "unit={'Quiz': 'number'}, or lower=('Quiz',)."
    )


@pytest.mark.parametrize("asked", [{"units": {"Quiz": "percent"}}, {"lower": ("Quiz",)}, {"mapping": {"Quiz": "quiz"}}])
def test_what_is_said_is_not_presumed(read_table: ReadTable, asked: dict[str, Any]) -> None:
    assert remarks(read_table("Model,MMLU,Quiz\nA,60,30\n", **asked)) == []


def test_a_benchmark_of_a_long_table_is_presumed_too(read_table: ReadTable) -> None:
    (remark,) = remarks(read_table("Model,Task,Score\nA,mmlu,50\nA,quiz,60\n"))
    assert remark.startswith("Taken for percent of which more is better, though nothing says so: quiz.")


def test_a_metric_that_does_not_count_is_named(read_table: ReadTable) -> None:
    (remark,) = remarks(read_table("Model,HumanEval pass@1,HumanEval pass@10\nA,33.5,54.2\n"))
    assert (
        remark == "humaneval counts in its usual metric, pass@1, unless metric says otherwise: not HumanEval pass@10."
    )


def test_a_cell_that_is_not_read_still_says_percent(read_table: ReadTable, registry: Registry) -> None:
    assert averages(read_table("Model,Accuracy\nA,62.1 (+3.2)\nB,0.6\n"), registry) == {"A": 62.1, "B": 0.6}
    assert averages(read_table("Model,Accuracy\nA,62.1 of 100\nB,0.6\n"), registry) == {"B": 0.6}


# Parameters


@pytest.mark.parametrize(
    ("heading", "cell", "count"),
    [
        ("Params (M)", "7000", 7e9),
        ("Params (M)", '"13,000"', 13e9),
        ("Params (T)", "1.5", 1.5e12),
        ("Size", "235B-A22B", 235e9),
        ("Size", "30B (3B active)", 30e9),
        ("Size", "~7B", 7e9),
        ("Size", "13 billion", 13e9),
        ("Size", '"70,6B"', 70.6e9),
        ("Size", "70億", 7e9),
        ("Size", "70억", 7e9),
        ("Size", "7b-chat", 7e9),
        ("Total Params", "47B", 47e9),
    ],
)
def test_parameters_are_in_the_unit_that_is_named(read_table: ReadTable, heading: str, cell: str, count: float) -> None:
    reading = read_table(f"Model,{heading},MMLU\nA,{cell},50\n")
    assert (reading.board.fact("parameters"), reading.faults) == ([count], ())


@pytest.mark.parametrize("cell", ["8x7B", "7-13B", ">100B", "7000", "small"])
def test_what_is_no_one_number_of_parameters_is_told(read_table: ReadTable, cell: str) -> None:
    reading = read_table(f"Model,Size,MMLU\nA,{cell},50\nB,7B,40\n")
    assert reading.board.fact("parameters") == [None, 7e9]
    assert told(reading.faults) == [(2, f'Size is "{cell}", which is no one number of parameters: left empty')]


def test_a_row_that_is_left_out_of_a_turned_table_is_no_column(read_table: ReadTable) -> None:
    with pytest.raises((BoardError, RequestError)):
        read_table("\te\nstandard_error\t0".replace("\t", ","))


@pytest.mark.parametrize("numbers", ["012", "123", "312", "113", "122"])
def test_what_numbers_or_ranks_the_rows_is_no_score(read_table: ReadTable, registry: Registry, numbers: str) -> None:
    rows = "".join(
        f"{name},{number},{score}\n" for name, number, score in zip("ABC", numbers, (60, 50, 40), strict=True)
    )
    reading = read_table(f"Model,Whatever,MMLU\n{rows}")
    assert averages(reading, registry) == {"A": 60, "B": 50, "C": 40}
    assert reading.left_out == ("Whatever",)


@pytest.mark.parametrize("numbers", ["003", "135", "124", "555"])
def test_small_scores_are_scores(read_table: ReadTable, numbers: str) -> None:
    rows = "".join(f"{name},{number},50\n" for name, number in zip("ABC", numbers, strict=True))
    assert len(read_table(f"Model,Whatever,MMLU\n{rows}").board.measures) == 2


@pytest.mark.parametrize("heading", ["Pos.", "Platz", "Rk", "S.No", "Sr. No.", "Unnamed: 0.1"])
def test_places_are_known_by_their_words(read_table: ReadTable, registry: Registry, heading: str) -> None:
    assert averages(read_table(f"{heading},Model,MMLU\n7,A,60\n9,B,50\n"), registry) == {"A": 60, "B": 50}
