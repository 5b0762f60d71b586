"""Names of what `show` doesn't show itself."""

from __future__ import annotations

import pytest

from llmsurvey.answers.show import ShowQuestion, show_record
from llmsurvey.errors import RequestError
from llmsurvey.library import Library
from llmsurvey.registry.registry import Registry


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("E38", "errata('E38')"),
        ("c11", "claims('c11')"),
        ("open-llm-leaderboard", "rank('open-llm-leaderboard')"),
        ("open-llm-leaderboard@2023-07-28", "rank('open-llm-leaderboard@2023-07-28')"),
    ],
)
def test_another_question_is_named(registry: Registry, name: str, hint: str) -> None:
    with pytest.raises(RequestError) as error:
        show_record(Library(registry=registry), ShowQuestion(name=name))
    assert hint in error.value.hints


def test_a_record_comes_first(registry: Registry) -> None:
    assert show_record(Library(registry=registry), ShowQuestion(name="C4")).record.id == "c4"


def test_an_organisation_is_shown_with_what_it_made(registry: Registry) -> None:
    answer = show_record(Library(registry=registry), ShowQuestion(name="구글"))
    facts = {entry.field: entry.value for entry in answer.entries}  # type: ignore[union-attr]  # no sources are asked for
    assert "BERT" in str(facts["models"])
    assert "C4" in str(facts["datasets"])
