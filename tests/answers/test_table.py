"""The survey's tables: cell for cell as printed, and corrected by nothing but errata."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from llmsurvey.answers.table import corrected_table, printed_table
from llmsurvey.formats import render
from llmsurvey.messages import Either
from llmsurvey.records.printed_table import PrintedTable
from llmsurvey.registry.built_in import Survey
from llmsurvey.registry.registry import Registry
from llmsurvey.registry.scores import load_scores
from llmsurvey.tables import Table
from llmsurvey.tables.text import turn_table

CHECKSUMS = {
    1: "fcf329a3a989aa94201ec9803dde6983cd864742fd76ab4f0ac96fad8f397f2f",
    2: "7695818dc1dcefb038a2a7c3a29f883b6517b58df996709c12c0208681d2494c",
    3: "44eb9560de6e2db8568e22c65b0611717f2014c1e2bd5d07d1b3dc76a922875d",
    4: "13f0a596a6515760a16d272031643b9f1abdf7fda50aaf42c2ee7536e8c51d49",
}
"""SHA-256 of the headings and cells, tabs between cells and a line a row, taken from the survey's own text."""

ROWS = {1: 11, 2: 10, 3: 5, 4: 12}


def as_text(form: PrintedTable, table: Table) -> str:
    """Headings and cells of a table as they stand in the survey's text."""
    lines = [[column.heading for column in form.columns]]
    lines += [[str(cell) for cell in row[: len(form.columns)]] for row in table.rows]
    return "".join("\t".join(line) + "\n" for line in lines)


def corrected(registry: Registry, survey: Survey, number: int) -> Table:
    return corrected_table(survey, survey.table(number), load_scores(registry)).table()


def as_printed_table(survey: Survey, number: int) -> Table:
    return printed_table(survey.table(number)).table()


@pytest.mark.parametrize("number", ROWS)
def test_printed_cells_stand_in_the_survey_itself(survey: Survey, paper: str, number: int) -> None:
    printed = as_text(survey.table(number), as_printed_table(survey, number))
    start = paper.index(printed.splitlines()[0])
    assert paper[start:].startswith(printed)
    assert paper[start + len(printed)] == "\n", "a row is missing at the end"


@pytest.mark.parametrize("number", ROWS)
def test_captions_stand_in_the_survey_itself(survey: Survey, paper: str, number: int) -> None:
    caption = survey.table(number).caption
    assert caption.en in paper
    assert caption.ko in paper
    assert caption.en.startswith(f"Table {number}. ")


@pytest.mark.parametrize("number", ROWS)
def test_printed_cells_have_not_changed(survey: Survey, number: int) -> None:
    printed = as_printed_table(survey, number)
    assert len(printed.rows) == ROWS[number]
    digest = hashlib.sha256(as_text(survey.table(number), printed).encode()).hexdigest()
    assert digest == CHECKSUMS[number]


@pytest.mark.parametrize("number", ROWS)
def test_a_cell_differs_from_the_print_only_where_an_erratum_is_named(
    registry: Registry, survey: Survey, number: int
) -> None:
    printed, right = as_printed_table(survey, number), corrected(registry, survey, number)
    mistakes = [each for each in survey.errata if each.table == number and each.row and each.kind != "note"]
    errata = {(each.row, each.column): each for each in mistakes}
    for row in range(len(printed.rows)):
        named = dict(zip(cell(right, row, "changed_cells"), cell(right, row, "errata"), strict=True))
        for column in survey.table(number).columns:
            erratum = errata.get((row + 1, column.heading))
            assert named.get(column.name) == (erratum.name if erratum else None)
            assert right.marks.get((row, column.name)) == (erratum.name if erratum else None)
            if erratum is None:
                assert cell(right, row, column.name) == cell(printed, row, column.name)
            else:
                assert str(cell(printed, row, column.name)) == erratum.printed


def cell(table: Table, row: int, name: str) -> Any:
    return table.rows[row][table.names().index(name)]


def test_corrected_dates_and_developers_of_table_1_are_those_of_the_registry(
    registry: Registry, survey: Survey
) -> None:
    table = corrected(registry, survey, 1)
    for row in range(len(table.rows)):
        model = registry.model_by_id[str(cell(table, row, "id"))]
        assert model.released is not None
        assert str(cell(table, row, "date")) == model.released[:7].replace("-", ".")
        developer = str(cell(table, row, "developer"))
        assert any(name.startswith(developer) for name in model.developers), (developer, model.developers)


def test_corrected_names_of_table_2_are_repositories_of_the_registry(registry: Registry, survey: Survey) -> None:
    table = corrected(registry, survey, 2)
    hubs = {score.hub for score in load_scores(registry) if score.table == "2" and score.hub}
    assert {str(cell(table, row, "model")) for row in range(len(table.rows))} == hubs


def test_table_4_says_what_each_row_really_measures(registry: Registry, survey: Survey) -> None:
    table = corrected(registry, survey, 4)
    measured = {(str(cell(table, row, "benchmark")), str(cell(table, row, "metric"))) for row in range(12)}
    assert measured == {("hellaswag", "accuracy"), ("hellaswag", "acc_norm"), ("kobest-hellaswag", "f1")}


@pytest.mark.parametrize("number", ROWS)
def test_every_format_of_a_document_has_the_caption(survey: Survey, number: int) -> None:
    table = as_printed_table(survey, number)
    latex = render(table, "latex").decode()
    assert rf"\label{{tab:survey-{number}-printed}}" in latex
    assert re.search(r"\\caption\{[A-Z]", latex)
    assert "Table" not in latex.split(r"\caption{")[1].split("}")[0], "LaTeX numbers tables itself"
    assert render(table, "md").decode().splitlines()[0].startswith(f"Table {number}. ")


def test_a_corrected_caption_is_that_of_its_erratum(registry: Registry, survey: Survey) -> None:
    """E43: the Korean caption of Table 2 is that of Table 1. E65, E66: two benchmarks, and another date, in Table 4."""
    of_caption = {each.number: each for each in survey.errata if each.column == "caption"}
    assert list(of_caption) == [43, 65, 66]
    for number, erratum, en, ko in ((2, 43, "", " [E43]"), (4, 65, " [E65, E66]", " [E65, E66]")):
        title = corrected(registry, survey, number).title
        assert isinstance(title, Either)
        assert (title, title.ko) == (of_caption[erratum].correct.en + en, of_caption[erratum].correct.ko + ko)
        assert survey.table(number).caption.ko not in title.ko
    for number in (1, 3):
        assert corrected(registry, survey, number).title == survey.table(number).caption.en


def test_turned_a_table_keeps_its_marks(registry: Registry, survey: Survey) -> None:
    table = corrected(registry, survey, 1)
    table = table.select(["id", *table.select_brief().names()])  # the first column becomes the headings
    whole, turn = (render(each, "md").decode() for each in (table, turn_table(table)))
    assert sorted(re.findall(r"E\d+\\?\]", whole)) == sorted(re.findall(r"E\d+\\?\]", turn)) != []


@pytest.mark.parametrize("number", ROWS)
def test_in_a_document_a_mark_is_explained(registry: Registry, survey: Survey, number: int) -> None:
    above, below = render(corrected(registry, survey, number), "latex").decode().split(r"\end{tabular}")
    marked = re.search(r"\n\\par\\smallskip\\footnotesize \[(E\d+)\] and the like: corrected", below)
    assert marked is not None
    assert f"[{marked[1]}]" in above


@pytest.mark.parametrize("number", ROWS)
@pytest.mark.parametrize("as_printed", [True, False])
def test_the_latex_compiles(registry: Registry, survey: Survey, number: int, as_printed: bool, tmp_path: Path) -> None:
    if shutil.which("pdflatex") is None:
        pytest.skip("pdflatex is not installed")
    table = as_printed_table(survey, number) if as_printed else corrected(registry, survey, number)
    source = (
        "\\documentclass{article}\n\\usepackage[T1]{fontenc}\n\\usepackage{textcomp,booktabs,graphicx}\n"
        "\\begin{document}\n" + render(table.select_brief(), "latex").decode() + "\\end{document}\n"
    )
    (tmp_path / "table.tex").write_text(source, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "table.tex"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stdout[-2000:]
