"""Which questions of a benchmark come together, so that they count as one that was drawn."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Units = npt.NDArray[np.int64]


def units_of(questions: pa.Table) -> Units:
    """Return the unit of each question of a benchmark, a table of QUESTIONS.

    Questions of one cluster share a unit, and a question without a cluster is a unit of its own. Where all questions
    are of one cluster, each is a unit of its own.
    """
    own = np.arange(len(questions), dtype=np.int64)
    clusters = clusters_by_question(questions)
    if clusters.max(initial=-1) < 1:
        return own
    return np.where(clusters < 0, len(questions) + own, clusters)


def units_in_clusters(questions: pa.Table, names: Collection[str]) -> Units:
    """Return units of which each is a question, numbered cluster by cluster; -1 for those of none of these clusters.

    Whoever names subjects asks of these, and not of subjects that could have been drawn: what was drawn is questions.
    """
    clusters, known = clusters_by_question(questions), cluster_names(questions)
    is_wanted = np.isin(clusters, [place for place, name in enumerate(known) if name in names])
    order = np.argsort(np.where(is_wanted, clusters, len(known)), kind="stable")
    units = np.full(len(questions), -1, dtype=np.int64)
    units[order[: np.count_nonzero(is_wanted)]] = np.arange(np.count_nonzero(is_wanted))
    return units


def count_other_texts(questions: pa.Table) -> int:
    """Return how many of some questions have the id of another one, being put in another text."""
    return len(questions) - len(questions.column("id").unique())


def cluster_names(questions: pa.Table) -> list[str]:
    """Return the clusters of a benchmark's questions, in the order in which they come."""
    names: list[str] = _encode(questions).dictionary.to_pylist()
    return names


def clusters_by_question(questions: pa.Table) -> Units:
    """Return for each question the place of its cluster in `cluster_names`, -1 where no log tells one."""
    clusters: Units = _encode(questions).indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return clusters


def _encode(questions: pa.Table) -> pa.DictionaryArray:
    return questions.column("cluster").combine_chunks().dictionary_encode()
