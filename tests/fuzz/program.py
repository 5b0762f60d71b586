"""Whole command lines, run in this process: without a start-up each, thousands of them are soon tried."""

from __future__ import annotations

import functools
import io
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from llmsurvey.cli.app import run
from llmsurvey.cli.language import speak_language
from llmsurvey.errors import RequestError
from llmsurvey.messages import use_language
from llmsurvey.registry import load
from llmsurvey.registry.layers import BUILT_IN, Layer, layers_for
from llmsurvey.registry.registry import Registry

CACHE = ".cache"
"""The folder in the working folder that stays from input to input."""

_load_with_key = load.load_with_key


@functools.cache
def _built_in_with_key() -> tuple[Registry, str]:
    return _load_with_key(layers_for())


def built_in() -> Registry:
    """The built-in catalogue."""
    return _built_in_with_key()[0]


def _load_once(layers: list[Layer]) -> tuple[Registry, str]:
    is_built_in = [layer.name for layer in layers] == [BUILT_IN]
    return _built_in_with_key() if is_built_in else _load_with_key(layers)


load.load_with_key = _load_once  # it is looked up when a command runs


def clear_folder() -> None:
    """Remove what earlier inputs left in the working folder and among the user's boards, but not the cache."""
    for path in Path().iterdir():
        if path.name != CACHE:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


class Answer(NamedTuple):
    """What a command line gave."""

    code: int
    output: bytes
    errors: str


def answer(*arguments: str, text: bytes = b"") -> Answer:
    """What the program says to a command line, with `text` on its standard input; checks what holds of any answer.

    That is: exit code 0, 1 or 2; of a wrong request no output, and what went wrong in one line that begins with the
    program's name; of wrong data as many lines as there are faults.
    """
    streams = sys.stdin, sys.stdout, sys.stderr
    output, errors = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(text))
    sys.stdout = io.TextIOWrapper(output, encoding="utf-8", write_through=True)
    sys.stderr = io.TextIOWrapper(errors, encoding="utf-8", errors="backslashreplace", write_through=True)
    open_streams = sys.stdin, sys.stdout, sys.stderr
    depth = sys.getrecursionlimit()
    try:
        code = _run(arguments)
        given = Answer(code, output.getvalue(), errors.getvalue().decode())
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
        use_language("en")
        sys.setrecursionlimit(depth)  # a drawing of a deep lineage raises it
        for stream in open_streams:
            stream.detach()
    _check(given)
    return given


def _run(arguments: Sequence[str]) -> int:
    try:
        speak_language(list(arguments), {})
    except RequestError as error:
        print(f"llmsurvey: {error.message}", file=sys.stderr)
        return error.exit_code
    return run(arguments)


def _check(given: Answer) -> None:
    lines = given.errors.splitlines()
    refusals = [line for line in lines if line.startswith("llmsurvey: ")]
    assert given.code in (0, 1, 2), f"exit code {given.code}"
    assert "Traceback" not in given.errors, "a traceback"
    assert len(refusals) <= 1, "told twice"
    is_help = given.output.lstrip().startswith(b"Usage: ")  # which says what there is, where no command is named
    if given.code and not is_help:
        assert lines, "refused without a reason"
        assert lines[-1].strip(), "refused without words"
    if given.code == 2 and lines:
        assert refusals, "a wrong request without the program's name"
        assert not given.output, "output beside a refusal"
