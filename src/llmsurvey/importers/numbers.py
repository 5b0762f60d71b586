"""Numbers as people write them in tables, with what stands around them: a sign of percent, an error, marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

DecimalMark = Literal[".", ","]
MARKS: tuple[DecimalMark, ...] = (".", ",")

UNKNOWN = frozenset(
    {"", "-", "--", "\N{EN DASH}", "\N{EM DASH}", "n/a", "na", "none", "null", "nil", "?", "tbd", "x", "/"}
)
"""What stands in a cell that has no number, in lower case."""

_WIDE = str.maketrans("０１２３４５６７８９．，％＋－−", "0123456789.,%+--")
"""Digits of full width, and the minus of typography. No other folding: a raised ¹ is a footnote, not a digit."""

_MARKS = "*†‡§¶¹²³⁴⁵⁶⁷⁸⁹⁰✓✔⬆⬇↑↓ "
_LONGEST = 64
"""No number is written in more characters: a longer cell isn't looked at."""

_POINT = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:['’ ]\d{3})+|\d+)(?:\.\d*)?|\.\d+"
_COMMA = r"(?:\d{1,3}(?:\.\d{3})+|\d{1,3}(?:['’ ]\d{3})+|\d+)(?:,\d*)?|,\d+"
_EXPONENT = r"(?:[eE][+-]?\d{1,3})?"


def _compile_number(number: str) -> re.Pattern[str]:
    """Return the pattern of a number, perhaps with a sign of percent, and perhaps an error or an interval."""
    return re.compile(
        rf"(?P<value>[+-]?(?:{number}){_EXPONENT}) ?(?P<percent>%)?"
        rf"(?: ?\(?(?:±|\+/-|\+-) ?(?P<error>(?:{number}){_EXPONENT}) ?(?P<sign>%)?\)?"
        rf"| ?[(\[]?(?P<above>\+(?:{number})) ?[/,]? ?(?P<below>-(?:{number}))[)\]]?"
        rf"| ?[\[(](?P<low>[+-]?(?:{number})) ?(?:[,;~–—-]| to ) ?(?P<high>[+-]?(?:{number}))[\])])?"
    )


_PATTERNS: dict[DecimalMark, re.Pattern[str]] = {".": _compile_number(_POINT), ",": _compile_number(_COMMA)}


def _compile_ends(number: str, between: str) -> re.Pattern[str]:
    """Return the pattern of two numbers, perhaps in brackets, with something between that parts them."""
    return re.compile(rf"[\[(]?(?P<low>[+-]?(?:{number})) ?(?:{between}) ?(?P<high>[+-]?(?:{number}))[\])]?")


_BOUNDS: dict[DecimalMark, re.Pattern[str]] = {
    ".": _compile_ends(_POINT, "[,;~–—-]| to "),
    ",": _compile_ends(_COMMA, "[;~–—-]| to "),
}
_FIRST: dict[DecimalMark, re.Pattern[str]] = {".": re.compile(_POINT), ",": re.compile(_COMMA)}
_INTERVAL = re.compile(r"\+?(?P<above>\d+(?:\.\d+)?)\s*/\s*-?(?P<below>\d+(?:\.\d+)?)|±?\s*(?P<half>\d+(?:\.\d+)?)")
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")

REACH = 1.959963984540054
"""Half of a 95 % interval of a normal distribution, in standard errors."""


class Number(NamedTuple):
    """A number as it stands in a cell: its value, its standard error where one is stated, and whether it has a %."""

    value: float
    error: float | None = None
    is_percent: bool = False
    decimals: int = 0


def is_unknown(cell: str | None) -> bool:
    """Whether a cell says that there is no number."""
    return cell is None or cell.strip().casefold() in UNKNOWN


def read_number(text: str, mark: DecimalMark = ".") -> Number | None:
    """Return the number in a cell whose decimals stand behind `mark`; None for anything else.

    What stands behind ± is taken for a standard error, an interval for one of 95 %.
    """
    if mark == "." and len(text) <= _LONGEST and _PLAIN.fullmatch(text):
        return Number(float(text), decimals=len(text.partition(".")[2]))
    match = _PATTERNS[mark].fullmatch(_tidy_cell(text))
    if match is None:
        return None
    value = _as_python(match["value"], mark)
    is_percent = bool(match["percent"] or match["sign"])
    return Number(float(value), _error_in(match, mark), is_percent, len(value.partition(".")[2]))


def read_interval(text: str, reach: float = REACH) -> float | None:
    """Return the standard error of an interval that stands by itself: `+5/-6`, `±5`; None for another text.

    Half of it is `reach` standard errors: unless it is said, as those of 95 % are.
    """
    match = _INTERVAL.fullmatch(_tidy_cell(text))
    if match is None:
        return None
    if match["half"]:
        return float(match["half"]) / reach
    return (float(match["above"]) + float(match["below"])) / 2 / reach


def read_bounds(text: str, mark: DecimalMark) -> tuple[float, float] | None:
    """Return the ends of an interval that stands by itself: `59.1-60.9`, `[59.1, 60.9]`; None for another text."""
    match = _BOUNDS[mark].fullmatch(_tidy_cell(text))
    if match is None:
        return None
    low, high = (float(_as_python(match[end], mark)) for end in ("low", "high"))
    return (low, high) if low <= high else None


def first_number(text: str, mark: DecimalMark) -> float | None:
    """Return the number that a cell begins with, whatever stands behind it; None for another text."""
    match = _FIRST[mark].match(_tidy_cell(text))
    return float(_as_python(match[0], mark)) if match else None


def _tidy_cell(text: str) -> str:
    """Return a cell with plain digits, single blanks, and no marks of footnotes around it; nothing of a long one."""
    return " ".join(text.translate(_WIDE).split()).strip(_MARKS) if len(text) <= _LONGEST else ""


def _error_in(match: re.Match[str], mark: DecimalMark) -> float | None:
    if match["error"]:
        return float(_as_python(match["error"], mark))
    for first, second in (("above", "below"), ("low", "high")):
        if match[first]:
            width = abs(float(_as_python(match[second], mark)) - float(_as_python(match[first], mark)))
            return width / 2 / REACH
    return None


def _as_python(number: str, mark: DecimalMark) -> str:
    """Return a number as Python writes it: without groups, with a decimal point."""
    ungrouped = re.sub(r"['’ ,]" if mark == "." else r"['’ .]", "", number)
    return ungrouped.replace(",", ".")


class Commas(NamedTuple):
    """Examples of cells whose comma, or point, can only be a decimal mark, and of one whose comma could be either."""

    decimal_comma: str | None
    decimal_point: str | None
    ambiguous: str | None


def commas_in(cells: Iterable[str]) -> Commas:
    """Look through cells for numbers that tell what their decimals stand behind."""
    comma = point = ambiguous = None
    for cell in cells:
        if "," not in cell and "." not in cell:
            continue
        by_point, by_comma = read_number(cell, "."), read_number(cell, ",")
        if by_comma is not None and (by_point is None or cell.lstrip("+-0").startswith(",")):
            comma = comma or cell
        elif by_point is not None and by_comma is None:
            point = point or cell
        elif by_point is not None and "," in cell:
            ambiguous = ambiguous or cell
    return Commas(comma, point, ambiguous)
