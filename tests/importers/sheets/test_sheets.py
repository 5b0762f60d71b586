"""The tables of files of every kind, as rows of text."""

from __future__ import annotations

import datetime
import json
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import LINEAR, growth
from tests.importers.conftest import WriteFile

from llmsurvey.errors import BoardError, RequestError
from llmsurvey.importers.sheets import Sheet, read_sheets
from llmsurvey.importers.sheets.csv import delimiter_of
from llmsurvey.importers.sheets.html import tables_in


def cells(sheet: Sheet) -> list[list[str]]:
    return [*([sheet.heading.cells] if sheet.heading else []), *(row.cells for row in sheet.rows)]


# CSV


@pytest.mark.parametrize("mark", [";", "\t", "|", ","])
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_first_line_says_what_separates_cells(write_file: WriteFile, mark: str, quote: str) -> None:
    path = write_file(f"{quote}sep={mark}{quote}\r\nModel{mark}ARC\r\na{mark}50\r\n")
    (sheet,) = read_sheets(path)
    assert (cells(sheet), [row.line for row in sheet.rows]) == ([["Model", "ARC"], ["a", "50"]], [2, 3])


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Model;ARC\na;53,1\nb;55,4\n", ";"),
        ('"Model, all";ARC\n"a, b";50\n', ";"),
        ('Model,ARC\n"a;b;c",50\n"d;e;f",60\n', ","),
        ("Title of it all\nModel\tARC\na\t50\n", "\t"),
        ("Model|ARC|MMLU\na|50|60\n", "|"),
        ("Model\na\n", ","),
    ],
)
def test_the_rows_tell_what_separates_cells(text: str, delimiter: str) -> None:
    assert delimiter_of(text) == delimiter


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_way(write_file: WriteFile, end: str) -> None:
    (sheet,) = read_sheets(write_file(f"Model,ARC{end}a,50{end}b,60{end}".encode()))
    assert cells(sheet) == [["Model", "ARC"], ["a", "50"], ["b", "60"]]


ENCODED = [
    ("utf-8-sig", None),
    ("utf-16", None),
    ("utf-32", None),
    ("utf-16-le", "utf-16-le"),
    ("cp949", "cp949"),
    ("euc-kr", "euc-kr"),
    ("utf-8", "UTF-8"),
]


@pytest.mark.parametrize(("encoding", "said"), ENCODED)
def test_text_in_other_encodings_is_read(write_file: WriteFile, encoding: str, said: str | None) -> None:
    (sheet,) = read_sheets(write_file("모델,점수\n구름,50\n".encode(encoding)), said)
    assert cells(sheet) == [["모델", "점수"], ["구름", "50"]]


@pytest.mark.parametrize("encoding", ["nonsense", "rot13", "base64", "zlib", "", "\0"])
def test_an_encoding_that_is_none_is_refused(write_file: WriteFile, encoding: str) -> None:
    with pytest.raises(RequestError, match="is no encoding of text"):
        read_sheets(write_file("Model,ARC\na,50\n"), encoding)


@pytest.mark.parametrize(
    ("start", "told"),
    [
        (b"PK\x03\x04\xff", r"is a zip archive or an Excel file. Unpack it first"),
        (b"\xd0\xcf\x11\xe0", "is an old Excel file"),
        (b"\x1f\x8b\x08\xff", "is compressed"),
        (b"%PDF-1.7\n\xff", "is a PDF"),
        (b"PAR1\xff", "is a Parquet file"),
        ("모델".encode("cp949"), "isn't UTF-8"),
    ],
)
def test_what_is_no_text_is_called_by_its_kind(write_file: WriteFile, start: bytes, told: str) -> None:
    with pytest.raises(BoardError, match=told):
        read_sheets(write_file(start))


# Markdown


def test_all_tables_of_a_text_have_their_titles(write_file: WriteFile) -> None:
    text = (
        "# Our *model*\n\n| M | ARC |\n|---|:-:|\n| a | 50 |\n\n## More ##\ntext\n\nM | MMLU\n--- | ---\nb | 60\nc|\n"
        "\n<table><tr><th>M</th><th>GSM8K</th></tr><tr><td>d</td><td>70</td></tr></table>\n"
    )
    sheets = read_sheets(write_file(text, "README.md"))
    assert [(sheet.title, cells(sheet)) for sheet in sheets] == [
        ("Our model", [["M", "ARC"], ["a", "50"]]),
        ("More", [["M", "MMLU"], ["b", "60"], ["c"]]),
        ("", [["M", "GSM8K"], ["d", "70"]]),
    ]
    assert [sheet.rows[0].line for sheet in sheets] == [5, 12, 15]


@pytest.mark.parametrize("text", ["| M | ARC |\n| a | 50 |\n", "a\n---\nb\n", "| M |\n|x-|\n", "---|---\n", "# T\n"])
def test_markdown_without_a_table_is_told(write_file: WriteFile, text: str) -> None:
    with pytest.raises(BoardError, match="has no Markdown table"):
        read_sheets(write_file(text, "README.md"))


@pytest.mark.parametrize("part", [" ", "|", "-|", "| ", ":", "\\|", "|\n", "-|-\n", "a|\n-|\n", "<td>", "<table><tr>"])
def test_work_on_markdown_grows_with_its_length(write_file: WriteFile, part: str) -> None:
    def read(path: Path) -> None:
        with suppress(BoardError):
            read_sheets(path)

    assert growth(read, lambda number: write_file(part * number + "x|", f"{number}.md"), 4000) < LINEAR


# HTML


def test_spans_are_written_out_and_headings_joined() -> None:
    (sheet,) = tables_in(
        "<table><thead><tr><th rowspan=2>Model</th><th colspan='2'>Korean</th><th rowspan=2>ARC</th></tr>"
        "<tr><th>KMMLU</th><th>CLIcK</th></tr></thead>"
        "<tr><td rowspan=2>a</td><td>1</td><td>2</td><td>3</td></tr><tr><td>4</td><td colspan=2>5</td></tr></table>"
    )
    assert cells(sheet) == [
        ["Model", "Korean KMMLU", "Korean CLIcK", "ARC"],
        ["a", "1", "2", "3"],
        ["a", "4", "5", "5"],
    ]


def test_cells_that_are_not_closed_end_at_the_next() -> None:
    (sheet,) = tables_in("<table>\n<tr><th>M<th>ARC\n<tr><td>a<td><b>50</b>\n</table>")
    assert (cells(sheet), sheet.rows[0].line) == ([["M", "ARC"], ["a", "50"]], 4)


def test_what_is_in_comments_is_no_table() -> None:
    html = "<!-- <table><tr><td>x</td><td>1</td></tr></table> -->\n<table><tr><td>M</td><td>A</td></tr><!-- <tr> -->"
    (sheet,) = tables_in(f"{html}<tr><td>a</td><td>2</td></tr></table>")
    assert cells(sheet) == [["M", "A"], ["a", "2"]]


def test_a_page_has_its_tables_below_their_captions(write_file: WriteFile) -> None:
    page = (
        "<h2>One</h2><table><tr><td>M<td>A<tr><td>a<td>1</table>"
        "<table><caption>Two</caption><tr><td>M<td>A<tr><td>b<td>2</table>"
    )
    sheets = read_sheets(write_file(page, "page.html"))
    assert [(sheet.title, sheet.rows[0].cells) for sheet in sheets] == [("One", ["a", "1"]), ("Two", ["b", "2"])]


def test_a_table_that_spans_to_an_enormous_size_is_none() -> None:
    row = "<tr>" + "<td colspan=9999 rowspan=9999>x</td>" * 40 + "</tr>"
    assert tables_in(f"<table>{row * 40}</table>") == []


@given(st.text("<>/tabledrh =\"'1!-\n", max_size=200))
def test_any_text_makes_tables_or_none(text: str) -> None:
    assert isinstance(tables_in(text), list)


# Excel


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_each_sheet_of_a_workbook_is_a_table(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", One=[["Model", "ARC"], ["a", 50.25], ["b", None]], Empty=[], Two=[["x", True]])
    first, second = read_sheets(path)
    assert (first.title, cells(first)) == ("One", [["Model", "ARC"], ["a", "50.25"], ["b"]])
    assert (second.title, cells(second)) == ("Two", [["x", "true"]])


def test_percent_and_dates_of_a_workbook_are_as_shown(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", One=[["a", 0.7424, datetime.date(2024, 6, 24)]])
    book = openpyxl.load_workbook(path)
    book["One"]["B1"].number_format = "0.00%"
    book.save(path)
    (sheet,) = read_sheets(path)
    assert cells(sheet) == [["a", "74.24%", "2024-06-24T00:00:00"]]


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"no zip", b"PK\x05\x06" + b"\0" * 18])
def test_a_workbook_that_is_none_is_refused(write_file: WriteFile, content: bytes) -> None:
    with pytest.raises(BoardError, match="isn't a workbook that can be read"):
        read_sheets(write_file(content, "a.xlsx"))


def test_a_workbook_that_unpacks_to_an_enormous_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"xl/{number}", b"\0" * (100 * 2**20))
    with pytest.raises(BoardError, match="unpacks to 300 MiB"):
        read_sheets(path)


def test_a_workbook_has_no_encoding(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="encoding is for text"):
        read_sheets(workbook(tmp_path / "a.xlsx", One=[["a", 1]]), "cp949")


# JSON


def test_objects_are_rows_whatever_their_keys(write_file: WriteFile) -> None:
    records = [
        {"Model": "a", "ARC": 50.10},
        {"Model": "b", "MMLU": 1e-7, "ok": True, "tags": ["x", 2], "more": {"y": 1}},
    ]
    (sheet,) = read_sheets(write_file(json.dumps(records), "a.json"))
    assert cells(sheet) == [
        ["Model", "ARC", "MMLU", "ok", "tags", "more y"],
        ["a", "50.1", "", "", "", ""],
        ["b", "", "1e-07", "true", "x; 2", "1"],
    ]


def test_objects_a_line_know_their_lines(write_file: WriteFile) -> None:
    (sheet,) = read_sheets(write_file('{"Model": "a"}\n\n{"Model": "b"}\n', "a.jsonl"))
    assert [row.line for row in sheet.rows] == [1, 3]


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("{}", "a.json", "write a list of objects"),
        ("[1, 2]", "a.json", "write a list of objects"),
        ('[{"a": 1},', "a.json", r"a\.json:1: isn't whole JSON"),
        ('{"a": 1}\n{"a": \n', "a.jsonl", r"a\.jsonl:2: isn't whole JSON"),
        ('{"a": 1}\n3\n', "a.jsonl", r"a\.jsonl:2: is no JSON object"),
        ("[" * 100_000, "a.json", "can't be read: too deep"),
    ],
)
def test_other_json_is_refused_with_its_line(write_file: WriteFile, text: str, name: str, told: str) -> None:
    with pytest.raises(BoardError, match=told):
        read_sheets(write_file(text, name))


def test_objects_that_share_no_keys_are_no_table(write_file: WriteFile) -> None:
    text = json.dumps([{f"key{number}": 1} for number in range(5000)])
    with pytest.raises(BoardError, match="its objects have 5000 different keys"):
        read_sheets(write_file(text, "a.json"))
