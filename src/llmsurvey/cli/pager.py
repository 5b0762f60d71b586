"""The pager that an answer longer than the screen goes through: LLMSURVEY_PAGER, the configuration, PAGER, or less."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from llmsurvey.errors import RequestError, reason_of
from llmsurvey.messages import option, say
from llmsurvey.registry.configuration import config_file, configured

_OWN_VARIABLE, _VARIABLE = "LLMSURVEY_PAGER", "PAGER"
_SETTINGS = {"LESS": "FRX", "LV": "-c"}
"""What pagers do unless told otherwise, as git has it: less ends where all fits, shows colours and clears nothing."""

_ESCAPE = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b]*\x1b\\")
_LINK = re.compile(r"\x1b\]8;;[^\x1b]*\x1b\\")
_KNOWS_LINKS = 566
"""The version of less that shows links as links."""


def pager_command(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the words of the pager's command line, none where no pager is wanted: it is empty, or `cat`.

    Where less isn't installed either, there is none. Raises RequestError for one that was named and isn't there.
    """
    named = _named_pager(environment)
    if named is None:
        return ["less"] if shutil.which("less") else []
    origin, line = named
    try:
        words = shlex.split(line)
    except ValueError:  # a quote that isn't closed
        words = [line]
    if not words or words == ["cat"]:
        return []
    if shutil.which(words[0]) is None:
        raise RequestError(
            say(
                '{origin}: no program is called "{name}". Name another pager, or use none: {hint}.',
                origin=origin,
                name=words[0],
                hint=option("no_pager", True),
            )
        )
    return words


def _named_pager(environment: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the pager that the user names, behind where; the program's own variable, the file, then everybody's."""
    if _OWN_VARIABLE in environment:
        return _OWN_VARIABLE, environment[_OWN_VARIABLE]
    if line := configured("pager"):
        return str(config_file()), line
    return (_VARIABLE, environment[_VARIABLE]) if _VARIABLE in environment else None


def is_longer_than_screen(content: bytes) -> bool:
    """Whether a text has more lines than the terminal, of which one is for the prompt; long lines take several."""
    from rich.cells import cell_len

    width, height = shutil.get_terminal_size()
    if content.count(b"\n") >= height:
        return True
    lines = _ESCAPE.sub("", content.decode(errors="replace")).splitlines()
    return sum(max(1, -(-cell_len(line) // width)) for line in lines) >= height


def show_in_pager(command: list[str], content: bytes) -> None:
    """Show a text in a pager, and come back when the reader has left it, whatever part of it was read.

    Ctrl-C is the pager's to answer, for it reaches both. Raises RequestError where the program can't be run.
    """
    if not _shows_links(command):
        content = _LINK.sub("", content.decode(errors="replace")).encode()
    try:
        pager = subprocess.Popen(  # noqa: S603 (the user's own choice, run without a shell)
            command, stdin=subprocess.PIPE, env={**_SETTINGS, **os.environ}
        )
    except OSError as error:
        raise RequestError(
            say("{name} can't be run: {reason}. Name another pager.", name=command[0], reason=reason_of(error))
        ) from None
    answered = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with contextlib.suppress(BrokenPipeError):
            pager.communicate(content)
        pager.wait()
    finally:
        signal.signal(signal.SIGINT, answered)


def _shows_links(command: list[str]) -> bool:
    """Whether a pager shows links: an old less writes their addresses out as signs, of others it is believed."""
    if Path(command[0]).name != "less":
        return True
    asked = [command[0], "--version"]
    version = subprocess.run(asked, capture_output=True, check=False).stdout  # noqa: S603 (the same)
    number = re.match(rb"less (\d+)", version)
    return number is not None and int(number[1]) >= _KNOWS_LINKS
