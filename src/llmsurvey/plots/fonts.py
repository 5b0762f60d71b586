"""The fonts of pictures: the same two files on every machine, with Hangul, and never the machine's own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import matplotlib
import pylopdf_fonts_ko
from matplotlib.font_manager import FontEntry, fontManager
from matplotlib.ft2font import FT2Font

from llmsurvey.tables.text import escape_steering

FAMILIES = ["llmsurvey Noto Sans KR", "llmsurvey DejaVu Sans"]
"""Noto Sans KR, and behind it DejaVu Sans for what it hasn't; under names that no font of the machine has."""


@cache
def install_fonts() -> None:
    """Let matplotlib know the fonts, which come with it and with the extra."""
    for family, path in zip(FAMILIES, _paths(), strict=True):
        fontManager.ttflist.append(FontEntry(fname=str(path), name=family, weight=400, size="scalable"))


def _paths() -> tuple[Path, Path]:
    return pylopdf_fonts_ko.sans_path(), Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


@cache
def _drawable() -> frozenset[int]:
    """Return every character that one of the fonts has."""
    return frozenset().union(*(FT2Font(str(path)).get_charmap() for path in _paths()))


def drawable(text: str) -> str:
    r"""Return a text as it can be drawn: what steers, and what no font has, is written out as `\u0e01`."""
    shown = escape_steering(text)
    return "".join(character if ord(character) in _drawable() else _written_out(character) for character in shown)


def _written_out(character: str) -> str:
    code = ord(character)
    return rf"\u{code:04x}" if code < 0x10000 else rf"\U{code:08x}"
