"""`llmsurvey report`: where the page goes, and what is told instead of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.program import run_program
from tests.report.test_page import content_of

pytestmark = pytest.mark.usefixtures("warm_cache")


def test_a_page_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    result = run_program(["report", "--section", "timeline", "-o", "page.html"], tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert content_of((tmp_path / "page.html").read_bytes())["sections"] == ["timeline"]


def test_a_page_goes_into_a_pipe(tmp_path: Path) -> None:
    result = run_program(["report", "--section", "errata"], tmp_path)
    assert result.stdout.startswith("<!doctype html>")


def test_an_existing_page_is_overwritten_only_by_force(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("mine", encoding="utf-8")
    result = run_program(["report", "--section", "errata", "-o", "page.html"], tmp_path)
    assert result.returncode == 1
    assert result.stderr == "llmsurvey: page.html exists. Choose another name, or overwrite it with --force.\n"
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == "mine"
    assert run_program(["report", "--section", "errata", "-o", "page.html", "--force"], tmp_path).returncode == 0
    assert (tmp_path / "page.html").stat().st_size > 1000


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = run_program(["report", "--section", "errata", "-o", "nowhere/page.html"], tmp_path)
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.startswith("llmsurvey: nowhere/page.html can't be written: no such file or directory.")


def test_an_unknown_part_is_told_with_what_there_is(tmp_path: Path) -> None:
    result = run_program(["report", "--section", "modells", "-o", "page.html"], tmp_path)
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert "models" in result.stderr
    assert not (tmp_path / "page.html").exists()


def test_an_unknown_board_is_told(tmp_path: Path) -> None:
    result = run_program(["report", "--board", "open-llm", "-o", "page.html"], tmp_path)
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert "open-llm-leaderboard" in result.stderr


def test_a_broken_registry_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("models:\n- {id: mine, naem: Mine}\n", encoding="utf-8")
    result = run_program(["report", "--registry", "broken.yaml", "-o", "page.html"], tmp_path)
    assert result.returncode == 1
    assert result.stderr.startswith("broken.yaml:2:")
    assert not (tmp_path / "page.html").exists()


def test_own_models_and_scores_are_on_the_page(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "models:\n- {id: mine, name: Mine, sizes: [{name: 7B, hub: lab/mine}]}\n", encoding="utf-8"
    )
    (tmp_path / "scores.csv").write_text("model,arc\nlab/mine,50.5\nother,40.25\n", encoding="utf-8")
    arguments = ["report", "--registry", "own.yaml", "--board", "scores.csv", "-o", "page.html"]
    assert run_program(arguments, tmp_path).returncode == 0
    content = content_of((tmp_path / "page.html").read_bytes())
    assert "model/mine" in content["records"]
    assert [board["address"] for board in content["boards"]] == ["scores.csv"]
    first = content["choices"]["sizes"]["name"][0]
    assert content["texts"]["en"][first] == "Mine@7B"


def test_a_board_of_very_many_rows_is_cut_aloud(tmp_path: Path) -> None:
    rows = "\n".join(f"model-{row},{row / 1000}" for row in range(50_000))
    (tmp_path / "large.csv").write_text(f"model,arc\n{rows}\n", encoding="utf-8")
    result = run_program(["report", "--section", "boards", "--board", "large.csv", "-o", "page.html"], tmp_path)
    said = "large.csv has 50,000 entries; the page has the first 2,000."
    assert result.returncode == 0
    assert said in result.stderr
    content = content_of((tmp_path / "page.html").read_bytes())
    assert [content["texts"]["en"][number] for number in content["notes"]] == [said]
    assert len(content["boards"][0]["ranking"]["cells"][0]) == 2000


def test_a_missing_library_is_told_with_what_installs_it(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['jinja2'] = None; from llmsurvey.cli import main; "
        "sys.argv[1:] = ['report', '-o', 'page.html']; main()"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert result.returncode == 2
    assert result.stderr.startswith("llmsurvey: a report needs more libraries. Install them: ")
    assert "[report]" in result.stderr
    assert result.stderr.count("\n") == 1


def test_nobody_who_reads_a_pipe_any_more_is_told_anything(tmp_path: Path) -> None:
    code = f"{sys.executable} -m llmsurvey report --section errata | head -c 10"
    result = subprocess.run(["sh", "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert (result.stdout, result.stderr) == ("<!doctype ", "")


def test_a_page_of_a_day_says_so(tmp_path: Path) -> None:
    result = run_program(["report", "--section", "timeline", "--as-of", "2019", "-o", "page.html"], tmp_path)
    assert (result.returncode, result.stderr.count("As of 2019-12-31")) == (0, 1)
    content = content_of((tmp_path / "page.html").read_bytes())
    assert "As of 2019-12-31" in str(content["texts"])
    assert "ChatGPT" not in str(content["texts"])
