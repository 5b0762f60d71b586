"""`llmsurvey timeline`: a drawing, Mermaid, or rows."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from tests.cli.conftest import Run


def test_a_drawing_is_the_default(run: Run) -> None:
    text = run("timeline").stdout
    assert text.startswith("2013 ─┬─ 2013-08-14  word2vec")
    assert run("timeline", "--output", "-").stdout == text


@pytest.mark.parametrize(("file", "start"), [("a.mmd", "timeline\n"), ("a.csv", "released,"), ("a.txt", "2013 ─┬─ ")])
def test_the_suffix_of_a_file_says_its_format(run: Run, tmp_path: Path, file: str, start: str) -> None:
    assert run("timeline", "--output", file).stdout == ""
    assert (tmp_path / file).read_text().startswith(start)


def test_csv_has_every_event_of_the_drawing_and_of_mermaid(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("timeline", "--format", "csv").stdout)))
    assert len(rows) == 30
    assert [row["released"] for row in rows] == sorted(row["released"] for row in rows)
    drawing = run("timeline").stdout
    assert all(f"─ {row['released']:10}  {row['name']} " in drawing for row in rows)
    assert run("timeline", "--format", "mermaid").stdout.count(" : ") == len(rows)


@pytest.mark.parametrize("by", ["year", "developer", "kind"])
def test_groups_change_the_order_alone(run: Run, by: str) -> None:
    lines = run("timeline", "--format", "csv").stdout.splitlines()
    assert sorted(run("timeline", "--by", by, "--format", "csv").stdout.splitlines()) == sorted(lines)


def test_columns_ask_for_rows(run: Run) -> None:
    result = run("timeline", "--columns", "printed_year,printed_name", "--where", "id=galactica")
    assert result.stdout.splitlines()[1].split() == ["2022", "Galatica"]


def test_a_grouping_that_there_is_not_is_exit_2(run: Run) -> None:
    result = run("timeline", "--by", "size")
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("form", ["drawing", "mermaid"])
@pytest.mark.parametrize("option", ["--limit=3", "--where=year=2023", "--sort=name", "--columns=name", "--transpose"])
def test_a_format_that_has_no_rows_refuses_what_is_about_rows(run: Run, form: str, option: str) -> None:
    result = run("timeline", "--format", form, option)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.endswith(" go with a format of rows.\n")


def test_a_day_has_what_was_out_by_then(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("timeline", "--format", "csv").stdout)))
    asked = list(csv.DictReader(io.StringIO(run("timeline", "--as-of", "2019", "--format", "csv").stdout)))
    assert [row["name"] for row in asked] == [row["name"] for row in rows if row["released"] < "2020"] != []
