"""The picture of an answer as text, for a terminal and for whoever can't see pictures."""

from __future__ import annotations

from collections.abc import Callable

from llmsurvey.answers.differences import DifferencesAnswer
from llmsurvey.answers.differences_from_first import FromFirstAnswer
from llmsurvey.answers.frontier import COST_COLUMNS, FrontierAnswer
from llmsurvey.answers.lineage import LineageAnswer
from llmsurvey.answers.plot import PlotAnswer
from llmsurvey.answers.questions import QuestionsAnswer
from llmsurvey.answers.rank import RankAnswer
from llmsurvey.answers.rank_entries import RankEntry
from llmsurvey.answers.timeline import TimelineAnswer
from llmsurvey.drawings import intervals, lineage, scatter, timeline
from llmsurvey.formats.terminal import Terminal
from llmsurvey.formats.terminal import render as render_table
from llmsurvey.messages import Word, say, translated
from llmsurvey.tables import Table


def render(plot: PlotAnswer, terminal: Terminal) -> str:
    """Return a picture in characters; where only a table shows all of it, that."""
    draw = _DRAWN_AS.get(plot.picture)
    return render_table(plot.data.without("nested"), terminal) if draw is None else draw(plot, terminal)


def _draw_ranks(plot: PlotAnswer, terminal: Terminal) -> str:
    answer = plot.drawn
    assert isinstance(answer, RankAnswer)  # noqa: S101 (what a plot of this kind is drawn from)
    rows = [
        intervals.Interval(
            entry.name, entry.rank, entry.best_rank, entry.worst_rank, is_sure=True, text=_words_of(entry)
        )
        for entry in answer.entries
        if entry.rank is not None
    ]
    return intervals.render(rows, terminal)


def _words_of(entry: RankEntry) -> str:
    """Return the ranks that an entry may have, those on the whole board where they are others, and its groups."""
    ranks = entry.rank_set or str(entry.rank)
    groups = say("group {group}", group=entry.group) if entry.group else ""
    whole = say("of all {ranks}", ranks=entry.board_rank_set) if entry.board_rank_set not in (None, ranks) else ""
    return "  ".join(part for part in (ranks, translated(whole), translated(groups)) if part)


def _draw_differences(plot: PlotAnswer, terminal: Terminal) -> str:
    answer = plot.drawn
    assert isinstance(answer, (DifferencesAnswer, FromFirstAnswer))  # noqa: S101 (what a plot of this kind is drawn from)
    blocks: dict[tuple[str, str], list[intervals.Interval]] = {}
    for entry in answer.entries:
        name = getattr(entry, "name", getattr(answer, "second", ""))
        blocks.setdefault((name, entry.unit), []).append(
            intervals.Interval(
                name=entry.benchmark,
                figure=entry.difference,
                low=entry.low,
                high=entry.high,
                is_sure=bool(entry.apart),
                text=translated(entry.interval or ""),
            )
        )
    return "\n".join(
        f"{translated(say('{first} minus {second}', first=answer.first, second=name))} ({translated(unit)})\n"
        f"{intervals.render(rows, terminal, zero=0)}"
        for (name, unit), rows in blocks.items()
    )


def _draw_frontier(plot: PlotAnswer, terminal: Terminal) -> str:
    answer = plot.drawn
    assert isinstance(answer, FrontierAnswer)  # noqa: S101 (what a plot of this kind is drawn from)
    titles = scatter.Titles(across=Word("column", COST_COLUMNS[answer.by]), up=Word("column", "average"))
    points = answer.points
    steps: scatter.Steps = "days" if answer.by == "date" else "ratio"
    drawing = scatter.render(points.costs, points.scores, points.marks, terminal, titles, steps=steps)
    marks: Table = answer.table().select(["mark", "name", "average"])
    return f"{drawing}\n{render_table(marks, terminal)}"


def _draw_lineage(plot: PlotAnswer, terminal: Terminal) -> str:
    answer = plot.drawn
    assert isinstance(answer, LineageAnswer)  # noqa: S101 (what a plot of this kind is drawn from)
    return lineage.render(answer.root, "tree", down=answer.down, width=terminal.width)


def _draw_timeline(plot: PlotAnswer, terminal: Terminal) -> str:
    answer = plot.drawn
    assert isinstance(answer, TimelineAnswer)  # noqa: S101 (what a plot of this kind is drawn from)
    return timeline.render(answer.groups, "drawing", terminal)


def _draw_questions(plot: PlotAnswer, terminal: Terminal) -> str:
    if not isinstance(answer := plot.drawn, QuestionsAnswer):
        return render_table(plot.data, terminal)
    points = answer.entries.points()
    titles = scatter.Titles(across=Word("column", "mean_score"), up=Word("column", "discrimination"))
    return scatter.render(points.mean_scores, points.discriminations, {}, terminal, titles, steps="even")


_DRAWN_AS: dict[str, Callable[[PlotAnswer, Terminal], str]] = {
    "rank": _draw_ranks,
    "compare": _draw_differences,
    "frontier": _draw_frontier,
    "lineage": _draw_lineage,
    "timeline": _draw_timeline,
    "questions": _draw_questions,
}
"""How each picture is drawn in characters; history, memory and licences are tables."""
