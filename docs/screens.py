"""Screens as pictures: what rich and Textual export as SVG, smaller, without a host, and with Hangul in its cells."""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import groupby
from typing import Any, NamedTuple

from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Input

_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_CLIP = re.compile(r'<clipPath id="[\w-]+-line-\d+">.*?</clipPath>\s*', re.DOTALL)
_CLIPPED = re.compile(r' clip-path="url\(#[\w-]+-line-\d+\)"')
_TEXT = re.compile(r'<text class="([\w-]+)" x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)">([^<]*)</text>')
_NUMBERS = r'x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"'
_GROUND = re.compile(rf'<rect fill="(#\w+)" {_NUMBERS} shape-rendering="crispEdges"/>')
_GROUNDS = re.compile(rf"(?:{_GROUND.pattern})+".replace("(#", "(?:#").replace("([", "(?:["))


def smaller_svg(svg: str) -> str:
    """Return a screen as SVG that names no font of a host, and draws what is of one colour once."""
    for pattern in (_FONT, _CLIP, _CLIPPED):
        svg = pattern.sub("", svg)
    svg = re.sub(r"\bterminal-\d+-", "screen-", svg).replace("&#160;", "\u00a0")
    svg = _TEXT.sub(_in_cells, _GROUNDS.sub(_joined, svg))
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


def _in_cells(match: re.Match[str]) -> str:
    """Return a text with every part at its cell: what is two cells wide stands apart, for rich takes all for one.

    In one piece, a browser would spread what its font lacks of the width over all letters.
    """
    style, x, y, length, content = match.groups()
    text = unescape(content)
    cell = float(length) / max(1, len(text))
    parts, cells = [], 0
    for cells_of_letter, letters in groupby(text.rstrip("\n"), key=cell_len):
        part = "".join(letters)
        place, width = float(x) + cells * cell, cell_len(part) * cell
        cells += cell_len(part)
        stretched = ' lengthAdjust="spacingAndGlyphs"' if cells_of_letter == 2 else ""
        at = f'x="{place:g}" y="{y}" textLength="{width:g}"{stretched}'
        parts.append(f'<text class="{style}" {at}>{escape(part)}</text>')
    return "".join(parts)


async def show_cursors(pilot: Pilot[Any]) -> None:
    """Let no cursor blink, so that two pictures of a screen are the same."""
    for box in pilot.app.screen.query(Input):
        box.cursor_blink = False
    await pilot.pause()


class _Ground(NamedTuple):
    """A rectangle of one colour, behind text."""

    colour: str
    left: float
    top: float
    right: float
    bottom: float


def _joined(match: re.Match[str]) -> str:
    """Return rectangles side by side, and then above each other, as one where they have the same colour."""
    lines: dict[float, list[_Ground]] = {}
    for colour, *numbers in _GROUND.findall(match[0]):
        left, top, width, height = map(float, numbers)
        line = lines.setdefault(top, [])
        if line and line[-1].colour == colour:
            left = line.pop().left
        line.append(_Ground(colour, left, top, float(numbers[0]) + width, top + height))
    grounds: dict[tuple[str, float, float], _Ground] = {}
    done: list[_Ground] = []
    for line in lines.values():
        below = {(ground.colour, ground.left, ground.right): ground for ground in line}
        done += [ground for key, ground in grounds.items() if key not in below]
        grounds = {key: ground._replace(top=grounds.get(key, ground).top) for key, ground in below.items()}
    return "".join(map(_drawn, sorted([*done, *grounds.values()], key=lambda ground: (ground.top, ground.left))))


def _drawn(ground: _Ground) -> str:
    size = f'width="{ground.right - ground.left:g}" height="{ground.bottom - ground.top:g}"'
    place = f'x="{ground.left:g}" y="{ground.top:g}"'
    return f'<rect fill="{ground.colour}" {place} {size} shape-rendering="crispEdges"/>'
