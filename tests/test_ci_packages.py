""".ci/packages installs what tests need where it may, and goes on with a word where it can't."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / ".ci" / "packages"
MISSING = "chromium fonts-noto-cjk default-jre-headless"


@pytest.mark.parametrize(
    ("user", "apt_get", "said"),
    [
        (0, None, f"Not installed, for that takes root and apt-get: {MISSING}."),
        (1000, "exit 0", f"Not installed, for that takes root and apt-get: {MISSING}."),
        (0, "echo E: no route; exit 100", f"E: no route\nNot installed: {MISSING}."),
        (0, "exit 0", f"Installed: {MISSING}."),
    ],
)
def test_what_is_missing_is_installed_or_said(tmp_path: Path, user: int, apt_get: str | None, said: str) -> None:
    commands = {"id": f"echo {user}", **({} if apt_get is None else {"apt-get": apt_get})}
    for name, line in commands.items():
        (tmp_path / name).write_text(f"#!/bin/bash\n{line}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    for name in ("bash", "mktemp", "rm", "tail"):
        (tmp_path / name).symlink_to(str(shutil.which(name)))
    run = subprocess.run([SCRIPT], env={"PATH": str(tmp_path)}, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith(said)
