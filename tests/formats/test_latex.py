"""A table for a LaTeX document."""

from __future__ import annotations

import re

import pytest

from llmsurvey.formats.latex import escape_latex, render
from llmsurvey.tables import Column, Table

OPTION = re.compile(r"\\(\\|toprule|midrule|bottomrule)\s*[\[*]")
"""What LaTeX takes for the option or the star of a command, whatever space and line end stand between."""


def lines(*rows: tuple[str, ...]) -> list[str]:
    table = Table(tuple(Column(f"c{place}") for place in range(len(rows[0]))), rows)
    return render(table).decode().splitlines()


@pytest.mark.parametrize("text", ["--", "---", "----", "-----", "a--b---c"])
def test_hyphens_stay_hyphens(text: str) -> None:
    assert "--" not in escape_latex(text)
    assert escape_latex(text).replace("{}", "") == text


@pytest.mark.parametrize("text", [",,", "<<", ">>", "``", "''", "!`", "?`"])
def test_no_two_signs_become_one(text: str) -> None:
    """The ligatures of the T1 encoding, which the first line asks for."""
    assert text not in escape_latex(text)


@pytest.mark.parametrize("text", ["[x]", "[red]", "*", "*a*", "[1pt] x"])
def test_a_row_that_begins_with_a_bracket_or_a_star_is_no_option_of_the_line_before(text: str) -> None:
    written = render(Table((Column(text), Column("b")), ((text, "y"), (text, "z")))).decode()
    assert OPTION.findall(written) == []


def test_no_title_group_or_note_is_a_command() -> None:
    hostile = "a\n\\input{x}"
    table = Table((Column("g"), Column("x")), ((hostile, "a"),), title=hostile, notes=(hostile,), group_by="g")
    assert [line for line in render(table).decode().splitlines() if "\\input" in line and line[0] != "%"] == []


def test_columns_of_numbers_are_set_to_the_right() -> None:
    written = render(Table((Column("a"), Column("n", numeric=True)), (("x", 1),))).decode()
    assert r"\begin{tabular}{lr}" in written


def test_the_packages_it_needs_are_named() -> None:
    assert lines(("x",))[0].startswith("% \\usepackage")


def test_every_line_of_a_table_has_its_cells() -> None:
    body = [line for line in lines(("a & b", "c"), ("d", "e \\\\ f")) if line.endswith(r"\\")]
    assert [len(re.findall(r"(?<!\\)&", line)) for line in body] == [1, 1, 1]
