"""Every column says what it holds, and says the same everywhere."""

from __future__ import annotations

from typing import Any

import pytest

from llmsurvey.answers.columns import ColumnsAnswer, ColumnsQuestion, explain_columns
from llmsurvey.answers.forms import FORMS
from llmsurvey.answers.schema import find_schema
from llmsurvey.tables.meanings import MEANINGS, meaning_of


@pytest.mark.parametrize("command", FORMS)
def test_every_column_has_a_meaning_in_a_whole_sentence(command: str) -> None:
    for form in FORMS[command]:
        for column in (*form.answer.columns, *form.answer.added_columns):
            sentence = str(meaning_of(column).sentence)
            assert (sentence[0].islower(), sentence[-1]) == (False, "."), column.name


def test_a_meaning_of_its_own_is_for_names_that_no_other_column_has() -> None:
    for forms in FORMS.values():
        for form in forms:
            assert not [column.name for column in form.answer.columns if column.meaning and column.name in MEANINGS]


def _properties_in(node: Any) -> set[str]:
    """The names of all properties in a schema."""
    if isinstance(node, list):
        return {name for item in node for name in _properties_in(item)}
    if not isinstance(node, dict):
        return set()
    return {*node.get("properties", {}), *(name for item in node.values() for name in _properties_in(item))}


def test_no_meaning_is_of_nothing() -> None:
    used = {name for command in FORMS for name in _properties_in(find_schema(command))}
    assert set(MEANINGS) - used == {column.name for column in ColumnsAnswer.columns} - {"column", "meaning", "unit"}


def test_help_has_the_columns_of_every_form_and_says_which_are_shown() -> None:
    entries = explain_columns(ColumnsQuestion(command="list")).entries
    assert {entry.column: entry.shown for entry in entries if entry.option is None}.items() >= {
        "name": True,
        "hub": False,
        "score": False,
    }.items()
    assert {str(entry.option) for entry in entries if entry.option} == {"as_printed"}
    assert "(benchmark)" in {entry.column for entry in explain_columns(ColumnsQuestion(command="rank")).entries}
