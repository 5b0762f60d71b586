"""How a shell is answered that asks for completions, where typer's own answer doesn't fit it."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

import typer._completion_shared
from typer._click.shell_completion import CompletionItem, add_completion_class, split_arg_string
from typer._completion_classes import BashComplete, PowerShellComplete

from llmsurvey.atomic import write_atomically


def prepare_shells() -> None:
    """Answer Bash and PowerShell as below, and never wait for what somebody types on standard input."""
    sys.stdin = None  # as where it is closed
    for shell, answer in (("bash", _Bash), ("powershell", _PowerShell), ("pwsh", _PowerShell)):
        add_completion_class(answer, shell)


def protect_startup_files() -> None:
    """Let typer's `--install-completion`, which adds a line to `.bashrc` or `.zshrc`, never lose what else is in it."""
    typer._completion_shared.Path = _WholeFile  # type: ignore[attr-defined]  # private to that module


class _WholeFile(type(Path())):  # type: ignore[misc]  # the kind of path that this system has
    """A text file of any encoding that is written whole or not at all."""

    def read_text(self, *_: Any, **__: Any) -> str:
        """The text, with whatever isn't UTF-8 kept as it is."""
        content: bytes = self.read_bytes()
        return content.decode("utf-8", "surrogateescape")

    def write_text(self, text: str, *_: Any, **__: Any) -> int:
        """Write the text where the path, or the link there, leads."""
        write_atomically(Path(os.path.realpath(self)), text.encode("utf-8", "surrogateescape"))
        return len(text)


class _Bash(BashComplete):
    """Bash takes an @ for the end of a word, so it asks for, and replaces, only what stands behind it."""

    head = ""
    """What stands before the part that Bash asks for."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is completed, and that one from its beginning."""
        number = os.environ.get("COMP_CWORD", "")
        last = int(number) if re.fullmatch("[0-9]{1,6}", number) else 0
        parts = [*split_arg_string(os.environ.get("COMP_WORDS", "")), ""][: last + 1]
        words: list[str] = []
        for before, part in zip(["", *parts], parts, strict=False):
            if words and (part == "@" or (before == "@" and part)):
                self.head = words[-1] if part != "@" else f"{words[-1]}@"
                words[-1] += part
            else:
                self.head = ""
                words.append(part)
        return words[1:-1], words[-1]

    def format_completion(self, item: CompletionItem) -> str:
        """What replaces the last word, written as it would have to be typed."""
        return str(item.value).removeprefix(self.head).replace(" ", "\\ ")


class _PowerShell(PowerShellComplete):
    """PowerShell types what it is given, where a blank or a comma would end the word."""

    def format_completion(self, item: CompletionItem) -> str:
        """The name, in quotes where it needs them."""
        value = str(item.value)
        item.value = f"'{value}'" if " " in value or "," in value else value
        return super().format_completion(item)
