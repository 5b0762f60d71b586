"""Documents show what the screen shows, and nothing of a command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.cli.conftest import Run

DOCUMENTS = ("md", "html", "latex")
QUESTIONS = [
    ("list", "--commercial"),
    ("rank", "--limit", "3"),
    ("licence", "Vicuna"),
    ("licences",),
    ("show", "KULLM"),
    ("compare", "LLaMA", "Falcon"),
    ("compare", "-b", "hellaswag"),
    ("errata",),
    ("claims",),
    ("memory", "LLaMA@7B"),
    ("stats",),
    ("timeline", "--where", "kind=pretrained"),
    ("boards",),
    ("search", "llama"),
    ("table", "2"),
    ("list", "--columns", "all", "--where", "verdict=yes", "--limit", "3"),
]


@pytest.mark.parametrize("format", DOCUMENTS)
@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_no_document_speaks_of_a_command_line(run: Run, question: tuple[str, ...], format: str) -> None:
    result = run(*question, "-f", format)
    text = result.stdout.replace("\\", "")
    assert result.returncode == 0
    assert not re.search(r"llmsurvey [a-z]|(?<![-\w])--[a-z]", text), text


@pytest.mark.parametrize("format", DOCUMENTS)
def test_a_document_has_the_columns_of_the_screen(run: Run, format: str) -> None:
    assert "architecture" not in run("list", "-f", format).stdout
    assert "architecture" in run("list", "-f", format, "--columns", "all").stdout
    assert "0.56-176B (6)" in run("list", "-f", format).stdout


@pytest.mark.parametrize("format", ["table", *DOCUMENTS])
def test_numbers_are_those_of_people(run: Run, format: str) -> None:
    assert "65.3B" in run("list", "-f", format, "--columns", "name,parameters").stdout
    assert "65.3B" in run("list", "-f", format, "--columns", "name,parameters", "--transpose").stdout
    assert "65285660672" in run("list", "-f", "json", "--columns", "name,parameters").stdout


def test_digits_are_as_asked_for(run: Run) -> None:
    asked = ("rank", "--columns", "average", "--limit", "1", "--digits")
    assert run(*asked, "3").stdout.splitlines()[1].strip() == "71.425"
    assert run(*asked, "0").stdout.splitlines()[1].strip() == "71"
    assert run(*asked, "1", "--transpose").returncode == 0
    assert "71.425" in run("rank", "--digits", "3", "--limit", "1", "--columns", "name,average", "--transpose").stdout


def test_a_table_of_one_s_own_has_caption_label_and_headings(run: Run) -> None:
    asked = ("rank", "--columns", "name=Model,average=Mean", "--caption", "The & best", "--label", "tab:best_3")
    latex = run(*asked, "-f", "latex").stdout
    assert "\\caption{The \\& best}\n\\label{tab:best_3}\n" in latex
    assert "Model & Mean \\\\" in latex
    assert run(*asked, "-f", "md").stdout.startswith('The \\& best <a id="tab:best_3"></a>\n\n| Model | Mean |\n')
    assert "<caption>The &amp; best</caption>" in run(*asked, "-f", "html").stdout
    assert "\\label{tab:x}" in run("list", "--label", "tab:x", "-f", "latex").stdout


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--caption", "x"), "--caption and --label go with documents"),
        (("--label", "x", "-f", "csv"), "--caption and --label go with documents"),
        (("--label", "a}b", "-f", "latex"), "is no label"),
        (("--digits", "3", "-f", "json"), "json has all digits"),
        (("--digits", "99"), "up to 12"),
        (("--digits", "-1"), "from 0 on"),
        (("--columns", "+nosuch"), 'no column is called "nosuch"'),
        (("--caption", ""), "--caption needs a value"),
    ],
)
def test_what_does_not_go_together_is_one_line(run: Run, options: tuple[str, ...], told: str) -> None:
    result = run("list", *options)
    assert result.returncode == 2
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_drawing_has_no_caption(run: Run) -> None:
    assert run("lineage", "KULLM", "--caption", "x", "-f", "tree").returncode == 2
    assert "| depth |" in run("lineage", "KULLM", "--caption", "x", "-f", "md").stdout


@pytest.mark.parametrize("format", ["csv", "md", "html", "json"])
def test_what_a_document_holds_is_read_back(run: Run, tmp_path: Path, format: str) -> None:
    name = f"ranks.{format}"
    run("rank", "--output", name)
    asked = ("--columns", "name,average,hellaswag", "-f", "csv")
    assert run("rank", name, *asked).stdout == run("rank", *asked).stdout


def test_facts_side_by_side_have_a_caption_of_their_own(run: Run) -> None:
    asked = ("compare", "LLaMA@65B", "Falcon@40B", "--columns", "name,licence")
    assert "\\caption{Side by side: LLaMA@65B, Falcon@40B}" in run(*asked, "-f", "latex").stdout
    assert run(*asked, "-f", "md").stdout.startswith("Side by side: LLaMA@65B, Falcon@40B\n\n| name |")
    assert "Side by side" not in run(*asked).stdout


def test_rows_are_sorted_and_chosen_by_the_heading_that_a_column_was_given(run: Run) -> None:
    asked = ("rank", "--columns", "name=Model,average=Mean", "--where", "Mean>70", "--format", "csv")
    plain = ("rank", "--columns", "name=Model,average=Mean", "--where", "average>70", "--format", "csv")
    assert run(*asked, "--sort", "Mean").stdout == run(*plain, "--sort", "average").stdout != ""
    assert 'no column is called "Median"' in run(*asked, "--sort", "Median").stderr
