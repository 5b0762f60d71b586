"""What every ranking is asked: which board, and what of its scores counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from llmsurvey.boards.folders import DEFAULT_ADDRESS
from llmsurvey.boards.measure_filter import MeasureFilter
from llmsurvey.boards.methods import METHODS, Method, Missing
from llmsurvey.boards.ranking import REPEATS, SETS, RankSettings, Repeats, Sets
from llmsurvey.errors import RequestError
from llmsurvey.importers.reading_options import FileReading
from llmsurvey.messages import option, say


@dataclass(frozen=True, kw_only=True)
class ScoresQuestion:
    """A board, or a file of scores, and which of its scores count how much.

    `weight` says how much a benchmark counts, 1 where it says nothing. `missing` says what becomes of a model that
    lacks a score, `repeats` which row counts of a model that has several; `reading` is how a file is to be read.
    """

    board: str = DEFAULT_ADDRESS
    weight: Mapping[str, float | str] = field(default_factory=dict)
    missing: Missing = "complete"
    repeats: Repeats = "best"
    measures: MeasureFilter = field(default_factory=MeasureFilter)
    reading: FileReading = field(default_factory=FileReading)

    def settings(self, method: Method, sets: Sets = "none") -> RankSettings:
        """Return how the board is to be ranked by a method.

        Raises RequestError for a word that isn't among those that there are, and for weights that are none or lacking.
        """
        _check_word("method", method, METHODS)
        _check_word("missing", self.missing, get_args(Missing))
        _check_word("repeats", self.repeats, REPEATS)
        _check_word("sets", sets, SETS)
        weights = {name: _read_weight(name, value) for name, value in self.weight.items()}
        if method == "weighted" and not weights:
            raise RequestError(
                say(
                    "{method} needs weights: {weight}.",
                    method=option("method", "weighted"),
                    weight=option("weight", {"hellaswag": 2}),
                )
            )
        return RankSettings(method, self.missing, weights, self.repeats, sets, self.measures)


def _check_word(name: str, word: str, words: Sequence[str]) -> None:
    """Raise RequestError, with what there is, for a word that isn't among those of an option."""
    if word not in words:
        raise RequestError(
            say("{name}: {value} is not one of {known}.", name=option(name), value=word, known=", ".join(words))
        )


def _read_weight(name: str, value: float | str) -> float:
    """Return the weight of a benchmark. Raises RequestError for what is no number above 0."""
    try:
        weight = float(value)
    except ValueError:
        weight = 0.0
    if name and 0 < weight < float("inf"):
        return weight
    raise RequestError(
        say(
            '{option}: "{text}" can\'t be read. Write a benchmark and a number: {example}.',
            option=option("weight"),
            text=name if value == "" else f"{name}={value}",
            example="hellaswag=2",
        )
    )
