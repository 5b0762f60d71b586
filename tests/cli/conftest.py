"""Runs the program as its users do: as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `llmsurvey` with some arguments in an empty folder; `text` goes to its standard input."""

    def call(*arguments: str, text: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "llmsurvey", *arguments],
            cwd=tmp_path,
            env={**os.environ, **environment},
            input=text,
            capture_output=True,
            encoding="utf-8",
        )

    return call
