"""Which questions count as one although a log lacks their text, and what runs scored on each."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from llmsurvey.boards.methods import Ranks
from llmsurvey.logs.average_repeats import average_repeats
from llmsurvey.logs.engine import Engine
from llmsurvey.logs.open_logs import Logs
from llmsurvey.logs.question_units import cluster_names, clusters_by_question
from llmsurvey.logs.run import KeptRun

if TYPE_CHECKING:
    import narwhals as nw


class SameQuestions(NamedTuple):
    """The `questions` of a benchmark, a table of QUESTIONS; `is_unchecked` are those whose text not every log tells.

    `counts_as` has for each question the number of that which it counts as, None where each counts as itself.
    """

    questions: pa.Table
    is_unchecked: npt.NDArray[np.bool_]
    counts_as: Ranks | None = None

    def count_unchecked(self, numbers: npt.NDArray[np.integer]) -> int:
        """Return how many of some questions, by number, are the same by their ids alone."""
        return int(np.count_nonzero(self.is_unchecked[numbers]))

    def number_of(self, question: int) -> int:
        """Return the number of the question that one counts as."""
        return question if self.counts_as is None else int(self.counts_as[question])

    def numbers_of(self, questions: Collection[int]) -> list[int]:
        """Return the numbers that answers to some questions have in the logs."""
        if self.counts_as is None:
            return list(questions)
        numbers: list[int] = np.flatnonzero(np.isin(self.counts_as, list(questions))).tolist()
        return numbers


def find_same_questions(
    logs: Logs, engine: Engine, runs: Collection[KeptRun], metric: str, benchmark: str
) -> SameQuestions:
    """Return the questions of a benchmark of which those without a hash count as one of the same id with a hash.

    Two models are compared in the same way. Where the runs were asked several texts of one id, it is that which most of
    them were asked. Raises BoardError or EngineError for logs that can't be read.
    """
    questions = logs.questions(benchmark)
    hashes = questions.column("hash")
    if hashes.null_count in (0, len(questions)):
        return SameQuestions(questions, np.full(len(questions), hashes.null_count > 0))
    ids = questions.column("id").combine_chunks().dictionary_encode().indices.to_numpy()
    has_hash = hashes.is_valid().to_numpy()
    may_count_as = np.flatnonzero(~has_hash & np.isin(ids, ids[has_hash]))
    if not len(may_count_as):
        return SameQuestions(questions, ~has_hash)
    asked = _times_asked(logs, engine, runs, metric, len(questions))
    text_of_id = np.full(ids.max() + 1, -1, dtype=np.int64)
    texts = np.flatnonzero(has_hash & (asked > 0))
    words = np.array(hashes.take(pa.array(texts)).to_pylist(), dtype=np.str_)  # decide where as many were asked each
    texts = texts[np.lexsort((words, asked[texts]))]  # of one id the last is kept
    text_of_id[ids[texts]] = texts
    without = may_count_as[(asked[may_count_as] > 0) & (text_of_id[ids[may_count_as]] >= 0)]
    if not len(without):
        return SameQuestions(questions, ~has_hash)
    counts_as = np.arange(len(questions))
    counts_as[without] = text_of_id[ids[without]]
    is_unchecked = ~has_hash
    is_unchecked[counts_as[without]] = True
    return SameQuestions(_move_clusters(questions, without, counts_as[without]), is_unchecked, counts_as)


def _times_asked(logs: Logs, engine: Engine, runs: Collection[KeptRun], metric: str, questions: int) -> Ranks:
    """Return for each question how many of some runs have an answer to it."""
    import narwhals as nw

    counts = _scan(logs, engine, runs, metric).group_by("question").agg(nw.col("model").n_unique().alias("models"))
    table = engine.collect(counts)
    asked = np.zeros(questions, dtype=np.int64)
    asked[table.column("question").to_numpy()] = table.column("models").to_numpy()
    return asked


def _move_clusters(questions: pa.Table, without: Ranks, texts: Ranks) -> pa.Table:
    """Return questions of which those with a text have the cluster of those without, unless they have their own."""
    clusters = clusters_by_question(questions).copy()
    clusters[texts] = np.where(clusters[texts] < 0, clusters[without], clusters[texts])
    clusters[without] = -1
    indices = pa.array(clusters, mask=clusters < 0)
    names = pa.DictionaryArray.from_arrays(indices, pa.array(cluster_names(questions), pa.string()))
    place = questions.schema.get_field_index("cluster")
    return questions.set_column(place, "cluster", names.cast(pa.string()))


def scan_scores(
    logs: Logs, engine: Engine, runs: Collection[KeptRun], metric: str, same: SameQuestions
) -> nw.LazyFrame[Any]:
    """Return what runs scored by a metric: a row for each model and question, the mean of its repeats."""
    answers = _scan(logs, engine, runs, metric)
    if same.counts_as is not None:
        return average_repeats(_renumber(engine, answers, same.counts_as))
    return average_repeats(answers) if any(kept.repeats > 1 for kept in runs) else answers


def _scan(logs: Logs, engine: Engine, runs: Collection[KeptRun], metric: str) -> nw.LazyFrame[Any]:
    import narwhals as nw

    return engine.scan([str(logs.answers_path(kept.run)) for kept in runs]).filter(nw.col("metric") == metric)


def _renumber(engine: Engine, answers: nw.LazyFrame[Any], counts_as: Ranks) -> nw.LazyFrame[Any]:
    """Return answers with the number of the question that theirs counts as."""
    import narwhals as nw

    others = np.flatnonzero(counts_as != np.arange(len(counts_as)))
    columns = {"question": others, "counts_as": counts_as[others]}
    table = engine.give(pa.table({name: pa.array(column, pa.int32()) for name, column in columns.items()}))
    joined = answers.join(table, on="question", how="left")
    return joined.with_columns(nw.coalesce("counts_as", "question").alias("question")).drop("counts_as")
