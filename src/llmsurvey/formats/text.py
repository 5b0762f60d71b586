"""What comes from data is shown as text: nothing in it steers a terminal, a page or a spreadsheet."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal

from llmsurvey.records import Cell

STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u2060\ufeff\u200e\u200f\u2028-\u202e\u2066-\u2069]|[\ud800-\udfff]"
)
"""Control characters, marks that turn the direction of text, and halves of characters."""


def visible(text: str) -> str:
    r"""The text with every steering character written out: an escape is the four characters `\x1b`."""
    return STEERING.sub(lambda match: _written_out(match[0]), text)


def _written_out(character: str) -> str:
    code = ord(character)
    return {"\n": r"\n", "\t": r"\t", "\r": r"\r"}.get(character) or (
        rf"\x{code:02x}" if code < 256 else rf"\u{code:04x}"
    )


def rounded(number: float, digits: int) -> str:
    """A number to so many digits as it is written, halves to the even one: 68.65 is 68.6, as boards round."""
    return str(Decimal(repr(number)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN))


def plain(cell: Cell, *, separator: str = ", ", digits: int | None = None) -> str:
    """A cell as one line of safe text; an unknown value is empty."""
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        return separator.join(plain(item) for item in cell)
    if isinstance(cell, float):
        return repr(cell) if digits is None else rounded(cell, digits)
    return visible(str(cell))
