"""Text in lines that are no wider than a number of cells, of which a character of Hangul takes two."""

from __future__ import annotations

import re

from rich.cells import cell_len as cell_len
from rich.cells import chop_cells

_BREAKS = re.compile(r"(?<=[-/@_])")


def wrap_text(text: str, width: int) -> list[str]:
    """Return the text in lines of at most `width` cells, broken at spaces, and inside a word only where it must."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines += _chop_word(word, max(1, width))
    return lines or [""]


def _chop_word(word: str, width: int) -> list[str]:
    """Return a word in pieces of at most `width` cells, broken behind its own hyphens and slashes where it has them."""
    lines = [""]
    for part in _BREAKS.split(word) if cell_len(word) > width else [word]:
        if cell_len(lines[-1]) + cell_len(part) <= width:
            lines[-1] += part
        else:
            lines += chop_cells(part, width)
    return [line for line in lines if line] or [""]
