"""Scores against what they cost, with the line of those that no other beats on both."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from llmsurvey.answers.frontier import COST_COLUMNS, FrontierAnswer
from llmsurvey.answers.plot import PlotAnswer
from llmsurvey.errors import RequestError
from llmsurvey.memory.bytes import GB
from llmsurvey.messages import say, translated, word
from llmsurvey.plots.dates import show_days
from llmsurvey.plots.fonts import drawable
from llmsurvey.plots.labels import Box, Label, label_points
from llmsurvey.plots.page import BLACK, COLOURS, GREY, PALE, Page
from llmsurvey.records.quantities import short_count

_TALLER = 1.1
"""Where labels have no room, the figure grows by this factor."""

_TRIES = 40
"""So often it may; then it is taller than any page."""


def draw(plot: PlotAnswer, page: Page) -> Figure:
    """Return the figure of a frontier among the other entries; it is as high as its labels need."""
    answer = plot.drawn
    assert isinstance(answer, FrontierAnswer)  # noqa: S101 (what a plot of this kind is drawn from)
    height = page.width * (0.9 if page.of == "column" else 0.5)
    for _ in range(_TRIES):
        figure, axes = _draw_points(answer, page, height)
        labels, line = _labels_of(answer, page), list(_boxes_of_line(answer, axes, page))
        if any(label_points(axes, page, labels[::step], line) for step in (1, -1)):
            return figure
        height = max(height, figure.get_figheight()) * _TALLER
    raise RequestError(say("{count:,} names have no room on one picture. Ask for fewer models.", count=len(labels)))


def _labels_of(answer: FrontierAnswer, page: Page) -> list[Label]:
    """Return the names of what is on the frontier, each at its point, the cheapest first."""
    named = sorted(zip(answer.points, answer.points.names, strict=True))
    return [
        Label(point.cost, point.score, page.wrap(name, page.width * 0.45), BLACK) for point, name in named if point.mark
    ]


def _boxes_of_line(answer: FrontierAnswer, axes: Axes, page: Page) -> Iterator[Box]:
    """Yield where the line runs, which is level and upright in turns, so that no name lies on it."""
    best = sorted((point for point in answer.points if point.mark), key=lambda point: (point.cost, point.score))
    places = [axes.transData.transform((point.cost, point.score)) / page.dots for point in best]
    half = page.type / 72 * 0.1
    for (left, low), (right, high) in pairwise(places):
        yield Box(left, low - half, right, low + half)
        yield Box(right - half, min(low, high), right + half, max(low, high))


def _draw_points(answer: FrontierAnswer, page: Page, height: float) -> tuple[Figure, Axes]:
    """Return a figure of a height with all points and the line, without names."""
    figure = page.figure(height)
    left = page.text_size("00.0")[0] + page.type / 72 * 2.6
    foot, edge = 2.6 * page.row, page.type / 72
    axes = figure.add_axes(
        (
            left / page.width,
            foot / figure.get_figheight(),
            1 - (left + edge) / page.width,
            1 - (foot + edge) / figure.get_figheight(),
        )
    )
    others = [point for point in answer.points if not point.mark]
    best = sorted((point for point in answer.points if point.mark), key=lambda point: (point.cost, point.score))
    axes.plot(
        [point.cost for point in others],
        [point.score for point in others],
        "o",
        color=GREY,
        alpha=0.55,
        markersize=page.type / 3.5,
        markeredgewidth=0,
        zorder=1,
    )
    axes.step(
        [point.cost for point in best], [point.score for point in best], "-", where="post", color=COLOURS[0], zorder=2
    )
    axes.plot(
        [point.cost for point in best],
        [point.score for point in best],
        "D",
        color=COLOURS[1],
        markersize=page.type / 2,
        markeredgecolor=BLACK,
        markeredgewidth=page.type / 20,
        zorder=3,
    )
    axes.margins(0.06, 0.06)
    _show_costs(axes, answer, page)
    axes.set_ylabel(drawable(translated(say("score"))))
    axes.grid(color=PALE, linewidth=page.type / 20)
    axes.set_axisbelow(True)
    return figure, axes


def _show_costs(axes: Axes, answer: FrontierAnswer, page: Page) -> None:
    """Write costs below an axes, in steps of equal ratio or of equal time."""
    is_memory = answer.by == "memory"
    axes.set_xlabel(drawable(translated(say("GB of memory")) if is_memory else word("column", COST_COLUMNS[answer.by])))
    if answer.by == "date":
        show_days(axes, 5 if page.of == "column" else 9)
        return
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(10))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda number, _: f"{number / GB:g}" if is_memory else short_count(round(number)))
    )
