"""Any table of scores, wide or long, in any file that holds tables."""

from __future__ import annotations

import csv
import io
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.importers.conftest import WriteFile, scores, told, values

from llmsurvey.boards.board import Board
from llmsurvey.errors import BoardError, RequestError
from llmsurvey.importers import MAX_BYTES, Reading, Request, load_importer, read_any
from llmsurvey.importers.table import read, recognises
from llmsurvey.registry.registry import Registry

WIDE = "Model,ARC,HellaSwag\na,50,60.5\nb,,70\n"
SAME = {("a", "arc"): 50, ("a", "hellaswag"): 60.5, ("b", "hellaswag"): 70}

ReadTable = Callable[..., Reading]


@pytest.fixture
def read_table(write_file: WriteFile, registry: Registry) -> ReadTable:
    """Reads a table, with what is asked of it."""

    def call(content: str | bytes, name: str = "scores.csv", **asked: Any) -> Reading:
        (reading,) = read([write_file(content, name)], Request(registry, **asked))
        return reading

    return call


# Files


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_wide_table_has_a_row_a_model(read_table: ReadTable, delimiter: str) -> None:
    reading = read_table(WIDE.replace(",", delimiter))
    assert values(reading.board) == SAME
    assert reading.board.fact("line") == [2, 3]
    assert reading.faults == ()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (WIDE.replace(",", "\t"), "scores.tsv"),
        (WIDE, "scores.txt"),
        ("\ufeff" + WIDE, "scores.csv"),
        (WIDE.replace("\n", "\r\n"), "scores.csv"),
        ("# Scores\n\n| Model | ARC | HellaSwag |\n|---|--:|--:|\n| a | 50 | 60.5 |\n| b | | 70 |\n", "scores.md"),
    ],
)
def test_the_same_table_in_other_files_is_the_same(read_table: ReadTable, content: str, name: str) -> None:
    assert values(read_table(content, name).board) == SAME


def test_a_parquet_table_is_read_by_its_rows(registry: Registry, tmp_path: Path) -> None:
    table = pyarrow.table({"Model": ["a", "b"], "ARC": [50, None], "HellaSwag": [60.5, 70]})
    pyarrow.parquet.write_table(table, tmp_path / "scores.parquet")
    (reading,) = read([tmp_path / "scores.parquet"], Request(registry))
    assert values(reading.board) == SAME
    assert reading.board.fact("line") == [1, 2]


def test_blank_lines_are_no_entries(read_table: ReadTable) -> None:
    board = read_table("Model,ARC,HellaSwag\n\na,50,60\n\n\nb,70,80\n\n").board
    assert (board.fact("name"), board.fact("line")) == (["a", "b"], [3, 6])


def test_names_in_korean_with_quotes_and_line_breaks_are_kept(read_table: ReadTable) -> None:
    board = read_table('모델,ARC\n구름,50\n"a ""b"", c",60\n"d\ne",70\n').board
    assert board.fact("name") == ["구름", 'a "b", c', "d e"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", r"scores\.csv is empty"),
        ("Model,ARC\n", r"scores\.csv has a heading and no rows"),
        ("llama,50,60\nb,40,30\n", r"scores\.csv:1: holds numbers where the heading should be"),
        ("Model\na\n", r"scores\.csv:1: isn't the heading of a table: it names one column"),
        ("Model,ARC,ARC\na,50,60\n", r"ARC and ARC \(column 3\) are both arc\. Leave one out: map="),
        ("모델,ARC\n구름,50\n".encode("cp949"), r"scores\.csv:1: isn't UTF-8\. .* encoding='cp949'"),
        ("Variant,ARC\na,50\n", r"scores\.csv names no column of models\. Say which it is: map=\{'Variant': 'name'\}"),
        ("Model,Licence\na,MIT\n", r"scores\.csv has no column of scores\. Say which it is: map="),
        ("Model,ARC\na,high\nb,low\n", r"scores\.csv: ARC holds no score\. Leave it out: map=\{'ARC': ''\}"),
        ("Model,ARC\na,\nb,-\n", r"scores\.csv: ARC holds no score"),
        ("Model,ARC,MMLU\n,50,60\n,40,30\n", r"scores\.csv has no row that names a model"),
        ("Model,Task,Score\na,,50\n,arc,60\n", r"scores\.csv has no row with a model, a benchmark and a score"),
    ],
)
def test_a_file_without_models_or_scores_is_refused(read_table: ReadTable, content: str | bytes, problem: str) -> None:
    with pytest.raises(BoardError, match=problem):
        read_table(content)


@pytest.mark.parametrize("name", ["huge.csv", "huge.md"])
def test_a_huge_file_is_refused_before_it_is_read(registry: Registry, tmp_path: Path, name: str) -> None:
    with (tmp_path / name).open("wb") as file:
        os.truncate(file.fileno(), MAX_BYTES + 2**20)
    with pytest.raises(BoardError, match="has 513 MiB, more than the 512 that are read at once"):
        read([tmp_path / name], Request(registry))


def test_a_row_that_has_not_the_cells_of_the_heading_is_told(read_table: ReadTable) -> None:
    reading = read_table("Model,ARC,MMLU\na,50,60\nb,60\n")
    assert reading.board.fact("name") == ["a"]
    assert told(reading.faults) == [(3, "has 2 cells where 3 are named: left out")]


def test_a_row_without_a_model_is_told_and_left_out(read_table: ReadTable) -> None:
    reading = read_table("Model,ARC\na,50\n,60\nc,70\n")
    assert values(reading.board) == {("a", "arc"): 50, ("c", "arc"): 70}
    assert told(reading.faults) == [(3, "names no model: left out")]


# Scores


@pytest.mark.parametrize("cell", ["high", "inf", "-inf", "101", "100.5", "-1", "1e3", "5O"])
def test_what_is_no_score_is_told_with_its_line_and_left_empty(read_table: ReadTable, cell: str) -> None:
    reading = read_table(f"Model,ARC,MMLU\na,50,60\nb,{cell},70\nc,60,80\n")
    assert ("b", "arc") not in values(reading.board)
    assert reading.board.fact("name") == ["a", "b", "c"]
    assert told(reading.faults) == [(3, f'ARC is "{cell}", which is no score from 0 to 100: left empty')]


@pytest.mark.parametrize("cell", ["NaN", "nan"])
def test_a_score_that_is_no_number_is_left_empty_and_told(read_table: ReadTable, cell: str) -> None:
    reading = read_table(f"Model,ARC\na,50\nb,{cell}\n")
    assert values(reading.board) == {("a", "arc"): 50}
    assert [line for line, _ in told(reading.faults)] == [3]


@pytest.mark.parametrize("cell", ["", "-", "\N{EN DASH}", "N/A", "None", "null", "?", "TBD"])
def test_what_stands_for_no_score_is_left_empty_unsaid(read_table: ReadTable, cell: str) -> None:
    reading = read_table(f"Model,ARC\na,50\nb,{cell}\n")
    assert (values(reading.board), len(reading.board), reading.faults) == ({("a", "arc"): 50}, 2, ())


def test_a_percent_sign_belongs_to_a_number(read_table: ReadTable) -> None:
    assert values(read_table("Model,ARC\na,50%\nb,60.5%\n").board) == {("a", "arc"): 50, ("b", "arc"): 60.5}


def test_out_of_range_numbers_of_parquet_are_left_empty_too(registry: Registry, tmp_path: Path) -> None:
    table = pyarrow.table({"Model": ["a", "b", "c", "d"], "ARC": [50.0, 150.0, math.inf, -5.0]})
    pyarrow.parquet.write_table(table, tmp_path / "scores.parquet")
    (reading,) = read([tmp_path / "scores.parquet"], Request(registry))
    assert values(reading.board) == {("a", "arc"): 50}
    assert [line for line, _ in told(reading.faults)] == [2, 3, 4]


def test_a_column_of_text_is_no_score(read_table: ReadTable) -> None:
    reading = read_table("Model,ARC,Remark\na,50,good\nb,60,bad\n")
    assert [measure.benchmark for measure in reading.board.measures] == ["arc"]


def test_headings_tell_benchmark_metric_and_shots(read_table: ReadTable) -> None:
    board = read_table("Model,ARC (25-shot) acc_norm,TruthfulQA MC2 (0-shot),My Quiz\na,50,60,70\n").board
    assert [measure[:3] for measure in board.measures] == [
        ("arc", "acc_norm", 25),
        ("truthfulqa", "mc2", 0),
        ("My Quiz", None, None),
    ]


def test_metric_shots_and_reporter_are_said_where_the_heading_does_not(read_table: ReadTable) -> None:
    asked = {"metric": "acc", "shots": 5, "reporter": "developer"}
    board = read_table("Model,ARC,HellaSwag acc_norm (0-shot)\na,50,60\n", **asked).board
    assert [(measure.metric, measure.shots, measure.reporter) for measure in board.measures] == [
        ("acc", 5, "developer"),
        ("acc_norm", 0, "developer"),
    ]


# Units


def test_scores_that_are_all_at_most_1_are_fractions(read_table: ReadTable) -> None:
    assert values(read_table("Model,ARC,MMLU\na,0.5,1\nb,0.625,0\n").board) == {
        ("a", "arc"): 50,
        ("a", "mmlu"): 100,
        ("b", "arc"): 62.5,
        ("b", "mmlu"): 0,
    }


@pytest.mark.parametrize(("unit", "value"), [("percent", 0.5), ("fraction", 50)])
def test_a_unit_that_is_said_is_not_guessed(read_table: ReadTable, unit: str, value: float) -> None:
    assert values(read_table("Model,ARC\na,0.5\n", unit=unit).board) == {("a", "arc"): value}


def test_a_column_of_fractions_beside_percent_is_refused(read_table: ReadTable) -> None:
    text = "Model,ARC,MMLU\na,50,0.6\nb,60,0.7\n"
    with pytest.raises(
        BoardError, match=r"scores\.csv: MMLU holds fractions and the others percent, .* unit=\{'MMLU': 'fr"
    ):
        read_table(text)
    assert values(read_table(text, unit="percent").board)["a", "mmlu"] == 0.6
    assert values(read_table(text, mapping={"MMLU": ""}).board) == {("a", "arc"): 50, ("b", "arc"): 60}


def test_a_row_of_fractions_among_percent_is_refused_with_its_line(read_table: ReadTable) -> None:
    text = "Model,ARC,MMLU\na,50,60\nb,0.6,0.7\nc,0.5,0.5\n"
    with pytest.raises(BoardError, match=r"scores\.csv:3: holds fractions where other rows hold percent"):
        read_table(text)
    assert values(read_table(text, unit="percent").board)["b", "arc"] == 0.6


def test_a_low_score_among_percent_is_one(read_table: ReadTable) -> None:
    board = read_table("Model,ARC,MMLU\na,50,60\nb,0.6,50\nc,0,0\nd,0.7,\n").board
    assert (values(board)["b", "arc"], values(board)["d", "arc"]) == (0.6, 0.7)


# Mapping


def test_what_each_column_was_taken_for_is_shown(read_table: ReadTable) -> None:
    reading = read_table("Model,Params,ARC,Remark\na,7B,50,x\n")
    assert reading.mapping == (("Model", "name"), ("Params", "parameters"), ("ARC", "arc"))


def test_a_mapping_that_is_given_wins(read_table: ReadTable) -> None:
    mapping = {"Variant": "name", "H6": "average", "ARC": ""}
    reading = read_table("Model,Variant,H6,ARC\nx,a,50,60\n", mapping=mapping)
    assert values(reading.board) == {("a", "average"): 50}
    assert reading.mapping == (("Variant", "name"), ("H6", "average, mean"))


def test_a_mapping_of_no_column_is_refused_with_the_nearest(read_table: ReadTable) -> None:
    with pytest.raises(RequestError, match=r'map: no column is called "ARK"\. Did you mean "ARC"\?'):
        read_table(WIDE, mapping={"ARK": "arc"})


# Facts


def test_links_in_markdown_lead_to_repositories(read_table: ReadTable) -> None:
    text = (
        "| Model | ARC |\n|---|---|\n| [a](https://huggingface.co/lab/a) | 50 |\n"
        "| [b](https://example.org/b) | 60 |\n| c | 70 |\n"
    )
    board = read_table(text, "scores.md").board
    assert board.fact("name") == ["a", "b", "c"]
    assert board.fact("hub") == ["lab/a", None, None]


@pytest.mark.parametrize(
    ("address", "hub"),
    [
        ("https://huggingface.co/lab/a", "lab/a"),
        ("https://www.huggingface.co/lab/a/", "lab/a"),
        ("https://hf.co/lab/a", "lab/a"),
        ("lab/a", "lab/a"),
        ("https://huggingface.co/spaces/lab", None),
        ("https://huggingface.co/datasets/lab", None),
        ("https://example.org/lab/a", None),
        ("unknown", None),
    ],
)
def test_a_column_of_addresses_tells_repositories(read_table: ReadTable, address: str, hub: str | None) -> None:
    assert read_table(f"Model,URL,ARC\na,{address},50\n").board.fact("hub") == [hub]


@pytest.mark.parametrize(
    ("heading", "cell", "count"),
    [
        ("Params", "7B", 7e9),
        ("Params", "350M", 350e6),
        ("#Params (B)", "7.242", 7.242e9),
        ("Parameters", "7", 7e9),
        ("Parameters", "6738415616", 6738415616),
        ("Params", "unknown", None),
        ("Params", "", None),
    ],
)
def test_parameters_are_read_as_people_write_them(
    read_table: ReadTable, heading: str, cell: str, count: float | None
) -> None:
    found = read_table(f"Model,{heading},ARC\na,{cell},50\n").board.fact("parameters")
    assert found == [count if count is None else pytest.approx(count)]


def test_revision_precision_and_note_are_kept(read_table: ReadTable) -> None:
    board = read_table("Model,Model sha,Precision,Notes,ARC\na,26a66f0,bfloat16,mine,50\n").board
    assert [board.fact(fact) for fact in ("revision", "precision", "note")] == [["26a66f0"], ["bfloat16"], ["mine"]]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("My Board.csv", "my-board"),
        ("my-board-20230728.csv", "my-board-20230728@2023-07-28"),
        ("순위.csv", "table"),
    ],
)
def test_the_file_name_tells_the_board_and_its_day(read_table: ReadTable, name: str, address: str) -> None:
    assert read_table(WIDE, name).board.address == address


def test_board_and_day_that_are_said_win(read_table: ReadTable) -> None:
    assert read_table(WIDE, "x-20230728.csv", board="mine", date="2024-01-01").board.address == "mine@2024-01-01"


# The columns of the second Open LLM Leaderboard

OLL_V2 = (
    "eval_name,Precision,Type,T,Weight type,Architecture,Model,fullname,Model sha,Average ⬆️,Hub License,#Params (B),"
    "Available on the hub,MoE,Flagged,Chat Template,IFEval Raw,IFEval,BBH Raw,BBH,MATH Lvl 5 Raw,MATH Lvl 5,GPQA Raw,"
    "GPQA,MUSR Raw,MUSR,MMLU-PRO Raw,MMLU-PRO,Merged,Official Providers,Upload To Hub Date,Submission Date,Generation,"
    "Base Model"
)


def oll_v2_row(name: str, percent: float) -> str:
    """A line with every raw figure a fraction, and every normalised one the same in percent less 5."""
    anchor = f'"<a target=""_blank"" href=""https://huggingface.co/{name}"" style=""color: red"">{name}</a> <a>x</a>"'
    facts = [f"{name}_x", "bfloat16", "\U0001f4ac chat", "\U0001f4ac", "Original", "LlamaForCausalLM", anchor, name]
    figures = [str(figure) for _ in range(6) for figure in (percent / 100, percent - 5)]
    middle = ["26a66f0", str(percent - 5), "apache-2.0", "7.242", "True", "False", "False", "True"]
    return ",".join([*facts, *middle, *figures, "False", "True", "2024-04-13", "2024-08-05", "1", name])


def test_the_columns_of_the_second_open_llm_leaderboard_are_known(read_table: ReadTable) -> None:
    reading = read_table("\n".join((OLL_V2, oll_v2_row("lab/a", 25), oll_v2_row("lab/b", 50))) + "\n")
    benchmarks = ("ifeval", "bbh", "math-lvl-5", "gpqa", "musr", "mmlu-pro")
    pairs = [(benchmark, metric) for benchmark in benchmarks for metric in ("raw", "normalised")]
    assert [measure[:2] for measure in reading.board.measures] == [("average", "mean"), *pairs]
    assert reading.board.values.tolist() == [[20] + [25, 20] * 6, [45] + [50, 45] * 6]
    facts = ("name", "revision", "precision", "parameters")
    assert [reading.board.fact(fact)[0] for fact in facts] == ["lab/a", "26a66f0", "bfloat16", 7.242e9]
    assert reading.faults == ()


def test_models_as_anchors_are_names_with_repositories(read_table: ReadTable) -> None:
    heading, first = OLL_V2.replace(",fullname", ""), oll_v2_row("lab/a", 25).replace('</a>",lab/a,', '</a>",')
    board = read_table(f"{heading}\n{first}\n").board
    assert (board.fact("name"), board.fact("hub")) == (["lab/a"], ["lab/a"])


# Long tables

LONG = """Model,Task,Metric,n-shot,Score,stderr,items
a,arc_challenge,acc_norm,25,50,1.5,1172
a,hellaswag,acc_norm,10,60,,
b,arc_challenge,acc_norm,25,70,,
"""


def test_a_long_table_has_a_row_a_score(read_table: ReadTable) -> None:
    board = read_table(LONG).board
    assert [measure[:3] for measure in board.measures] == [("arc", "acc_norm", 25), ("hellaswag", "acc_norm", 10)]
    assert values(board) == {("a", "arc"): 50, ("a", "hellaswag"): 60, ("b", "arc"): 70}
    assert [(each["stderr"], each["items"]) for each in scores(board)] == [(1.5, 1172), (None, None), (None, None)]


def test_a_long_table_keeps_a_second_score_of_one_measure(read_table: ReadTable) -> None:
    board = read_table("Model,Task,Score\na,arc,50\na,arc,60\n").board
    assert [(each["name"], each["value"]) for each in scores(board)] == [("a", 50), ("a", 60)]


def test_of_a_long_table_rows_without_a_score_are_left_out(read_table: ReadTable) -> None:
    reading = read_table("Model,Task,Score\na,arc,50\nb,arc,\nc,,60\nd,arc,high\n,arc,60\n")
    assert values(reading.board) == {("a", "arc"): 50}
    assert (4, "names no benchmark: left out") in told(reading.faults)
    assert (5, 'Score is "high", which is no number: left empty') in told(reading.faults)
    assert (6, "names no model: left out") in told(reading.faults)


def test_of_a_long_table_a_metric_without_a_score_above_1_is_of_fractions(read_table: ReadTable) -> None:
    text = "Model,Task,Metric,Score\na,arc,acc,0.5\nb,arc,acc,1\na,quiz,f1,50\nb,quiz,f1,0.5\n"
    assert [each["value"] for each in scores(read_table(text).board)] == [50, 50, 100, 0.5]
    assert [each["value"] for each in scores(read_table(text, unit="percent").board)] == [0.5, 50, 1, 0.5]


def test_of_a_long_table_the_unit_of_a_row_counts(read_table: ReadTable) -> None:
    text = "Model,Task,Score,Unit\na,arc,0.5,percent\na,mmlu,0.5,fraction\na,hellaswag,50,percent\n"
    assert values(read_table(text).board) == {("a", "arc"): 0.5, ("a", "mmlu"): 50, ("a", "hellaswag"): 50}


# Formats


def test_files_of_tables_are_recognised() -> None:
    assert all(recognises(Path(f"a{suffix}"), b"x") for suffix in (".csv", ".TSV", ".txt", ".md", ".parquet"))
    assert recognises(Path("a.json"), b" [")
    assert not recognises(Path("a.json"), b"{")
    assert not recognises(Path("a.csv"), b" \n")
    assert load_importer("table").read is read


def test_a_file_of_any_format_is_read_by_the_one_that_fits(write_file: WriteFile, registry: Registry) -> None:
    snapshot = "Model,Average,ARC (25-shot),Parameters,URL\na,50,50,,\n"
    run = '{"results": {"quiz": {"acc": 0.5}}}'
    found = [
        read_any(write_file(content, name), Request(registry)).board.name
        for content, name in ((snapshot, "x.csv"), (run, "x.json"), (WIDE, "y.csv"))
    ]
    assert found == ["open-llm-leaderboard", "lm-eval", "y"]
    with pytest.raises(BoardError, match=r"x\.pdf is a PDF\. Save its table as CSV"):
        read_any(write_file("%PDF", "x.pdf"), Request(registry))
    with pytest.raises(BoardError, match=r"x\.rst is no board"):
        read_any(write_file("Scores\n", "x.rst"), Request(registry))


# Random tables

names = st.text("abzAZ09구름é ,;|\"'-_./()", max_size=12).map(lambda text: " ".join(f"m{text}".split()))
numbers = st.integers(200, 10_000).map(lambda number: number / 100)
headings = st.lists(st.sampled_from(["ARC", "HellaSwag", "MMLU", "GSM8K", "My Quiz"]), min_size=1, unique=True)


@st.composite
def wide_tables(draw: st.DrawFn) -> dict[str, list[Any]]:
    """Columns of a wide table, of which each has a score."""
    columns: dict[str, list[Any]] = {"Model": draw(st.lists(names, min_size=1, max_size=6))}
    for heading in draw(headings):
        count = len(columns["Model"])
        column = draw(st.lists(st.none() | numbers, min_size=count, max_size=count))
        column[0] = draw(numbers)
        columns[heading] = column
    return columns


def as_csv(columns: dict[str, list[Any]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return text.getvalue().encode()


def as_markdown(columns: dict[str, list[Any]]) -> bytes:
    rows = [list(columns), ["---"] * len(columns), *zip(*columns.values(), strict=True)]
    lines = [" | ".join("" if cell is None else str(cell).replace("|", "\\|") for cell in row) for row in rows]
    return "\n".join(f"| {line} |" for line in lines).encode()


def as_parquet(columns: dict[str, list[Any]]) -> bytes:
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(pyarrow.table(columns), sink)
    content: bytes = sink.getvalue().to_pybytes()
    return content


WRITERS = {"csv": as_csv, "md": as_markdown, "parquet": as_parquet}


def comparable(board: Board) -> list[Any]:
    """Names with their scores, and what these are of."""
    rows = [[None if math.isnan(value) else value for value in row] for row in board.values.tolist()]
    return [board.measures, list(zip(board.fact("name"), rows, strict=True))]


@given(columns=wide_tables())
def test_a_random_table_reads_the_same_from_every_kind_of_file(
    registry: Registry, tmp_path_factory: pytest.TempPathFactory, columns: dict[str, list[Any]]
) -> None:
    folder = tmp_path_factory.mktemp("random")
    expected = list(zip(columns["Model"], map(list, zip(*list(columns.values())[1:], strict=True)), strict=True))
    for suffix, write in WRITERS.items():
        path = folder / f"scores.{suffix}"
        path.write_bytes(write(columns))
        (reading,) = read([path], Request(registry))
        assert (comparable(reading.board)[1], reading.faults) == (expected, ()), suffix


@given(columns=wide_tables(), data=st.data())
def test_rows_in_another_order_are_entries_in_that_order(
    registry: Registry, tmp_path_factory: pytest.TempPathFactory, columns: dict[str, list[Any]], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(columns["Model"]))))
    path = tmp_path_factory.mktemp("random") / "scores.csv"
    boards = []
    for places in (range(len(order)), order):
        path.write_bytes(as_csv({name: [column[place] for place in places] for name, column in columns.items()}))
        boards.append(read([path], Request(registry))[0].board)
    assert comparable(boards[1]) == comparable(boards[0].take(order))


def test_what_looks_like_a_number_stays_text_where_text_belongs(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "runs.csv"
    path.write_text("model,revision,date,arc\n1.10,007,2023,50\n 1.1 ,8,2024,60\n")
    [reading] = read([path], Request(registry))
    assert reading.board.fact("name") == ["1.10", "1.1"]
    assert reading.board.fact("revision") == ["007", "8"]
    assert reading.board.fact("date") == ["2023", "2024"]


def test_lines_are_right_behind_a_line_break_within_quotes(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "runs.csv"
    path.write_text('model,arc\n"a\nb",50\n\nc,60\n')
    [reading] = read([path], Request(registry))
    assert [int(line) for line in reading.board.fact("line")] == [3, 5]
    assert reading.faults == ()


def test_percent_is_no_fraction_though_it_is_said_to_be(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "runs.csv"
    path.write_text("model,arc\na,50\n")
    with pytest.raises(BoardError, match=r"arc has 50\.0, which is no fraction"):
        read([path], Request(registry, unit="fraction"))


def test_figures_that_are_no_percent_keep_their_unit(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "runs.csv"
    path.write_text("model,benchmark,metric,value,unit\na,lambada,perplexity,512.5,number\na,arc,acc,0.5,\n")
    [reading] = read([path], Request(registry))
    assert [measure.unit for measure in reading.board.measures] == ["number", "percent"]
    assert reading.board.values.tolist() == [[512.5, 50]]


def test_scores_in_bold_or_linked_are_scores(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "board.md"
    path.write_text("| Model | ARC |\n|---|---|\n| a | **70.1** |\n| b | [55.5](https://example.org) |\n")
    [reading] = read([path], Request(registry))
    assert reading.board.values.tolist() == [[70.1], [55.5]]


def test_likes_are_neither_the_hub_nor_a_score(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "contents.csv"
    path.write_text("fullname,Hub ❤️,CO₂ cost (kg),IFEval\nlab/a,12,3.5,40\nlab/b,7,1.5,50\n", encoding="utf-8")
    [reading] = read([path], Request(registry))
    assert [measure.benchmark for measure in reading.board.measures] == ["ifeval"]
    assert reading.board.fact("hub") == [None, None]


# Columns that are no shares, or no scores


def test_columns_of_numbers_that_are_no_scores_are_named(read_table: ReadTable) -> None:
    reading = read_table("Rank,Model,Votes,ARC,Params\n1,a,900,50,7\n2,b,800,40,3\n")
    assert reading.left_out == ("Rank", "Votes")
    assert [measure.benchmark for measure in reading.board.measures] == ["arc"]


def test_cells_with_more_than_a_number_are_told(read_table: ReadTable) -> None:
    reading = read_table("Model,SAT,ARC\na,65 (4),50\nb,70 (3),40\n")
    assert told(reading.faults) == [(2, 'SAT holds more than a number in a cell ("65 (4)"): left out')]


def test_without_other_scores_these_cells_are_the_reason(read_table: ReadTable) -> None:
    with pytest.raises(BoardError, match=r'SAT holds more than a number in a cell \("65 / 4"\)'):
        read_table("Model,SAT\na,65 / 4\nb,70 / 3\n")


def test_an_unknown_column_with_negative_figures_is_of_numbers(read_table: ReadTable) -> None:
    reading = read_table("Model,bt\na,0.9\nb,-0.3\nc,-0.7\n")
    assert (reading.board.measures[0].unit, values(reading.board)["b", "bt"]) == ("number", -0.3)
    assert told(reading.faults) == [(0, "bt has negative figures: no percent, but numbers")]


def test_a_column_mostly_out_of_range_is_left_out_in_one_line(read_table: ReadTable) -> None:
    reading = read_table("Model,Quiz,ARC\na,90,50\nb,900,40\nc,901,40\nd,902,40\n")
    (fault,) = told(reading.faults)
    assert fault == (
        3,
        "Quiz is no column of scores (3 of 4 aren't from 0 to 100): left out. If it is one, say its unit: "
        "unit={'Quiz': 'number'}",
    )
    assert [measure.benchmark for measure in reading.board.measures] == ["arc"]


def test_many_cells_that_are_no_scores_are_told_in_few_lines(read_table: ReadTable) -> None:
    rows = "".join(f"m{number},{'x' if number % 3 else 50}y,50\n".replace("50y", "50") for number in range(60))
    reading = read_table(f"Model,ARC,MMLU\n{rows}")
    assert len(reading.faults) == 4
    assert told(reading.faults)[-1][1] == "ARC: so are 37 more cells"


@pytest.mark.parametrize(
    ("asked", "measure"),
    [
        ({"units": {"Quiz": "rating"}}, ("rating", "higher")),
        ({"units": {"Quiz": "cost"}}, ("cost", "lower")),
        ({"lower": ("Quiz",)}, ("percent", "lower")),
        ({"lower": ("Quiz",), "units": {"Quiz": "number"}}, ("number", "lower")),
        ({"unit": "points"}, ("points", "higher")),
    ],
)
def test_a_unit_or_direction_that_is_said_counts(
    read_table: ReadTable, asked: dict[str, Any], measure: tuple[str, str]
) -> None:
    found = read_table("Model,Quiz\na,50\nb,40\n", **asked).board.measures[0]
    assert (found.unit, found.better) == measure


@pytest.mark.parametrize("asked", [{"units": {"Quizz": "rating"}}, {"lower": ("Quizz",)}])
def test_a_unit_of_no_column_is_refused(read_table: ReadTable, asked: dict[str, Any]) -> None:
    with pytest.raises(RequestError, match=r'no column is called "Quizz"\. Did you mean "Quiz"\?'):
        read_table("Model,Quiz\na,50\nb,40\n", **asked)


def test_two_columns_of_one_measure_are_refused(read_table: ReadTable) -> None:
    with pytest.raises(BoardError, match=r"ARC and AI2 Reasoning Challenge are both arc\. Leave one out: map=\{'AI2 R"):
        read_table("Model,ARC,AI2 Reasoning Challenge\na,50,51\n")


def test_errors_in_columns_of_their_own_go_with_their_scores(read_table: ReadTable) -> None:
    board = read_table("Model,ARC,ARC stderr,Quiz,95% CI\na,0.5,0.01,0.6,0.0196\nb,0.6,0.02,,\n").board
    assert board.errors is not None
    assert board.errors[0].tolist() == [1, pytest.approx(1, rel=1e-3)]
    assert [measure.benchmark for measure in board.measures] == ["arc", "Quiz"]


def test_a_sign_of_percent_decides_the_unit(read_table: ReadTable) -> None:
    reading = read_table("Model,Quiz\na,0.5%\nb,0.9%\nc,0.7\nd,50\n")
    assert values(reading.board) == {("a", "Quiz"): 0.5, ("b", "Quiz"): 0.9, ("d", "Quiz"): 50}
    assert told(reading.faults) == [(4, 'Quiz is "0.7", which is no score from 0 to 100: left empty')]


def test_decimal_commas_beside_points_are_refused(read_table: ReadTable) -> None:
    with pytest.raises(BoardError, match=r'numbers have decimal commas \("7,5"\) and points \("8.5"\)'):
        read_table("Model;ARC;MMLU\na;7,5;8.5\n")


@pytest.mark.parametrize("cell", ["1,5", "1.5"])
def test_parameters_have_the_decimals_of_the_scores(read_table: ReadTable, cell: str) -> None:
    score = "60" + cell[1] + "5"
    assert read_table(f"Model;Params (B);ARC\na;{cell};{score}\n").board.fact("parameters") == [1.5e9]


@pytest.mark.parametrize("cell", ["inf", "nan", "-5", "1e300", "9" * 400])
def test_impossible_parameters_are_left_empty(read_table: ReadTable, cell: str) -> None:
    assert read_table(f"Model,Params,ARC\na,{cell},60\nb,7,50\n").board.fact("parameters") == [None, 7e9]


def test_sizes_tell_rows_of_one_name_apart(read_table: ReadTable) -> None:
    board = read_table("Model,Size,ARC\nLlama,7B,50\nLlama,13B,60\nOther,7B,40\n").board
    assert board.fact("name") == ["Llama 7B", "Llama 13B", "Other"]


# Averages that are stated


def test_a_wrong_average_is_told(read_table: ReadTable) -> None:
    reading = read_table("Model,Average,ARC,MMLU\na,50,40,60\nb,90,60,80\nc,60,50,70\n")
    assert told(reading.faults) == [(3, '"b": the stated average is 90, and the mean of its scores 70.00')]


def test_averages_over_others_are_told_in_one_line(read_table: ReadTable) -> None:
    reading = read_table("Model,Average,ARC,MMLU\na,55,40,60\nb,90,60,80\nc,61,50,70\n")
    ((_, message),) = told(reading.faults)
    assert message.startswith("the stated average isn't the mean of the columns beside it in 2 of 3 rows")


@pytest.mark.parametrize("row", ["a,50.05,40.1,60.1", "a,50,40,", "a,,40,60", "a,51,40,61"])
def test_rounding_and_gaps_are_no_wrong_average(read_table: ReadTable, row: str) -> None:
    assert read_table(f"Model,Average,ARC,MMLU\n{row}\nb,50,40,60\n").faults == ()


@pytest.mark.parametrize("heading", ["Overall", "Global Average", "avg", "총점", "Mean"])
def test_averages_of_others_are_not_averaged_again(read_table: ReadTable, heading: str) -> None:
    board = read_table(f"Model,{heading},ARC,MMLU\na,50,40,60\n").board
    assert [measure.metric for measure in board.measures] == ["mean", None, None]


def test_an_average_alone_is_a_score(read_table: ReadTable) -> None:
    assert read_table("Model,Overall\na,50\n").board.measures[0].metric is None


def test_an_average_of_one_benchmark_is_its_score(read_table: ReadTable) -> None:
    board = read_table("Model,MMLU avg,Overall Acc,ARC\na,50,55,60\n", mapping={"MMLU avg": "mmlu"}).board
    assert [measure.metric for measure in board.measures] == [None, "mean", None]


@pytest.mark.parametrize("cell", ["1e999", "-1e999", "1e30", "nan"])
def test_shots_that_no_number_is_large_enough_for_are_none(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "long.csv"
    path.write_text(f"model,benchmark,score,shots\na,arc,50,{cell}\n", encoding="utf-8")
    (reading,) = read([path], Request(Registry()))
    assert [measure.shots for measure in reading.board.measures] == [None]
