"""Means and their errors, against scipy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.importers.logs.answer_columns import AnswerColumns
from llmsurvey.logs.engine import open_engine
from llmsurvey.logs.run import Run
from llmsurvey.logs.store import LogStore
from llmsurvey.logs.totals import totals_of

repeats = st.lists(st.floats(0, 1), min_size=1, max_size=4)


@given(questions=st.lists(repeats, min_size=1, max_size=30))
def test_repeats_are_averaged_inside_a_question(
    tmp_path_factory: pytest.TempPathFactory, questions: list[list[float]]
) -> None:
    store = keep_answers(tmp_path_factory.mktemp("logs"), questions)
    (total,) = totals_of(store, open_engine(), store.runs())
    means = [float(np.mean(scores)) for scores in questions]
    assert total.questions == len(questions)
    assert total.mean == pytest.approx(np.mean(means), abs=1e-12)
    if len(questions) == 1:
        assert total.error is None
    else:
        assert total.error == pytest.approx(scipy.stats.sem(means), abs=1e-9)


def keep_answers(folder: Path, questions: list[list[float]]) -> LogStore:
    """Keep one run with several answers to each question."""
    answers = AnswerColumns()
    for number, scores in enumerate(questions):
        for score in scores:
            answers.add(str(number), None, None, "acc", score)
    store = LogStore(folder)
    with store.adding() as additions:
        additions.add(Run(digest="0" * 64, model="a/b", benchmark="c"), iter([answers.take()]))
    return store
