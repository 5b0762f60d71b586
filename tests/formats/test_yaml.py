"""YAML that any safe loader reads."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from llmsurvey.formats.yaml import dump, render
from llmsurvey.records import Column, Table

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), min_size=1), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(values)
def test_what_was_written_is_read_again(value: Any) -> None:
    assert yaml.safe_load(dump(value)) == value


@pytest.mark.parametrize(
    "text", ["yes", "no", "on", "null", "~", "1e3", "0x10", "1_000", "12:30", "2023-07-27", "", " ", "-", "?"]
)
def test_text_that_looks_like_another_value_stays_text(text: str) -> None:
    assert yaml.safe_load(dump({"x": text})) == {"x": text}


def test_the_same_list_twice_is_written_twice() -> None:
    same = ("a", "b")
    table = Table((Column("x"), Column("y")), ((same, same),))
    assert b"&" not in render(table)


def test_keys_keep_their_order() -> None:
    assert list(yaml.safe_load(render(Table((Column("z"), Column("a")), ((1, 2),))))[0]) == ["z", "a"]
