"""What near question would find something, where a filter finds nothing."""

from __future__ import annotations

import pytest

import llmsurvey
from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.answers.nearby import list_nearby, options_of_filter
from llmsurvey.catalogue import Catalogue
from llmsurvey.tables.note import Note


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The built-in catalogue."""
    return llmsurvey.open()


def nearby(models: ModelFilter, found: dict[ModelFilter, int]) -> list[str]:
    return [str(sentence) for sentence in list_nearby(models, lambda asked: found.get(asked, 0))]


def test_the_filter_without_which_most_is_found_is_named() -> None:
    asked = ModelFilter(commercial=True, language=("ko",), max_size="7B")
    found = {
        ModelFilter(language=("ko",), max_size="7B"): 2,
        ModelFilter(commercial=True, max_size="7B"): 1500,
        ModelFilter(commercial=True, language=("ko",)): 3,
    }
    assert nearby(asked, found) == ["Without language there would be 1,500."]


@pytest.mark.parametrize(("asked", "smaller"), [(None, "int8"), ("bf16", "int8"), ("int8", "int4"), ("int4", None)])
def test_a_smaller_precision_is_tried(asked: str | None, smaller: str | None) -> None:
    found = {ModelFilter(fits="8GB", precision=name, context=9): 4 for name in ("int8", "int4")}
    notes = nearby(ModelFilter(fits="8GB", precision=asked, context=9), found)
    expected = "Leaving out one of these filters finds nothing either: leave out several."
    assert notes == [f"With precision='{smaller}' there would be 4." if smaller else expected]


def test_without_fits_nothing_is_said_of_precision_and_context() -> None:
    asked = ModelFilter(fits="1MB", precision="int4", context=9, language=("ko",))
    assert nearby(asked, {ModelFilter(language=("ko",)): 5}) == ["Without fits there would be 5."]


def test_where_nothing_is_asked_nothing_is_near() -> None:
    assert nearby(ModelFilter(own_licence=True), {}) == []


def test_options_of_a_filter_are_those_that_ask() -> None:
    assert options_of_filter(ModelFilter(commercial=True, language=("ko",))) == {
        "commercial": True,
        "language": ("ko",),
    }


@pytest.mark.parametrize("command", ["list", "rank", "frontier"])
def test_each_note_is_true(catalogue: Catalogue, command: str) -> None:
    asked = {"commercial": True, "language": "ko", "fits": "100MB"}
    answer = getattr(catalogue, command)(**asked)
    assert not answer.entries
    (nearby,) = [note for note in answer.notes if isinstance(note, Note) and note.kind == "nearby"]
    assert nearby.parts
    for note in nearby.parts.values():
        if note.template.startswith("Without"):
            rest = {key: value for key, value in asked.items() if key != note.parts["option"]}
        else:
            rest = {**asked, "precision": "int4"}
        near = getattr(catalogue, command)(**rest)
        number = (
            len(near.points)
            if command == "frontier"
            else len(near.entries)
            if command == "rank"
            else len({entry.id for entry in near.entries})
        )
        assert note.parts["number"] == number


def test_another_board_that_finds_something_is_named(catalogue: Catalogue) -> None:
    answer = catalogue.rank("@survey", commercial=True, fits="24GB")
    assert not answer.entries
    (note,) = (note for note in answer.notes if "finds" in note)
    count = len(catalogue.rank(commercial=True, fits="24GB").entries)
    hint = "rank('open-llm-leaderboard@2023-07-28', commercial=True, fits='24GB')"
    assert note == f"Without fits there would be 4. `{hint}` finds {count}."
