"""What is known of a model's scores, and where each is from: for whoever shows the model."""

from __future__ import annotations

from typing import NamedTuple

from llmsurvey.answers.compare_scores import best_first, describe_set_ups
from llmsurvey.boards.measured_scores import NamedModel
from llmsurvey.library import Library
from llmsurvey.messages import Message, say
from llmsurvey.records import Model, Size


class KnownScore(NamedTuple):
    """A score of a model or of one size of it: whose, how much, how it was measured, and its source."""

    name: str
    value: float
    unit: str
    set_up: Message
    source: str | None

    @property
    def words(self) -> Message:
        """The score in one line: `LLaMA@65B 86.1: HellaSwag, English, 10 shots, acc_norm, ...`."""
        return say("{name} {value:g}: {set_up}", name=self.name, value=self.value, set_up=self.set_up)


def list_known_scores(library: Library, model: Model, size: Size | None = None) -> list[KnownScore]:
    """Return the scores of a model, or of one size of it, those of one set-up together, the best first.

    They are what the registry and the survey's sources state, and what stands in the newest whole snapshot of each
    board and in those that something is stated of.
    """
    scores = library.measured_scores.of_models([NamedModel(model.name, model, size)])
    headings = describe_set_ups(library.registry, list(dict.fromkeys(score.set_up for score in scores)))
    order = {set_up: position for position, set_up in enumerate(headings)}
    scores.sort(key=lambda score: (order[score.set_up], *best_first(score)))
    return [
        KnownScore(score.called, score.value, score.measure.unit, headings[score.set_up], score.source)
        for score in scores
    ]
