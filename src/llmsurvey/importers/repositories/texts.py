"""The models that a text names which is no code: by its settings and by its command lines, comments left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from llmsurvey.importers.repositories.command_lines import find_in_commands
from llmsurvey.importers.repositories.mention import Lines, Mention
from llmsurvey.importers.repositories.model_names import PROVIDER, REPOSITORY, InText, ModelNames, Place
from llmsurvey.importers.repositories.model_words import names_models
from llmsurvey.importers.repositories.settings import find_in_settings

_COMMENT_LINE = re.compile(r"^[ \t]*(?:#(?!\[)|//|(?i:rem) ).*", re.MULTILINE)
"""A comment of a line; `#[arg(default_value = ...)]` says in Rust what an argument is."""

_COMMENT_BLOCK = re.compile(r"(?<![\"'`\w*])/\*.*?\*/", re.DOTALL)
_CALL = re.compile(
    rf"""\b(?P<word>[A-Za-z_]\w*)\(\s*(?P<quote>["'`])"""
    rf"(?P<name>{PROVIDER}?{REPOSITORY}(?:[@:][\w.-]+)?|[A-Za-z][\w.:-]*)(?P=quote)",
    re.ASCII,
)
_TAKES_MODEL = {"with_revision"}
"""Functions of other languages that take a repository, and whose names don't speak of models: `Repo::with_revision`."""

_GOES_ON = re.compile(r"\\(?=\r?\n)|(?<=\\)\r?\n")


def find_in_text(text: str, names: ModelNames) -> list[Mention]:
    """Return the models that a text names; lines that a backslash goes on with are one."""
    return place(text, _find_in_joined(_without_comments(text), names))


def _without_comments(text: str) -> str:
    """Return a text with blanks for lines that are comments."""
    return _COMMENT_LINE.sub(lambda match: " " * len(match[0]), text) if "#" in text or "//" in text else text


def _find_in_joined(text: str, names: ModelNames, *, is_code: bool = False) -> list[InText]:
    joined = _GOES_ON.sub(lambda match: " " * len(match[0]), text) if "\\\n" in text else text
    return [*find_in_commands(joined, names), *find_in_settings(joined, names, is_code=is_code)]


def find_in_script(text: str, names: ModelNames) -> list[Mention]:
    """Return the models that code names which isn't Python: its keys read as those of any other text, and its calls."""
    without_blocks = _COMMENT_BLOCK.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text) if "/*" in text else text
    code = _without_comments(without_blocks)
    return place(text, [*_find_in_joined(code, names, is_code=True), *_find_in_calls(code, names)])


def _find_in_calls(code: str, names: ModelNames) -> Iterator[InText]:
    """Yield the models that functions take whose names speak of models: `.modelName("ORG/NAME")`."""
    for match in _CALL.finditer(code):
        if names_models(match["word"]) or match["word"] in _TAKES_MODEL:
            name = names.read(match["name"], Place.WORD)
            if name is not None:
                yield InText(match.start("name") + match["name"].find(name), name, match["word"], names.known_as(name))


def place(text: str, names: Iterable[InText]) -> list[Mention]:
    """Return mentions with their lines; where two begin at one place, the one that says what it stands in."""
    by_offset: dict[int, InText] = {}
    for name in names:
        before = by_offset.get(name.offset)
        if before is None or not before.named_in:
            by_offset[name.offset] = name
    if not by_offset:
        return []
    lines = Lines(text)
    return [
        Mention(*lines.position_of(name.offset), name.name, name.named_in, name.known_as) for name in by_offset.values()
    ]
