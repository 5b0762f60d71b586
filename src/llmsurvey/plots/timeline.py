"""The survey's history as a calendar: a strip for each year, each event at its day."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from llmsurvey.answers.plot import PlotAnswer
from llmsurvey.answers.timeline import TimelineAnswer, TimelineEntry
from llmsurvey.messages import Word, translated
from llmsurvey.plots.fonts import drawable
from llmsurvey.plots.page import GREY, PALE, Page, look_of
from llmsurvey.records.dates import first_day, last_day

_KINDS = ("pretrained", "finetuned", "service", "architecture")


class _Event(NamedTuple):
    """An event in its strip: its days as shares of the year, its name, where that begins, and its lane."""

    entry: TimelineEntry
    start: float
    end: float
    label: str
    label_start: float
    lane: int


def draw(plot: PlotAnswer, page: Page) -> Figure:
    """Return the figure of a history; names share a line where they don't meet."""
    answer = plot.drawn
    assert isinstance(answer, TimelineAnswer)  # noqa: S101 (what a plot of this kind is drawn from)
    years: dict[str, list[TimelineEntry]] = {}
    for entry in answer.entries:
        years.setdefault(entry.year, []).append(entry)
    left, right = page.text_size("0000")[0] + page.type / 72 * 1.2, page.type / 72
    strip = page.width - left - right
    placed = {year: _place_events(entries, page, strip) for year, entries in years.items()}
    lanes = {year: max(event.lane for event in events) + 1 for year, events in placed.items()}
    lane, gap, foot = page.row * 0.92, page.row * 0.45, page.row * 2.6
    figure = page.figure(sum(lanes.values()) * lane + len(lanes) * gap + foot)
    axes = figure.add_axes((left / page.width, 0, strip / page.width, 1))
    axes.set_xlim(0, 1)
    axes.set_ylim(figure.get_figheight(), 0)
    axes.set_axis_off()
    top = 0.0
    for year, events in placed.items():
        axes.axhline(top + gap / 2, color=PALE, linewidth=page.type / 14)
        axes.text(-page.type / 72 * 0.6 / strip, top + gap / 2 + lane / 2, year or "-", ha="right", va="center")
        for event in events:
            _draw_event(axes, event, top + gap / 2 + (event.lane + 0.5) * lane, page)
        top += lanes[year] * lane + gap
    _draw_months(axes, top, page)
    _draw_key(axes, answer, top + page.row * 1.9, page, strip)
    return figure


def _place_events(entries: Sequence[TimelineEntry], page: Page, strip: float) -> list[_Event]:
    """Return the events of a year, each in the first lane in which neither its days nor its name meet others."""
    events: list[_Event] = []
    taken: list[list[tuple[float, float]]] = []
    pad = page.type / 72 * 0.7 / strip
    for entry in entries:
        start, end = _span_of(entry)
        label = drawable(entry.name)
        width = page.text_size(label)[0] / strip
        label_start = end + pad
        if end + pad + width > 1:  # to the left, or, of a year of which no day is known, on its bar
            label_start = start - pad - width if start - pad - width >= 0 else start + pad
        span = (min(start - pad, label_start), max(end + pad, label_start + width + pad))
        lane = next(
            (
                number
                for number, spans in enumerate(taken)
                if all(span[1] <= low or span[0] >= high for low, high in spans)
            ),
            len(taken),
        )
        taken[lane : lane + 1] = [[*(taken[lane] if lane < len(taken) else []), span]]
        events.append(_Event(entry, start, end, label, label_start, lane))
    return events


def _span_of(entry: TimelineEntry) -> tuple[float, float]:
    """Return the first and the last day that an event may be of, as shares of its year."""
    date = entry.released or entry.year
    return _share_of_year(first_day(date)), _share_of_year(last_day(date))


def _share_of_year(day: str) -> float:
    date = datetime.date.fromisoformat(day)
    return (date - datetime.date(date.year, 1, 1)).days / (365 + calendar.isleap(date.year))


def _draw_event(axes: Axes, event: _Event, y: float, page: Page) -> None:
    look = look_of(_KINDS.index(event.entry.kind) if event.entry.kind in _KINDS else len(_KINDS))
    if event.end > event.start:
        axes.plot(
            [event.start, event.end],
            [y, y],
            "-",
            color=look.colour,
            linewidth=page.type / 3,
            alpha=0.45,
            solid_capstyle="butt",
        )
    axes.plot(event.start, y, look.mark, color=look.colour, markersize=page.type / 1.9, clip_on=False)
    is_on_bar = event.start < event.label_start < event.end
    ground = {"facecolor": "white", "edgecolor": "none", "pad": page.type / 8} if is_on_bar else None
    axes.text(event.label_start, y, event.label, va="center", bbox=ground)


def _draw_months(axes: Axes, top: float, page: Page) -> None:
    """Write the months below the last strip, by their numbers, which every language has."""
    axes.axhline(top, color=GREY, linewidth=page.type / 14)
    for month in range(1, 13):
        x = _share_of_year(f"2023-{month:02d}-01")
        axes.plot([x, x], [0, top], ":", color=PALE, linewidth=page.type / 18, zorder=0)
        axes.text(x, top + page.row * 0.15, str(month), ha="left", va="top", color=GREY)


def _draw_key(axes: Axes, answer: TimelineAnswer, y: float, page: Page, strip: float) -> None:
    """Say which mark is of which kind."""
    x = 0.0
    for number, kind in enumerate(_KINDS):
        if all(entry.kind != kind for entry in answer.entries):
            continue
        look, text = look_of(number), drawable(translated(Word("kind", kind)))
        axes.plot(
            x + page.type / 72 * 0.4 / strip, y, look.mark, color=look.colour, markersize=page.type / 1.9, clip_on=False
        )
        axes.text(x + page.type / 72 / strip, y, text, va="center")
        x += (page.text_size(text)[0] + page.type / 72 * 2.4) / strip
