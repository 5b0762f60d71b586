"""The models that settings name: keys of YAML, JSON, TOML, INI and environment files, options and variables of shells.

They are read as text and not parsed, for many are templates, hold several documents or tags of their own; what stands
above a value is told by the indentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from llmsurvey.importers.repositories.model_names import PROVIDER, REPOSITORY, InText, ModelNames, Place
from llmsurvey.importers.repositories.model_words import is_generic, names_models, takes_repository

_CANDIDATE = re.compile(rf"(?<![\w./@:$%{{}}~+]){PROVIDER}?{REPOSITORY}(?:[@:][\w.-]+)?(?![\w/$({{%<*])", re.ASCII)
_BARE = re.compile(
    r"(?:[Mm]odel|MODEL|[Ll]lm|LLM|[Cc]heckpoint|CHECKPOINT|[Pp]retrained)[\w-]{0,40}[\"']?[ \t]*[:=][ \t]*[\"']?"
    r"(?P<name>[A-Za-z][\w.:-]*)[\"']?[ \t]*(?=[,}\]#\r\n]|$)",
    re.ASCII | re.MULTILINE,
)
_WORD = re.compile(r"[\w-]*", re.ASCII)
_FALLBACK = re.compile(rf"\$\{{(?P<word>\w+):(?P<name>{PROVIDER}?{REPOSITORY}(?:[@:][\w.-]+)?)\}}", re.ASCII)
"""What Spring and others take where a variable isn't set: `${MODEL_ID:ORG/NAME}`."""


_OPTION = re.compile(r"(?<![\w-])(?P<word>--?[A-Za-z][\w-]*)[\"']?(?:\s*[=,]\s*|\s+(?:-\s+)?)[\"']?$", re.ASCII)
"""An option right before a value: `--model `, `"--model", "`, or in the line above of a list."""

_VARIABLE = re.compile(r"(?P<word>[A-Za-z_]\w*)(?:=|:-|:=|\}:-)[\"']?$", re.ASCII)
_OF_DOCKER = re.compile(r"^\s*(?:ENV|ARG)\s+(?P<word>\w+)\s+[\"']?$", re.ASCII)
_KEY = re.compile(r"(?P<word>[A-Za-z_][\w.-]*)[\"']?\s*(?:[:=]|=>)\s*(?:[\[{(][^\]})]*)?[\"']?$", re.ASCII)
"""A key right before a value, or before the list in one line that the value is in."""

_ITEM = re.compile(r"^\s*(?:-\s+)*[\"']?$")
"""What stands before an item of a list that has a line of its own."""

_KEY_OF_LINE = re.compile(r"^\s*(?:-\s+)?[\"']?(?P<key>[A-Za-z_][\w.-]*)[\"']?\s*[:=]", re.ASCII)
_SECTION = re.compile(r"^\s*\[+(?P<key>[\w.\"-]+)\]+\s*$")
_COMMENT = re.compile(r"^\s*;|(?:^|\s)(?:#|//)")
_LONGEST_OPTION = 120
_LONGEST_LINE = 2000
_FAR = 400
"""So many lines above a value are looked at for what it belongs to."""


def find_in_settings(text: str, names: ModelNames, *, is_code: bool = False) -> Iterator[InText]:
    """Yield the models that keys, options and variables speak of, and those that the registry knows anywhere.

    In code what isn't quoted is the name of something else.
    """
    for match in _CANDIDATE.finditer(text):
        start = match.start()
        line_start = max(text.rfind("\n", 0, start) + 1, start - _LONGEST_LINE)
        before = text[line_start:start]
        if names.may_name(match[0]) and not _is_comment(before):
            word = _word_before(text, line_start, before)
            name = names.read(match[0], Place.ANY if word is None else Place.WORD)
            if name is not None:
                yield InText(start + match[0].find(name), name, word or "", names.known_as(name))
    for match in _FALLBACK.finditer(text):
        place = Place.WORD if names_models(match["word"]) else Place.ANY
        if (name := names.read(match["name"], place)) is not None:
            yield InText(match.start("name") + match["name"].find(name), name, match["word"], names.known_as(name))
    for match in _BARE.finditer(text):
        line_start = text.rfind("\n", 0, match.start()) + 1
        before = text[max(line_start, match.start() - _LONGEST_LINE) : match.start()]
        word = _whole_word(text, match.start())
        is_text = not is_code or text[match.start("name") - 1] in "\"'"
        if is_text and names_models(word) and not _is_comment(before):
            name = names.read(match["name"], Place.WORD)
            if name is not None:
                yield InText(match.start("name"), name, word, names.known_as(name))


def _whole_word(text: str, inside: int) -> str:
    """Return the word that a place is in."""
    start = inside
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] in "_-"):
        start -= 1
    match = _WORD.match(text, start)
    return match[0] if match else ""


def _is_comment(before: str) -> bool:
    """Whether what stands before a value on its line begins a comment."""
    return any(before.count('"', 0, match.start()) % 2 == 0 for match in _COMMENT.finditer(before))


def _word_before(text: str, line_start: int, before: str) -> str | None:
    """Return what says that a model stands here: an option, a variable, a key, or the key above a vague one."""
    start = line_start + len(before)
    if (option := _OPTION.search(text, max(0, start - _LONGEST_OPTION), start)) is not None:
        return option["word"] if takes_repository(option["word"]) else None
    for pattern in (_VARIABLE, _OF_DOCKER):
        if (variable := pattern.search(before)) is not None and takes_repository(variable["word"]):
            return variable["word"]
    key = _KEY.search(before)
    if key is not None:
        word = key["word"].rpartition(".")[2]
        if names_models(word):
            return word
        if not is_generic(word):
            return None
    elif not _ITEM.match(before):
        return None
    indent = len(before) - len(before.lstrip())
    return _word_above(text, line_start, indent, is_item=key is None)


def _word_above(text: str, end: int, indent: int, *, is_item: bool) -> str | None:
    """Return the key of the line that is above and less indented, if it speaks of models; of TOML the section's."""
    for _ in range(_FAR):
        if end <= 0:
            return None
        start = text.rfind("\n", 0, end - 1) + 1
        line = text[start : end - 1][:_LONGEST_LINE]
        end = start
        bare = line.lstrip()
        if not bare or bare[0] in "#;/":
            continue
        if (section := _SECTION.match(line)) is not None:
            word = section["key"].rpartition(".")[2].strip('"')
            return word if names_models(word) else None
        above = len(line) - len(bare)
        if above < indent or (is_item and above == indent and bare[0] not in "-\"'"):
            if bare[0] in "[{" and len(bare.strip()) == 1:
                indent = above
                continue
            key = _KEY_OF_LINE.match(line)
            word = "" if key is None else key["key"].rpartition(".")[2]
            if names_models(word):
                return word
            if not is_generic(word):
                return None
            indent, is_item = above, False
    return None
