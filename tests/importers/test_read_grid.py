"""Tables as they stand in files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest
from tests.importers.conftest import WriteFile, told

from llmsurvey.errors import BoardError, RequestError
from llmsurvey.importers.grid import Grid
from llmsurvey.importers.read_grid import read_as_text, read_grid


def cells(grid: Grid) -> dict[str, list[object]]:
    """The columns as lists, without what is no number."""
    return {
        name: [None if isinstance(cell, float) and np.isnan(cell) else cell for cell in column]
        for name, column in grid.columns.items()
    }


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_heading_tells_what_separates_cells(write_file: WriteFile, delimiter: str) -> None:
    path = write_file("Model,ARC,MMLU\na,50.5,60\nb,,70\n".replace(",", delimiter))
    assert cells(read_grid(path)) == {"Model": ["a", "b"], "ARC": [50.5, None], "MMLU": [60, 70]}
    assert cells(read_as_text(path)) == {"Model": ["a", "b"], "ARC": ["50.5", None], "MMLU": ["60", "70"]}


def test_each_row_knows_its_line(write_file: WriteFile) -> None:
    assert list(read_grid(write_file("Model,ARC\na,50\nb,60\n")).lines) == [2, 3]
    assert list(read_as_text(write_file("Model,ARC\n\na,50\n\n\nb,60\n")).lines) == [3, 6]
    assert list(
        read_grid(write_file("Scores:\n\n| Model | ARC |\n|---|---|\n| a | 50 |\n| b | 60 |\n", "a.md")).lines
    ) == [
        5,
        6,
    ]


def test_the_line_of_a_row_with_a_line_break_in_it_is_its_last(write_file: WriteFile) -> None:
    grid = read_as_text(write_file('Model,ARC\n"a\nb",50\nc,60\n'))
    assert cells(grid)["Model"] == ["a b", "c"]
    assert list(grid.lines) == [3, 4]


def test_a_row_that_has_not_the_cells_of_the_heading_is_told_and_left_out(write_file: WriteFile) -> None:
    grid = read_grid(write_file("Model,ARC,MMLU\na,50,60\nb,60\nc,60,70,80\nd,70,80\n"))
    assert cells(grid)["Model"] == ["a", "d"]
    assert list(grid.lines) == [2, 5]
    assert told(grid.faults) == [
        (3, "has 2 cells where 3 are named: left out"),
        (4, "has 4 cells where 3 are named: left out"),
    ]


def test_a_heading_and_cells_are_without_spaces_around_them(write_file: WriteFile) -> None:
    assert cells(read_as_text(write_file(" Model , ARC \n a , 50 \n"))) == {"Model": ["a"], "ARC": ["50"]}


@pytest.mark.parametrize("heading", ["Model,ARC,ARC", "Model,ARC, ARC"])
def test_a_heading_that_stands_twice_is_told_apart_by_its_place(write_file: WriteFile, heading: str) -> None:
    path = write_file(f"{heading}\na,50,60\n")
    assert list(read_grid(path).columns) == list(read_as_text(path).columns) == ["Model", "ARC", "ARC (column 3)"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("llama,50,60\nb,40,30\n", "1: holds numbers where the heading should be"),
        ("Model\na\n", "1: isn't the heading of a table: it names one column"),
    ],
)
def test_an_odd_heading_is_refused(write_file: WriteFile, text: str, problem: str) -> None:
    path = write_file(text)
    for read in (read_grid, read_as_text):
        with pytest.raises(BoardError) as caught:
            read(path)
        assert str(caught.value) == f"{path}:{problem}."


def test_a_cell_that_is_too_long_is_refused_with_its_line(write_file: WriteFile) -> None:
    with pytest.raises(BoardError, match=r"scores\.csv:3: field larger than field limit"):
        read_as_text(write_file(f"Model,ARC\na,50\n{'b' * 200_000},60\n"))


@pytest.mark.parametrize("line", ["모델,ARC\n구름,50\n", "Model,ARC\n구름,50\n"])
def test_korean_in_another_encoding_is_refused(write_file: WriteFile, line: str) -> None:
    with pytest.raises(BoardError, match="isn't UTF-8"):
        read_grid(write_file(line.encode("cp949")))


def test_korean_and_a_byte_order_mark_are_read(write_file: WriteFile) -> None:
    assert cells(read_grid(write_file("\ufeff모델,ARC\n구름,50\n"))) == {"모델": ["구름"], "ARC": [50]}


@pytest.mark.parametrize(
    ("heading", "below", "names"),
    [
        ("Model,ARC,MMLU", ",25-shot,5-shot", ["Model", "ARC 25-shot", "MMLU 5-shot"]),
        ("Model,TC,STS", ",F1,Pearson", ["Model", "TC F1", "STS Pearson"]),
        (",ARC,MMLU", ",(25-shot),5 shots", ["ARC (25-shot)", "MMLU 5 shots"]),
    ],
)
def test_a_heading_goes_on_in_its_second_line(
    write_file: WriteFile, heading: str, below: str, names: list[str]
) -> None:
    grid = read_as_text(write_file(f"{heading}\n{below}\na,50,60\nb,60,70\n"))
    assert [name for name in grid.columns if name not in grid.unnamed] == names
    assert list(grid.lines) == [3, 4]


@pytest.mark.parametrize("below", [",MoE,Dense", "a,high,low", ",50,low", ",,"])
def test_other_rows_are_no_second_line(write_file: WriteFile, below: str) -> None:
    grid = read_as_text(write_file(f",ARC,MMLU\n{below}\nb,60,70\nc,60,70\n"))
    assert "ARC" in grid.columns


# Markdown


TWO = "# Scores\n\nModel | ARC\n:--|--:\na | 50\n| b | |\n\n## *Others*\n\nModel | ARC\n--|--\nc | 60\n"


@pytest.mark.parametrize(
    ("table", "models"), [("1", ["a", "b"]), ("scores", ["a", "b"]), ("2", ["c"]), ("Others", ["c"])]
)
def test_one_of_several_tables_is_named_by_number_or_title(
    write_file: WriteFile, table: str, models: list[str]
) -> None:
    assert cells(read_grid(write_file(TWO, "scores.md"), table=table))["Model"] == models


@pytest.mark.parametrize("table", [None, "3", "Nothing"])
def test_which_of_several_tables_must_be_said(write_file: WriteFile, table: str | None) -> None:
    with pytest.raises(RequestError, match=r"1 \(line 3, Scores\), 2 \(line 10, Others\)"):
        read_grid(write_file(TWO, "scores.md"), table=table)


def test_tables_without_numbers_are_passed_over(write_file: WriteFile) -> None:
    text = "| Model | Licence |\n|---|---|\n| a | MIT |\n\n" + TWO.partition("## *Others*")[0]
    assert cells(read_grid(write_file(text, "scores.md")))["Model"] == ["a", "b"]


def test_a_bar_in_a_markdown_cell_is_escaped(write_file: WriteFile) -> None:
    assert cells(read_grid(write_file("| Model | ARC |\n|---|---|\n| a\\|b | 50 |\n", "a.md")))["Model"] == ["a|b"]


@pytest.mark.parametrize("text", ["# Scores\n", "| Model | ARC |\n| a | 50 |\n", "---\n", "a\n---\nb\n"])
def test_markdown_without_a_table_is_refused(write_file: WriteFile, text: str) -> None:
    with pytest.raises(BoardError, match="has no Markdown table"):
        read_grid(write_file(text, "scores.md"))


# Parquet


def test_a_parquet_table_is_read_by_column(tmp_path: Path) -> None:
    table = pyarrow.table({"Model": ["a", None, "구름"], "ARC": [50.5, None, 60], "ok": [True, False, None]})
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    assert cells(read_grid(tmp_path / "a.parquet")) == {
        "Model": ["a", None, "구름"],
        "ARC": [50.5, None, 60],
        "ok": ["true", "false", None],
    }


def test_a_parquet_file_that_is_none_is_refused(write_file: WriteFile) -> None:
    with pytest.raises(BoardError, match=r"a\.parquet isn't a Parquet table that can be read"):
        read_grid(write_file("Model,ARC\na,50\n", "a.parquet"))


def test_without_a_thread_for_the_fast_reader_the_careful_one_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "board.csv"
    path.write_text("model,arc\na,70\nb,60\n")
    usual = read_grid(path)

    def refuse(*_: object, **__: object) -> None:
        raise pyarrow.ArrowException("Unknown error: Failed to launch worker thread")

    monkeypatch.setattr("pyarrow.csv.read_csv", refuse)
    grid = read_grid(path)
    assert list(grid.columns) == list(usual.columns)
    assert [str(cell) for cell in grid.columns["model"]] == ["a", "b"]
    assert [float(str(cell)) for cell in grid.columns["arc"]] == [70.0, 60.0]


@pytest.mark.parametrize("name", ["board", "board.dat", "-"])
def test_a_file_of_any_other_name_is_taken_for_csv(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("model,arc\na,70\n\nb,60\n")
    assert [str(cell) for cell in read_grid(tmp_path / name).columns["model"]] == ["a", "b"]
