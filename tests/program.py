"""Runs the program as its users do, in a process of its own; hundreds of tests do, so that most are forked."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import llmsurvey

Result = subprocess.CompletedProcess[str]

LANGUAGE = {"LLMSURVEY_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"}
"""The variables that the language of a run depends on."""

_READ_LATE = ("LLMSURVEY_", "_LLMSURVEY_", "_TYPER_", "COLUMNS")
"""How variables begin that are looked at when all imports are done, but for those of the language."""

_FORKING = get_context("forkserver")
_FORKING.set_forkserver_preload([module.name for module in pkgutil.walk_packages(llmsurvey.__path__, "llmsurvey.")])


def run_program(
    arguments: Sequence[str], folder: Path, text: str | None = None, environment: Mapping[str, str] | None = None
) -> Result:
    """What `llmsurvey` says in a folder, with `text` on its standard input and variables of the environment set.

    A process that starts anew takes five times as long, most of it for imports. It is needed only where the language
    or the environment decide what happens while these are done; otherwise the process is forked from one that has
    them behind it.
    """
    variables = {**os.environ, **(environment or {})}
    spoken = any(argument.startswith("--lang") for argument in arguments) or LANGUAGE & variables.keys()
    if spoken or not all(name.startswith(_READ_LATE) for name in environment or ()):
        return subprocess.run(
            [sys.executable, "-m", "llmsurvey", *arguments],
            cwd=folder,
            env=variables,
            input=text,
            capture_output=True,
            encoding="utf-8",
        )
    with tempfile.TemporaryDirectory() as streams:
        files = [Path(streams) / name for name in ("in", "out", "err")]
        files[0].write_text(text or "", encoding="utf-8", newline="")
        process = _FORKING.Process(target=_run, args=(list(arguments), folder, variables, files))
        process.start()
        process.join()
        code = process.exitcode
        process.close()
        output, errors = (file.read_text(encoding="utf-8") for file in files[1:])
    assert code is not None
    return subprocess.CompletedProcess(arguments, code, output, errors)


def _run(arguments: list[str], folder: Path, environment: dict[str, str], files: list[Path]) -> None:
    """The program in a process that was forked: in its folder, with its environment and streams."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, file in enumerate(files):
        stream = os.open(file, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT)
        os.dup2(stream, number)
        os.close(stream)
    modes = enumerate(("r", "w", "w"))
    opened: list[Any] = [open(number, mode, encoding="utf-8", closefd=False) for number, mode in modes]  # noqa: SIM115 (for good)
    sys.stdin, sys.stdout, sys.stderr = opened
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = opened  # type: ignore[misc]  # as the interpreter itself does
    sys.argv = ["llmsurvey", *arguments]
    from llmsurvey.cli import main

    main()
