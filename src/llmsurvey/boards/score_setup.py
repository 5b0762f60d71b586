"""How scores of the registry were measured: only those of one set-up are comparable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from llmsurvey.messages import Message, Word, counted, joined, say
from llmsurvey.records import Benchmark, Score
from llmsurvey.registry.registry import Registry

SETUP = ("benchmark", "metric", "shots", "board", "date")
"""What must agree before two scores are comparable (docs/explanation/comparable.md)."""

LANGUAGES = {"en": "English", "ko": "Korean"}


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
