"""Messages are their English text, and know what they were made of."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations

import pytest

from llmsurvey import messages
from llmsurvey.messages import (
    Either,
    Message,
    Word,
    _Speaker,
    counted,
    either_of,
    join_texts,
    language,
    mark,
    option,
    question,
    say,
    shorten_text,
    show_hints_by,
    translated,
    use_language,
    word,
)


class _Bracketing(NullTranslations):
    """A language that puts whatever it says in brackets."""

    def gettext(self, message: str) -> str:
        return f"<{message}>"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"<{n}: {msgid2}>"

    def pgettext(self, context: str, message: str) -> str:
        return f"<{context}/{message}>"


@contextmanager
def another_language() -> Iterator[None]:
    """Another language than English, for a while."""
    before = messages._speaker.set(_Speaker(_Bracketing()))
    yield
    messages._speaker.reset(before)


@pytest.fixture
def bracketed() -> Iterator[None]:
    """Another language than English, for the time of a test."""
    with another_language():
        yield


def test_a_message_is_its_english_text() -> None:
    message = say("no {kind} is called {name}", kind="model", name="GPT")
    assert message == "no model is called GPT"
    assert isinstance(message, str)
    assert hash(message) == hash("no model is called GPT")
    assert translated(message) == "no model is called GPT"


def test_a_part_may_have_a_format() -> None:
    assert say("{count:,} items", count=10042) == "10,042 items"


def test_a_part_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("{name}")


@pytest.mark.parametrize(("number", "text"), [(0, "0 models"), (1, "1 model"), (2, "2 models")])
def test_the_number_chooses_the_form(number: int, text: str) -> None:
    assert counted("{number} model", "{number} models", number) == text


def test_a_template_that_is_marked_is_said_later() -> None:
    template = mark("{name} is missing.")
    assert template == "{name} is missing."
    assert say(template, name="NAME") == "NAME is missing."


@pytest.mark.usefixtures("bracketed")
def test_a_message_is_translated_with_the_messages_and_words_in_it() -> None:
    verdict = Word("verdict", "no")
    assert translated(say("{licence} ({verdict})", licence=say("its licence"), verdict=verdict)) == (
        "<<its licence> (<verdict/no>)>"
    )
    assert translated(counted("{number} size of {name}", "{number} sizes of {name}", 3, name="GPT")) == (
        "<3: 3 sizes of GPT>"
    )


@pytest.mark.usefixtures("bracketed")
def test_text_of_the_data_stays_as_it_is() -> None:
    assert translated("finetuned") == "finetuned"
    assert translated(say("called {name}", name="{braces}")) == "<called {braces}>"


@pytest.mark.usefixtures("bracketed")
def test_words_are_looked_up_by_their_kind() -> None:
    assert translated(Word("kind", "service")) == word("kind", "service") == "<kind/service>"


def test_joined_messages_stay_messages() -> None:
    both = join_texts([say("one."), "{two}", say("three.")])
    assert both == "one. {two} three."
    assert join_texts(["a", "b"], "{") == "a{b"
    with another_language():
        assert translated(both) == "<<one.> {two} <three.>>"


def test_nothing_joined_is_nothing_in_any_language() -> None:
    use_language("ko")
    try:
        assert translated(join_texts([])) == ""
    finally:
        use_language("en")


@pytest.mark.parametrize("again", [copy.deepcopy, lambda text: pickle.loads(pickle.dumps(text))])
@pytest.mark.parametrize(
    "text", [say("{a} and {b}", a=Word("verdict", "yes"), b=say("c")), Word("kind", "service"), Either("four", "넷")]
)
def test_a_copy_is_translated_as_the_original_is(text: str, again: object) -> None:
    assert callable(again)
    same = again(text)
    assert same == text
    assert type(same) is type(text)
    with another_language():
        assert translated(same) == translated(text)


def test_a_text_in_two_languages_is_said_in_one_of_them() -> None:
    text = Either("four", "넷")
    assert text == translated(text) == "four"
    use_language("ko")
    try:
        assert language() == "ko"
        assert translated(text) == "넷"
        assert translated(say("{number}!", number=text)) == "넷!"
    finally:
        use_language("en")
    assert language() == "en"


def test_a_message_says_what_it_was_made_of() -> None:
    message = counted("{number} model", "{number} models", 2)
    assert isinstance(message, Message)
    assert (message.template, message.several, message.number) == ("{number} model", "{number} models", 2)
    assert message.parts == {"number": 2}


@pytest.mark.usefixtures("bracketed")
def test_a_shortened_message_is_still_translated() -> None:
    message = shorten_text(say("called {name}, {also}", name="x" * 1000, also=say("of {owner}", owner="y" * 1000)))
    assert message == f"called {'x' * 150}... (1,000 characters), of {'y' * 150}... (1,000 characters)"
    assert translated(message) == (
        f"<called <{'x' * 150}... (1,000 characters)>, <of <{'y' * 150}... (1,000 characters)>>>"
    )


def test_a_text_of_a_line_is_not_shortened() -> None:
    message = counted("{number} model", "{number} models", 2)
    assert shorten_text(message) is message
    assert shorten_text("x" * 300) == "x" * 300


def test_names_in_a_question_are_counted_from_some_number_on() -> None:
    names = [f"n{number}" for number in range(1000)]
    assert either_of(names[:3], 3) == "n0, n1 or n2"
    assert either_of(names, 3) == "n0, n1, n2 or one of 997 more"
    assert either_of(names[:1]) == "n0"


# Hints


def test_a_hint_is_python_until_a_surface_puts_it_in_its_own_words() -> None:
    sentence = say(
        "The first {shown}: {hint} shows all, {other} one.",
        shown=3,
        hint=option("limit", 38),
        other=question("show", "KULLM"),
    )
    assert sentence == "The first 3: limit=38 shows all, show('KULLM') one."
    show_hints_by(lambda hint: f"<{hint.command}|{','.join(hint.arguments)}|{hint.options}>")
    try:
        said = translated(sentence)
    finally:
        show_hints_by(str)
    assert said == "The first 3: <None||{'limit': 38}> shows all, <show|KULLM|{}> one."
    assert translated(sentence) == sentence


@pytest.mark.parametrize(
    ("hint", "python"),
    [
        (option("where"), "where"),
        (option("board", "a b"), "board='a b'"),
        (question("rank", "arc", limit=3, mix=None), "rank('arc', limit=3, mix)"),
        (question("boards"), "boards()"),
    ],
)
def test_hints_in_python(hint: str, python: str) -> None:
    assert hint == python
    assert pickle.loads(pickle.dumps(hint)) == hint
    assert copy.copy(hint).options == hint.options  # type: ignore[attr-defined]
