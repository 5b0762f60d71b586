"""Scores side by side: in one order only where they were measured in one way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from llmsurvey.errors import RequestError
from llmsurvey.messages import Message, Word, counted, joined, say
from llmsurvey.records import Benchmark, Cell, Column, Score, Table
from llmsurvey.registry.registry import Registry

SETUP = ("benchmark", "metric", "shots", "board", "date")
"""What must agree before two scores are comparable (docs/explanation/comparable.md)."""

LANGUAGES = {"en": "English", "ko": "Korean"}

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


def on_benchmark(registry: Registry, scores: Iterable[Score], benchmark: Benchmark) -> Iterator[Score]:
    """The scores as they really are on a benchmark and on its variants."""
    family = benchmark.variant_of or benchmark.id
    ids = {each.id for each in registry.benchmarks if family in (each.id, each.variant_of)}
    return (score for score in scores if score.reading == "actual" and score.benchmark in ids)


def set_up(score: Score) -> tuple[object, ...]:
    """What must agree; where shots or date aren't known, only scores of one source are taken to share them."""
    return (*(getattr(score, field) for field in SETUP), None if _whole(score) else score.source)


def _whole(score: Score) -> bool:
    """Whether all of its set-up is known."""
    return score.shots is not None and score.date is not None


def _order_of_groups(scores: Sequence[Score], asked: Benchmark) -> list[tuple[object, ...]]:
    """The set-ups, that of the benchmark that was asked for first, then by the best score; `scores` are in order."""
    setups = list(dict.fromkeys(set_up(score) for score in scores))
    return sorted(setups, key=lambda setup: setup[0] != asked.id)


def describe(registry: Registry, score: Score) -> Message:
    """The set-up of a score in words: benchmark, language, shots, metric, items, board."""
    benchmark = registry.benchmark_by_id[score.benchmark]
    parts = [
        benchmark.name,
        joined([Word("language", LANGUAGES.get(code, code)) for code in benchmark.languages], ", "),
        say("shots unknown") if score.shots is None else counted("{number} shot", "{number} shots", score.shots),
        score.metric,
        counted("{number:,} item", "{number:,} items", benchmark.items) if benchmark.items else "",
        score.board,
        score.date or say("date unknown"),
        "" if _whole(score) else say("from {source}", source=score.source),
    ]
    return joined([part for part in parts if part], ", ")


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
