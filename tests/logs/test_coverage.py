"""What runs of one benchmark lack that others have."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from llmsurvey.logs.columns import READ
from llmsurvey.logs.coverage import coverage_of
from llmsurvey.logs.run import Run
from llmsurvey.logs.store import LogStore

Asked = set[tuple[str, str | None]]
"""Questions by id and hash."""

QUESTIONS = st.sets(st.tuples(st.sampled_from("abcd"), st.sampled_from([None, "x", "y"])), min_size=1)


@settings(max_examples=60)
@given(runs=st.lists(QUESTIONS, min_size=1, max_size=4))
def test_coverage_is_that_of_sets(runs: list[Asked]) -> None:
    texts: dict[str, Asked] = {id: {question for run in runs for question in run if question[0] == id} for id in "abcd"}
    with tempfile.TemporaryDirectory() as folder:
        store = LogStore(Path(folder))
        with store.adding() as additions:
            for number, asked in enumerate(runs):
                rows = [{"id": id, "hash": hash, "metric": "acc", "score": 1.0} for id, hash in sorted(asked, key=str)]
                batch = pa.RecordBatch.from_pylist(rows, schema=READ)
                additions.add(Run(digest=str(number), model="m", benchmark="b"), [batch])
        kept = store.runs()
        coverage = coverage_of(store, kept)
    for run in kept:
        asked = runs[int(run.run.digest)]
        ids = {id for id, _ in asked}
        reworded = {id for id, hash in asked if hash and len({other for _, other in texts[id] if other}) > 1}
        assert coverage[run.asked].missing == sum(bool(texts[id]) for id in "abcd") - len(ids)
        assert coverage[run.asked].reworded == len(reworded)
