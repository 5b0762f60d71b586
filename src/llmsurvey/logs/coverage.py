"""Which questions runs of one benchmark were asked, and in which text: what one lacks that others have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from llmsurvey.errors import BoardError, reason_of
from llmsurvey.logs.run import KeptRun
from llmsurvey.logs.store import LogStore
from llmsurvey.messages import say

Numbers = npt.NDArray[np.int32]


class Coverage(NamedTuple):
    """How many questions of others a run has no answer to, and how many it was asked in another text than others.

    None where files can't be read.
    """

    missing: int | None
    reworded: int | None


def coverage_of(store: LogStore, runs: Iterable[KeptRun]) -> Mapping[str, Coverage]:
    """Return the coverage of the runs of one benchmark, by what stands for their questions (`asked`).

    A question is the same in two texts where its id is; one whose text isn't told differs from none. Raises BoardError
    for a file that can't be read.
    """
    of_each = {kept.asked: kept for kept in runs}
    asked = {name: _questions_of(store, kept) for name, kept in of_each.items()}
    some = next(iter(of_each.values()))
    ids, has_hash = _ids_of(store, some.run.benchmark)
    every = np.unique(np.concatenate(list(asked.values())))
    of_all = len(np.unique(ids[every]))
    texts = np.bincount(ids[every[has_hash[every]]], minlength=int(ids.max(initial=-1)) + 1)
    return {
        name: Coverage(
            missing=of_all - len(np.unique(ids[questions])),
            reworded=len(np.unique(ids[questions[(texts[ids[questions]] > 1) & has_hash[questions]]])),
        )
        for name, questions in asked.items()
    }


def _questions_of(store: LogStore, kept: KeptRun) -> Numbers:
    """Return the questions of a run by number, each once. Raises BoardError."""
    path = store.answers_path(kept.run)
    try:
        parts = [np.unique(part.column(0).to_numpy()) for part in _question_batches(path)]
    except (OSError, pa.ArrowException) as error:
        reason = reason_of(error) if isinstance(error, (OSError, ValueError)) else str(error).partition("\n")[0]
        raise BoardError(
            say("{file} can't be read: {reason}. Import the logs again.", file=path, reason=reason)
        ) from None
    return np.unique(np.concatenate(parts)) if parts else np.empty(0, dtype=np.int32)


def _question_batches(path: object) -> Iterable[pa.RecordBatch]:
    with pq.ParquetFile(path) as file:
        yield from file.iter_batches(columns=["question"])


def _ids_of(store: LogStore, benchmark: str) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """Return for each question of a benchmark a number that stands for its id, and whether its text has a hash."""
    table = store.questions(benchmark)
    ids = table.column("id").combine_chunks().dictionary_encode().indices.to_numpy()
    return ids, table.column("hash").is_valid().to_numpy()
