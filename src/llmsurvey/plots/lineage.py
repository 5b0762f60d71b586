"""A lineage as a tree that grows to the right: circles are models, squares are datasets."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from llmsurvey.answers.lineage import LineageAnswer
from llmsurvey.answers.plot import PlotAnswer
from llmsurvey.drawings.graph import label_of
from llmsurvey.lineage.branches import Branch
from llmsurvey.messages import counted, join_texts, say, translated
from llmsurvey.plots.page import BLACK, COLOURS, GREY, Page

_FEW = 4
"""Of more sizes than this only the number is written."""

_NARROWEST = 0.4
"""Labels have at least this share of the width, however deep a tree is."""


class _Stop(NamedTuple):
    """A branch with its label, where its mark is in inches from the left and the top, and whose branch it is."""

    branch: Branch
    label: str
    x: float
    y: float
    parent: int | None


def draw(plot: PlotAnswer, page: Page) -> Figure:
    """Return the figure of a tree, a line for each branch, in the order of the text."""
    answer = plot.drawn
    assert isinstance(answer, LineageAnswer)  # noqa: S101 (what a plot of this kind is drawn from)
    stops, height = _place_stops(answer.root, page)
    figure = page.figure(height)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, page.width)
    axes.set_ylim(figure.get_figheight(), 0)
    axes.set_axis_off()
    for stop in stops:
        if stop.parent is not None:
            above = stops[stop.parent]
            axes.plot(
                [above.x, above.x, stop.x],
                [above.y, stop.y, stop.y],
                "-",
                color=GREY,
                linewidth=page.type / 14,
                zorder=1,
            )
        _draw_mark(axes, stop, page)
        axes.text(stop.x + page.type / 72 * 0.8, stop.y - page.type / 72 * 0.62, stop.label, va="top", linespacing=1.15)
    return figure


def _place_stops(root: Branch, page: Page) -> tuple[list[_Stop], float]:
    """Return the branches in the order of the tree with their places, and how high all of it is, in inches."""
    deepest = max(step for step, _ in root.walk())
    indent = min(page.type / 72 * 1.8, page.width * (1 - _NARROWEST) / (deepest + 1))
    stops: list[_Stop] = []
    above: list[int] = []
    """The places in `stops` of the branches from the root down to the one that was placed last."""
    top = page.row * 0.6
    for step, branch in root.walk():
        x = page.type / 72 + step * indent
        label = page.wrap(translated(_label_of(branch)), page.width - x - page.type / 72 * 1.3)
        above[step:] = [len(stops)]
        stops.append(_Stop(branch, label, x, top, above[step - 1] if step else None))
        top += page.row * 0.95 + (label.count("\n")) * page.type * 1.15 / 72
    return stops, top


def _label_of(branch: Branch) -> str:
    """Return how a branch belongs to what it hangs from, its name with its sizes, date and licence."""
    name: str = label_of(branch)
    if len(branch.sizes) > _FEW:
        name = join_texts([name, counted("{number} size", "{number} sizes", len(branch.sizes))])
    if branch.by:
        name = say("{name} (by {tool})", name=name, tool=branch.by)
    if branch.relation:
        name = say("{relation} {name}", relation=branch.relation, name=name)
    if branch.repeated:
        return join_texts([name, say("(see above)")])
    return join_texts([part for part in (name, branch.released, branch.licence_name) if part], "  ")


def _draw_mark(axes: Axes, stop: _Stop, page: Page) -> None:
    """Draw a circle or a square, filled by its verdict; data whose terms are a caveat have an exclamation mark."""
    branch = stop.branch
    if branch.record == "dataset":
        axes.plot(stop.x, stop.y, "s", color=COLOURS[1], markerfacecolor="white", markersize=page.type / 1.7, zorder=2)
        if branch.caveat:
            axes.text(
                stop.x, stop.y, "!", color=BLACK, ha="center", va="center_baseline", fontsize=page.type * 0.75, zorder=3
            )
        return
    fill = {"yes": "full", "conditional": "left"}.get(branch.verdict or "", "none")
    axes.plot(
        stop.x,
        stop.y,
        "o",
        color=COLOURS[0],
        fillstyle=fill,
        markerfacecoloralt="white",
        markersize=page.type / 1.5,
        zorder=2,
        markerfacecolor=COLOURS[0] if fill != "none" else "white",
    )
    if branch.verdict == "unknown":
        axes.text(
            stop.x, stop.y, "?", color=BLACK, ha="center", va="center_baseline", fontsize=page.type * 0.75, zorder=3
        )
