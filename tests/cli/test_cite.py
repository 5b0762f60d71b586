"""`llmsurvey cite`: formats, the warning, and what can't be cited."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run


def test_bibtex_is_the_default(run: Run) -> None:
    result = run("cite")
    assert result.stdout.startswith("@article{joo2023survey,\n")
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("format", "start"), [("csl-json", '[\n  {\n    "id"'), ("ris", "TY  - JOUR"), ("csv", "key,")]
)
def test_other_formats_are_asked_for(run: Run, format: str, start: str) -> None:
    assert run("cite", "--format", format).stdout.startswith(start)


@pytest.mark.parametrize(
    ("file", "start"), [("a.bib", "@article{"), ("a.ris", "TY  - "), ("a.csv", "key,"), ("a.txt", "key")]
)
def test_the_suffix_of_a_file_says_its_format(run: Run, tmp_path: Path, file: str, start: str) -> None:
    assert run("cite", "--output", file).stdout == ""
    assert (tmp_path / file).read_text().startswith(start)


def test_standard_output_by_its_name_is_no_file(run: Run) -> None:
    assert run("cite", "--output", "-").stdout == run("cite").stdout


def test_columns_ask_for_rows(run: Run) -> None:
    assert run("cite", "16", "7", "--columns", "key,references").stdout.splitlines()[0].split() == ["key", "references"]
    assert len(json.loads(run("cite", "16", "7", "--format", "json").stdout)) == 2


def test_a_wrong_citation_is_warned_of_on_standard_error_alone(run: Run) -> None:
    result = run("cite", "[16]")
    assert result.returncode == 0
    assert result.stderr.startswith("llmsurvey: [16] doesn't support what section 2.2.1 cites it for: BLOOM (E")
    assert result.stderr.endswith("). Cite scao2022bloom.\n")
    assert result.stderr.count("\n") == 1
    assert result.stdout.startswith("@misc{ye2023comprehensive,\n")


@pytest.mark.parametrize("names", [("99",), ("vicunna",), ("LLaMA@8B",), ("\u00b2",), ("9" * 5000,), ("16", "99")])
def test_what_can_not_be_cited_is_one_line_and_exit_2(run: Run, names: tuple[str, ...]) -> None:
    result = run("cite", *names)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("llmsurvey: ")
    assert result.stderr.count("\n") == 1


def test_one_s_own_model_can_be_cited(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text('models:\n- {id: mine, name: "50% {Mine", developers: ["Me, Inc."]}\n')
    text = run("cite", "mine", "--registry", "mine.yaml").stdout
    assert r"title = {{50\% \textbraceleft{}Mine}}," in text
    assert "author = {{Me, Inc.}}," in text


def test_references_are_listed_with_the_wrong_ones(run: Run) -> None:
    rows = json.loads(run("cite", "--references", "--format", "json").stdout)
    assert {row["right"] for row in rows} == {True, False}
    assert [row["instead"] for row in rows if row["reference"] == 16 and not row["right"]] == ["scao2022bloom"]
    assert "are wrong." in run("cite", "--references").stdout
