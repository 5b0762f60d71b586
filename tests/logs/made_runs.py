"""Runs that a test says outright: what a model scored on each question, in a set-up."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from llmsurvey.logs.columns import READ
from llmsurvey.logs.run import KeptRun, Run, Setup
from llmsurvey.logs.store import LogStore

Scores = Sequence[float] | Mapping[str, float | Sequence[float]]


def keep_run(
    folder: Path,
    model: str,
    scores: Scores,
    *,
    benchmark: str = "quiz",
    metric: str = "acc",
    clusters: Mapping[str, str] | None = None,
    hashes: Mapping[str, str | None] | None = None,
    texts: bool = False,
    setup: Setup | None = None,
    date: str | None = None,
    lower_is_better: tuple[str, ...] = (),
    planned: int | None = None,
    ended: bool | None = None,
) -> KeptRun:
    """Keep a run in a folder of logs: `scores` are by question, of several answers to it a list."""
    by_id = scores if isinstance(scores, Mapping) else {str(place): score for place, score in enumerate(scores)}
    answers = [
        (question, score)
        for question, given in by_id.items()
        for score in (given if isinstance(given, Sequence) else [given])
    ]
    rows = [
        {
            "id": question,
            "hash": f"hash of {question}" if hashes is None else hashes.get(question),
            "cluster": None if clusters is None else clusters.get(question),
            "repeat": None,
            "metric": metric,
            "score": float(score),
            "question_text": f"What is {question}?" if texts else None,
            "answer_text": f"{model} says {score}" if texts else None,
        }
        for question, score in answers
    ]
    digest = hashlib.sha256(repr((model, benchmark, metric, rows, setup, date, planned, ended)).encode()).hexdigest()
    run = Run(
        digest=digest,
        model=model,
        benchmark=benchmark,
        setup=setup or Setup(),
        date=date,
        lower_is_better=lower_is_better,
        planned=planned,
        ended=ended,
    )
    with LogStore(folder).adding() as additions:
        kept = additions.add(run, [pa.RecordBatch.from_pylist(rows, schema=READ)])
    assert kept is not None
    return kept
