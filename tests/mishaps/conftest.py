"""What goes wrong around the program: it is killed, crowded, out of room, or in nobody's home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-m", "llmsurvey"]
Result = subprocess.CompletedProcess[str]
Call = Callable[..., Result]

BOARD = "Model,HellaSwag,ARC\na,70,60\nb,60,50\n"


def run_of(model: str) -> str:
    """What the harness writes of a model, in short."""
    results = {"arc_challenge": {"acc_norm,none": 0.5}, "hellaswag": {"acc_norm,none": 0.25}}
    return json.dumps({"results": results, "config": {"model_args": f"pretrained=lab/{model}"}})


def abandoned(folder: Path) -> list[str]:
    """Every temporary file and every lock of the program in a folder and below it."""
    return sorted(path.name for pattern in (".llmsurvey-*", ".lock") for path in folder.rglob(pattern))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with everything of the user's below it: cache, configuration, boards, temporary files."""
    for name in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "board.csv").write_text(BOARD)
    for model in ("one", "two"):
        (tmp_path / f"{model}.json").write_text(run_of(model))
    return tmp_path


@pytest.fixture
def call(place: Path) -> Call:
    """Run `llmsurvey` there with some arguments."""

    def run(*arguments: str, **options: object) -> Result:
        return subprocess.run([*PROGRAM, *arguments], cwd=place, capture_output=True, text=True, **options)  # type: ignore[call-overload, no-any-return]

    return run


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A folder that every user may enter, unlike those of pytest."""
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)
