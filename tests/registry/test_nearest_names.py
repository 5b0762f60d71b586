"""The nearest names, against each name's score by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz
from tests.growth import LINEAR, growth

from llmsurvey.registry import nearest_names as nearest_names_module
from llmsurvey.registry.nearest_names import Suggestions, did_you_mean, nearest_names

NAMES = st.text(st.sampled_from("lamaAL2-구름"), min_size=1, max_size=8)


def score(name: str, candidate: str) -> float:
    wanted, key = name.casefold(), candidate.casefold()
    return 0.7 * fuzz.ratio(wanted, key) + 0.3 * fuzz.WRatio(wanted, key)


@given(NAMES, st.lists(NAMES, max_size=12, unique_by=str.casefold))
def test_the_nearest_are_all_that_score_enough(name: str, names: list[str]) -> None:
    expected = {candidate for candidate in names if score(name, candidate) >= 58}
    found = nearest_names(name, names, limit=len(names))
    assert set(found) == expected
    scores = [round(score(name, candidate), 1) for candidate in found]
    assert scores == sorted(scores, reverse=True)


def test_names_that_are_equally_near_are_counted_from_the_sixth_on() -> None:
    names = [f"name-{letter}" for letter in "abcdefgh"]
    assert did_you_mean("name-z", names[:2]) == ' Did you mean "name-a" or "name-b"?'
    assert did_you_mean("name-z", names).endswith('"name-d", "name-e" or one of 3 more?')


def test_many_questions_are_asked_until_enough_was_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest_names_module, "_MOST_COMPARISONS", 5)
    suggestions = Suggestions()
    asked = [suggestions.did_you_mean("licens", ["licence", "name"]) for _ in range(4)]
    assert asked == [' Did you mean "licence"?'] * 3 + [""]


@pytest.mark.parametrize("ask", [did_you_mean, nearest_names])
def test_a_question_takes_as_long_as_there_are_names(ask: Callable[[str, list[str]], object]) -> None:
    assert growth(lambda names: ask("name-x", names), lambda count: [f"name-{n}" for n in range(count)], 1000) < LINEAR
