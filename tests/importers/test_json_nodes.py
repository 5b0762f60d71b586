"""Nodes of JSON, of the kind that is wanted or not."""

from __future__ import annotations

import math
from typing import Any

import pytest

from llmsurvey.importers.json_nodes import LONGEST, count_in, mapping_in, number_in, text_in


@pytest.mark.parametrize("node", [None, True, "x", 1, [], [{}]])
def test_an_object_is_one_or_empty(node: Any) -> None:
    assert mapping_in(node) == {}
    assert mapping_in({"a": node}) == {"a": node}


@pytest.mark.parametrize(
    ("node", "text"),
    [
        ("acc", "acc"),
        (" a\n b\u200b ", "a b"),
        ("하\u1100\u1161", "하가"),
        ("x" * LONGEST, "x" * LONGEST),
        ("x" * (LONGEST + 1), None),
        ("\ud800", None),
        (" \n", None),
        ("", None),
        (None, None),
        (1, None),
        (["acc"], None),
    ],
)
def test_a_text_is_on_one_line(node: Any, text: str | None) -> None:
    assert text_in(node) == text


@pytest.mark.parametrize(
    ("node", "number"),
    [(1, 1), (-0.5, -0.5), (10**400, math.inf), (-(10**400), -math.inf), (True, None), ("1", None), ([1], None)],
)
def test_a_number_is_no_text_and_no_truth(node: Any, number: float | None) -> None:
    assert number_in(node) == number


@pytest.mark.parametrize(
    ("node", "count"),
    [(0, 0), (5.0, 5), (1.5, None), (-1, None), (math.inf, None), (math.nan, None), (10**400, None), (False, None)],
)
def test_a_count_is_a_whole_number(node: Any, count: int | None) -> None:
    assert count_in(node) == count
