"""Nothing is imported before the command that needs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"pandas", "numpy", "matplotlib", "textual", "pyarrow", "xlsxwriter", "scipy", "networkx"}
COMMANDS = [
    ["list", "--commercial"],
    ["show", "KULLM"],
    ["search", "vicuna"],
    ["lineage", "KULLM"],
    ["licence", "Vicuna"],
    ["licences"],
    ["compare", "-b", "hellaswag"],
    ["compare", "LLaMA", "Falcon"],
    ["export", "--format", "json"],
    ["validate"],
    ["schema"],
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


def test_boards_that_were_listed_before_need_no_numpy() -> None:
    assert HEAVY & _modules(["boards"]) <= {"numpy"}
    assert not HEAVY & _modules(["boards"])


def test_a_table_is_read_by_pyarrow_and_never_by_pandas(tmp_path: Path) -> None:
    (tmp_path / "board.csv").write_text("model,arc,mmlu\none,50.5,40\nother,,41.5\n", encoding="utf-8")
    assert HEAVY & _modules(["rank", str(tmp_path / "board.csv")]) == {"numpy", "pyarrow"}


@pytest.mark.parametrize("format", ["csv", "json", "md", "html", "latex", "jsonl"])
def test_the_plain_formats_need_no_library_once_the_registry_is_compiled(format: str) -> None:
    _modules(["list"])
    assert not (HEAVY | {"rich", "yaml"}) & _modules(["list"], format)


def test_xlsx_imports_its_own_library_only() -> None:
    assert HEAVY & _modules(["list"], "xlsx") == {"xlsxwriter"}
