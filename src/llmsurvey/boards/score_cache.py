"""What boards say of some models, kept in the cache folder so that they are read once for it.

Nothing here loads NumPy: who only asks for what was asked before needs none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from llmsurvey.boards.comparable import SetUp
from llmsurvey.boards.fingerprint import fingerprint_of
from llmsurvey.boards.measure import Measure
from llmsurvey.boards.measured_scores import MeasuredScore, NamedModel
from llmsurvey.registry.cache import read_bytes, write_bytes
from llmsurvey.version import __version__

if TYPE_CHECKING:
    from llmsurvey.boards.scores import Scores
    from llmsurvey.registry.registry import Registry

_FORM = 1
"""Raised when scores change their form or their meaning, so that older files are left alone."""

_KIND = "scores"

_MOST = 500
"""The answers to so many questions are kept."""


class KeptScores:
    """What `Scores` answers, of which what boards say isn't read twice.

    `boards_key` is the digest of what decides which models the entries of boards are; without one nothing is kept. Nor
    is it while a snapshot may change unseen, or where a board can't be read.
    """

    def __init__(self, scores: Scores, boards_key: str | None) -> None:
        self._scores = scores
        self._boards_key = boards_key

    def of_models(
        self,
        models: Sequence[NamedModel],
        benchmarks: Collection[str] | None = None,
        until: str | None = None,
    ) -> list[MeasuredScore]:
        """Return what `Scores.of_models` does."""
        question = ("of", [model.called for model in models], benchmarks and sorted(benchmarks), until)
        return self._answer(question, lambda: self._scores.of_models(models, benchmarks, until))

    def comparable_with(self, set_ups: Collection[SetUp], until: str | None = None) -> list[MeasuredScore]:
        """Return what `Scores.comparable_with` does."""
        question = ("with", sorted(json.dumps(set_up) for set_up in set_ups), until)
        return self._answer(question, lambda: self._scores.comparable_with(set_ups, until))

    def _answer(self, question: Any, ask: Callable[[], list[MeasuredScore]]) -> list[MeasuredScore]:
        """Return what was kept of a question, else ask, and keep what is answered."""
        if self._state is None:
            return ask()
        key = hashlib.sha256(f"{self._state}/{json.dumps(question)}".encode()).hexdigest()
        kept = _read_scores(key, self._scores.registry)
        if kept is not None:
            return kept
        answer = ask()
        if not self._scores.unreadable:
            write_bytes(key, json.dumps([_as_plain(score) for score in answer]).encode(), _KIND, _MOST)
        return answer

    @cached_property
    def _state(self) -> str | None:
        """A digest of all that an answer depends on beside its question."""
        if self._boards_key is None:
            return None
        digest = hashlib.sha256(f"{__version__}/{_FORM}/{self._boards_key}".encode())
        digest.update(json.dumps([_as_plain(score) for score in self._scores.stated]).encode())
        for address, path in self._scores.snapshot_files():
            fingerprint = fingerprint_of(path)
            if fingerprint is None or not fingerprint.is_settled:
                return None
            digest.update(f"{address} {str(path)!a} {tuple(fingerprint)}".encode())
        return digest.hexdigest()


def _as_plain(score: MeasuredScore) -> list[Any]:
    """Return a score as JSON has it, with the id of its model."""
    return [score.model.id if score.model else None, score._replace(model=None)]


def _read_scores(key: str, registry: Registry) -> list[MeasuredScore] | None:
    body = read_bytes(key, _KIND)
    try:
        return None if body is None else list(_from_plain(json.loads(body), registry))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _from_plain(entries: Any, registry: Registry) -> Iterable[MeasuredScore]:
    for model, (name, _, size, value, (measure, *rest), *others) in entries:
        record = None if model is None else registry.model_by_id[model]
        yield MeasuredScore(name, record, size, value, SetUp(Measure(*measure), *rest), *others)
