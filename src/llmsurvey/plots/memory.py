"""Memory for weights and cache against the tokens in the cache, and what there is on a card."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from llmsurvey.answers.memory_by_context import ContextEntry, MemoryByContextAnswer
from llmsurvey.answers.plot import PlotAnswer
from llmsurvey.memory.bytes import GB
from llmsurvey.messages import say, translated
from llmsurvey.plots.fonts import drawable
from llmsurvey.plots.labels import Label, height_of_ends, label_ends
from llmsurvey.plots.page import BLACK, PALE, Page, look_of

_TICKS = {"column": 5, "two-columns": 9, "slide": 9}


def draw(plot: PlotAnswer, page: Page) -> Figure:
    """Return the figure of what sizes need: a line for each precision of each, pale beyond what it was trained on."""
    answer = plot.drawn
    assert isinstance(answer, MemoryByContextAnswer)  # noqa: S101 (what a plot of this kind is drawn from)
    lines: dict[tuple[str, str], list[ContextEntry]] = {}
    for entry in sorted(answer.entries, key=lambda entry: entry.context):
        lines.setdefault((entry.name, entry.precision), []).append(entry)
    several = len({name for name, _ in lines}) > 1
    names = [page.wrap(f"{name} {precision}" if several else precision, page.width * 0.32) for name, precision in lines]
    room = "" if answer.room is None else page.wrap(translated(answer.room.name), page.width * 0.32)
    figure, axes = _lay_out(page, [*names, *([room] if room else [])])
    labels = []
    for number, (name, entries) in enumerate(zip(names, lines.values(), strict=True)):
        look = look_of(number)
        known = [entry for entry in entries if entry.total_gb is not None]
        trained = [entry for entry in known if not entry.trained_context or entry.context <= entry.trained_context]
        for part, alpha in ((known, 0.4), (trained, 1.0)):
            axes.plot(
                [entry.context for entry in part],
                [entry.total_gb or 0 for entry in part],
                color=look.colour,
                marker=look.mark,
                linestyle=look.line,
                alpha=alpha,
                markersize=page.type / 2.2,
            )
        text = name if known else drawable(translated(say("{name}: not known", name=name)))
        last = (known[-1].context, known[-1].total_gb or 0.0) if known else (entries[-1].context, 0.0)
        labels.append(Label(*last, text, look.colour))
    if answer.room is not None:
        axes.axhline(answer.room.bytes / GB, color=BLACK, linewidth=page.type / 9)
        labels.append(Label(max(entry.context for entry in answer.entries), answer.room.bytes / GB, room, BLACK))
    _finish_axes(axes, answer.entries, page)
    label_ends(axes, page, labels)
    return figure


def _lay_out(page: Page, names: Sequence[str]) -> tuple[Figure, Axes]:
    """Return a figure with an axes that leaves room for names at its right."""
    left = page.text_size("0,000")[0] + page.type / 72 * 2.6
    right = max(page.text_size(name)[0] for name in names) + page.type / 72 * 2.2
    foot, top = page.row * 2.6, page.type / 72
    each = max(height_of_ends(page, names), page.width * (0.55 if page.of == "column" else 0.4))
    figure = page.figure(each + foot + top)
    height = figure.get_figheight()
    axes = figure.add_axes(
        (left / page.width, foot / height, max(0.25, 1 - (left + right) / page.width), 1 - (foot + top) / height)
    )
    return figure, axes


def _finish_axes(axes: Axes, entries: Sequence[ContextEntry], page: Page) -> None:
    """Give the axes its scales: tokens in steps of 2, GB from 0."""
    contexts = sorted({entry.context for entry in entries})
    every = -(-len(contexts) // _TICKS[page.of])
    axes.set_xscale("log", base=2)
    axes.xaxis.set_major_locator(FixedLocator(contexts[::-1][::every]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda number, _: f"{round(number):,}"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda number, _: f"{number:,g}"))
    axes.set_ylim(bottom=0)
    axes.set_xlabel(drawable(translated(say("tokens in the cache"))))
    axes.set_ylabel(drawable(translated(say("GB of memory"))))
    axes.grid(color=PALE, linewidth=page.type / 20)
