"""What boards say of one model, kept in the cache folder so that they are read once for it.

Nothing here loads NumPy: who only asks for what was asked before needs none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
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

_MOST = 200
"""So many models' scores are kept."""


def scores_of_model(scores: Scores, model: NamedModel, boards_key: str | None) -> list[MeasuredScore]:
    """Return what is known of a model's scores, as `Scores.of_models` does; what boards say isn't read twice.

    `boards_key` is the digest of what decides which models the entries of boards are; without one nothing is kept. Nor
    is it where a board couldn't be read.
    """
    key = None if boards_key is None else _key_of(scores, model, boards_key)
    kept = None if key is None else _read_scores(key, scores.registry)
    if kept is not None:
        return kept
    known = scores.of_models([model])
    if key is not None and not scores.unreadable:
        write_bytes(key, json.dumps([_as_plain(score) for score in known]).encode(), _KIND, _MOST)
    return known


def _key_of(scores: Scores, model: NamedModel, boards_key: str) -> str | None:
    """Return the key of a model's scores: whatever they depend on. None while a snapshot may change unseen."""
    digest = hashlib.sha256(f"{__version__}/{_FORM}/{boards_key}/{model.called}".encode())
    for score in scores.stated:
        if model.is_of(score):
            digest.update(json.dumps(_as_plain(score)).encode())
    for address, path in scores.snapshot_files():
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
