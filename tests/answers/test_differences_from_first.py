"""Several models of a board, each compared with the first."""

from __future__ import annotations

import pytest

import llmsurvey
from llmsurvey.catalogue import Catalogue
from llmsurvey.errors import RequestError

JULY = "open-llm-leaderboard@2023-07-28"
OTHERS = ("Guanaco@65B-HF", "LLaMA@65B", "Falcon@40B")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The built-in catalogue."""
    return llmsurvey.open()


def test_each_is_compared_with_the_first(catalogue: Catalogue) -> None:
    answer = catalogue.compare("FreeWilly2", *OTHERS, board=JULY)
    assert (answer.first, len(answer.others)) == ("stabilityai/FreeWilly2", 3)
    for other, name in zip(OTHERS, answer.others, strict=True):
        pair = catalogue.compare("FreeWilly2", other, board=JULY)
        own = [entry for entry in answer.entries if entry.name == name]
        assert [(e.benchmark, e.first, e.second, e.difference) for e in own] == [
            (e.benchmark, e.first, e.second, e.difference) for e in pair.entries
        ]


def test_intervals_are_wider_than_those_of_a_single_pair(catalogue: Catalogue) -> None:
    answer = catalogue.compare("FreeWilly2", "Guanaco@65B-HF", "LLaMA@65B", board=JULY)
    pair = catalogue.compare("FreeWilly2", "Guanaco@65B-HF", board=JULY)
    for several, alone in zip(answer.entries, pair.entries, strict=False):
        assert several.low is not None
        assert alone.low is not None
        assert several.low < alone.low


def test_an_interval_leaves_out_nothing_exactly_where_holm_says_so(catalogue: Catalogue) -> None:
    answer = catalogue.compare("Guanaco@65B-HF", "LLaMA@65B", "Llama 2@70B", "FreeWilly1", board=JULY)
    verdicts = {entry.apart for entry in answer.entries}
    assert verdicts == {True, False}
    for entry in answer.entries:
        assert entry.p_value is not None
        assert entry.apart is (entry.p_value <= 0.05)


def test_who_is_compared_with_whom_is_said(catalogue: Catalogue) -> None:
    notes = catalogue.compare("FreeWilly2", "LLaMA@65B", "Falcon@40B", board=JULY).notes
    assert notes[0].startswith("Each is compared with stabilityai/FreeWilly2, not with the others. ")
    assert notes[0].endswith("with 95 % confidence in all of them together (Holm).")


def test_a_model_that_is_named_twice_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(RequestError, match=r"two names are of stabilityai/FreeWilly2\."):
        catalogue.compare("FreeWilly2", "LLaMA@65B", "stabilityai/FreeWilly2", board=JULY)
