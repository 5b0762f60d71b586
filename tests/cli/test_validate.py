"""Faults of registry files in each form that they are told in."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.conftest import WriteRegistry

FAULTY = "models:\n- id: mine\n  name: Mine\n  licens: x\n"
SOUND = "models:\n- id: mine\n  name: Mine\n"


@pytest.fixture
def faulty(write_registry: WriteRegistry) -> Path:
    return write_registry(FAULTY)


def test_people_get_lines_and_a_closing_one(run: Run, faulty: Path) -> None:
    result = run("validate", str(faulty))
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        f'{faulty}:4:3: unknown field "licens" in model "mine". Did you mean "licence"?',
        "1 fault. Nothing was loaded.",
    ]


def test_json_has_an_object_for_each_fault(run: Run, faulty: Path) -> None:
    result = run("validate", str(faulty), "--format", "json")
    (fault,) = json.loads(result.stdout)
    assert result.returncode == 1
    assert fault == {
        "file": str(faulty),
        "line": 4,
        "column": 3,
        "severity": "error",
        "message": 'unknown field "licens" in model "mine". Did you mean "licence"?',
    }


def test_json_of_a_sound_file_is_an_empty_list(run: Run, write_registry: WriteRegistry) -> None:
    result = run("validate", str(write_registry(SOUND)), "--no-warnings", "--format", "json")
    assert (result.returncode, json.loads(result.stdout), result.stderr) == (0, [], "")


def test_warnings_have_their_severity_and_no_exit_code(run: Run, write_registry: WriteRegistry) -> None:
    generous = "models: [{id: mine, name: Mine, licence: mit, foundations: [{model: llama, relation: merge}]}]"
    result = run("validate", str(write_registry(generous)), "--format", "csv")
    assert {row["severity"] for row in csv.DictReader(result.stdout.splitlines())} == {"warning"}
    assert result.returncode == 0


def test_github_gets_a_command_for_each_fault(run: Run, faulty: Path) -> None:
    result = run("validate", str(faulty), "--format", "github")
    assert result.returncode == 1
    assert result.stdout.startswith(f'::error file={faulty},line=4,col=3::unknown field "licens"')
    assert result.stderr == "1 fault. Nothing was loaded.\n"


def test_github_s_signs_in_names_and_messages_are_escaped(run: Run, write_registry: WriteRegistry) -> None:
    file = write_registry('models:\n- {id: mine, name: Mine, "a%\\n::b": 1}\n', "a,b:c%.yaml")
    (line,) = run("validate", str(file), "--format", "github").stdout.splitlines()
    assert "a%2Cb%3Ac%25.yaml,line=2" in line
    assert "a%25%0A::b" in line or r"a%25\n::b" in line


def test_a_file_that_cannot_be_read_is_a_fault_in_every_form(run: Run) -> None:
    (fault,) = json.loads(run("validate", "nope.yaml", "--format", "json").stdout)
    assert (fault["file"], fault["line"], fault["severity"]) == ("nope.yaml", None, "error")


@pytest.mark.parametrize(("name", "first"), [("a.txt", "mine.yaml:4:3: "), ("a.json", "["), ("a.md", "1 fault")])
def test_the_answer_goes_into_a_file(run: Run, faulty: Path, tmp_path: Path, name: str, first: str) -> None:
    result = run("validate", "mine.yaml", "--output", name)
    assert (result.returncode, result.stdout) == (1, "")
    assert (tmp_path / name).read_text().startswith(first)
