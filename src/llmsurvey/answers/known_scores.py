"""What is known of a model's scores, and where each is from: for whoever shows the model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from llmsurvey.boards.comparable import SetUp
from llmsurvey.boards.measure import PERCENT
from llmsurvey.boards.measured_scores import MeasuredScore, NamedModel
from llmsurvey.library import Library
from llmsurvey.lineage.contamination import Exposed
from llmsurvey.messages import Message, Word, counted, join_texts, say
from llmsurvey.records import Model, Size


class KnownScore(NamedTuple):
    """What a model, or one size of it, reached on a benchmark: as it was `measured`, in words, with its source."""

    size: str | None
    benchmark: str
    words: Message
    source: str | None
    measured: MeasuredScore

    @property
    def board(self) -> str:
        """The address of the board that it stands on, or the name of what else states it."""
        set_up = self.measured.set_up
        return f"{set_up.board}@{set_up.date}" if set_up.date else set_up.board or ""


def list_known_scores(library: Library, model: Model, size: Size | None = None) -> list[KnownScore]:
    """Return the scores of a model's sizes, or of one of them, by size and benchmark in the order of the registry.

    They are the scores that the registry and the survey's sources state, and those on boards: in the newest whole
    snapshot of each, and in any snapshot of which a score is stated. Of one benchmark the newest comes first.
    """
    scores = library.kept_scores.of_models([NamedModel(model.name, model, size)])
    sizes = {own_size.name: position for position, own_size in enumerate(model.sizes)}
    benchmarks = {benchmark.id: position for position, benchmark in enumerate(library.registry.benchmarks)}

    def position_of(score: MeasuredScore) -> tuple[int, int, str]:
        benchmark = score.measure.benchmark
        return sizes.get(score.size or "", -1), benchmarks.get(benchmark, len(benchmarks)), benchmark

    scores.sort(key=lambda score: (score.date or "", score.value), reverse=True)
    contamination = library.licensing().contamination
    exposed = {each.name: contamination.of(model, each) for each in model.each_size()}
    return [_in_words(score, exposed.get(score.size or model.name, ())) for score in sorted(scores, key=position_of)]


def _in_words(score: MeasuredScore, exposed: Iterable[Exposed]) -> KnownScore:
    words = say("{value:g} ({how})", value=score.value, how=_describe_how(score.set_up))
    if trained := [each.words_of_split for each in exposed if each.benchmark == score.measure.benchmark]:
        words = say("{score}, trained on it: {split}", score=words, split=join_texts(trained, "; "))
    return KnownScore(score.size, score.measure.benchmark, words, score.source, score)


def _describe_how(set_up: SetUp) -> Message:
    """Return how and where scores of one benchmark were measured, in a few words."""
    measure = set_up.measure
    at = f"{set_up.board}@{set_up.date}" if set_up.date else set_up.board
    parts = [
        counted("{number} shot", "{number} shots", measure.shots) if measure.shots is not None else "",
        measure.metric,
        "" if measure.unit == PERCENT else Word("unit", measure.unit),
        say("less is better") if measure.better == "lower" else "",
        at or measure.harness,
        say("version {version} of the task", version=measure.version) if measure.version else "",
    ]
    return join_texts([part for part in parts if part], ", ")
