"""The documentation shows what the program prints, and the generated reference is up to date."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from llmsurvey.cli.commands import COMMANDS

pytestmark = pytest.mark.usefixtures("warm_cache")

ROOT = Path(__file__).parents[1]


def _load(name: str) -> ModuleType:
    """A module of docs/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


examples = _load("examples")
notebook = _load("notebook")
_load("interface")
generate = _load("generate")
PAGES = examples.pages(ROOT)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_example_prints_what_its_page_shows(page: Path, tmp_path: Path) -> None:
    shown = page.read_text(encoding="utf-8")
    text, failures = examples.run_page(shown, tmp_path)
    assert text == shown, "run `make docs` and read what changed"
    assert failures == [], "mend these, or say above the block that an error is meant (docs/examples.py)"


def test_an_output_that_differs_is_noticed(tmp_path: Path) -> None:
    assert examples.refreshed("```console\n$ echo one\ntwo\n```", tmp_path) == "```console\n$ echo one\none\n```"


@pytest.mark.parametrize(
    ("block", "failures"),
    [
        ("```console\n$ echo 'llmsurvey: wrong'\n```", ["$ echo 'llmsurvey: wrong'"]),
        ("```console\n$ true\n$ false\n```", ["$ false"]),
        ("```pycon\n>>> 1 / 0\n```", [">>> 1 / 0"]),
        ("```console\n$ echo 'all is well'\n```", []),
    ],
)
def test_an_example_that_fails_is_noticed_unless_it_is_meant(tmp_path: Path, block: str, failures: list[str]) -> None:
    assert examples.run_page(block, tmp_path).failures == failures
    assert examples.run_page(f"<!-- an error is meant -->\n{block}", tmp_path).failures == []


def test_python_examples_go_on_with_each_other_s_names(tmp_path: Path) -> None:
    page = "```pycon\n>>> number = 1\n```\n\n```pycon\n>>> number + 1\n3\n>>> number / 0\n```"
    assert examples.refreshed(page, tmp_path).splitlines()[5:-1] == [
        ">>> number + 1",
        "2",
        ">>> number / 0",
        "Traceback (most recent call last):",
        "    ...",
        "ZeroDivisionError: division by zero",
    ]


@pytest.mark.parametrize("file", notebook.notebooks(ROOT), ids=lambda file: str(file.name))
def test_a_notebook_holds_what_its_code_gives(file: Path, tmp_path: Path) -> None:
    shown = file.read_text(encoding="utf-8")
    with examples.acting_in(tmp_path):
        assert notebook.refreshed_notebook(shown) == shown, "run `make docs` and read what changed"


@pytest.mark.parametrize("name", ["commands", "registry", "database", "python", "columns", "built_in"])
def test_the_reference_is_the_program_s_own(name: str) -> None:
    page = (ROOT / "docs" / "reference" / f"{name.replace('_', '-')}.md").read_text(encoding="utf-8")
    assert page == getattr(generate, f"{name}_page")(), "run `make docs`"


def test_what_programs_read_lists_every_page(tmp_path: Path) -> None:
    text = generate.llms_text()
    assert (ROOT / "docs" / "llms.txt").read_text(encoding="utf-8") == text, "run `make docs`"
    assert text.count("\n- [") == len(list((ROOT / "docs").rglob("*.md")))
    assert all(line.rstrip().endswith((".", "?")) for line in text.splitlines() if line.startswith("- ["))


def test_the_skill_is_as_agents_load_it_and_names_commands_that_there_are() -> None:
    for skill in (ROOT / "skills").rglob("SKILL.md"):
        _, head, text = skill.read_text(encoding="utf-8").split("---\n", 2)
        about = yaml.safe_load(head)
        assert about["name"] == skill.parent.name
        assert 0 < len(about["description"]) <= 1024
        assert len(text.splitlines()) < 500
        assert set(re.findall(r"`llmsurvey ([a-z]+)", text)) <= set(COMMANDS)


def test_the_schemas_are_the_program_s_own(tmp_path: Path) -> None:
    generate.write_schemas(tmp_path)
    published = ROOT / "docs" / "reference" / "schemas"
    names = sorted(file.name for file in published.iterdir())
    assert names == sorted(file.name for file in tmp_path.iterdir())
    for name in names:
        assert (published / name).read_bytes() == (tmp_path / name).read_bytes(), "run `make docs`"


@pytest.mark.parametrize(
    ("page", "commands"),
    [
        ("README.md", ("choose", "licence", "lineage", "compare", "rank")),
        ("docs/tour.md", ("choose", "list", "licence", "lineage", "compare", "rank", "diff", "show", "memory", "cite")),
    ],
)
def test_main_commands_have_an_example(page: str, commands: tuple[str, ...]) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert [command for command in commands if f"$ llmsurvey {command}" not in text] == []
