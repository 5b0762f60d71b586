"""Logs are kept whole or not at all: what was added is read back, once, whatever the order."""

from __future__ import annotations

import errno
import os
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmsurvey.errors import BoardError, OutputError
from llmsurvey.logs import write_answers
from llmsurvey.logs.columns import READ
from llmsurvey.logs.run import KeptRun, Run
from llmsurvey.logs.store import LogStore

Answer = dict[str, Any]

ANSWER = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["1", "2", "가", "mmlu/3"]),
        "hash": st.sampled_from([None, "a", "b"]),
        "cluster": st.sampled_from([None, "law"]),
        "repeat": st.none(),
        "metric": st.sampled_from(["acc", "f1"]),
        "score": st.sampled_from([0.0, 1.0, 0.25, -3.0]),
    }
)


def run_called(digest: str, model: str = "org/모델", benchmark: str = "mmlu") -> Run:
    return Run(digest=digest, model=model, benchmark=benchmark)


def batches_of(answers: list[Answer], size: int = 3) -> Iterator[pa.RecordBatch]:
    for start in range(0, len(answers), size):
        yield pa.RecordBatch.from_pylist(answers[start : start + size], schema=READ)


def add(store: LogStore, run: Run, answers: list[Answer]) -> KeptRun | None:
    with store.adding() as additions:
        return additions.add(run, batches_of(answers))


def read_back(store: LogStore, run: Run) -> list[tuple[Any, ...]]:
    """The answers of a run with the id and the hash of their questions."""
    questions = store.questions(run.benchmark).to_pylist()
    rows = pq.read_table(store.answers_path(run)).to_pylist()
    assert {(row["benchmark"], row["model"], row["run"]) for row in rows} == {(run.benchmark, run.model, run.name)}
    return [
        (
            *(questions[row["question"]][name] for name in ("id", "hash")),
            *(row[name] for name in ("metric", "repeat", "score", "correct")),
        )
        for row in rows
    ]


def expected(answers: list[Answer]) -> list[tuple[Any, ...]]:
    """The same of answers as they were given: repeats are counted by question and metric."""
    given: Counter[tuple[Any, ...]] = Counter()
    rows = []
    for answer in answers:
        key = (answer["id"], answer["hash"], answer["metric"])
        score = answer["score"]
        rows.append((*key, given[key], score, bool(score) if score in (0, 1) else None))
        given[key] += 1
    return rows


def by_text(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(rows, key=repr)


@settings(max_examples=40)
@given(answers=st.lists(ANSWER, min_size=1, max_size=12), held=st.sampled_from([1, 4, 2**20]))
def test_what_was_added_is_read_back(answers: list[Answer], held: int) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(write_answers, "ROWS_HELD", held)
        store = LogStore(Path(folder))
        run = run_called("one")
        kept = add(store, run, answers)
        assert kept is not None
        assert by_text(read_back(store, run)) == by_text(expected(answers))
        questions = {(answer["id"], answer["hash"]) for answer in answers}
        assert (kept.answers, kept.questions) == (len(answers), len(questions))
        assert kept.repeats == 1 + max(row[3] for row in expected(answers))
        assert store.runs() == [kept]


@settings(max_examples=30)
@given(logs=st.dictionaries(st.sampled_from("abc"), st.lists(ANSWER, min_size=1, max_size=6), min_size=2))
def test_the_order_of_imports_changes_no_answer(logs: dict[str, list[Answer]]) -> None:
    def all_of(order: list[str]) -> Any:
        with tempfile.TemporaryDirectory() as folder:
            store = LogStore(Path(folder))
            for digest in order:
                add(store, run_called(digest), logs[digest])
            runs = [(kept.run, kept.metrics, kept.questions, kept.answers, kept.repeats) for kept in store.runs()]
            rows = {kept.run.digest: by_text(read_back(store, kept.run)) for kept in store.runs()}
            same_questions = defaultdict(set)
            for kept in store.runs():
                same_questions[kept.asked].add(kept.run.digest)
            return runs, rows, sorted(map(sorted, same_questions.values()))

    assert all_of(sorted(logs)) == all_of(sorted(logs, reverse=True))


ONE = {"id": "1", "hash": None, "cluster": None, "repeat": None, "metric": "acc", "score": 1.0}


def test_stated_repeats_are_kept(tmp_path: Path) -> None:
    store = LogStore(tmp_path)
    add(store, run_called("one"), [{**ONE, "repeat": 5, "score": 0.0}, {**ONE, "repeat": 2}])
    assert [(row[3], row[4]) for row in read_back(store, run_called("one"))] == [(2, 1.0), (5, 0.0)]


@pytest.mark.parametrize("name", ["가" * 40, "." + "x" * 300, "x" * 300])
def test_long_names_that_begin_alike_share_no_file(tmp_path: Path, name: str) -> None:
    store = LogStore(tmp_path)
    runs = {end: run_called(end, name + end, name + end) for end in ("하나", "둘")}
    with store.adding() as additions:
        for end, run in runs.items():
            additions.add(run, batches_of([{**ONE, "id": end}]))
    assert {end: [row[0] for row in read_back(store, run)] for end, run in runs.items()} == {
        "하나": ["하나"],
        "둘": ["둘"],
    }


def test_a_cluster_that_a_later_log_tells_is_kept(tmp_path: Path) -> None:
    store = LogStore(tmp_path)
    add(store, run_called("one"), [ONE])
    add(store, run_called("two"), [{**ONE, "cluster": "law"}])
    assert store.questions("mmlu").column("cluster").to_pylist() == ["law"]


def test_texts_are_numbered_like_the_answers(tmp_path: Path) -> None:
    store = LogStore(tmp_path)
    texts = [{**ONE, "question_text": "?", "answer_text": text} for text in ("first", "second")]
    add(store, run_called("one"), [texts[0], {**ONE, "metric": "f1"}, texts[1]])
    rows = pq.read_table(store.texts_path(run_called("one"))).to_pylist()
    assert [(row["metric"], row["question"], row["repeat"], row["answer_text"]) for row in rows] == [
        ("acc", 0, 0, "first"),
        ("acc", 0, 1, "second"),
    ]


def test_a_run_without_answers_is_none(tmp_path: Path) -> None:
    store = LogStore(tmp_path)
    assert add(store, run_called("one"), []) is None
    assert store.runs() == []
    assert not list(tmp_path.rglob("*.parquet*"))


def test_a_log_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def breaking() -> Iterator[pa.RecordBatch]:
        yield from batches_of([ONE])
        raise BoardError("half a log")

    store = LogStore(tmp_path)
    add(store, run_called("one"), [ONE])
    with store.adding() as additions:
        additions.add(run_called("two"), batches_of([{**ONE, "id": "2"}]))
        with pytest.raises(BoardError, match="half a log"):
            additions.add(run_called("three"), breaking())
    assert [kept.run.digest for kept in store.runs()] == ["one", "two"]
    assert {path.name for path in tmp_path.rglob("answers/*/*/*")} == {"one.parquet", "two.parquet"}


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = LogStore(tmp_path)
    add(store, run_called("one"), [ONE])
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.parquet")}

    def write_table(*arguments: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(pq.ParquetWriter, "write_table", write_table)
    with pytest.raises(OutputError, match="can't be written: no space left on device"):
        add(store, run_called("two"), [ONE])
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_large_runs_are_kept_before_the_import_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("llmsurvey.logs.store._ANSWERS_AT_ONCE", 3)
    store = LogStore(tmp_path)
    named = []
    with store.adding() as additions:
        for digest in "abcd":
            additions.add(run_called(digest), batches_of([ONE, {**ONE, "id": "2"}]))
            named.append([kept.run.digest for kept in store.runs()])
    assert named == [[], ["a", "b"], ["a", "b"], ["a", "b", "c", "d"]]


def test_runs_are_removed_with_their_files(tmp_path: Path) -> None:
    store = LogStore(tmp_path)
    for digest in ("one", "two"):
        add(store, run_called(digest), [{**ONE, "answer_text": "A"}])
    assert [kept.run.digest for kept in store.remove({"one"})] == ["one"]
    assert [kept.run.digest for kept in store.runs()] == ["two"]
    assert not store.answers_path(run_called("one")).exists()
    assert not store.texts_path(run_called("one")).exists()
    assert len(read_back(store, run_called("two"))) == 1


def test_a_broken_index_is_told_in_one_line(tmp_path: Path) -> None:
    store = LogStore(tmp_path)
    add(store, run_called("one"), [ONE])
    index = tmp_path / "runs.parquet"
    index.write_bytes(index.read_bytes()[:50])
    with pytest.raises(BoardError, match="Remove it, and import all logs again") as caught:
        store.runs()
    assert "\n" not in str(caught.value)
