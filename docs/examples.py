"""Runs the examples of the documentation: what a page shows is what the program prints.

A block marked `console` holds commands behind `$ ` and, below each, its output. One marked `pycon` holds Python behind
`>>> `, where a page's blocks go on with each other's names. A block with a title
(```` ```yaml title="my.yaml" ````) is a file that the commands after it find in their folder. Every page runs in an
empty folder of its own.

An example that ends in an error, or prints one, is a mistake of the page, unless `<!-- an error is meant -->` stands
above its block.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

_BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r'title="([^"]+)"')
_MEANT = "<!-- an error is meant -->"
_ERROR = re.compile(r"llmsurvey: (?!\d)|Traceback ")
"""How a line begins that tells an error."""


def pages(root: Path) -> list[Path]:
    """The README, every page of the documentation, and what tells agents how to use the program."""
    skills = sorted((root / "skills").rglob("SKILL.md"))
    return [root / "README.md", root / "CONTRIBUTING.md", *sorted((root / "docs").rglob("*.md")), *skills]


class Page(NamedTuple):
    """A page with every output as the program prints it now, and the examples in it that fail and aren't meant to."""

    text: str
    failures: list[str]


def refreshed(markdown: str, folder: Path) -> str:
    """The page with every output as the program prints it now; commands and files act in `folder`."""
    return run_page(markdown, folder).text


def run_page(markdown: str, folder: Path) -> Page:
    """Run all examples of a page; commands and files act in `folder`."""
    names: dict[str, Any] = {"__name__": "__main__"}
    failures: list[str] = []

    def run(block: re.Match[str]) -> str:
        language, rest, content = block.groups()
        if title := _TITLE.search(rest):
            (folder / title[1]).write_text(content, encoding="utf-8")
        if language not in ("pycon", "console"):
            return block[0]
        examples = _dialogue(content, names, folder) if language == "pycon" else _session(content, folder)
        if not markdown[: block.start()].rstrip().endswith(_MEANT):
            failures.extend(example.typed[0] for example in examples if example.fails)
        lines = [line for example in examples for line in (*example.typed, *example.output)]
        return f"```{language}{rest}\n{''.join(f'{line}{chr(10)}' for line in lines)}```"

    return Page(_BLOCK.sub(run, markdown), failures)


class _Example(NamedTuple):
    """What is typed, what is printed, and how a command ends."""

    typed: list[str]
    output: list[str]
    status: int = 0

    @property
    def fails(self) -> bool:
        """Whether it ends in an error, or prints one."""
        return self.status != 0 or any(map(_ERROR.match, self.output))


def _session(content: str, folder: Path) -> list[_Example]:
    """The commands of a console block, run one after the other."""
    examples: list[_Example] = []
    for line in content.splitlines():
        if line.startswith("$ "):
            result = _run(line.removeprefix("$ "), examples[-1].status if examples else 0, folder)
            examples.append(_Example([line], result.stdout.decode().splitlines(), result.returncode))
    return examples


def _run(command: str, status: int, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """One command in a shell whose `$?` is the status of the one before; standard error comes with the output."""
    return subprocess.run(
        ["bash", "-c", f"(exit {status}); {command}"],
        cwd=folder,
        env=surroundings(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )


def surroundings(folder: Path) -> dict[str, str]:
    """Return the variables that a command of the documentation finds, which acts in `folder`."""
    kept = {name: os.environ[name] for name in ("HOME", "TMPDIR") if name in os.environ}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**kept, **_places(folder), "PATH": path, "LC_ALL": "C.UTF-8"}


def _places(folder: Path) -> dict[str, str]:
    """The variables that say where the program keeps things."""
    return {
        "XDG_CONFIG_HOME": str(folder / ".config"),
        "XDG_DATA_HOME": str(folder / ".data"),
        "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(folder / ".cache")),
    }


@contextlib.contextmanager
def acting_in(folder: Path) -> Iterator[None]:
    """Let Python act in `folder`, with configuration and boards of its own, on a terminal of a fixed width."""
    before = dict(os.environ)
    os.environ.update(_places(folder), COLUMNS="80", LINES="40")
    try:
        with contextlib.chdir(folder):
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _dialogue(content: str, names: dict[str, Any], folder: Path) -> list[_Example]:
    """The statements of a block of Python, run; a traceback is shown by its first and its last line."""
    examples: list[_Example] = []
    with acting_in(folder):
        for example in doctest.DocTestParser().get_examples(content):
            first, *others = example.source.splitlines()
            typed = [f">>> {first}", *(f"... {line}".rstrip() for line in others)]
            examples.append(_Example(typed, said_by(example.source, names)))
    return examples


def said_by(source: str, names: dict[str, Any]) -> list[str]:
    """What a statement, or an expression, prints when it is typed, line by line."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        try:
            exec(compile(source, "<example>", "single", dont_inherit=True), names)
        except Exception as error:  # whatever an example raises is what its page shows
            output.write("Traceback (most recent call last):\n    ...\n")
            output.write("".join(traceback.format_exception_only(error)))
    return output.getvalue().splitlines()
