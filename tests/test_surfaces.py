"""What is below the surfaces knows none of them: it prints nothing, and names no option or command as it is typed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "llmsurvey"

SURFACES = {"browse", "cli"}
"""The folders of what people see and type."""

SENTENCES = {"say", "counted", "note", "mark"}
TYPED = re.compile(r"(?<![\w-])--[a-z]|\bllmsurvey [a-z{]")


def _modules() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if path.relative_to(SOURCE).parts[0] not in SURFACES]


def _name(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def _calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node


def _writes(node: ast.AST) -> bool:
    """Whether something is printed, or a standard stream of output is used."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "print"
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "sys":
        return node.attr.strip("_") in ("stdout", "stderr")
    return False


@pytest.mark.parametrize("path", _modules(), ids=_name)
def test_nothing_below_the_surfaces_prints(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [ast.unparse(node) for node in ast.walk(tree) if _writes(node)] == []


def _sentences(path: Path) -> Iterator[str]:
    """Every text that stands in a call that makes a sentence, in its template or its parts."""
    for call in _calls(path):
        if isinstance(call.func, ast.Name) and call.func.id in SENTENCES:
            for node in ast.walk(call):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


@pytest.mark.parametrize("path", _modules(), ids=_name)
def test_no_sentence_below_the_surfaces_names_what_is_typed(path: Path) -> None:
    assert [text for text in _sentences(path) if TYPED.search(text)] == []
