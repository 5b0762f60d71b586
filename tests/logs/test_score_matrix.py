"""The matrix of scores: what was put in comes out again, whatever the size of what is held."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.logs.made_logs import keep_logs, write_harness_logs

from llmsurvey.errors import OutputError
from llmsurvey.logs import score_matrix as module
from llmsurvey.logs.comparable import choose_runs
from llmsurvey.logs.engine import ENGINES, open_engine
from llmsurvey.logs.question_units import units_in_clusters, units_of
from llmsurvey.logs.same_questions import find_same_questions
from llmsurvey.logs.score_matrix import ScoreMatrix, fill_matrix
from llmsurvey.logs.scores_by_run import scores_by_run
from llmsurvey.logs.store import LogStore


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> LogStore:
    """Logs of four models on three benchmarks."""
    folder = tmp_path_factory.mktemp("logs")
    return keep_logs(write_harness_logs(folder / "runs"), folder / "kept")


def filled(store: LogStore, engine: str = "duckdb", benchmark: str = "mmlu") -> ScoreMatrix:
    runs = next(chosen.runs for chosen in choose_runs(store.runs()) if chosen.benchmark == benchmark)
    metric = next(iter(runs.values())).metrics[0]
    same = find_same_questions(store, open_engine(), runs.values(), metric, benchmark)
    matrix = ScoreMatrix(tuple(runs), units_of(same.questions))
    return fill_matrix(store, open_engine(engine), runs, metric, same, matrix)  # type: ignore[arg-type]


answers = st.lists(st.one_of(st.none(), st.sampled_from([0.0, 0.25, 1.0])), min_size=9, max_size=9)


@given(
    scores=st.lists(answers, min_size=2, max_size=5),
    units=st.lists(st.integers(-1, 3), min_size=9, max_size=9),
    block=st.integers(1, 50),
    chunk=st.integers(1, 5),
)
@settings(deadline=None)
def test_common_questions_come_out_in_order_of_units(
    scores: list[list[float | None]], units: list[int], block: int, chunk: int
) -> None:
    given_scores = np.array(scores, dtype=np.float64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_BLOCK", block)
        matrix = ScoreMatrix([str(model) for model in range(len(scores))], np.array(units), in_memory=32)
    for start in range(0, len(scores), chunk):
        some = given_scores[start : start + chunk]
        places, questions = np.nonzero(~np.isnan(some))
        matrix.put(range(start, start + len(some)), places, questions.astype(np.int32), some[places, questions])
    rows = np.arange(0, len(scores), 2)
    wanted = np.array(units) >= 0
    is_common = wanted & ~np.isnan(given_scores[rows]).any(axis=0)
    order = [place for place in np.argsort(units, kind="stable") if is_common[place]]
    blocks = list(matrix.blocks(rows))
    assert np.concatenate([part.units for part in blocks]).tolist() == [units[place] for place in order]
    found = np.concatenate([part.scores for part in blocks], axis=1)
    assert found.tolist() == given_scores[rows][:, order].tolist()
    assert matrix.answered.tolist() == (~np.isnan(given_scores[:, wanted])).sum(axis=1).tolist()
    assert matrix.questions == int((~np.isnan(given_scores[:, wanted])).any(axis=0).sum())


@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "spark"])
@pytest.mark.parametrize("benchmark", ["mmlu", "hellaswag", "gsm8k"])
def test_scores_are_those_that_are_asked_question_by_question(store: LogStore, engine: str, benchmark: str) -> None:
    matrix = filled(store, engine, benchmark)
    runs = next(chosen.runs for chosen in choose_runs(store.runs()) if chosen.benchmark == benchmark)
    metric = next(iter(runs.values())).metrics[0]
    expected = scores_by_run(store, open_engine(), {(kept, metric) for kept in runs.values()})
    (block,) = matrix.blocks(np.arange(len(runs)))
    order = np.argsort(units_of(store.questions(benchmark)), kind="stable")
    for row, kept in enumerate(runs.values()):
        assert block.scores[row].tolist() == expected[kept, metric].scores[order].tolist()


def test_many_runs_are_asked_for_in_groups(store: LogStore, monkeypatch: pytest.MonkeyPatch) -> None:
    (whole,) = filled(store).blocks(np.arange(4))
    monkeypatch.setattr(module, "_ANSWERS_AT_ONCE", 300)
    (grouped,) = filled(store).blocks(np.arange(4))
    assert grouped.scores.tolist() == whole.scores.tolist()


def test_questions_of_named_subjects_alone_count(store: LogStore) -> None:
    questions = store.questions("mmlu")
    units = units_in_clusters(questions, ["astronomy"])
    assert sorted(units[units >= 0].tolist()) == list(range(150))
    is_of_subject = np.array(questions.column("cluster").to_pylist()) == "astronomy"
    assert ((units >= 0) == is_of_subject).all()


def test_no_room_is_told_in_a_line(store: LogStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ScoreMatrix, "put", fail)
    with pytest.raises(OutputError, match="no room for scores: no space left on device"):
        filled(store)


def test_a_model_that_was_asked_in_other_words_leaves_the_others_their_questions() -> None:
    matrix = ScoreMatrix(["a", "b", "other words", "most of it"], np.arange(20))
    for row, asked in enumerate([range(10), range(10), range(10, 20), range(6)]):
        questions = np.array(asked, dtype=np.int32)
        matrix.put(range(row, row + 1), np.zeros(len(asked), dtype=np.int64), questions, np.ones(len(asked)))
    assert matrix.answered_most().tolist() == [True, True, False, True]
