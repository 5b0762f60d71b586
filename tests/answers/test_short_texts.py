"""Lists in little room."""

from __future__ import annotations

import pytest

from llmsurvey.answers.short_texts import extent_of_sizes, first_and_more, names_of_bases, span_of_counts
from llmsurvey.records import Foundation, Model, Size
from llmsurvey.records.parse import parse_record


def sizes(*names: str) -> list[Size]:
    return [parse_record(Size, {"name": name, "parameters": name}) for name in names]


def test_two_sizes_are_named_and_more_are_a_span() -> None:
    assert extent_of_sizes(sizes("7B", "40B")) == "7B, 40B"
    assert extent_of_sizes(sizes("7B", "560M", "176B")) == "0.56-176B (3)"
    assert extent_of_sizes([]) == ""


def test_sizes_without_parameters_are_counted() -> None:
    assert extent_of_sizes([Size(name="a"), Size(name="b"), Size(name="c")]) == "3 sizes"


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([], ""),
        ([7 * 10**9], "7B"),
        ([7 * 10**9, 7 * 10**9], "7B"),
        ([7 * 10**9, 13 * 10**9], "7-13B"),
        ([395 * 10**9, 1571 * 10**9], "0.4-1.57T"),
        ([10**6, 10**12], "1M-1T"),
        ([1, 999], "1-999"),
        ([999_950_000, 2 * 10**9], "1-2B"),
    ],
)
def test_a_span_is_in_the_unit_of_the_most(counts: list[int], expected: str) -> None:
    assert span_of_counts(counts) == expected


def test_the_first_name_and_how_many_more() -> None:
    assert first_and_more([]) == ""
    assert first_and_more(["A", "A"]) == "A"
    assert first_and_more(["A", "B", "C", "B"]) == "A +2"


def test_a_model_is_no_base_of_its_own() -> None:
    model = Model(id="mpt", name="MPT")
    links = [Foundation(model=name, relation="finetuned") for name in ("mpt", "llama", "llama", "pythia")]
    assert names_of_bases(model, links) == ["llama", "pythia"]
