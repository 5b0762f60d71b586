"""The Python interface gives what the command line gives: facts, licences, lineage, counts and memory."""

from __future__ import annotations

import doctest
import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.cli.conftest import Run

import llmsurvey
from llmsurvey import catalogue
from llmsurvey.answers.answer import Answer
from llmsurvey.catalogue import Catalogue
from llmsurvey.drawings.lineage import render
from llmsurvey.formats.json import content_of
from llmsurvey.messages import Message

ASKED: list[tuple[str, Callable[[Catalogue], Answer[Any]]]] = [
    ("show KULLM", lambda opened: opened.show("KULLM")),
    ("show sharegpt --sources", lambda opened: opened.show("sharegpt", sources=True)),
    ("search korea university", lambda opened: opened.search("korea university")),
    ("lineage LLaMA --down --depth 2 --columns all", lambda opened: opened.lineage("LLaMA", down=True, depth=2)),
    ("licence MPT", lambda opened: opened.licence("MPT")),
    ("licence KoAlpaca --data strict", lambda opened: opened.licence("KoAlpaca", data="strict")),
    ("licence KoAlpaca@7B --own-licence", lambda opened: opened.licence("KoAlpaca@7B", own_licence=True)),
    ("licence KULLM --conditions", lambda opened: opened.licence("KULLM", conditions=True)),
    ("licence mit", lambda opened: opened.licence("mit")),
    ("licences", lambda opened: opened.licences()),
    ("stats", lambda opened: opened.stats()),
    ("stats --by field", lambda opened: opened.stats(by="field")),
    ("memory LLaMA@7B --precision int4", lambda opened: opened.memory("LLaMA@7B", precision="int4")),
    (
        "memory LLaMA@7B --context 9 --batch 2 --precision int4 --precision bf16 --gpu 24GB",
        lambda opened: opened.memory("LLaMA@7B", context=9, batch=2, precision=["int4", "bf16"], fits="24GB"),
    ),
]


@pytest.mark.parametrize(("command", "ask"), ASKED, ids=[command for command, _ in ASKED])
def test_a_method_answers_as_its_command_does(run: Run, command: str, ask: Callable[[Catalogue], Answer[Any]]) -> None:
    answer = ask(llmsurvey.open())
    assert content_of(answer.table().without("flat")) == json.loads(run(*command.split(), "--format", "json").stdout)
    assert all(isinstance(note, Message) for note in answer.notes)
    frame = answer.to_pandas()
    assert (list(frame.columns), len(frame)) == (answer.table().without("nested").names(), len(answer.entries))


def test_the_tree_of_a_lineage_is_that_of_the_command(run: Run) -> None:
    root = llmsurvey.open().lineage("KULLM").root
    assert render(root, "json", down=False) == run("lineage", "KULLM", "--format", "json").stdout


def test_the_export_has_the_tables_of_the_command(run: Run) -> None:
    assert run("export", "out", "--format", "json").returncode == 0
    tables = llmsurvey.open().export().tables
    assert len(tables["sizes"].rows) > 200
    assert list(tables) == [
        *("models", "sizes", "datasets", "licences", "benchmarks", "scores", "sources"),
        *("unresolved", "statements", "exposures", "licence_periods"),
    ]


def test_the_examples_of_the_catalogue_run() -> None:
    assert doctest.testmod(catalogue, extraglobs={"llmsurvey": llmsurvey}).failed == 0
