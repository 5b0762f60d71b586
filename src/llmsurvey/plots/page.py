"""What all pictures share: widths, sizes of type, colours that differ in grey too, and how a figure is written."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import matplotlib
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from llmsurvey.plots import PictureFormat, Width
from llmsurvey.plots.fonts import FAMILIES, drawable, install_fonts

BLACK, GREY, PALE = "#000000", "#767676", "#d0d0d0"
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#aa3377", "#6b5200", "#332288")
"""Colours of Okabe and Ito, and of Tol, that are seen on white and told apart by the colour-blind.

Each goes with a mark and a line of its own, for grey.
"""
MARKS = ("o", "s", "^", "D", "v", "P")
LINES: tuple[str | tuple[int, tuple[float, ...]], ...] = (
    "-",
    (0, (5, 1.5)),
    (0, (1, 1.2)),
    (0, (5, 1.5, 1, 1.5)),
    (0, (8, 2)),
    (0, (3, 1, 1, 1, 1, 1)),
)


class Look(NamedTuple):
    """How one of several things on a picture is drawn, told apart by more than its colour."""

    colour: str
    mark: str
    line: str | tuple[int, tuple[float, ...]]


def look_of(number: int) -> Look:
    """Return how the thing of that number is drawn; after 36 of them looks repeat, and labels alone tell."""
    turn = number // len(COLOURS)
    shifted = (number + turn) % len(COLOURS)
    return Look(COLOURS[number % len(COLOURS)], MARKS[shifted], LINES[shifted])


class _Measures(NamedTuple):
    """A width and the least height in inches, the size of type in points, and how many dots a PNG has to the inch."""

    width: float
    least_height: float
    type: float
    dots: int


_MEASURES: dict[Width, _Measures] = {
    "column": _Measures(3.35, 1.6, 7, 300),
    "two-columns": _Measures(6.9, 2.4, 8, 300),
    "slide": _Measures(13.333, 7.5, 16, 150),
}

_PARTS = re.compile(r"[^-_/@.:]*[-_/@.:]+|[^-_/@.:]+")
"""A long name is cut behind one of these signs, if it is cut."""

_SALT = "llmsurvey"
"""What names within an SVG are made from, in place of chance."""


@dataclass(frozen=True)
class Page:
    """The sheet that a picture is drawn on: how wide it is, and how large its type."""

    of: Width

    @property
    def width(self) -> float:
        """Its width in inches."""
        return _MEASURES[self.of].width

    @property
    def type(self) -> float:
        """The size of its type in points."""
        return _MEASURES[self.of].type

    @property
    def dots(self) -> int:
        """How many dots a PNG has to the inch."""
        return _MEASURES[self.of].dots

    @property
    def row(self) -> float:
        """The height of a line of type with the space around it, in inches."""
        return self.type * 1.5 / 72

    def figure(self, height: float) -> Figure:
        """Return an empty figure of a height in inches, or of the least that the page has."""
        figure = Figure(figsize=(self.width, max(height, _MEASURES[self.of].least_height)))
        figure.set_dpi(self.dots)
        FigureCanvasAgg(figure)
        return figure

    @cached_property
    def _ruler(self) -> Figure:
        return self.figure(1)

    def text_size(self, text: str) -> tuple[float, float]:
        """Return how wide and how high a text is, in inches, in the page's type."""
        if text not in self._sizes:
            drawn = self._ruler.text(0, 0, text, fontsize=self.type)
            box = drawn.get_window_extent(self._ruler.canvas.get_renderer())  # type: ignore[attr-defined]  # Agg has one
            drawn.remove()
            self._sizes[text] = box.width / self._ruler.dpi, box.height / self._ruler.dpi
        return self._sizes[text]

    @cached_property
    def _sizes(self) -> dict[str, tuple[float, float]]:
        return {}

    def wrap(self, text: str, width: float) -> str:
        """Return a drawable text in as many lines as keep within a width in inches; no word is cut that fits a line."""
        lines: list[str] = []
        for word in drawable(text).split(" "):
            if lines and self.text_size(f"{lines[-1]} {word}")[0] <= width:
                lines[-1] += f" {word}"
                continue
            *full, rest = _pieces(self, word, width)
            lines += [*full, rest]
        return "\n".join(lines)


def _pieces(page: Page, word: str, width: float) -> list[str]:
    """Return a word, or the pieces of one that is wider than a line: cut behind a sign within it, else anywhere."""
    pieces = [""]
    for part in _PARTS.findall(word):
        if page.text_size(pieces[-1] + part)[0] <= width:
            pieces[-1] += part
            continue
        if pieces[-1]:
            pieces.append("")
        for character in part:
            if pieces[-1] and page.text_size(pieces[-1] + character)[0] > width:
                pieces.append("")
            pieces[-1] += character
    return pieces


@contextmanager
def drawing_alike(width: Width) -> Iterator[None]:
    """Draw the same whatever settings of matplotlib the user or the folder has; no text is read as mathematics."""
    install_fonts()
    type = _MEASURES[width].type
    settings: Any = {
        "font.family": FAMILIES,
        "font.size": type,
        "axes.labelsize": type,
        "axes.titlesize": type,
        "xtick.labelsize": type,
        "ytick.labelsize": type,
        "legend.fontsize": type,
        "text.parse_math": False,
        "text.usetex": False,
        "text.hinting": "no_hinting",
        "axes.formatter.use_mathtext": False,
        "axes.unicode_minus": True,
        "axes.linewidth": type / 12,
        "lines.linewidth": type / 7,
        "lines.markersize": type / 1.8,
        "xtick.major.width": type / 12,
        "ytick.major.width": type / 12,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.prop_cycle": cycler(color=COLOURS),
        "svg.hashsalt": _SALT,
        "svg.fonttype": "path",
        "pdf.fonttype": 3,
        "savefig.dpi": _MEASURES[width].dots,
    }
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(settings)
        yield


_METADATA: dict[PictureFormat, dict[str, None]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
"""What matplotlib would write of the day and of itself."""


def write_figure(figure: Figure, form: PictureFormat) -> bytes:
    """Return a figure as the content of a file."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format=form, metadata=_METADATA[form])
    return buffer.getvalue()


def clear_frame(axes: Axes) -> None:
    """Take away the frame and the ticks at the left, where names stand."""
    axes.spines["left"].set_visible(False)
    axes.tick_params(left=False)
