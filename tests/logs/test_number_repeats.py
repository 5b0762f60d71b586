"""Answers to one question are counted where a log doesn't number them."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.logs.number_repeats import RepeatNumbers

ROWS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5), st.sampled_from([-1, -1, -1, 7])), max_size=20)


@given(batches=st.lists(ROWS, max_size=4))
def test_repeats_are_counted_from_batch_to_batch(batches: list[list[tuple[int, int, int]]]) -> None:
    numbers = RepeatNumbers()
    given: Counter[tuple[int, int]] = Counter()
    for rows in batches:
        expected = []
        for metric, question, repeat in rows:
            expected.append(given[metric, question] if repeat < 0 else repeat)
            given[metric, question] += 1
        columns = [np.array(column, dtype=np.int32) for column in zip(*rows, strict=True)] or [
            np.empty(0, np.int32)
        ] * 3
        assert numbers.number(*columns).tolist() == expected
    assert numbers.most == max(given.values(), default=0)


def test_no_repeat_is_larger_than_its_column_holds() -> None:
    one = np.zeros(1, dtype=np.int32)
    assert RepeatNumbers().number(one, one, one + 10**6).tolist() == [2**15 - 1]
