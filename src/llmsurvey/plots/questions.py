"""Questions by how hard and how telling they are; and how a ranking changes with the number of questions."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from llmsurvey.answers.plot import PlotAnswer
from llmsurvey.answers.questions import QuestionsAnswer
from llmsurvey.answers.questions_enough import EnoughAnswer
from llmsurvey.messages import Message, say, translated
from llmsurvey.plots.fonts import drawable
from llmsurvey.plots.page import BLACK, COLOURS, GREY, PALE, Page, look_of

_MANY = 2_000
"""More points than these are drawn as a raster, for files that can be opened."""


def draw(plot: PlotAnswer, page: Page) -> Figure:
    """Return the figure of questions, or of how many would be enough."""
    answer = plot.drawn
    if isinstance(answer, EnoughAnswer):
        return _draw_enough(answer, page)
    assert isinstance(answer, QuestionsAnswer)  # noqa: S101 (what a plot of this kind is drawn from)
    return _draw_questions(answer, page)


def _draw_questions(answer: QuestionsAnswer, page: Page) -> Figure:
    """Return the figure of how scores on a question go with those on all others, against its mean score."""
    means, discriminations, is_suspect = answer.entries.points()
    is_many = len(means) > _MANY
    figure, axes = _lay_out(page)
    axes.axhline(0, color=BLACK, linewidth=page.type / 12, zorder=1)
    for is_drawn, mark, colour, size in ((~is_suspect, "o", GREY, 3.5), (is_suspect, "D", COLOURS[1], 2.5)):
        axes.plot(
            means[is_drawn],
            discriminations[is_drawn],
            mark,
            color=colour,
            alpha=0.35 if is_many and mark == "o" else 0.8,
            markersize=page.type / size,
            markeredgewidth=0,
            rasterized=is_many,
            zorder=2,
        )
    axes.set_xlabel(_text(say("mean score")))
    axes.set_ylabel(_text(say("discrimination")))
    return figure


def _draw_enough(answer: EnoughAnswer, page: Page) -> Figure:
    """Return the figure of the share of pairs that swap, against the number of questions."""
    counts = [entry.question_count for entry in answer.entries]
    figure, axes = _lay_out(page)
    curves: dict[Message, list[float | None]] = {
        say("questions by chance"): [entry.swapped for entry in answer.entries],
        say("the most telling questions"): [entry.telling_swapped for entry in answer.entries],
    }
    for number, (label, shares) in enumerate(curves.items()):
        if None in shares:  # for want of models
            continue
        look = look_of(number)
        axes.plot(
            counts,
            np.array(shares, dtype=float),
            color=look.colour,
            marker=look.mark,
            linestyle=look.line,
            markersize=page.type / 2.2,
            label=_text(label),
        )
    at_most = [entry.most_swapped for entry in answer.entries]
    axes.plot(counts, at_most, ":", color=BLACK, label=_text(say("at most in 95 % of draws")))
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(10))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda number, _: f"{round(number):,}"))
    axes.set_ylim(bottom=0)
    axes.set_xlabel(_text(say("questions")))
    axes.set_ylabel(_text(say("pairs that swap (%)")))
    axes.legend(frameon=False)
    return figure


def _lay_out(page: Page) -> tuple[Figure, Axes]:
    """Return a figure with one axes and room for its labels."""
    figure = page.figure(page.width * (0.8 if page.of == "column" else 0.5))
    height, edge = figure.get_figheight(), page.type / 72
    left, foot = page.text_size("−0.00")[0] + 2.6 * edge, 2.6 * page.row  # noqa: RUF001  the minus that is drawn
    axes = figure.add_axes(
        (left / page.width, foot / height, 1 - (left + edge) / page.width, 1 - (foot + edge) / height)
    )
    axes.grid(color=PALE, linewidth=page.type / 20)
    axes.set_axisbelow(True)
    return figure, axes


def _text(message: Message) -> str:
    return drawable(translated(message))
