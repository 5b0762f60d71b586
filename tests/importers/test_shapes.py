"""Tables in unusual shapes, rows that are no models, and one benchmark in several columns."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.importers.conftest import WriteFile, told, values
from tests.importers.test_small_tables import ranks_of

from llmsurvey.boards.choose_measures import select_comparable
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.errors import BoardError, RequestError
from llmsurvey.importers import Reading, Request, read_any
from llmsurvey.registry.registry import Registry

ReadAny = Callable[..., Reading]


@pytest.fixture
def read_file(write_file: WriteFile, registry: Registry) -> ReadAny:
    """Reads a file of any kind, with what is asked of it."""

    def call(content: str | bytes, name: str = "scores.csv", **asked: Any) -> Reading:
        return read_any(write_file(content, name), Request(registry, **asked))

    return call


# One benchmark, measured in several ways


@pytest.mark.parametrize(
    "headings",
    [
        *("mmlu_0shot,mmlu_5shot", "MMLU-5,MMLU-0", "MMLU (5),MMLU (0)", "zero-shot MMLU,five-shot MMLU"),
        *("KMMLU (5샷),KMMLU (0샷)", "MMLU k=5,MMLU k=0", "제로샷 MMLU,MMLU (5샷)", "MMLU 零样本,MMLU 5ショット"),
        *("Quiz (0-shot),Quiz (5-shot)", "0-shot,5-shot", "MMLU (few-shot),MMLU (0-shot)"),
    ],
)
def test_shots_in_any_spelling_make_one_benchmark_in_two_ways(
    read_file: ReadAny, registry: Registry, headings: str
) -> None:
    board = read_file(f"Model,{headings}\nA,60,50\nB,50,61\n").board
    with pytest.raises(RequestError, match=r"is measured in several ways \(shots: "):
        select_comparable(board, MeasureFilter(), registry)


@pytest.mark.parametrize(
    ("headings", "option"),
    [
        ("pass@1,pass@10", "pass@k=pass@1"),
        ("Quiz pass@1,Quiz pass@10", "Quiz=pass@1"),
        ("win_rate,length_controlled_winrate", "win_rate=win_rate"),
        ("IFEval (strict),IFEval (loose)", "ifeval=strict"),
    ],
)
def test_two_metrics_of_one_benchmark_are_refused_with_a_hint_that_works(
    read_file: ReadAny, registry: Registry, headings: str, option: str
) -> None:
    board = read_file(f"Model,{headings}\nA,33.5,54.2\nB,30.1,60.2\n").board
    with pytest.raises(RequestError, match=re.escape(f"metric=['{option}']")):
        select_comparable(board, MeasureFilter(), registry)
    assert select_comparable(board, MeasureFilter(metric=(option,)), registry)[0].values.tolist() == [[33.5], [30.1]]


def test_numbers_in_the_names_of_benchmarks_are_no_shots(read_file: ReadAny) -> None:
    board = read_file("Model,MATH Lvl 5,AIME 2024,WSC273\nA,60,50,40\n").board
    assert [(measure.benchmark, measure.shots) for measure in board.measures] == [
        ("math-lvl-5", None),
        ("AIME 2024", None),
        ("wsc273", None),
    ]


@pytest.mark.parametrize("empty", ["", "-", "N/A"])
def test_a_benchmark_without_a_score_is_left_out_and_told(read_file: ReadAny, empty: str) -> None:
    reading = read_file(f"Model,ARC,MMLU\na,{empty},50\nb,{empty},60\n")
    assert values(reading.board) == {("a", "mmlu"): 50, ("b", "mmlu"): 60}
    assert reading.remarks == ("Left out, for they hold nothing: ARC.",)


def test_a_benchmark_on_which_only_a_nameless_row_scores_is_left_out_and_told(read_file: ReadAny) -> None:
    reading = read_file("Model,ARC,MMLU\n,40,50\nb,,60\n")
    assert [measure.benchmark for measure in reading.board.measures] == ["mmlu"]
    assert reading.remarks == ("Left out, for no model has a score: arc.",)


def test_a_whole_counts_without_its_parts_which_are_told(read_file: ReadAny, registry: Registry) -> None:
    reading = read_file("Model,MMLU,MMLU-STEM,MMLU-Humanities,MMLU-Pro,ARC\nA,60,50,70,30,40\nB,61,51,71,31,41\n")
    assert [
        measure.benchmark for measure in select_comparable(reading.board, MeasureFilter(), registry)[0].measures
    ] == [
        *("mmlu", "mmlu-pro", "arc"),
    ]
    assert told(reading.faults) == [(0, "MMLU-STEM, MMLU-Humanities: of MMLU, which counts alone: not averaged")]


def test_parts_are_known_by_their_figures_too(read_file: ReadAny) -> None:
    between = read_file("Model,Quiz,Quiz-ko,Quiz-ja\nA,60,50,70\nB,61,51,71\n").board
    assert [measure.is_part for measure in between.measures] == [False, True, True]
    above = read_file("Model,Quiz,Quiz-ko,Quiz-ja\nA,80,50,70\nB,61,51,71\n").board
    assert not any(measure.is_part for measure in above.measures)


def test_a_group_of_opencompass_is_a_score_unless_it_averages_rows_beside_it(
    read_file: ReadAny, registry: Registry
) -> None:
    head = "dataset,version,metric,mode,A,B\n"
    board = read_file(f"{head}mmlu,-,naive_average,ppl,35.3,57.1\nGSM8K,1d,accuracy,gen,51.6,10.5\n").board
    assert ranks_of(board, registry) == {"A": (1, 43.45), "B": (2, 33.8)}
    grouped = f"{head}Exam,-,naive_average,gen,45,55\nfirst,x,accuracy,gen,40,50\nsecond,x,accuracy,gen,50,60\n"
    assert [measure.metric for measure in read_file(grouped).board.measures] == ["mean", "accuracy", "accuracy"]


def test_the_names_of_a_long_table_say_shots_too(read_file: ReadAny, registry: Registry) -> None:
    board = read_file("Model,Benchmark,Score\nA,MMLU (5-shot),60\nA,mmlu_0shot,50\nB,Quiz (5-shot),61\n").board
    assert [(measure.benchmark, measure.shots) for measure in board.measures] == [
        *(("mmlu", 5), ("mmlu", 0), ("Quiz", 5)),
    ]


# Headings


def test_a_heading_of_two_lines_goes_on_over_empty_cells(read_file: ReadAny) -> None:
    board = read_file("Model,MMLU,,GSM8K\n,0-shot,5-shot,8-shot\nA,50,60,30\nB,51,59,31\n").board
    assert [(measure.benchmark, measure.shots) for measure in board.measures] == [
        *(("mmlu", 0), ("mmlu", 5), ("gsm8k", 8)),
    ]


def test_a_heading_that_stands_twice_can_be_told_apart(read_file: ReadAny) -> None:
    twice = "Model,MMLU,MMLU\nA,60,50\nB,61,51\n"
    with pytest.raises(
        BoardError, match=r"MMLU and MMLU \(column 3\) are both mmlu\. Leave one out: map=\{'MMLU \(col"
    ):
        read_file(twice)
    assert values(read_file(twice, mapping={"MMLU (column 3)": ""}).board) == {("A", "mmlu"): 60, ("B", "mmlu"): 61}
    errors = read_file("Model,MMLU,±,ARC,±\nA,60,1,50,2\nB,61,1,51,2\n").board.errors
    assert errors is not None
    assert errors.tolist() == [[1, 2], [1, 2]]


def test_years_are_headings(read_file: ReadAny) -> None:
    board = read_file("Model,2021,2022,2023\nA,60,50,40\nB,61,51,42\n").board
    assert values(board)["B", "2023"] == 42


def test_a_title_across_a_page_is_no_heading_and_what_is_hidden_is_no_figure(read_file: ReadAny) -> None:
    head = "<table><thead><tr><th>Model<th>MMLU<th>ARC</tr></thead><tbody><tr><th colspan=3>Open</th></tr>"
    row = '<tr><td>A</td><td>0.5<span style="display: none">55</span></td><td>0.4</td></tr>'
    assert values(read_file(f"{head}{row}</table>", "a.html").board) == {("A", "mmlu"): 50, ("A", "arc"): 40}


def test_a_model_in_a_merged_cell_has_all_of_its_rows(registry: Registry, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (("Model", "Benchmark", "Score"), ("A", "MMLU", 60.5), (None, "ARC", 50.5), ("B", "MMLU", 61.5)):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.save(tmp_path / "merged.xlsx")
    board = read_any(tmp_path / "merged.xlsx", Request(registry)).board
    assert values(board) == {("A", "mmlu"): 60.5, ("A", "arc"): 50.5, ("B", "mmlu"): 61.5}


# Models side by side


@pytest.mark.parametrize("corner", ["", "Metric", "지표"])
def test_rows_of_metrics_are_turned_without_a_known_benchmark(
    read_file: ReadAny, registry: Registry, corner: str
) -> None:
    rows = "| Accuracy | 71 | 75 |\n| Latency (s) | 1.5 | 0.8 |\n"
    board = read_file(f"| {corner} | GPT-4o | Claude 3.5 Sonnet |\n|---|---|---|\n{rows}", "a.md").board
    assert ranks_of(board, registry) == {"Claude 3.5 Sonnet": (1, 75), "GPT-4o": (2, 71)}


def test_rows_of_models_stay_below_a_heading_of_metrics(read_file: ReadAny) -> None:
    board = read_file(
        "| | Accuracy | F1 |\n|---|---|---|\n| speed-7b | 71 | 75 |\n| our-f1 | 50 | 60 |\n", "a.md"
    ).board
    assert board.fact("name") == ["speed-7b", "our-f1"]


def test_a_column_beside_models_that_sums_up_is_no_model(read_file: ReadAny) -> None:
    reading = read_file("Benchmark,A,B,Average\nMMLU,60,70,65\nARC,50,60,55\n")
    assert reading.board.fact("name") == ["A", "B"]
    assert told(reading.faults) == [(0, "Average: sums up others: no model, left out")]


def test_the_hint_for_two_rows_of_one_name_works(read_file: ReadAny) -> None:
    twice = "Dataset,A,B\nMMLU,60,61\nMMLU,62,63\nARC,50,51\n"
    with pytest.raises(BoardError, match=r"map=\{'MMLU \(2\)': ''\}"):
        read_file(twice)
    assert values(read_file(twice, mapping={"MMLU (2)": ""}).board)["B", "mmlu"] == 61
    with pytest.raises(RequestError, match='no column is called "nothing"'):
        read_file(twice, mapping={"nothing": ""})


def test_a_row_a_score_may_name_its_benchmark_as_a_metric(read_file: ReadAny) -> None:
    board = read_file("Model,Metric,Score\nA,MMLU,60\nA,GSM8K,55\nB,MMLU,61\n").board
    assert values(board) == {("A", "mmlu"): 60, ("A", "gsm8k"): 55, ("B", "mmlu"): 61}
    with pytest.raises(BoardError, match=r"map=\{'Metric': 'benchmark'\}"):
        read_file("Model,Metric,Score\nA,first,60\nA,second,55\nB,first,61\n")


def test_columns_of_metrics_are_no_models(read_file: ReadAny) -> None:
    with pytest.raises(BoardError, match="a row a benchmark, a column a metric, and no model"):
        read_file(json.dumps({"hellaswag": {"acc": 0.5, "acc_norm": 0.6}, "arc": {"acc": 0.4}}), "a.json")


# Rows and cells


@pytest.mark.parametrize(
    "name", ["Average", "Mean", "Δ", "Random", "평균", "平均", "Macro Avg.", "Random baseline", "無作為平均"]
)
def test_a_row_that_sums_up_others_is_no_model(read_file: ReadAny, name: str) -> None:
    reading = read_file(f"Model,MMLU,GSM8K\nA,60,50\nB,62,51\n{name},61,50.5\n")
    assert reading.board.fact("name") == ["A", "B"]
    assert told(reading.faults) == [(4, f'"{name}" sums up others: no model, left out')]


def test_a_model_may_have_such_a_word_in_its_name(read_file: ReadAny) -> None:
    board = read_file("Model,MMLU,GSM8K\nA,60,50\nB,62,51\nmean-teacher,70,50.5\nTotal-7B,50,40\n").board
    assert board.fact("name") == ["A", "B", "mean-teacher", "Total-7B"]


def test_a_heading_that_is_repeated_is_no_model(read_file: ReadAny) -> None:
    reading = read_file("Model,MMLU,GSM8K\nA,60,50\nModel,MMLU,GSM8K\nB,62,51\n")
    assert reading.board.fact("name") == ["A", "B"]
    assert told(reading.faults) == [(3, "repeats the heading: left out")]


def test_a_point_that_may_part_thousands_is_never_read_in_silence(read_file: ReadAny) -> None:
    with pytest.raises(BoardError, match=r'Latency \(ms\) has "1\.200" beside "950": .* Write 1200 or 1\.2'):
        read_file("Model;Latency (ms)\nA;1.200\nB;950\n")
    with pytest.raises(BoardError, match=r"Write 1234 or 1\.234"):
        read_file("Model;Elo\nA;1.234\nB;998\n")
    ((_, message),) = told(read_file("Model,Latency (s)\nA,1.234\nB,2.345\n").faults)
    assert message == 'Latency (s): "1.234" is read as 1.234. If the point parts thousands, write 1234'
    by_comma = read_file("Model;MMLU;Elo\nA;60,5;1.234\nB;50,2;1.100\n")
    assert values(by_comma.board)["A", "Elo"] == 1234
    assert told(by_comma.faults) == [(0, "numbers have decimal commas: 60,5 is 60.5")]
    for sure in ("Model,Latency (s)\nA,1.234\nB,0.8\n", "Model,Latency (s)\nA,0.234\nB,2.345\n", "Model,Elo\nA,1200\n"):
        assert read_file(sure).faults == ()


def test_a_change_in_brackets_is_told_and_the_score_is_read(read_file: ReadAny) -> None:
    reading = read_file("Model,Score\nA,62.1 (+3.2)\nB,60.0 (-1.1)\n")
    assert values(reading.board) == {("A", "Score"): 62.1, ("B", "Score"): 60.0}
    assert told(reading.faults) == [(0, 'Score: "(+3.2)" behind a score is taken for a change: not read')]


# Files


BY_MODEL = {("A", "mmlu"): 60, ("A", "arc"): 50, ("B", "mmlu"): 61, ("B", "arc"): 55}
RECORDS = [{"model": "A", "mmlu": 0.6, "arc": 0.5}, {"model": "B", "mmlu": 0.61, "arc": 0.55}]
NESTED = {"A": {"mmlu": 0.6, "arc": 0.5}, "B": {"mmlu": 0.61, "arc": 0.55}}
BY_BENCHMARK = {"mmlu": {"A": 0.6, "B": 0.61}, "arc": {"A": 0.5, "B": 0.55}}
CELLS = [[{"value": cell} for cell in record.values()] for record in RECORDS]


@pytest.mark.parametrize(
    "content",
    [
        NESTED,
        BY_BENCHMARK,
        {"scores": NESTED},
        {"results": NESTED},
        *({key: RECORDS, "updated": "2024"} for key in ("results", "data", "rows", "leaderboard")),
        {key: {str(row): record[key] for row, record in enumerate(RECORDS)} for key in RECORDS[0]},
        {str(row): record for row, record in enumerate(RECORDS)},
        {"columns": list(RECORDS[0]), "index": [0, 1], "data": [list(record.values()) for record in RECORDS]},
        {"columns": ["mmlu", "arc"], "index": ["A", "B"], "data": [[0.6, 0.5], [0.61, 0.55]]},
        [{"model": name, "scores": scores} for name, scores in NESTED.items()],
        [
            {"model": name, "results": {"mmlu": {"acc": each["mmlu"]}, "arc": each["arc"]}}
            for name, each in NESTED.items()
        ],
        [{"title": "Accuracy", "header": [{"value": key} for key in RECORDS[0]], "rows": CELLS}],
    ],
    ids=str,
)
def test_json_is_read_in_every_usual_order(read_file: ReadAny, content: Any) -> None:
    assert values(read_file(json.dumps(content), "a.json").board) == BY_MODEL


def test_scores_by_model_are_no_results_of_the_harness(read_file: ReadAny) -> None:
    """Beside other keys they are no table either; that a model is a task is never taken for granted."""
    with pytest.raises(BoardError, match="has scores by model, no results of the harness"):
        read_file(json.dumps({"results": NESTED, "date": "2024-01-01"}), "a.json")


def test_json_lines_may_be_nested(read_file: ReadAny) -> None:
    lines = [json.dumps({"model": name, "metrics": scores}) for name, scores in NESTED.items()]
    assert values(read_file("\n".join(lines), "a.jsonl").board) == BY_MODEL


def test_figures_that_are_no_percent_are_refused_with_the_units(read_file: ReadAny, registry: Registry) -> None:
    arena = "Model,Coding,Math\nA,1250,1244\nB,1200,1230\n"
    with pytest.raises(BoardError, match=r"Coding, Math can't be percent: .* unit='rating'"):
        read_file(arena)
    assert values(read_file(arena, unit="rating").board)["A", "Coding"] == 1250


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Café", "cp1252"),
        ("가나다", "utf-16-le"),
        ("가나다", "cp949"),
        ("モデルです", "cp932"),
        ("模型模型", "gb18030"),
    ],
)
def test_the_encoding_that_is_offered_is_one_that_reads(read_file: ReadAny, text: str, encoding: str) -> None:
    content = f"Model,MMLU\n{text},60\nB,61\n".encode(encoding)
    with pytest.raises(BoardError, match=f"isn't UTF-8.*encoding='{encoding}'"):
        read_file(content)
    assert values(read_file(content, encoding=encoding).board)[text, "mmlu"] == 60


def test_another_encoding_is_offered_where_the_one_that_is_named_does_not_read(read_file: ReadAny) -> None:
    with pytest.raises(BoardError, match=r"isn't cp949\. .* encoding='cp1252'"):
        read_file("Model,MMLU\nCafé,60\n".encode("latin-1"), encoding="cp949")


@pytest.mark.parametrize(
    ("tasks", "whole"),
    [
        (("hendrycksTest-anatomy", "hendrycksTest-law"), "mmlu"),
        (("harness|hendrycksTest-law|5",), "mmlu"),
        (("kmmlu_direct_law", "kmmlu_direct_math"), "kmmlu_direct"),
        (("blimp_adjunct_island",), "blimp"),
    ],
)
def test_parts_without_their_whole_are_told(read_file: ReadAny, tasks: tuple[str, ...], whole: str) -> None:
    results = {
        "results": {task: {"acc": 0.5} for task in (*tasks, "hellaswag")},
        "config": {"model_args": "pretrained=a"},
    }
    reading = read_file(json.dumps(results), "a.json")
    assert told(reading.faults) == [(0, f"{whole} has no score of its own, only its parts have")]
    assert [measure.benchmark for measure in reading.board.measures if not measure.is_part] == ["hellaswag"]


def test_figures_that_are_too_large_are_no_parts_of_an_average(read_file: ReadAny) -> None:
    with pytest.raises(BoardError, match="arc holds no score"):
        read_file("dataset,metric,A\nmmlu,accuracy,60\narc,accuracy,1e308\ngsm8k,accuracy,1e308\nall,average,8\n")
