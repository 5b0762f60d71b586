"""How a file of scores is to be read, said on the command line."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from tests.cli.test_boards import refused

from llmsurvey.cli.app import app

MIXED = "Model,ARC,MMLU\nmine,50,0.6\nyours,70,0.3\n"
BENCHMARKS_DOWN = "Thing,Score\nARC,50\nMMLU,60\n"
TWO = "|Model|ARC|\n|--|--|\n|a|50|\n\n|Model|MMLU|\n|--|--|\n|b|60|\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files to read, which the test is in."""
    monkeypatch.chdir(tmp_path)
    for name, text in (
        ("mixed.csv", MIXED),
        ("two.md", TWO),
        ("breaks.csv", 'Model,"Judge\n[2024]",ARC\na,9,50\n'),
        ("nameless.csv", "Variant,ARC\na,50\n"),
        ("quotes.csv", "Model,ARC,Judge's own\na,50,0.5\nb,60,0.6\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "korean.csv").write_text("모델,ARC\n구름,50\n", encoding="cp949")
    return tmp_path


def answered(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    app(list(arguments), prog_name="llmsurvey", standalone_mode=False)
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "column"),
    [
        (("mixed.csv", "--unit", "MMLU=fraction"), "mine,55.0\nyours,50.0"),
        (("mixed.csv", "--map", "MMLU="), "yours,70.0\nmine,50.0"),
        (("mixed.csv", "--unit", "MMLU=fraction", "--lower", "ARC"), "mine,60.0\nyours,30.0"),
        (("two.md", "--table", "2"), "b,60.0"),
        (("korean.csv", "--encoding", "cp949"), "구름,50.0"),
        (("breaks.csv", "--unit", r"Judge\n[2024]=points"), "a,50.0"),
        (("nameless.csv", "--map", "Variant=name"), "a,50.0"),
    ],
)
def test_rank_reads_a_file_as_it_is_told(
    files: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], column: str
) -> None:
    text = answered(capsys, "rank", *arguments, "--format", "csv", "--columns", "name,average")
    assert text == f"name,average\n{column}\n"


@pytest.mark.parametrize(
    "command", [("rank",), ("frontier", "--format", "csv"), ("compare", "mine", "yours", "--board")]
)
def test_every_command_that_reads_a_file_takes_the_options(
    files: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    assert answered(capsys, *command, "mixed.csv", "--unit", "MMLU=fraction") != ""


def test_diff_reads_both_files_alike(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "later.csv").write_text(MIXED.replace("50", "55"), encoding="utf-8")
    assert "arc" in answered(capsys, "diff", "mixed.csv", "later.csv", "--unit", "MMLU=fraction")


@pytest.mark.parametrize("file", ["mixed.csv", "two.md", "korean.csv", "nameless.csv", "quotes.csv"])
def test_a_hint_can_be_typed_and_works(files: Path, capsys: pytest.CaptureFixture[str], file: str) -> None:
    _, message = refused("rank", file)
    hint = re.search(r"""--(?:map|unit) (?:'[^']*'|"[^"]*"|[^\s'";.,]+)+|--encoding \w+|--table""", message)
    assert hint is not None, message
    options = [*shlex.split(hint[0]), *(["1"] if hint[0] == "--table" else [])]
    assert answered(capsys, "rank", file, *options) != ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("rank", "mixed.csv", "--unit", "furlong"), "--unit: furlong is not one of percent, fraction"),
        (("rank", "mixed.csv", "--map", "MMLU"), '--map: "MMLU" has no ='),
        (("rank", "mixed.csv", "--lower", "X"), '--lower: no column is called "X"'),
        (
            ("rank", "--table", "2"),
            "--table: for files only. open-llm-leaderboard@2023-07-28 is kept as it was",
        ),
        (("compare", "LLaMA", "Falcon", "--encoding", "cp949"), "--encoding: only with --board and a file"),
        (("import", "lm-eval", "mixed.csv", "--lower", "X"), "--lower: for tables only. Files of lm-eval say it"),
        (("rank", "mixed.csv", "--model", "a"), "names its models itself, in Model"),
        (("rank", "two.md", "--table", "3"), 'two.md has no one table called "3". There are: 1 (line 1, Model, ARC)'),
    ],
)
def test_what_does_not_fit_is_refused(files: Path, arguments: tuple[str, ...], told: str) -> None:
    code, message = refused(*arguments)
    assert (code, told in message) == (2, True), message


@pytest.mark.parametrize(
    "arguments", [("rank", "quiz.csv"), ("compare", "a", "b", "--board", "quiz.csv"), ("diff", "quiz.csv", "quiz.csv")]
)
def test_every_answer_says_what_was_presumed_of_a_file(
    files: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    (files / "quiz.csv").write_text("Model,ARC,Quiz,Colour\na,50,40,red\nb,60,30,blue\n")
    text = answered(capsys, *arguments, "--notes")
    assert "Taken for percent of which more is better, though nothing says so: Quiz." in text
    assert "Left out, as no scores: Colour." in text
