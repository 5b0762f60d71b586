"""Averages and ranks from snapshot to snapshot, with upright lines where the evaluation changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from llmsurvey.answers.history import HistoryAnswer
from llmsurvey.answers.history_of_best import TopAnswer
from llmsurvey.answers.history_steps import EvaluationChange
from llmsurvey.answers.plot import PlotAnswer
from llmsurvey.errors import RequestError
from llmsurvey.messages import Message, join_texts, say, translated, word
from llmsurvey.plots.dates import day_of, show_days
from llmsurvey.plots.fonts import drawable
from llmsurvey.plots.labels import Label, height_of_ends, label_ends
from llmsurvey.plots.page import BLACK, PALE, Page, look_of

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class _Stop(NamedTuple):
    """An entry at a snapshot; `breaks` where its average isn't comparable with the one before."""

    day: float
    average: float | None
    rank: int | None
    breaks: bool = False


def draw(plot: PlotAnswer, page: Page) -> Figure:
    """Return the figure of a history: averages above, ranks below, names at the right."""
    answer = plot.drawn
    assert isinstance(answer, (HistoryAnswer, TopAnswer))  # noqa: S101 (what a plot of this kind is drawn from)
    lines = _lines_of(answer)
    if not any(lines.values()):
        raise RequestError(say("no snapshot has a day: nothing can be drawn over time."))
    names = {name: page.wrap(name, page.width * 0.3) for name in lines}
    first = min(stop.day for stops in lines.values() for stop in stops)
    changes = [change for change in answer.evaluation_changes if change.snapshot and day_of(change.snapshot) > first]
    keys = [drawable(translated(key)) for key in _explain(changes)]
    keys = [page.wrap(key, page.width - page.type / 72) for key in keys]
    figure, upper, lower = _lay_out(page, list(names.values()), sum(key.count("\n") + 1 for key in keys))
    for axes in (upper, lower):
        _mark_changes(axes, page, changes, is_lettered=axes is upper)
        axes.grid(color=PALE, linewidth=page.type / 20)
    for number, stops in enumerate(lines.values()):
        look = look_of(number)
        for axes, values in (
            (upper, [stop.average for stop in stops]),
            (lower, [stop.rank for stop in stops]),
        ):
            for start, end in _runs_of(stops):
                days = [stop.day for stop in stops[start:end]]
                shown = [float("nan") if value is None else value for value in values[start:end]]
                axes.plot(
                    days, shown, color=look.colour, marker=look.mark, linestyle=look.line, markersize=page.type / 2.2
                )
    _finish_axes(upper, lower, page)
    for axes in (upper, lower):
        label_ends(axes, page, list(_end_labels(lines, names, is_rank=axes is lower)))
    figure.text(
        page.type / 144 / page.width,
        page.type / 144 / figure.get_figheight(),
        "\n".join(keys),
        va="bottom",
        linespacing=1.2,
    )
    return figure


def _lines_of(answer: HistoryAnswer | TopAnswer) -> dict[str, list[_Stop]]:
    """Return the stops of each entry whose day is known, in order; a rank of a partial snapshot means nothing."""
    lines: dict[str, list[_Stop]] = {}
    if isinstance(answer, TopAnswer):
        for best in answer.entries:
            standings = [item.details for item in best.history]
            lines[best.name] = [
                _Stop(day_of(standing.snapshot), standing.average, standing.rank if is_whole else None)
                for standing, is_whole in zip(standings, answer.is_whole, strict=True)
                if standing.snapshot and standing.rank is not None
            ]
        return lines
    for entry in answer.entries:
        stops = lines.setdefault(entry.name, [])
        if entry.snapshot is not None and entry.average is not None:
            rank = None if entry.partial else entry.rank
            stops.append(_Stop(day_of(entry.snapshot), entry.average, rank, entry.event == "measured otherwise"))
    return lines


def _runs_of(stops: Sequence[_Stop]) -> Iterator[tuple[int, int]]:
    """Yield where each run of stops that are comparable with each other begins and ends."""
    starts = [0, *(index for index, stop in enumerate(stops) if stop.breaks and index)]
    yield from zip(starts, [*starts[1:], len(stops)], strict=True)


def _lay_out(page: Page, names: Sequence[str], key_lines: int) -> tuple[Figure, Axes, Axes]:
    """Return a figure with two axes over each other, high enough for the names at their right, and for the keys."""
    axes_height = max(height_of_ends(page, names), page.width * (0.32 if page.of == "column" else 0.2))
    left = page.text_size("0,000")[0] + page.type / 72 * 2.6
    right = max(page.text_size(name)[0] for name in names) + page.type / 72 * 2.2
    top, between, foot = page.row, page.row * 0.8, page.row * 1.6 + key_lines * page.type * 1.3 / 72
    figure = page.figure(2 * axes_height + top + between + foot)
    height = figure.get_figheight()
    axes_height = (height - top - between - foot) / 2
    width = max(0.25, 1 - (left + right) / page.width)
    lower = figure.add_axes((left / page.width, foot / height, width, axes_height / height))
    upper = figure.add_axes(
        (left / page.width, (foot + axes_height + between) / height, width, axes_height / height), sharex=lower
    )
    return figure, upper, lower


def _mark_changes(axes: Axes, page: Page, changes: Sequence[EvaluationChange], *, is_lettered: bool) -> None:
    """Draw an upright line at each change of the evaluation, with its letter above where asked."""
    for letter, change in zip(_letters(changes), changes, strict=True):
        if change.snapshot is None:
            continue
        day = day_of(change.snapshot)
        axes.axvline(day, color=BLACK, linestyle="-" if change.breaks else "--", linewidth=page.type / 12, zorder=0.5)
        if is_lettered:
            axes.annotate(
                letter,
                xy=(day, 1),
                xycoords=axes.get_xaxis_transform(),
                xytext=(0, page.type / 8),
                textcoords="offset points",
                ha="center",
                va="bottom",
            )


def _letters(changes: Sequence[EvaluationChange]) -> list[str]:
    """Return what each change is called: a letter, or a number where there are more than letters."""
    return [_LETTERS[number] if len(changes) <= len(_LETTERS) else str(number + 1) for number in range(len(changes))]


def _explain(changes: Sequence[EvaluationChange]) -> Iterator[Message]:
    """Yield what changed at each letter."""
    for letter, change in zip(_letters(changes), changes, strict=True):
        parts = [
            say("not comparable with what was before") if change.breaks else "",
            say("measured anew: {benchmarks}", benchmarks=", ".join(change.benchmarks)) if change.benchmarks else "",
        ]
        what = join_texts([part for part in parts if part], "; ")
        yield say("{letter}  {day}: {what}", letter=letter, day=change.snapshot, what=what)


def _finish_axes(upper: Axes, lower: Axes, page: Page) -> None:
    """Give both axes their scales: ranks with the first at the top, days below."""
    upper.set_ylabel(drawable(word("column", "average")))
    lower.set_ylabel(drawable(word("column", "rank")))
    lower.margins(y=0.1)
    upper.margins(y=0.1)
    lower.invert_yaxis()
    lower.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True, min_n_ticks=1))
    lower.yaxis.set_major_formatter(FuncFormatter(lambda rank, _: f"{rank:,.0f}" if rank >= 1 else ""))
    upper.yaxis.set_major_locator(MaxNLocator(nbins=5))
    show_days(lower, 5 if page.of == "column" else 9)
    upper.tick_params(labelbottom=False)


def _end_labels(lines: dict[str, list[_Stop]], names: dict[str, str], *, is_rank: bool) -> Iterator[Label]:
    """Yield the name of each line at its last point."""
    for number, (name, stops) in enumerate(lines.items()):
        values = [(stop.day, stop.rank if is_rank else stop.average) for stop in stops]
        known = [(day, value) for day, value in values if value is not None]
        if known:
            yield Label(known[-1][0], known[-1][1], names[name], look_of(number).colour)
