"""Runs the program as its users do: as a process of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.program import run_program

from llmsurvey.cli.hints import as_typed
from llmsurvey.messages import show_hints_by

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def compiled_once(warm_cache: None) -> None:
    """These tests share a cache: what they are about isn't how the registry is compiled."""


@pytest.fixture(autouse=True)
def typed_hints(isolated: None) -> None:
    """Hints as they are typed, also where a test asks the commands without `run`, which sees to that."""
    show_hints_by(as_typed)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `llmsurvey` with some arguments in an empty folder; `text` goes to its standard input."""

    def call(*arguments: str, text: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        return run_program(arguments, tmp_path, text, environment)

    return call
