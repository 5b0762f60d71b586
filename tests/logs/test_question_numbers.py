"""Questions get one number each, whatever the order, the batches and the memory."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmsurvey.logs import question_numbers
from llmsurvey.logs.columns import READ
from llmsurvey.logs.question_keys import QuestionKeys, keys_of
from llmsurvey.logs.question_numbers import QuestionNumbers

Question = tuple[str, str | None, str | None]
"""Id, hash and cluster."""

TEXT = st.sampled_from(["", "a", "b", "a=", "1 a", "가", "\0"])
BATCHES = st.lists(
    st.lists(st.tuples(TEXT, st.one_of(st.none(), TEXT), st.sampled_from([None, "x", "y"])), max_size=8), max_size=5
)


def batch_of(questions: list[Question]) -> pa.RecordBatch:
    rows = [
        {"id": id, "hash": hash, "cluster": cluster, "metric": "acc", "score": 1.0} for id, hash, cluster in questions
    ]
    return pa.RecordBatch.from_pylist(rows, schema=READ)


@settings(max_examples=80)
@given(batches=BATCHES, held=st.sampled_from([1, 3, 2**18]), rewritten=st.booleans())
def test_numbers_are_those_of_a_dictionary(batches: list[list[Question]], held: int, rewritten: bool) -> None:
    expected: dict[tuple[str, str | None], int] = {}
    clusters: dict[int, str] = {}
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(question_numbers, "_HELD", held)
        path = Path(folder) / "questions.parquet"
        numbers = QuestionNumbers(path)
        for questions in batches:
            for id, hash, cluster in questions:
                number = expected.setdefault((id, hash), len(expected))
                if cluster is not None:
                    clusters.setdefault(number, cluster)
            assert numbers.number(batch_of(questions)).tolist() == [expected[id, hash] for id, hash, _ in questions]
            if rewritten:
                numbers.write(path.with_suffix(".part"))
                numbers.close()
                path.with_suffix(".part").replace(path)
                numbers = QuestionNumbers(path)
                assert not numbers.has_news
        numbers.write(path.with_suffix(".part"))
        numbers.close()
        rows = pa.parquet.read_table(path.with_suffix(".part")).to_pylist()
        assert [(row["question"], row["id"], row["hash"], row["cluster"]) for row in rows] == [
            (number, id, hash, clusters.get(number)) for (id, hash), number in expected.items()
        ]
        assert {file.name for file in Path(folder).iterdir()} <= {"questions.parquet", "questions.part"}


@given(
    batches=st.lists(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), max_size=9), max_size=4),
    top=st.booleans(),
)
def test_keys_that_begin_alike_are_told_apart(batches: list[list[tuple[int, int]]], top: bool) -> None:
    keys = QuestionKeys()
    expected: set[tuple[int, int]] = set()
    by_number: dict[int, tuple[int, int]] = {}
    offset = 2**64 - 3 if top else 0
    for batch in batches:
        rows = np.array([(first + offset, check) for first, check in batch], dtype=np.uint64).reshape(-1, 2)
        for row, number in zip(batch, keys.number(rows).tolist(), strict=True):
            assert by_number.setdefault(number, row) == row
        expected |= set(batch)
    assert keys.count == len(expected) == len(by_number)
    assert sorted(by_number) == list(range(len(expected)))


def test_ids_and_hashes_are_not_taken_for_each_other() -> None:
    pairs = [("a", None), ("a", ""), ("a =", None), ("a", " "), ("a ", ""), ("1 a", None)]
    keys = keys_of(pa.array([id for id, _ in pairs]), pa.array([hash for _, hash in pairs], pa.string()))
    assert len({tuple(key) for key in keys.tolist()}) == len(pairs)
