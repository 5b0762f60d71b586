"""What git ignores, by the patterns of `.gitignore` files; git itself isn't asked, for that may run what lies there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

_MOST_BYTES = 2**20
_TRAILING = re.compile(r"(?<!\\)((?:\\\\)*)[ \t]+$")
_WHOLE = re.compile(r"\[(?:!|\^)?\]?[^\]]*\]")


class Rule(NamedTuple):
    """A pattern for paths below the folder that it is written in; `only_folders` and `takes_back` are its signs."""

    pattern: re.Pattern[str]
    only_folders: bool
    takes_back: bool


class Ignored:
    """The rules of a folder and of those above it, the nearest last; the last one that fits decides."""

    def __init__(self, above: Ignored | None = None, folder: str = "", rules: Iterable[Rule] = ()) -> None:
        self._above = above
        self._folder = folder
        self._rules = tuple(rules)

    def below(self, folder: str, rules: Iterable[Rule]) -> Ignored:
        """Return the rules for a folder, which `folder` names from the root, that has some of its own."""
        rules = tuple(rules)
        return Ignored(self, folder, rules) if rules else self

    def ignores(self, path: str, *, is_folder: bool) -> bool:
        """Whether a path from the root is ignored; what lies in an ignored folder isn't asked for."""
        level: Ignored | None = self
        while level is not None:
            inside = path[len(level._folder) + 1 :] if level._folder else path
            for rule in reversed(level._rules):
                if (is_folder or not rule.only_folders) and rule.pattern.fullmatch(inside):
                    return not rule.takes_back
            level = level._above
        return False


def read_rules(file: Path) -> list[Rule]:
    """Return the rules of a `.gitignore`; none where there is none, or it can't be read, or is a link."""
    try:
        if file.is_symlink() or not file.is_file():
            return []
        with file.open("rb") as opened:
            content = opened.read(_MOST_BYTES)
    except OSError:
        return []
    return list(parse_rules(content.decode(errors="replace").removeprefix("\ufeff")))


def parse_rules(text: str) -> Iterator[Rule]:
    """Yield the rules of a text; comments, empty lines and patterns that git can't read are none."""
    for written in text.split("\n"):
        line = _TRAILING.sub(r"\1", written.removesuffix("\r"))
        if not line or line.startswith("#"):
            continue
        takes_back = line.startswith("!")
        line = line[1:] if takes_back else line
        only_folders = line.endswith("/")
        line = line.rstrip("/") if only_folders else line
        if not line:
            continue
        is_anchored = "/" in line
        try:
            pattern = _translate(line.removeprefix("/"))
            yield Rule(
                re.compile(pattern if is_anchored else f"(?:.*/)?{pattern}", re.DOTALL), only_folders, takes_back
            )
        except re.error:
            continue


def _translate(pattern: str) -> str:
    """Return a pattern of git as a regular expression."""
    parts: list[str] = []
    at = 0
    while at < len(pattern):
        if pattern.startswith("**/", at) and (at == 0 or pattern[at - 1] == "/"):
            parts.append("(?:.*/)?")
            at += 3
        elif pattern.startswith("/**", at) and at + 3 == len(pattern):
            parts.append("/.*")
            at += 3
        elif pattern[at] == "*":
            parts.append("[^/]*")
            at += len(pattern[at:]) - len(pattern[at:].lstrip("*"))
        elif pattern[at] == "?":
            parts.append("[^/]")
            at += 1
        elif pattern[at] == "[" and (match := _WHOLE.match(pattern, at)) is not None:
            parts.append(_translate_class(match[0]))
            at = match.end()
        elif pattern[at] == "[":
            raise re.error("a class without an end fits nothing")
        elif pattern[at] == "\\":
            if at + 1 == len(pattern):
                raise re.error("a backslash at the end fits nothing")
            parts.append(re.escape(pattern[at + 1]))
            at += 2
        else:
            parts.append(re.escape(pattern[at]))
            at += 1
    return "".join(parts)


def _translate_class(written: str) -> str:
    """Return a class of characters, none of which is a slash."""
    inside = written[1:-1]
    sign = ""
    if inside[:1] in ("!", "^"):
        sign, inside = "^", inside[1:]
    inside = inside.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace("^", "\\^")
    return f"(?!/)[{sign}{inside}]"
