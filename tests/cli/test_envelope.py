"""An answer in its envelope: what was asked, the notes, and the answer as it is without."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from tests.cli.conftest import Run

from llmsurvey.answers.schema import find_schema

LINES = [
    "list --commercial --language ko --limit 2",
    "show KULLM",
    "lineage KULLM",
    "licence Vicuna",
    "rank --limit 3",
    "compare LLaMA Falcon",
    "cite LLaMA",
    "claims C61",
    "timeline",
    "memory LLaMA@7B --fits RTX-4090",
]


def of(run: Run, line: str, form: str = "json") -> Any:
    result = run(*line.split(), "--envelope", "--format", form)
    assert result.returncode == 0
    return json.loads(result.stdout) if form == "json" else yaml.safe_load(result.stdout)


@pytest.mark.parametrize("line", LINES)
def test_the_answer_is_the_same_within_and_as_the_schema_says(run: Run, line: str) -> None:
    envelope = of(run, line)
    assert envelope["answer"] == json.loads(run(*line.split(), "--format", "json").stdout)
    errors = Draft202012Validator(find_schema(line.split()[0])).iter_errors(envelope)
    assert [error.message for error in errors] == []
    assert of(run, line, "yaml") == envelope


def test_the_question_has_options_that_were_given_and_those_that_were_not(run: Run) -> None:
    question = of(run, "list --commercial --language ko --limit 2")["question"]
    assert (question["commercial"], question["language"], question["limit"]) == (True, ["ko"], 2)
    assert (question["max_size"], question["data"], question["where"]) == (None, "caveat", [])


def test_notes_say_of_what_kind_they_are_and_what_they_say(run: Run) -> None:
    notes = of(run, "list --limit 2")["notes"]
    limited = next(note for note in notes if note["kind"] == "limited")
    assert limited["facts"]["shown"] == 2
    assert next(note for note in notes if note["kind"] == "selection")["facts"].keys() == {"models", "total"}


@pytest.mark.parametrize("form", ["csv", "jsonl", "table", "md"])
def test_other_formats_have_no_envelope(run: Run, form: str) -> None:
    result = run("list", "--envelope", "--format", form)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == f"llmsurvey: --envelope goes with json and yaml, not with {form}.\n"


def test_columns_are_explained_whatever_else_a_line_lacks(run: Run) -> None:
    result = run("lineage", "--columns", "help", "--format", "json")
    assert result.returncode == 0
    assert json.loads(result.stdout)[11].items() >= {"column": "licence_name", "shown": False}.items()
    assert run("rank", "--columns", "help").stdout.splitlines()[0].split()[:2] == ["column", "heading"]
    assert run("lineage", "--columns", "help", "--format", "tree").returncode == 2


def test_a_schema_is_written_of_a_command_and_of_a_registry_file(run: Run) -> None:
    assert json.loads(run("schema", "rank").stdout) == find_schema("rank")
    assert json.loads(run("schema").stdout)["title"] == "RegistryFile"
    assert run("schema", "exprt").returncode == 2
