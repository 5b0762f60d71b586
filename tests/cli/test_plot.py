"""What `plot` writes, and what it says where it can't."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Run

MAGIC = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}


@pytest.mark.parametrize("form", MAGIC)
def test_a_picture_is_what_its_suffix_says(run: Run, tmp_path: Path, form: str) -> None:
    result = run("plot", "rank", "--limit", "3", "-o", f"rank.{form}")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert (tmp_path / f"rank.{form}").read_bytes().startswith(MAGIC[form])


def test_data_are_the_numbers_of_the_answer(run: Run) -> None:
    drawn = list(csv.DictReader(io.StringIO(run("plot", "rank", "--limit", "5", "--data", "-f", "csv").stdout)))
    ranked = list(csv.DictReader(io.StringIO(run("rank", "--limit", "5", "-f", "csv").stdout)))
    assert len(drawn) == 5
    for row, entry in zip(drawn, ranked, strict=True):
        assert row == {name: entry[name] for name in row}


def test_the_points_of_a_frontier_are_all_that_are_drawn(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("plot", "frontier", "--data", "-f", "csv").stdout)))
    best = list(csv.DictReader(io.StringIO(run("frontier", "-f", "csv").stdout)))
    assert len(rows) > 400
    assert {row["name"] for row in rows if row["frontier"] == "yes"} == {entry["name"] for entry in best}


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("rank", "@survey"), "├──●─"),
        (("compare", "FreeWilly2", "Llama 2@70B"), "truthfulqa"),
        (("frontier",), "│"),
        (("lineage", "KULLM"), "└─"),
        (("timeline",), "word2vec"),
        (("history", "LLaMA@65B"), "2023-07-14"),
        (("memory", "LLaMA@7B"), "Q4_K_M"),
        (("licences",), "Apache-2.0"),
    ],
)
def test_every_picture_is_there_as_text(run: Run, words: tuple[str, ...], shown: str) -> None:
    result = run("plot", *words, "--text")
    assert result.returncode == 0
    assert shown in result.stdout


def test_a_caption_stands_beside_the_picture_or_alone(run: Run, tmp_path: Path) -> None:
    alone = run("plot", "rank", "--caption").stdout
    beside = run("plot", "rank", "--caption", "-o", "rank.svg")
    assert beside.stdout == alone
    assert (tmp_path / "rank.svg").is_file()
    assert "95 % confidence sets" in alone
    assert "20230728.csv" in alone
    assert "`" not in alone, "a caption advises nobody"


def test_an_existing_picture_stays_unless_forced(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rank.svg").write_text("mine")
    refused = run("plot", "rank", "-o", "rank.svg")
    assert (refused.returncode, (tmp_path / "rank.svg").read_text()) == (1, "mine")
    assert refused.stderr.startswith("llmsurvey: rank.svg exists.")
    assert run("plot", "rank", "-o", "rank.svg", "--force").returncode == 0
    assert (tmp_path / "rank.svg").read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("rank",), 2, "a picture needs a file"),
        (("rank", "-o", "rank.jpg"), 2, "End it in .svg, .png or .pdf"),
        (("rank", "-o", "nowhere/rank.svg"), 1, "can't be written"),
        (("rank", "--down", "--text"), 2, "--down goes with lineage, not with rank."),
        (("lineage", "--text"), 2, "lineage takes other names"),
        (("timeline", "GPT", "--text"), 2, "timeline takes other names"),
        (("timeline", "--commercial", "--text"), 2, "--commercial goes with rank, frontier"),
        (("lineage", "vicunna", "--text"), 2, "Did you mean Vicuna"),
        (("rank", "--text", "--data"), 2, "--text is characters"),
        (("rank", "--data", "-f", "svg"), 2, "svg is a picture"),
        (("compare", "FreeWilly2", "--text"), 2, "compare takes other names"),
        (("rnak", "--text"), 2, "rank"),
        (("rank", "nowhere", "--text"), 2, "nowhere"),
    ],
)
def test_what_cannot_be_drawn_is_told_in_one_line(run: Run, words: tuple[str, ...], code: int, said: str) -> None:
    result = run("plot", *words)
    assert result.returncode == code
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


@pytest.mark.parametrize("missing", ["matplotlib", "pylopdf_fonts_ko"])
def test_without_the_extra_one_line_says_what_to_install(tmp_path: Path, missing: str) -> None:
    code = (
        f"import sys; sys.modules[{missing!r}] = None; from llmsurvey.cli import main;"
        "sys.argv = ['llmsurvey', 'plot', *sys.argv[1:]]; main()"
    )
    command = [sys.executable, "-c", code, "rank", "-o", "rank.svg"]
    result = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert result.returncode == 2
    assert "needs more libraries. Install them:" in result.stderr
    assert "[plot]" in result.stderr
    assert result.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
    as_text = [*command[:3], "rank", "--text"]
    assert subprocess.run(as_text, capture_output=True, cwd=tmp_path).returncode == 0, "characters need no library"


def test_without_a_home_nothing_of_matplotlib_is_told(run: Run, tmp_path: Path) -> None:
    result = run("plot", "rank", "-o", "rank.svg", HOME="/nonexistent", MPLCONFIGDIR="/nonexistent/matplotlib")
    assert (result.returncode, result.stderr) == (0, "")


def test_a_picture_of_a_day_has_what_was_out_by_then(run: Run) -> None:
    rows = csv.DictReader(io.StringIO(run("plot", "timeline", "--as-of", "2019", "--data", "-f", "csv").stdout))
    assert max(row["released"] for row in rows) < "2020"
    assert "As of 2019-12-31" in run("plot", "timeline", "--as-of", "2019", "--caption").stdout
    verdicts = run("plot", "lineage", "Falcon@40B", "--as-of", "2023-05-28", "--data", "-f", "csv").stdout
    assert ",conditional," in verdicts != run("plot", "lineage", "Falcon@40B", "--data", "-f", "csv").stdout
