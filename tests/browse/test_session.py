"""A walk through the views: what is changed is undone, and what is typed finds what the command line finds."""

from __future__ import annotations

import pytest

from llmsurvey.answers.list import ListQuestion, list_models
from llmsurvey.answers.model_filter import ModelFilter
from llmsurvey.browse.board_views import RankView
from llmsurvey.browse.compare_view import CompareView
from llmsurvey.browse.model_views import ChooseView, ModelsView
from llmsurvey.browse.session import Session
from llmsurvey.browse.view import View
from llmsurvey.errors import RequestError
from llmsurvey.library import Library
from llmsurvey.registry.registry import Registry


@pytest.fixture(scope="module")
def whole(registry: Registry) -> Library:
    return Library(registry=registry)


def typed(session: Session, text: str) -> None:
    for end in range(1, len(text) + 1):
        session.change(ModelsView().searching(text[:end]), by_typing=True)


@pytest.mark.parametrize("text", ["v", "vicunna", "구름", "llama 2", "메타", "gpt-4 all", "nothing like it"])
def test_what_is_typed_finds_the_rows_of_the_whole_question(whole: Library, text: str) -> None:
    session = Session(whole, ModelsView())
    typed(session, text)
    quick = session.rows()
    answer = list_models(whole, ListQuestion(models=ModelFilter(search=text)))
    assert [quick.shown.table.rows[number] for number in quick.numbers] == list(answer.table().rows)
    session.stop_typing()
    assert session.rows().shown.table.rows == answer.table().rows
    assert session.rows().shown.table.notes == answer.notes


def test_what_is_typed_in_one_go_is_undone_in_one(library: Library) -> None:
    session = Session(library, ModelsView())
    typed(session, "gur")
    session.stop_typing()
    session.change(ModelsView().searching("gureum"), by_typing=True)
    assert session.undo()
    assert session.view == ModelsView().searching("gur")
    assert session.undo()
    assert session.view == ModelsView()
    assert not session.undo()


def test_redo_makes_again_what_was_undone_until_something_else_is_done(library: Library) -> None:
    session = Session(library, ModelsView())
    session.sort_by("name", down=True)
    session.undo()
    assert session.redo()
    assert session.view.sort == ("-name",)
    session.undo()
    session.sort_by("released", down=False)
    assert not session.redo()


@pytest.mark.parametrize(
    ("view", "column"),
    [
        (RankView(), "best_rank"),
        (CompareView(names=("root@70B", "study@13B"), board="arena@2023-07-01"), "difference"),
    ],
)
def test_who_sorts_by_a_drawing_sorts_by_what_is_drawn(library: Library, view: View, column: str) -> None:
    session = Session(library, view)
    session.sort_by("drawn", down=True)
    assert session.view.sort == (f"-{column}",)
    assert session.rows().shown.table.rows


def test_question_that_has_no_answer_changes_nothing(library: Library) -> None:
    session = Session(library, ChooseView())
    with pytest.raises(RequestError):
        session.change(ChooseView(models=ModelFilter(fits="24 apples")))
    with pytest.raises(RequestError):
        session.sort_by("colour", down=False)
    assert session.view == ChooseView()
    assert not session.undo()


def test_marks_are_turned_over(library: Library) -> None:
    session = Session(library, ModelsView())
    for on, marked in ((None, ["root"]), (None, []), (False, []), (True, ["root"]), (True, ["root"])):
        session.mark(0, on=on)
        assert list(session.marked) == marked
