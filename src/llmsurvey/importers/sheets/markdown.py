"""Markdown: every table of GitHub's kind, and every one of HTML, in the order in which they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from llmsurvey.errors import BoardError
from llmsurvey.importers.markup import from_markdown
from llmsurvey.importers.read_file import text_of
from llmsurvey.importers.sheets import Row, Sheet, html
from llmsurvey.messages import say

_BAR = re.compile(r"(?<!\\)\|")
_RULE_CELL = re.compile(r":?-+:?")
_RULE_CHARACTERS = frozenset("|:- \t")
_HEADING = re.compile(r"#{1,6} +(.*?) *#*")


def read(path: Path, encoding: str | None) -> list[Sheet]:
    """Return all tables of a file. Raises BoardError where there is none."""
    text = text_of(path, encoding)
    sheets = [*_read_tables(text.splitlines()), *html.tables_in(text)]
    if not sheets:
        raise BoardError(say("{file} has no Markdown table: a heading above | --- | --- |.", file=path))
    return sorted(sheets, key=lambda sheet: sheet.heading.line if sheet.heading else sheet.rows[0].line)


def _read_tables(lines: list[str]) -> Iterator[Sheet]:
    """Yield the tables between the lines: a heading above a line of dashes, and what follows it without a gap."""
    title, index = "", 0
    while index < len(lines):
        if heading := _HEADING.fullmatch(lines[index].strip()[:300]):
            title = from_markdown(heading[1])
        if index and _is_rule(lines[index]) and "|" in lines[index - 1]:
            end = index + 1
            while end < len(lines) and "|" in lines[end] and not _is_rule(lines[end]):
                end += 1
            rows = [Row(below + 1, _read_cells(lines[below])) for below in range(index + 1, end)]
            yield Sheet(title, Row(index, _read_cells(lines[index - 1])), rows, may_be_short=True)
            index = end
        else:
            index += 1


def _is_rule(line: str) -> bool:
    """Whether a line is the one of dashes below a heading."""
    if "|" not in line or "-" not in line or not _RULE_CHARACTERS.issuperset(line):
        return False
    return all(_RULE_CELL.fullmatch(cell.strip()) for cell in _split_line(line))


def _split_line(line: str) -> list[str]:
    return _BAR.split(line.strip().removeprefix("|").removesuffix("|"))


def _read_cells(line: str) -> list[str]:
    return [from_markdown(cell.replace("\\|", "|")) for cell in _split_line(line)]
