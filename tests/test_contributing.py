"""CONTRIBUTING.md's recipes work as they stand there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from typer.testing import CliRunner

from llmsurvey.answers.answer import Answer
from llmsurvey.boards.tidy import to_board
from llmsurvey.cli.rows import Rows, with_rows
from llmsurvey.importers import Reading, Request
from llmsurvey.importers.read_file import text_of
from llmsurvey.importers.sheets import Row, Sheet
from llmsurvey.library import Library
from llmsurvey.lineage.check import licence_warnings
from llmsurvey.registry.built_in import Survey, load_hardware, load_survey
from llmsurvey.registry.check import find_warnings
from llmsurvey.registry.compile import compile_layers
from llmsurvey.registry.compile_folder import compile_folder
from llmsurvey.registry.layers import Layer, layers_for
from llmsurvey.registry.registry import Registry
from llmsurvey.survey.claims.claim import CLAIMS, Finding, claim, is_about, judge_claim
from llmsurvey.survey.claims.evidence import Evidence
from llmsurvey.tables import Column, Table
from llmsurvey.tables.text import plain_text

TEXT = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")


def _block(language: str, place: int = 0) -> str:
    """The code of one of the recipes."""
    found: list[str] = re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    return found[place]


def _by_name(*things: Any) -> dict[str, Any]:
    """What a recipe needs, under the names that these have in the code: an old name in a recipe is an error."""
    return {thing.__name__: thing for thing in things}


def test_the_model_is_valid_and_without_a_warning() -> None:
    layer = Layer("mine", (("mine.yaml", f"models:\n{_block('yaml')}".encode()),))
    compiled = compile_layers([*layers_for(), layer])
    assert "my-model" in compiled.registry.model_by_id
    assert not [each for each in (*find_warnings(compiled), *licence_warnings(compiled)) if each.file == "mine.yaml"]


def test_the_format_renders_a_table_and_lets_nothing_steer() -> None:
    space = _by_name(Table, plain_text)
    exec(_block("python", 3), space)  # the recipe itself
    table = Table((Column("a"), Column("\x1b[31m")), (("1", None), ("2", ("x", "y"))))
    assert space["render"](table) == b"a\t\\x1b[31m\n1\t\n2\tx, y\n"


def test_the_importer_reads_a_board(registry: Registry, tmp_path: Path) -> None:
    space = _by_name(Path, Sequence, Request, Reading, to_board)
    exec(_block("python", 1), space)  # the recipe itself
    [reading] = space["read"]([tmp_path / "mine.tsv"], Request(registry))
    assert (reading.board.name, reading.board.values.tolist()) == ("mine", [[52.5]])
    assert space["recognises"](tmp_path, b"model\tscore\n")


def test_the_kind_of_file_has_a_table(tmp_path: Path) -> None:
    space = _by_name(Path, Sheet, Row, text_of)
    exec(_block("python", 2), space)  # the recipe itself
    (tmp_path / "a.tabs").write_text("Model\tARC\na\t50\n")
    [sheet] = space["read"](tmp_path / "a.tabs", None)
    assert (sheet.heading.cells, sheet.rows) == (["Model", "ARC"], [Row(2, ["a", "50"])])


def test_the_erratum_is_valid() -> None:
    layer = Layer("mine", (("mine.yaml", f"errata:\n{_block('yaml', 1)}".encode()),))
    erratum = compile_folder(layer, Survey).errata[0]
    assert (erratum.name, erratum.correct.en) == ("E999", "175B (GPT-3)")


def test_the_claim_is_recomputed(registry: Registry) -> None:
    space = _by_name(claim, judge_claim, is_about, Evidence, Finding)
    exec(_block("python"), space)  # the recipe itself
    found = CLAIMS.pop(999).check(Evidence(registry, load_survey(), (), load_hardware()))
    assert (found.verdict, found.facts[0].number) == ("holds", 540e9)


def test_the_command_counts(registry: Registry) -> None:
    space = {
        **_by_name(Answer, Column, Library, with_rows, Rows, typer),
        "NamedTuple": NamedTuple,
        "Annotated": Annotated,
    }
    for place in (4, 5):
        exec(_block("python", place), space)  # the recipe itself
    answer = space["count_models"](Library(registry=registry), "Meta")
    assert answer.entries[0].models == sum("Meta" in model.developers for model in registry.models) > 0
    app = typer.Typer()
    app.command()(space["run"])
    printed = CliRunner().invoke(app, ["Meta", "--format", "csv"]).stdout
    assert printed == f"developer,models\nMeta,{answer.entries[0].models}\n"


def test_each_recipe_is_at_most_ten_lines_of_code() -> None:
    recipes = [*(_block("yaml", place) for place in range(2)), *(_block("python", place) for place in range(6))]
    assert max(sum(bool(line) for line in recipe.splitlines()) for recipe in recipes) <= 10
