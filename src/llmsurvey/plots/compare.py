"""Differences between models as points with their intervals, and a line where there is none."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from llmsurvey.answers.differences import DifferenceEntry, DifferencesAnswer
from llmsurvey.answers.differences_from_first import FromFirstAnswer, FromFirstEntry
from llmsurvey.answers.plot import PlotAnswer
from llmsurvey.messages import Message, say, translated
from llmsurvey.plots.fonts import drawable
from llmsurvey.plots.page import BLACK, COLOURS, PALE, Page, clear_frame
from llmsurvey.plots.rows import draw_panels

_Entry = DifferenceEntry | FromFirstEntry


def draw(plot: PlotAnswer, page: Page) -> Figure:
    """Return the figure of differences: a row for each measure, a panel for each other model and unit."""
    answer = plot.drawn
    assert isinstance(answer, (DifferencesAnswer, FromFirstAnswer))  # noqa: S101 (what a plot of this kind is drawn from)
    panels: dict[tuple[str, str], list[_Entry]] = {}
    for entry in answer.entries:
        name = entry.name if isinstance(entry, FromFirstEntry) else getattr(answer, "second", "")
        panels.setdefault((name, entry.unit), []).append(entry)
    headings = [
        page.wrap(translated(say("{first} minus {second}", first=answer.first, second=name)), page.width * 0.9)
        for name, _ in panels
    ]
    figure, every = draw_panels(page, [[entry.benchmark for entry in entries] for entries in panels.values()], headings)
    for (_, entries), axes in zip(panels.items(), every, strict=True):
        _draw_differences(axes, entries, page)
        axes.set_xlabel(drawable(translated(_name_axis(entries[0].unit))))
    _share_scales(every, [unit for _, unit in panels])
    return figure


def _name_axis(unit: str) -> Message:
    """Return what is drawn: two figures in percent differ by points of percent."""
    return say("difference in percentage points") if unit == "percent" else say("difference in {unit}", unit=unit)


def _draw_differences(axes: Axes, entries: Sequence[_Entry], page: Page) -> None:
    """Draw the rows of a panel; a difference of which no interval is known is a cross."""
    axes.axvline(0, color=BLACK, linewidth=page.type / 12, zorder=1)
    axes.grid(axis="x", color=PALE, linewidth=page.type / 20)
    for row, entry in enumerate(entries):
        if entry.difference is None:
            axes.text(
                0.01,
                row,
                drawable(translated(say("only one has a score"))),
                va="center",
                transform=axes.get_yaxis_transform(),
            )
            continue
        if entry.low is None or entry.high is None:
            axes.plot(entry.difference, row, "x", color=COLOURS[1], zorder=3)
            continue
        axes.errorbar(
            entry.difference,
            row,
            xerr=[[entry.difference - entry.low], [entry.high - entry.difference]],
            color=COLOURS[0],
            capsize=page.type / 4,
            zorder=2,
        )
        fill = COLOURS[0] if entry.apart else "white"
        axes.plot(entry.difference, row, "o", color=COLOURS[0], markerfacecolor=fill, zorder=3)
    clear_frame(axes)


def _share_scales(every: Sequence[Axes], units: Sequence[str]) -> None:
    """Give the panels of one unit one scale, so that they can be compared by eye."""
    for unit in dict.fromkeys(units):
        same = [axes for axes, other in zip(every, units, strict=True) if other == unit]
        limits = [axes.get_xlim() for axes in same]
        for axes in same:
            axes.set_xlim(min(low for low, _ in limits), max(high for _, high in limits))
