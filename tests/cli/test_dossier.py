"""`llmsurvey licence` of several models: a dossier, what changed since, and what is said where there can be none."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.cli.conftest import Run

NAMES = ("KULLM", "Vicuna@13B-v1.1")


@pytest.mark.parametrize("form", ["html", "md", "json"])
def test_a_dossier_is_written_and_checked(run: Run, tmp_path: Path, form: str) -> None:
    written = run("licence", *NAMES, "--output", f"dossier.{form}")
    assert (written.returncode, written.stdout, written.stderr) == (0, "", "")
    checked = run("licence", "--check", f"dossier.{form}")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "Nothing changed." in checked.stdout
    (tmp_path / "mine.yaml").write_text("models: [{id: kullm, licence: cc-by-nc-4.0}]")
    changed = run("licence", "--check", f"dossier.{form}", "--registry", "mine.yaml", "-f", "json")
    assert changed.returncode == 1
    rows = json.loads(changed.stdout)
    assert ("verdict", "yes", "no") in [(row["part"], row["before"], row["now"]) for row in rows]
    assert {row["name"] for row in rows if row["part"] == "verdict"} == {"KULLM: 12.8B-v2, 5.8B-v2"}


@pytest.mark.parametrize("form", ["html", "md"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_dossier_speaks_of_no_command_line(run: Run, form: str, language: str) -> None:
    asked = ("licence", *NAMES, "Gemma-Ko", "GPT4All", "--data", "strict", "--lang", language)
    text = run(*asked, "-f", form).stdout.replace("\\", "")
    assert not re.search(r"llmsurvey [a-z]|(?<![-\w])--[a-z]", text)
    assert text.count("not legal advice" if language == "en" else "법률 자문이 아닙니다") == 1


def test_what_a_file_of_one_s_own_says_otherwise_stands_in_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("models: [{id: llama, licence: apache-2.0}]")
    (section,) = json.loads(run("licence", "LLaMA@7B", "--dossier", "-f", "json", "--registry", "mine.yaml").stdout)[
        "sections"
    ]
    assert any("mine.yaml" in sentence and "llama-licence" in sentence for sentence in section["unknown"])
    assert section["verdict"] == "yes"


def test_one_model_has_a_dossier_where_it_is_asked_for(run: Run) -> None:
    assert json.loads(run("licence", "KULLM", "--dossier", "-f", "json").stdout)["dossier"] == 2
    assert isinstance(json.loads(run("licence", "KULLM", "-f", "json").stdout), list)
    assert "not known" in run("licence", "KULLM", "--dossier").stdout
    envelope = json.loads(run("licence", "KULLM", "--dossier", "-f", "json", "--envelope").stdout)
    assert (envelope["question"]["names"], envelope["answer"]["dossier"]) == (["KULLM"], 2)


def test_a_dossier_is_the_same_whatever_the_terminal(run: Run) -> None:
    first = run("licence", *NAMES, "-f", "html", COLUMNS="40", PYTHONHASHSEED="1").stdout
    assert first == run("licence", *NAMES, "-f", "html", COLUMNS="200", PYTHONHASHSEED="2").stdout != ""


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("licence", "NAME is missing."),
        ("licence KULLM vicunna", 'no model or licence is called "vicunna". Did you mean'),
        ("licence ChatGPT --dossier", "ChatGPT has no weights to license, so that there is no dossier."),
        ("licence KULLM mit", "MIT License is a licence, and a dossier is of models: `llmsurvey licence mit`."),
        ("licence LLaMA@7B llama@7b", "LLaMA@7B is named twice."),
        ("licence KULLM Falcon -o x.csv", "a dossier is written as html, md or json, not as csv."),
        ("licence KULLM Falcon -f latex", "a dossier is written as html, md or json, not as latex."),
        ("licence KULLM Falcon -o x.pdf", "PDF isn't written here. Write an .html file, and print that"),
        ("licence KULLM -o x.pdf", "PDF isn't written here."),
        ("licence KULLM Falcon -o x.html --columns name", "a dossier is written whole"),
        ("licence KULLM Falcon -o x.md --caption x", "a dossier is written whole"),
        ("licence KULLM Falcon --conditions", "--conditions and --use go with one model"),
        ("licence KULLM --check x.html", "--check goes alone"),
        ("licence --check nowhere.html", "nowhere.html can't be read: no such file or directory."),
        ("licence --check mine.html", "mine.html is no dossier that can be checked: nothing in it is one"),
        ("licence --check .", ". can't be read: is a directory."),
    ],
)
def test_what_cannot_be_done_is_one_line(run: Run, tmp_path: Path, line: str, told: str) -> None:
    (tmp_path / "mine.html").write_text("<p>Mine</p>")
    result = run(*line.split())
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"llmsurvey: {told}")
    assert result.stderr.count("\n") == 1
    assert not list(tmp_path.glob("x.*"))


def test_a_dossier_that_is_checked_is_not_overwritten(run: Run) -> None:
    run("licence", *NAMES, "-o", "dossier.json")
    result = run("licence", "--check", "dossier.json", "-o", "dossier.json", "--force")
    assert result.returncode == 2
    assert "is what this command reads" in result.stderr
