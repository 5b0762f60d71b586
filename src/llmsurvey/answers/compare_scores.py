"""Scores side by side: in one order only where they were measured in one way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from llmsurvey.boards.score_setup import SETUP, describe, on_benchmark, set_up
from llmsurvey.errors import RequestError
from llmsurvey.messages import Word, joined, say
from llmsurvey.records import Benchmark, Score
from llmsurvey.registry.registry import Registry
from llmsurvey.tables import Cell, Column, Table

COLUMNS = (
    Column("group"),
    Column("name"),
    Column("id", brief=False),
    Column("size", brief=False),
    Column("name_as_printed", brief=False),
    Column("value", numeric=True, digits=2),
    Column("benchmark", brief=False),
    Column("metric", brief=False),
    Column("shots", numeric=True, brief=False),
    Column("board", brief=False),
    Column("date", order="date", brief=False),
    Column("hub", brief=False),
    Column("source", brief=False),
)


def compare_benchmark(registry: Registry, scores: Iterable[Score], benchmark: Benchmark, *, mix: bool = False) -> Table:
    """Every score on a benchmark and on its variants, in groups that are comparable, the best first in each.

    With `mix` one list over all groups, each row still with its own. `value` is in percent.
    """
    found = list(on_benchmark(registry, scores, benchmark))
    if not found:
        raise RequestError(
            say(
                "no score on {benchmark} is known. `llmsurvey rank` shows the benchmarks that have scores.",
                benchmark=benchmark.name,
            )
        )
    found.sort(key=lambda score: -score.percent)
    if not mix:
        order = _order_of_groups(found, benchmark)
        found.sort(key=lambda score: (order.index(set_up(score)), -score.percent))
    groups = len({set_up(score) for score in found})
    rows = tuple(_row(registry, score) for score in found)
    notes = tuple(_notes(found, groups, mix=mix))
    if mix:
        brief = {"name", "value", *SETUP}
        return Table(tuple(column._replace(brief=column.name in brief) for column in COLUMNS), rows, notes=notes)
    headings: dict[tuple[int, str], str] = {
        (place, "group"): describe(registry, score) for place, score in enumerate(found)
    }
    return Table(COLUMNS, rows, notes=notes, group_by="group", texts=headings)


def _order_of_groups(scores: Sequence[Score], asked: Benchmark) -> list[tuple[object, ...]]:
    """The set-ups, that of the benchmark that was asked for first, then by the best score; `scores` are in order."""
    setups = list(dict.fromkeys(set_up(score) for score in scores))
    return sorted(setups, key=lambda setup: setup[0] != asked.id)


def _row(registry: Registry, score: Score) -> tuple[Cell, ...]:
    model = registry.model_by_id.get(score.model or "")
    name = f"{model.name}@{score.size}" if model and score.size else model.name if model else score.name_as_printed
    return (
        describe(registry, score),
        name,
        score.model,
        score.size,
        score.name_as_printed,
        float(score.percent),
        score.benchmark,
        score.metric,
        score.shots,
        score.board,
        score.date,
        score.hub,
        score.source,
    )


def _notes(scores: Sequence[Score], groups: int, *, mix: bool) -> Iterable[str]:
    if groups < 2:
        return
    differing = [field for field in SETUP if len({getattr(score, field) for score in scores}) > 1]
    because = joined([Word("column", field) for field in differing], ", ")
    if mix:
        yield say(
            "MIXED on request: these {groups} groups differ in {because}, so the order means nothing across them.",
            groups=groups,
            because=because,
        )
    else:
        yield say(
            "{groups} groups that differ in {because}: no order over all, for they don't measure the same.",
            groups=groups,
            because=because,
        )
    if any(score.table == "4" for score in scores):
        yield say("The survey's Table 4 ranks them together: `--as-printed`.")
