"""Nothing is imported before the command that needs it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from llmsurvey.cli.commands import COMMANDS as ALL

HEAVY = {"pandas", "numpy", "matplotlib", "textual", "pyarrow", "xlsxwriter", "scipy", "networkx"}
COMMANDS = [
    ["list", "--commercial"],
    ["show", "Apache-2.0"],
    ["search", "vicuna"],
    ["lineage", "KULLM"],
    ["licence", "Vicuna"],
    ["licences"],
    ["compare", "-b", "hellaswag"],
    ["compare", "LLaMA", "Falcon"],
    ["export", "--format", "json"],
    ["validate"],
    ["schema"],
    ["explore", "--plain"],
]

BOARDS = [
    ["rank"],
    ["rank", "--methods"],
    ["history", "LLaMA@65B"],
    ["diff", "open-llm-leaderboard@2023-07-24", "open-llm-leaderboard@2023-07-28"],
    ["frontier"],
    ["compare", "FreeWilly2", "Guanaco", "--board", "open-llm-leaderboard@survey"],
]


def _modules(arguments: list[str], format: str | None = None) -> set[str]:
    """The top-level modules that a run of the program imports."""
    extra = ["--format", format] if format else []
    code = (
        "import sys; from llmsurvey.cli.app import run; code = run(sys.argv[1:]); "
        "print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr); sys.exit(code)"
    )
    result = subprocess.run([sys.executable, "-c", code, *arguments, *extra], capture_output=True, check=True)
    return set(result.stderr.decode().splitlines()[-1].split())


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_no_command_imports_what_only_a_format_needs(arguments: list[str]) -> None:
    assert not HEAVY & _modules(arguments)


@pytest.mark.parametrize("arguments", BOARDS, ids=" ".join)
def test_boards_that_are_kept_need_numpy_alone(arguments: list[str]) -> None:
    assert HEAVY & _modules(arguments) == {"numpy"}


@pytest.mark.parametrize("arguments", [["boards"], ["show", "KULLM"]], ids=" ".join)
def test_what_was_read_of_boards_before_needs_no_numpy(arguments: list[str]) -> None:
    assert HEAVY & _modules(arguments) <= {"numpy"}
    assert not HEAVY & _modules(arguments)


def test_a_table_is_read_by_pyarrow_and_never_by_pandas(tmp_path: Path) -> None:
    (tmp_path / "board.csv").write_text("model,arc,mmlu\none,50.5,40\nother,,41.5\n", encoding="utf-8")
    assert HEAVY & _modules(["rank", str(tmp_path / "board.csv")]) == {"numpy", "pyarrow"}


@pytest.mark.parametrize("format", ["csv", "json", "md", "html", "latex", "jsonl"])
def test_the_plain_formats_need_no_library_once_the_registry_is_compiled(format: str) -> None:
    _modules(["list"])
    assert not (HEAVY | {"rich", "yaml"}) & _modules(["list"], format)


def _loaded(*arguments: str, **environment: str) -> set[str]:
    """Every module that is loaded when the program ends."""
    code = (
        "import sys, atexit; from llmsurvey.cli import main; "
        "atexit.register(lambda: print(*sys.modules, file=sys.__stderr__)); main()"
    )
    command = [sys.executable, "-c", code, *arguments]
    result = subprocess.run(command, capture_output=True, check=True, env={**os.environ, **environment})
    return set(result.stderr.decode().splitlines()[-1].split())


COMMANDS_LOADED = re.compile(rf"llmsurvey\.cli\.({'|'.join({entry.module for entry in ALL.values()})})")


def test_the_help_of_the_program_loads_no_command() -> None:
    loaded = _loaded("--help")
    assert [name for name in loaded if COMMANDS_LOADED.fullmatch(name)] == []
    assert not {"pydantic.main", "llmsurvey.registry.registry", "rich.console"} & loaded


def test_the_version_waits_for_nothing() -> None:
    assert not {"typer", "pydantic", "llmsurvey.cli.app"} & _loaded("--version")


@pytest.mark.parametrize("words", ["show vic", "list --com", "li", "rank --columns na", "memory --gpu A1", "rank open"])
def test_a_tab_reads_an_index_and_loads_neither_commands_nor_the_registry(words: str) -> None:
    asked = {"_LLMSURVEY_COMPLETE": "complete_bash", "COMP_WORDS": f"llmsurvey {words}", "COMP_CWORD": "2"}
    asked["COMP_CWORD"] = str(len(words.split()))
    _loaded(**asked)
    assert not {"typer", "pydantic", "numpy", "llmsurvey.registry.registry"} & _loaded(**asked)


def test_options_are_defined_without_the_registry() -> None:
    code = "import sys, llmsurvey.cli.options; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.split()
    assert not {"llmsurvey.registry.registry", "llmsurvey.records", "pydantic.main", "numpy"} & set(loaded)


def test_the_package_is_imported_without_anything() -> None:
    code = "import sys; before = set(sys.modules); import llmsurvey; print(*set(sys.modules) - before)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.split()
    assert {name for name in loaded if name != "__future__"} == {"llmsurvey", "llmsurvey.version"}


def test_xlsx_imports_its_own_library_only() -> None:
    assert HEAVY & _modules(["list"], "xlsx") == {"xlsxwriter"}


@pytest.mark.parametrize("arguments", [*COMMANDS[:6], *BOARDS, ["claims", "C61"]], ids=" ".join)
def test_what_was_compiled_before_is_read_without_validators(arguments: list[str]) -> None:
    """What shows them is that pydantic looks for plugins of theirs."""
    _loaded(*arguments)
    assert not {"importlib.metadata", "numpy.ma"} & _loaded(*arguments)
