"""Texts of the data in both languages."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from llmsurvey.messages import Either
from llmsurvey.records import Condition
from llmsurvey.records.parse import parse_record
from llmsurvey.records.plain import stated_fields
from llmsurvey.registry import cache


def condition(text: object) -> Condition:
    return parse_record(Condition, {"kind": "other", "text": text})


def test_a_text_in_one_language_stays_as_it_is() -> None:
    assert condition(" One thing. ").text == "One thing."
    assert not isinstance(condition("One thing.").text, Either)


def test_a_text_in_both_is_english_and_knows_its_korean() -> None:
    text = condition({"en": "One thing.", "ko": " 한 가지. "}).text
    assert text == "One thing."
    assert isinstance(text, Either)
    assert text.ko == "한 가지."


@pytest.mark.parametrize("text", ["One thing.", {"en": "One thing.", "ko": "한 가지."}])
def test_a_text_is_written_as_it_was_read(text: object) -> None:
    assert stated_fields(condition(text))["text"] == text
    cache.write_record("0" * 64, condition(text))
    kept = cache.read_record("0" * 64, Condition)
    assert kept is not None
    assert kept == condition(text)
    assert getattr(kept.text, "ko", None) == getattr(condition(text).text, "ko", None)


@pytest.mark.parametrize(
    "text", [{"en": "One thing."}, {"en": "a", "ko": " "}, {"en": "a", "ko": "b", "fr": "c"}, {"en": 1, "ko": "b"}, {}]
)
def test_other_languages_are_refused(text: object) -> None:
    with pytest.raises(ValidationError, match="write it in both languages"):
        condition(text)


@pytest.mark.parametrize(("text", "kind"), [(7, "string_type"), (["a"], "string_type"), ("  ", "string_too_short")])
def test_what_is_no_text_is_refused(text: object, kind: str) -> None:
    with pytest.raises(ValidationError) as caught:
        condition(text)
    assert caught.value.errors()[0]["type"] == kind
