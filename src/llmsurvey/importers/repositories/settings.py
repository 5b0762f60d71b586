"""The models that settings name: YAML, JSON, TOML, INI and environment files, read by their lines.

They are read as text and not parsed, for many are templates, hold several documents or tags of their own; what stands
above a value is told by the indentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from llmsurvey.importers.repositories.command_lines import InText
from llmsurvey.importers.repositories.model_names import REPOSITORY, ModelNames, Place
from llmsurvey.importers.repositories.model_words import is_generic, names_models

_CANDIDATE = re.compile(rf"(?<![\w./@:$%{{}}~+-]){REPOSITORY}(?:[@:][\w.-]+)?(?![\w/$({{%<*])")
_BARE = re.compile(
    r"(?P<word>[\w-]*(?:model|llm|checkpoint|pretrained)[\w-]*)[\"']?[ \t]*[:=][ \t]*[\"']?"
    r"(?P<name>[A-Za-z][\w.:-]*)[\"']?[ \t]*(?=[,}\]#\r\n]|$)",
    re.IGNORECASE | re.MULTILINE,
)
_KEY = re.compile(r"(?P<key>[A-Za-z_][\w.-]*)[\"']?\s*(?:[:=]|=>)\s*(?:[\[{(][^\]})]*)?[\"']?$")
"""A key right before a value, or before the list in one line that the value is in."""

_ITEM = re.compile(r"^\s*(?:-\s+)*[\"']?$")
"""What stands before an item of a list that has a line of its own."""

_KEY_OF_LINE = re.compile(r"^\s*(?:-\s+)?[\"']?(?P<key>[A-Za-z_][\w.-]*)[\"']?\s*[:=]")
_SECTION = re.compile(r"^\s*\[+(?P<key>[\w.\"-]+)\]+\s*$")
_COMMENT = re.compile(r"(?:^|\s)(?:#|//|;)")
_FAR = 400
"""So many lines above a value are looked at for what it belongs to."""


def find_in_settings(text: str, names: ModelNames) -> Iterator[InText]:
    """Yield the models that keys speak of, and those that the registry knows wherever they stand."""
    for match in _CANDIDATE.finditer(text):
        start = match.start()
        line_start = text.rfind("\n", 0, start) + 1
        before = text[line_start:start]
        if _is_comment(before):
            continue
        word = _word_before(text, line_start, before)
        name = names.read(match[0], Place.ANY if word is None else Place.WORD)
        if name is not None:
            yield InText(start, name, word or "")
    for match in _BARE.finditer(text):
        before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if names_models(match["word"]) and not _is_comment(before):
            name = names.read(match["name"], Place.WORD)
            if name is not None:
                yield InText(match.start("name"), name, match["word"])


def _is_comment(before: str) -> bool:
    """Whether what stands before a value on its line begins a comment."""
    return any(before.count(sign, 0, match.start()) % 2 == 0 for match in _COMMENT.finditer(before) for sign in ('"',))


def _word_before(text: str, line_start: int, before: str) -> str | None:
    """Return the key that says that a model stands here: its own, or of one that says little the key above it."""
    if (match := _KEY.search(before)) is not None:
        key = match["key"].rpartition(".")[2]
        if names_models(key):
            return key
        if not is_generic(key):
            return None
    elif not _ITEM.match(before):
        return None
    indent = len(before) - len(before.lstrip())
    return _word_above(text, line_start, indent, is_item=match is None)


def _word_above(text: str, end: int, indent: int, *, is_item: bool) -> str | None:
    """Return the key of the line that is above and less indented, if it speaks of models; of TOML the section's."""
    for _ in range(_FAR):
        if end <= 0:
            return None
        start = text.rfind("\n", 0, end - 1) + 1
        line = text[start : end - 1]
        end = start
        bare = line.lstrip()
        if not bare or bare[0] in "#;/":
            continue
        if (section := _SECTION.match(line)) is not None and "=" not in line:
            key = section["key"].rpartition(".")[2].strip('"')
            return key if names_models(key) else None
        above = len(line) - len(bare)
        if above < indent or (is_item and above == indent and bare[0] not in "-\"'"):
            key_match = _KEY_OF_LINE.match(line)
            if key_match is None:
                indent = min(indent, above)
                if bare[0] in "[{":
                    continue
                return None
            key = key_match["key"].rpartition(".")[2]
            if names_models(key):
                return key
            if not is_generic(key):
                return None
            indent = above
    return None
