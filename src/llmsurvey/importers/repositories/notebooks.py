"""The models that the code of a Jupyter notebook names, at their places in its file."""

from __future__ import annotations

import json
import re
from typing import Any

from llmsurvey.importers.repositories.mention import Lines, Mention
from llmsurvey.importers.repositories.model_names import ModelNames
from llmsurvey.importers.repositories.python_code import PythonModels, find_in_python
from llmsurvey.importers.repositories.texts import find_in_text

_MAGIC = re.compile(r"^\s*(?:!|%|\?)|^\s*\S+\?+\s*$")
_SHELL_CELL = re.compile(r"^\s*%%(?:bash|sh|script|shell)\b")


def find_in_notebook(text: str, names: ModelNames) -> PythonModels:
    """Return the models that cells of code name. Raises ValueError for what is no notebook.

    A cell that isn't Python is looked at for its commands alone.
    """
    try:
        notebook = json.loads(text)
    except RecursionError as error:
        raise ValueError(str(error)) from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise ValueError("no cells")
    places = _Places(text)
    mentions: list[Mention] = []
    untold = 0
    for cell in cells:
        lines = _source_of(cell)
        in_cell, more = _find_in_cell("".join(lines), names)
        untold += more
        offsets = places.find(lines)
        mentions += [places.place(mention, offsets) for mention in in_cell]
    return PythonModels(mentions, untold)


def _source_of(cell: Any) -> list[str]:
    """Return the lines of a cell of code, each with its end; none of another cell."""
    if not isinstance(cell, dict) or cell.get("cell_type") != "code":
        return []
    source = cell.get("source")
    if isinstance(source, list):
        return [str(text) for text in source]
    return [source] if isinstance(source, str) else []


def _find_in_cell(source: str, names: ModelNames) -> tuple[list[Mention], int]:
    rows = source.split("\n")
    if _SHELL_CELL.match(source):
        return _find_commands(rows, names, range(len(rows))), 0
    magic = [row for row, line in enumerate(rows) if _MAGIC.match(line)]
    code = "\n".join("" if row in magic else line for row, line in enumerate(rows))
    mentions = _find_commands(rows, names, magic)
    try:
        python = find_in_python(code, names)
    except SyntaxError:
        return mentions or _find_commands(rows, names, range(len(rows))), 0
    return [*mentions, *python.mentions], python.untold


def _find_commands(rows: list[str], names: ModelNames, which: range | list[int]) -> list[Mention]:
    """Return the models that some lines of a cell name as commands."""
    lines = "\n".join(line if row in which else "" for row, line in enumerate(rows))
    return find_in_text(lines, names)


class _Places:
    """Finds the texts of cells in the file that they are written in, one after the other."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = Lines(text)
        self._from = 0

    def find(self, lines: list[str]) -> list[int]:
        """Return the offset at which each line of a cell is written; of a line in a longer text, that of the text."""
        offsets = []
        for line in lines:
            offset = self._find_text(line)
            offsets += [offset] * (line.count("\n") + (not line.endswith("\n")))
        return offsets

    def _find_text(self, line: str) -> int:
        spellings = dict.fromkeys(json.dumps(line, ensure_ascii=ascii) for ascii in (False, True))
        offsets = [(at, spelling) for spelling in spellings if (at := self._text.find(spelling, self._from)) >= 0]
        if not offsets:
            return self._from
        at, spelling = min(offsets)
        self._from = at + len(spelling)
        return at

    def place(self, mention: Mention, offsets: list[int]) -> Mention:
        """Return a mention of a cell with its place in the file."""
        offset = offsets[mention.line - 1] if mention.line <= len(offsets) else self._from
        at = self._text.find(mention.name, offset)
        line, column = self._lines.position_of(at if at >= 0 else offset)
        return mention._replace(line=line, column=column)
