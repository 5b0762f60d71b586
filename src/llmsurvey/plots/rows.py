"""Pictures with a name at the left of each row: the axes have the room that the names leave."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from llmsurvey.plots.page import Page

_MOST = 0.45
"""Names take at most this share of the width, and go on in the next line where they are longer."""

_FOOT = 2.6
"""So many lines of type have room below the rows of a panel, for its scale."""


def draw_rows(page: Page, names: Sequence[str], *, right: float = 0.0, foot: float = _FOOT) -> tuple[Figure, Axes]:
    """Return a figure with an axes that has a row for each name, the first at the top, as high as the names need.

    `right` are inches that stay free beside the axes, `foot` lines of type below it.
    """
    figure, (axes,) = draw_panels(page, [names], right=right, foot=foot)
    return figure, axes


def draw_panels(
    page: Page,
    panels: Sequence[Sequence[str]],
    headings: Sequence[str] = (),
    *,
    right: float = 0.0,
    foot: float = _FOOT,
) -> tuple[Figure, list[Axes]]:
    """Return a figure with an axes for each of some `panels` of rows, the first at the top, under their `headings`."""
    wrapped = [[page.wrap(name, page.width * _MOST) for name in names] for names in panels]
    lines = max((name.count("\n") + 1 for names in wrapped for name in names), default=1)
    row = page.row * (1 if lines == 1 else lines * 0.8)
    pad = page.type / 2
    side = max((page.text_size(name)[0] for names in wrapped for name in names), default=0) + (pad + 2) / 72
    foot, edge = foot * page.row, page.type / 144
    tops = [page.text_size(heading)[1] + page.row * 0.5 for heading in headings] or [edge] * len(panels)
    needed = sum(max(1, len(names)) * row + foot + top for names, top in zip(panels, tops, strict=True))
    figure = page.figure(needed)
    height = figure.get_figheight()
    row *= 1 + (height - needed) / (sum(max(1, len(names)) for names in panels) * row)
    every: list[Axes] = []
    place = height
    for number, (names, top) in enumerate(zip(wrapped, tops, strict=True)):
        rows = max(1, len(names)) * row
        place -= top + rows
        width = max(0.2, 1 - (side + right + edge * 2) / page.width)
        axes = figure.add_axes((side / page.width, place / height, width, rows / height))
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.set_yticks(range(len(names)), names)
        axes.tick_params(axis="y", length=0, pad=pad)
        if headings:
            figure.text(edge / page.width, (place + rows + page.row * 0.25) / height, headings[number], va="bottom")
        place -= foot
        every.append(axes)
    return figure, every
