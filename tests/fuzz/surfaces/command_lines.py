"""Whole command lines, and the shell's completion of them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from hypothesis import strategies as st
from tests.fuzz.program import answer, clear_folder
from tests.fuzz.surface import Surface, lines, seeds

from llmsurvey.cli.commands import COMMANDS

_LINES = tuple(line.decode() for line in lines("command_lines"))
_OPTIONS = sorted({option for line in _LINES for option in re.findall(r"--?[a-z]\S*", line)})
_WORDS = sorted({word for line in _LINES for word in line.split() if not word.startswith("-")})

_FILES = {
    "scores.csv": seeds("table_text")[3],
    "card.md": seeds("table_markdown")[0],
    "run.json": seeds("harness")[1],
    "mine.yaml": seeds("registry_yaml")[1],
    "samples_quiz.jsonl": seeds("samples")[1],
    "samples_quiz_2.jsonl": seeds("samples")[0],
}
"""What the words of a command line may name."""


def _check_words(words: list[str]) -> None:
    """Any words are answered or refused, whatever order they come in."""
    clear_folder()
    for name, content in _FILES.items():
        Path(name).write_bytes(content)
    answer(*(_within_folder(word) for word in words))


def _check_text(content: bytes) -> None:
    text = content.replace(b"\0", b"").decode("utf-8", "surrogateescape")
    try:
        words = shlex.split(text)
    except ValueError:
        words = text.split()
    _check_words(words)


def _within_folder(word: str) -> str:
    """The word as one that names nothing outside of the folder that the fuzzer works in."""
    return re.sub(r"(?<=[=:])/+|^/+|~", "", word).replace("..", ".") or "."


_WORD = (
    st.sampled_from(_OPTIONS)
    | st.sampled_from(_WORDS)
    | st.sampled_from(list(COMMANDS))
    | st.text(st.characters(exclude_characters="\0"), max_size=6)
)

SURFACES = (
    Surface("command-text", _check_text, 60, lines("command_lines")),
    Surface(
        "command-words",
        _check_words,
        40,
        structures=st.tuples(st.sampled_from(list(COMMANDS)), st.lists(_WORD, max_size=6)).map(
            lambda parts: [parts[0], *parts[1]]
        ),
    ),
)
