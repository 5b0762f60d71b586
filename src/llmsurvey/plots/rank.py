"""Ranks as points with their confidence sets as whiskers; bars join those that can't be told apart."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from llmsurvey.answers.plot import PlotAnswer
from llmsurvey.answers.rank import RankAnswer
from llmsurvey.answers.rank_entries import RankEntry
from llmsurvey.messages import say, translated
from llmsurvey.plots.page import BLACK, COLOURS, GREY, PALE, Page, clear_frame
from llmsurvey.plots.rows import draw_rows

_GAP = 0.6
"""Between the bars of groups, as a share of the size of type."""


def draw(plot: PlotAnswer, page: Page) -> Figure:
    """Return the figure of a ranked board, the best at the top."""
    answer = plot.drawn
    assert isinstance(answer, RankAnswer)  # noqa: S101 (what a plot of this kind is drawn from)
    entries = [entry for entry in answer.entries if entry.rank is not None]
    lanes = _lanes_of_groups(entries)
    step = page.type * _GAP / 72
    figure, axes = draw_rows(
        page, [entry.name for entry in entries], right=(max(lanes.values(), default=-1) + 2) * step
    )
    is_selection = answer.ranked.on_whole is not None
    for row, entry in enumerate(entries):
        _draw_entry(axes, row, entry, page, is_selection=is_selection)
    _draw_groups(axes, entries, lanes, step / (figure.get_figwidth() * axes.get_position().width))
    among = say("rank among {number:,}", number=int((answer.ranked.ranks > 0).sum()))
    if is_selection:
        among = say("rank among these {number:,} (grey: of all)", number=int((answer.ranked.ranks > 0).sum()))
    axes.set_xlabel(translated(among))
    axes.set_xlim(left=0.4)
    axes.grid(axis="x", color=PALE, linewidth=page.type / 20)
    clear_frame(axes)
    return figure


def _draw_entry(axes: Axes, row: int, entry: RankEntry, page: Page, *, is_selection: bool) -> None:
    """Draw a rank and its set; of an entry of a selection those on the whole board stand behind it, in grey."""
    rank, best, worst = (float(number or 0) for number in (entry.rank, entry.best_rank, entry.worst_rank))
    if is_selection and entry.board_best_rank and entry.board_worst_rank:
        ends = [entry.board_best_rank, entry.board_worst_rank]
        axes.plot(ends, [row, row], color=PALE, linewidth=page.type / 2, solid_capstyle="butt", zorder=1)
    if best and worst:
        reach = [[rank - best], [worst - rank]]
        axes.errorbar(rank, row, xerr=reach, color=COLOURS[0], capsize=page.type / 4, zorder=2)
    axes.plot(rank, row, "o", color=BLACK, markersize=page.type / 2, zorder=3)


def _lanes_of_groups(entries: Sequence[RankEntry]) -> dict[int, int]:
    """Return the lane of each group that is drawn: the first that is free where it begins.

    One of a single entry joins none, and one whose entries are all in another says nothing that the other doesn't.
    """
    lanes: dict[int, int] = {}
    ends: list[int] = []
    members = {group: set(rows) for group, rows in _rows_of_groups(entries).items()}
    for group, rows in sorted(_rows_of_groups(entries).items(), key=lambda item: (item[1][0], -item[1][-1], item[0])):
        is_told = any(members[group] <= members[other] for other in lanes)
        if len(rows) < 2 or is_told:
            continue
        lane = next((number for number, end in enumerate(ends) if end < rows[0]), len(ends))
        ends[lane : lane + 1] = [rows[-1]]
        lanes[group] = lane
    return lanes


def _rows_of_groups(entries: Sequence[RankEntry]) -> dict[int, list[int]]:
    """Return the rows of each group, in order."""
    rows: dict[int, list[int]] = {}
    for row, entry in enumerate(entries):
        if entry.group is not None:
            first, last = entry.group.details
            for group in range(first, last + 1):
                rows.setdefault(group, []).append(row)
    return rows


def _draw_groups(axes: Axes, entries: Sequence[RankEntry], lanes: dict[int, int], step: float) -> None:
    """Draw a bar for each group to the right of the axes, broken where a row between isn't in it."""
    rows_of = _rows_of_groups(entries)
    for group, lane in lanes.items():
        x = 1 + (lane + 1) * step
        rows = rows_of[group]
        runs = [[rows[0], rows[0]]]
        for row in rows[1:]:
            if row == runs[-1][1] + 1:
                runs[-1][1] = row
            else:
                runs.append([row, row])
        for first, last in runs:
            axes.plot(
                [x, x],
                [first - 0.3, last + 0.3],
                color=GREY,
                transform=axes.get_yaxis_transform(),
                clip_on=False,
                solid_capstyle="butt",
            )
