"""Runs the examples of the documentation: what a page shows is what the program prints.

A block marked `console` holds commands behind `$ ` and, below each, its output. A block with a title
(```` ```yaml title="my.yaml" ````) is a file that the commands after it find in their folder. Every page runs in an
empty folder of its own.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

_BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r'title="([^"]+)"')


def pages(root: Path) -> list[Path]:
    """The README and every page of the documentation."""
    return [root / "README.md", root / "CONTRIBUTING.md", *sorted((root / "docs").rglob("*.md"))]


def refreshed(markdown: str, folder: Path) -> str:
    """The page with every output as the program prints it now; commands and files act in `folder`."""

    def run(block: re.Match[str]) -> str:
        language, rest, content = block.groups()
        if title := _TITLE.search(rest):
            (folder / title[1]).write_text(content, encoding="utf-8")
        if language != "console":
            return block[0]
        return f"```{language}{rest}\n{_session(content, folder)}```"

    return _BLOCK.sub(run, markdown)


def _session(content: str, folder: Path) -> str:
    """A console block with its outputs replaced."""
    lines: list[str] = []
    status = 0
    for line in content.splitlines():
        if line.startswith("$ "):
            result = _run(line.removeprefix("$ "), status, folder)
            status = result.returncode
            lines += [line, *result.stdout.decode().splitlines()]
    return "".join(f"{line}\n" for line in lines)


def _run(command: str, status: int, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """One command in a shell whose `$?` is the status of the one before; standard error comes with the output."""
    kept = {name: os.environ[name] for name in ("HOME", "TMPDIR") if name in os.environ}
    places = {
        "XDG_CONFIG_HOME": str(folder / ".config"),
        "XDG_DATA_HOME": str(folder / ".data"),
        "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(folder / ".cache")),
    }
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        ["bash", "-c", f"(exit {status}); {command}"],
        cwd=folder,
        env={**kept, **places, "PATH": path, "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
