"""The models that a text names which is no code: by its settings and by its command lines, comments left out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from llmsurvey.importers.repositories.command_lines import find_in_commands
from llmsurvey.importers.repositories.mention import Lines, Mention
from llmsurvey.importers.repositories.model_names import InText, ModelNames
from llmsurvey.importers.repositories.settings import find_in_settings

_COMMENT_LINE = re.compile(r"^[ \t]*(?:#|//|(?i:rem) ).*", re.MULTILINE)
_COMMENT_BLOCK = re.compile(r"(?<![\"'`\w*])/\*.*?\*/", re.DOTALL)
_GOES_ON = re.compile(r"\\(?=\r?\n)|(?<=\\)\r?\n")


def find_in_text(text: str, names: ModelNames) -> list[Mention]:
    """Return the models that a text names; lines that a backslash goes on with are one."""
    without_comments = (
        _COMMENT_LINE.sub(lambda match: " " * len(match[0]), text) if "#" in text or "//" in text else text
    )
    joined = _GOES_ON.sub(lambda match: " " * len(match[0]), without_comments) if "\\\n" in text else without_comments
    return place(text, [*find_in_commands(joined, names), *find_in_settings(joined, names)])


def find_in_script(text: str, names: ModelNames) -> list[Mention]:
    """Return the models that JavaScript or TypeScript names: its keys and calls read as those of any other text do."""
    without_comments = _COMMENT_BLOCK.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text) if "/*" in text else text
    return find_in_text(without_comments, names)


def place(text: str, found: Iterable[InText]) -> list[Mention]:
    """Return mentions with their lines; where two begin at one place, the one that says what it stands in."""
    by_offset: dict[int, InText] = {}
    for one in found:
        before = by_offset.get(one.offset)
        if before is None or not before.named_in:
            by_offset[one.offset] = one
    if not by_offset:
        return []
    lines = Lines(text)
    return [Mention(*lines.position_of(one.offset), one.name, one.named_in, one.known_as) for one in by_offset.values()]
