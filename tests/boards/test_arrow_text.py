"""Text as Arrow keeps it behaves as a column does."""

from __future__ import annotations

import re

import numpy as np
import pyarrow
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.boards.arrow_text import ArrowText

TEXTS = ["a", None, "구름", "a", ""]


def column() -> ArrowText:
    return ArrowText(pyarrow.chunked_array([TEXTS[:2], TEXTS[2:]], type=pyarrow.string()))


def test_it_has_a_length_and_the_texts_in_order() -> None:
    assert len(column()) == 5
    assert list(column()) == TEXTS


def test_one_place_gives_a_text() -> None:
    found = [column()[place] for place in range(5)]
    assert found == TEXTS
    assert column()[np.int64(2)] == "구름"


def test_several_places_give_a_column_in_their_order() -> None:
    found = column()[np.array([4, 2, 2])]
    assert isinstance(found, ArrowText)
    assert list(found) == ["", "구름", "구름"]
    assert list(column()[[0, 1]]) == ["a", None]


def test_no_place_gives_an_empty_column() -> None:
    assert list(column()[np.array([], dtype=np.int64)]) == []


def test_places_of_every_second_one_are_taken() -> None:
    assert list(column()[np.arange(5)[::2]]) == ["a", "구름", ""]


def test_different_and_missing_ones_are_counted() -> None:
    assert column().distinct == 3
    assert column().missing == 1


PLAIN = re.compile(r"[0-9A-Za-z.][!-;=-~]*( [!-;=-~]+)*")
"""What a plain text is: of visible ASCII, with single blanks inside, and no marks around it."""


@given(
    st.lists(st.none() | st.text("ab./Z9 -<~!\n\x7fé", max_size=5) | st.from_regex(PLAIN, fullmatch=True), max_size=5),
    st.integers(0, 5),
    st.sampled_from([pyarrow.string(), pyarrow.large_string()]),
)
def test_texts_are_tidy_if_each_is_plain(texts: list[str | None], cut: int, kind: pyarrow.DataType) -> None:
    array = pyarrow.array(texts, kind)
    halves = pyarrow.chunked_array([array.slice(0, cut), array.slice(cut)], type=kind)
    assert ArrowText(halves).is_tidy() == all(PLAIN.fullmatch(text) for text in texts if text is not None)
