"""How many models came out in each year under each licence: a number in each field, darker where there are more."""

from __future__ import annotations

from collections import Counter

from matplotlib.figure import Figure

from llmsurvey.answers.licences_by_year import LicencesByYearAnswer
from llmsurvey.answers.plot import PlotAnswer
from llmsurvey.messages import counted, translated
from llmsurvey.plots.fonts import drawable
from llmsurvey.plots.page import BLACK, Page, clear_frame
from llmsurvey.plots.rows import draw_rows

_MOST = 16
"""So many licences have a row of their own; the others share one."""

_DARK = 0.63
"""From this share of the largest field's darkness on white figures can be read better than black ones."""


def draw(plot: PlotAnswer, page: Page) -> Figure:
    """Return the figure of licences by year, the licences of most models first."""
    answer = plot.drawn
    assert isinstance(answer, LicencesByYearAnswer)  # noqa: S101 (what a plot of this kind is drawn from)
    rows, counts = _gather_rows(answer)
    years = [drawable(translated(year)) for year in answer.years]
    foot = max(page.text_size(year)[0] for year in years) / page.row + 1
    figure, axes = draw_rows(page, [translated(row) for row in rows], foot=foot)
    largest = max(counts.values(), default=1)
    for row, name in enumerate(rows):
        for column, year in enumerate(answer.years):
            number = counts[name, year]
            if number:
                share = (number / largest) ** 0.5
                axes.fill_between(
                    [column - 0.48, column + 0.48],
                    row - 0.46,
                    row + 0.46,
                    color=BLACK,
                    alpha=0.08 + 0.72 * share,
                    linewidth=0,
                )
                axes.text(
                    column,
                    row,
                    f"{number:,}",
                    ha="center",
                    va="center_baseline",
                    color="white" if share > _DARK else BLACK,
                )
    axes.set_xlim(-0.5, len(answer.years) - 0.5)
    axes.set_xticks(range(len(years)), years, rotation=90)
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(bottom=False)
    clear_frame(axes)
    return figure


def _gather_rows(answer: LicencesByYearAnswer) -> tuple[list[str], Counter[tuple[str, str]]]:
    """Return the licences that have a row, and how many models each has of each year."""
    *named, last = answer.licences or ("-",)
    first, others = named[:_MOST], named[_MOST:]
    shared = counted("{number} other licence", "{number} other licences", len(others))
    counts: Counter[tuple[str, str]] = Counter()
    for entry in answer.entries:
        row = shared if entry.licence in others else entry.licence
        counts[row, entry.year] += entry.model_count
    return [*first, *([shared] if others else []), last], counts
