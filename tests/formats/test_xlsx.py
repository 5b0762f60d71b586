"""A workbook."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from llmsurvey.errors import OutputError
from llmsurvey.formats.xlsx import render
from llmsurvey.tables import Column, Table

TABLE = Table(
    (Column("name"), Column("n", numeric=True)), (("a", 7), ("b", 12_898_631_680), ("c", None)), "Title", ("one", "=2")
)


def book(table: Table) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(render(table)))


def test_numbers_are_numbers_and_what_is_unknown_is_empty() -> None:
    sheet = book(TABLE).worksheets[0]
    assert [(cell.value, cell.data_type) for cell in sheet["B"][1:]] == [(7, "n"), (12_898_631_680, "n"), (None, "n")]


def test_notes_stand_on_a_sheet_of_their_own_as_text() -> None:
    notes = book(TABLE)["notes"]
    assert [(cell.value, cell.data_type) for cell in notes["A"]] == [("one", "s"), ("=2", "s")]
    assert book(Table(TABLE.columns, TABLE.rows)).sheetnames == ["llmsurvey"]


def test_the_header_stays_in_sight() -> None:
    assert book(TABLE).worksheets[0].freeze_panes == "A2"


def test_no_clock_is_read() -> None:
    with zipfile.ZipFile(io.BytesIO(render(TABLE))) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert b"2023-07-27" in archive.read("docProps/core.xml")


@pytest.mark.parametrize("text", ["https://example.org", "mailto:a@example.org", "internal:x!A1", "{=1+1}"])
def test_text_that_looks_like_a_link_stays_text(text: str) -> None:
    cell = book(Table((Column("x"),), ((text,),))).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


@pytest.mark.parametrize("text", ["\ufffe", "\uffff", "a\uffffb"])
def test_what_xml_forbids_leaves_the_workbook_readable(text: str) -> None:
    assert book(Table((Column("x"),), ((text,),))).worksheets[0]["A2"].value is not None


def test_a_text_that_no_cell_of_excel_holds_is_refused_and_not_cut() -> None:
    with pytest.raises(OutputError, match="32,768"):
        render(Table((Column("x"),), (("a" * 32_768,),)))
