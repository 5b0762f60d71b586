"""Sentences of the program: English text that knows how it is said in another language.

A `Message` is an ordinary `str` in English, so whatever writes for machines, sorts or compares needs to know nothing of
languages. It keeps its template and its parts, so that what writes for people (`translated`) can say it in the
language of the run. The translations are in `translations/` of the checkout, one gettext catalogue a language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from functools import cache, lru_cache, reduce
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, NamedTuple, Self

if TYPE_CHECKING:
    from gettext import NullTranslations

LANGUAGES = ("en", "ko")
"""The languages that the program speaks, its own first."""

DOMAIN = "llmsurvey"
"""The name of the catalogues, as gettext calls it."""

FOLDER = Path(__file__).with_name("translations")
"""The compiled catalogues, in gettext's layout."""


class _Speaker(NamedTuple):
    """How messages are said: `catalogue` has their translations, None for English; `show_hint` puts a hint in words.

    `announce` tells whoever waits what takes a while, None where nobody is told.
    """

    catalogue: NullTranslations | None = None
    show_hint: Callable[[Hint], str] = str
    announce: Callable[[str], None] | None = None


_ENGLISH = _Speaker()
_speaker = ContextVar("speaker", default=_ENGLISH)


class Message(str):
    """A sentence in English, with the template and the parts that it was made of.

    `number` decides between the template for one and the one for several; parts that are messages themselves are
    translated with it.
    """

    __slots__ = ("number", "parts", "several", "template")

    template: str
    several: str | None
    number: int
    parts: dict[str, Any]

    def __new__(cls, template: str, parts: dict[str, Any], several: str | None = None, number: int = 1) -> Self:
        """Return the sentence in English. Raises KeyError where the template names a part that isn't there."""
        sentence = template if several is None or number == 1 else several
        message = super().__new__(cls, sentence.format_map(parts))
        message.template, message.several, message.number, message.parts = template, several, number, parts
        return message

    def __reduce__(self) -> Any:
        return Message, (self.template, self.parts, self.several, self.number)

    def said_in(self, catalogue: NullTranslations | None) -> str:
        """Return the sentence in the language of a catalogue; in English without one, or where it has none for it."""
        parts = {name: _part_in(value, catalogue) for name, value in self.parts.items()}
        return self._template_in(catalogue).format_map(parts)

    def without_advice_in(self, catalogue: NullTranslations | None) -> str:
        """Return what `said_in` does, without the sentences that advise: those that hold a hint."""
        parts = {name: _without_advice(value, catalogue) for name, value in self.parts.items()}
        advising = {name for name, value in self.parts.items() if value and parts[name] == ""}
        sentences = _sentences_of(self._template_in(catalogue))
        return " ".join(sentence for sentence, names in sentences if advising.isdisjoint(names)).format_map(parts)

    def _template_in(self, catalogue: NullTranslations | None) -> str:
        """Return the template for the number in the language of a catalogue."""
        if catalogue is None:
            return self.template if self.several is None or self.number == 1 else self.several
        if self.several is None:
            return catalogue.gettext(self.template) if self.template else ""  # of "" gettext gives its own header
        return catalogue.ngettext(self.template, self.several, self.number)


_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=\})\s+(?=\{part\d)")
"""Where a template goes on with another sentence, or with a part that `join_texts` takes for one."""


@lru_cache(maxsize=1024)
def _sentences_of(template: str) -> list[tuple[str, set[str]]]:
    """Return the sentences of a template, each with the names of the parts that it puts in."""
    return [
        (sentence, {name for _, name, _, _ in Formatter().parse(sentence) if name})
        for sentence in _SENTENCE_END.split(template)
    ]


def _without_advice(value: Any, catalogue: NullTranslations | None) -> Any:
    """Return a part as it is said to readers of a document: a hint is none, nor is a message of nothing else."""
    if isinstance(value, Hint):
        return ""
    return value.without_advice_in(catalogue) if isinstance(value, Message) else _part_in(value, catalogue)


def _part_in(value: Any, catalogue: NullTranslations | None) -> Any:
    if isinstance(value, Hint):
        return _speaker.get().show_hint(value)
    return value.said_in(catalogue) if isinstance(value, (Message, Word, Either)) else value


class Word(str):
    """A word of the program's own vocabulary (a verdict, a relation), in English; `kind` tells homonyms apart."""

    __slots__ = ("kind",)

    kind: str

    def __new__(cls, kind: str, text: str) -> Self:
        """Return the word in English."""
        word = super().__new__(cls, text)
        word.kind = kind
        return word

    def __reduce__(self) -> Any:
        return Word, (self.kind, str(self))

    def said_in(self, catalogue: NullTranslations | None) -> str:
        """Return the word in the language of a catalogue; where that has no translation, in English."""
        return str(self) if catalogue is None else catalogue.pgettext(self.kind, str(self))


class Either(str):
    """A text of the data in English that has its Korean beside it."""

    __slots__ = ("ko",)

    ko: str

    def __new__(cls, en: str, ko: str) -> Self:
        """Return the text in English."""
        text = super().__new__(cls, en)
        text.ko = ko
        return text

    def __reduce__(self) -> Any:
        return Either, (str(self), self.ko)

    def said_in(self, catalogue: NullTranslations | None) -> str:
        """Return the text in the language of a catalogue, if that is one of the two."""
        return self.ko if catalogue is not None and catalogue.info().get("language") == "ko" else str(self)


class Hint(str):
    """What a reader may ask for next, which each surface puts in its own words; as a `str` it is Python.

    An option of the question (`command` is None), or another question with its arguments and options:
    `limit=38` and `rank("arc", limit=38)` in Python are `--limit 38` and `llmsurvey rank arc --limit 38` when typed.
    """

    __slots__ = ("arguments", "command", "options")

    command: str | None
    arguments: tuple[str, ...]
    options: dict[str, Any]

    def __new__(cls, command: str | None, arguments: Sequence[str] = (), options: dict[str, Any] | None = None) -> Self:
        """Return the hint in Python; an option whose value is None is named alone."""
        options = options or {}
        settings = [name if value is None else f"{name}={value!r}" for name, value in options.items()]
        called = ", ".join([*map(repr, arguments), *settings])
        hint = super().__new__(cls, called if command is None else f"{command}({called})")
        hint.command, hint.arguments, hint.options = command, tuple(arguments), options
        return hint

    def __reduce__(self) -> Any:
        return Hint, (self.command, self.arguments, self.options)


def option(name: str, value: Any = None) -> Hint:
    """Return an option of the question that is asked, by its name, with the value that it might have."""
    return Hint(None, (), {name: value})


def question(command: str, /, *arguments: str, **options: Any) -> Hint:
    """Return another question that the program answers: `question("rank", "arc", limit=38)`."""
    return Hint(command, arguments, options)


def say(template: str, /, **parts: Any) -> Message:
    """Return a sentence: `say("no model is called {name}", name=name)`. The template stands in the catalogues."""
    return Message(template, parts)


def counted(single: str, several: str, number: int, /, **parts: Any) -> Message:
    """Return a sentence about a number of things: `counted("{number} model", "{number} models", 3)`."""
    return Message(single, {"number": number, **parts}, several, number)


def join_texts(parts: Any, separator: str = " ") -> Message:
    """Return several sentences or names as one."""
    named = {f"part{number}": part for number, part in enumerate(parts)}
    return Message(separator.replace("{", "{{").replace("}", "}}").join(f"{{{name}}}" for name in named), named)


def is_joined(message: Message) -> bool:
    """Whether a message is several sentences or names that `join_texts` put together."""
    return bool(message.parts) and list(message.parts) == [f"part{number}" for number in range(len(message.parts))]


def list_names(names: Sequence[str], most: int = 8) -> str:
    """Return names as a list, of which no more than `most` are written out: the others are counted."""
    if len(names) <= most:
        return ", ".join(names)
    return say("{names} and {number} more", names=", ".join(names[:most]), number=len(names) - most)


def any_of(names: Sequence[str]) -> str:
    """Return names of which each would do: `A or B or C`."""
    return reduce(lambda before, last: say("{names} or {last}", names=before, last=last), names)


def either_of(names: Sequence[str], most: int = 20) -> str:
    """Return names as they stand in a question: `A, B or C`; of more than `most` the rest is counted."""
    if len(names) < 2:
        return "".join(names)
    if (more := len(names) - most) > 1:
        return say("{names} or one of {number:,} more", names=join_texts(names[:most], ", "), number=more)
    return say("{names} or {last}", names=join_texts(names[:-1], ", "), last=names[-1])


def shorten_text(text: str, most: int = 300) -> str:
    """Return a text of which each part that comes from data has at most `most` characters; what is cut off is counted.

    A message stays one. Whatever a file holds, a fault of it fits on a screen.
    """
    if len(text) <= most:
        return text
    if isinstance(text, Message):
        parts = {name: shorten_text(part, most) if isinstance(part, str) else part for name, part in text.parts.items()}
        return Message(text.template, parts, text.several, text.number)
    if isinstance(text, (Word, Either, Hint)):
        return text
    return say("{beginning}... ({number:,} characters)", beginning=text[: most // 2], number=len(text))


def mark(template: str) -> str:
    """Return a template that is said later on, so that it gets into the catalogues from where it stands."""
    return template


def use_language(language: str) -> None:
    """Speak this language of `LANGUAGES` from now on."""
    catalogue = None if language == "en" else _load_catalogue(language)
    _speaker.set(_speaker.get()._replace(catalogue=catalogue))


@cache
def _load_catalogue(language: str) -> NullTranslations:
    """Return the translations into a language; a page that is written in two speaks each a thousand times."""
    import gettext

    return gettext.translation(DOMAIN, FOLDER, [language])


def show_hints_by(show_hint: Callable[[Hint], str]) -> None:
    """Put hints in the words of a surface from now on."""
    _speaker.set(_speaker.get()._replace(show_hint=show_hint))


def announce_by(announce: Callable[[str], None]) -> None:
    """Let a surface tell whoever waits what takes a while, from now on."""
    _speaker.set(_speaker.get()._replace(announce=announce))


def announce(message: str) -> None:
    """Say what takes a while, if a surface tells it to anybody."""
    if (tell := _speaker.get().announce) is not None:
        tell(message)


def language() -> str:
    """Return the language of the run, by its ISO 639-1 code."""
    catalogue = _speaker.get().catalogue
    return "en" if catalogue is None else str(catalogue.info().get("language", "en"))


def translated(text: str) -> str:
    """Return a text in the language of the run: messages and words are translated, any other text stays as it is."""
    if type(text) is str:
        return text
    speaker = _speaker.get()
    if isinstance(text, Hint):
        return speaker.show_hint(text)
    return text.said_in(speaker.catalogue) if isinstance(text, (Message, Word, Either)) else str(text)


def without_advice(text: str) -> str:
    """Return a text in the language of the run without the sentences that advise what to ask next; maybe nothing.

    A document says nothing of the command line, or of whatever made it.
    """
    return str(_without_advice(text, _speaker.get().catalogue))


def word(kind: str, text: str) -> str:
    """Return a word of the program's vocabulary in the language of the run."""
    catalogue = _speaker.get().catalogue
    return text if catalogue is None else catalogue.pgettext(kind, text)
