"""The nearest names, against each name's score by itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz
from tests.growth import LINEAR, growth

from llmsurvey.registry import nearest_names as nearest_names_module
from llmsurvey.registry.nearest_names import Suggestions, did_you_mean, is_slip_or_part, nearest_names

NAMES = st.text(st.sampled_from("lamaAL2-구름"), min_size=1, max_size=8)


def letters(name: str) -> str:
    return unicodedata.normalize("NFD", name.casefold())


def score(name: str, candidate: str) -> float:
    wanted, key = letters(name), letters(candidate)
    return 0.7 * fuzz.ratio(wanted, key) + 0.3 * fuzz.WRatio(wanted, key)


@given(NAMES, st.lists(NAMES, max_size=12, unique_by=str.casefold))
def test_the_nearest_are_those_that_score_enough_and_not_far_behind(name: str, names: list[str]) -> None:
    enough = {
        candidate: round(score(name, candidate), 1)
        for candidate in names
        if score(name, candidate) >= 58 and is_slip_or_part(letters(name), letters(candidate))
    }
    best = max(enough.values(), default=0.0)
    found = nearest_names(name, names, limit=len(names))
    assert set(found) == {candidate for candidate, figure in enough.items() if figure >= best - 25}
    assert [enough[candidate] for candidate in found] == sorted(map(enough.__getitem__, found), reverse=True)


@pytest.mark.parametrize(
    ("name", "candidate"),
    [("nope", "OpenOrca"), ("gpu", "output"), ("cost", "host-of-costumes"), ("best", "as-printed")],
)
def test_a_name_that_merely_shares_letters_is_not_near(name: str, candidate: str) -> None:
    assert nearest_names(name, [candidate]) == []


@pytest.mark.parametrize(
    ("name", "candidate"), [("vicunna", "Vicuna"), ("구들", "구글"), ("쿨름", "구름"), ("dolly-15", "Dolly-15k")]
)
def test_a_slip_and_a_part_are_near(name: str, candidate: str) -> None:
    assert nearest_names(name, [candidate]) == [candidate]


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
