"""The questions on which models differ: both ways, with their texts where these were kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.logs.made_runs import keep_run

import llmsurvey
from llmsurvey.answers.flips import FlipsAnswer
from llmsurvey.catalogue import Catalogue

pytestmark = pytest.mark.usefixtures("warm_cache")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return llmsurvey.open()


def flips(catalogue: Catalogue, folder: Path, *names: str, **asked: Any) -> FlipsAnswer:
    answer: FlipsAnswer = catalogue.compare(*names, logs=True, logs_in=folder, show_flips=True, **asked)
    return answer


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=20))
def test_every_flip_is_there_once_those_for_the_first_before_the_others(
    catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory, scores: list[tuple[int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("logs")
    for model, column in zip(("one", "other"), zip(*scores, strict=True), strict=True):
        keep_run(folder, model, [float(score) for score in column])
    found = flips(catalogue, folder, "one", "other")
    expected = [
        (str(place), float(first), float(second))
        for wanted in ((1, 0), (0, 1))
        for place, (first, second) in enumerate(scores)
        if (first, second) == wanted
    ]
    assert [(entry.question, entry.first_score, entry.second_score) for entry in found.entries] == expected
    assert f"Of {len(scores)} pairs of answers" in found.notes[0]


def test_texts_are_shown_where_they_were_kept(catalogue: Catalogue, tmp_path: Path) -> None:
    keep_run(tmp_path, "one", {"a": 1, "b": [1, 0, 1]}, texts=True, clusters={"a": "law"})
    keep_run(tmp_path, "other", {"a": 0, "b": 1})
    answer = flips(catalogue, tmp_path, "one", "other")
    first, second = answer.entries
    assert (first.question, first.cluster, first.question_text) == ("a", "law", "What is a?")
    assert (first.first_answer, first.second_answer) == ("one says 1", None)
    assert (second.question, second.first_answer) == ("b", "one says 1")
    assert second.first_score == pytest.approx(2 / 3)
    assert not any("Texts weren't kept" in note for note in answer.notes)


def test_the_text_is_that_of_the_first_answer_however_it_is_numbered(catalogue: Catalogue, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    rows = ["1,one,quiz,1,2,later", "1,one,quiz,1,1,first", "1,other,quiz,0,1,only"]
    log.write_text("\n".join(["id,model,benchmark,score,repeat,answer_text", *rows, ""]))
    catalogue.import_logs(log, texts=True, logs_in=tmp_path / "kept")
    (flip,) = flips(catalogue, tmp_path / "kept", "one", "other").entries
    assert (flip.first_answer, flip.second_answer) == ("first", "only")


def test_where_no_text_was_kept_that_is_told(catalogue: Catalogue, tmp_path: Path) -> None:
    keep_run(tmp_path, "one", [1, 0])
    keep_run(tmp_path, "other", [0, 0])
    answer = flips(catalogue, tmp_path, "one", "other")
    assert any("Texts weren't kept" in note for note in answer.notes)
    assert "name" not in answer.table().select_brief().names()


def test_several_models_have_a_section_each(catalogue: Catalogue, tmp_path: Path) -> None:
    for model, scores in {"one": [1, 0], "two": [0, 0], "three": [1, 1]}.items():
        keep_run(tmp_path, model, scores)
    table = flips(catalogue, tmp_path, "one", "two", "three").table()
    assert [heading for heading, _ in table.groups()] == ["two", "three"]
