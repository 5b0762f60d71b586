"""What tests of importers share: files, real ones too, and boards as something that can be compared."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from llmsurvey.boards import tidy
from llmsurvey.boards.board import Board
from llmsurvey.errors import Fault

WriteFile = Callable[..., Path]
"""Takes text or bytes, and a file name; gives the path of the file."""


@pytest.fixture
def write_file(tmp_path: Path) -> WriteFile:
    """Writes a file, in UTF-8 where it is text, and gives its path."""

    def write(content: str | bytes, name: str = "scores.csv") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def real_files(folder: str, pattern: str) -> list[Path]:
    """Files of others to try; without them the test is skipped."""
    root = os.environ.get("LLMSURVEY_TESTDATA")
    if not root:
        pytest.skip("LLMSURVEY_TESTDATA names no folder with files of others")
    return sorted((Path(root) / folder).glob(pattern))


def scores(board: Board) -> list[dict[str, Any]]:
    """Every score of a board with all that is said of it."""
    table = tidy.from_board(board)
    return [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]


def values(board: Board) -> dict[tuple[str, str], float]:
    """The scores by model and benchmark, of a board where each pair has one."""
    found = {(score["name"], score["benchmark"]): score["value"] for score in scores(board)}
    assert len(found) == len(scores(board))
    return found


def told(faults: tuple[Fault, ...] | list[Fault]) -> list[tuple[int, str]]:
    """What was noticed, each with its line."""
    return [(fault.line, str(fault.message)) for fault in faults]
