"""Sentences of the program: English text that knows how it is said in another language.

A `Message` is an ordinary `str` in English, so whatever writes for machines, sorts or compares needs to know nothing of
languages. It keeps its template and its parts, so that what writes for people (`translated`) can say it in the
language of the run. The translations are in `translations/` of the checkout, one gettext catalogue a language.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from gettext import NullTranslations

LANGUAGES = ("en", "ko")
"""The languages that the program speaks, its own first."""

DOMAIN = "llmsurvey"
"""The name of the catalogues, as gettext calls it."""

FOLDER = Path(__file__).with_name("translations")
"""The compiled catalogues, in gettext's layout."""


class _Speaker:
    """Knows the language of the run: `catalogue` has its translations, and is None for English."""

    catalogue: NullTranslations | None = None


_speaker = _Speaker()


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
        """The sentence in English. Raises KeyError where the template names a part that isn't there."""
        chosen = template if several is None or number == 1 else several
        message = super().__new__(cls, chosen.format_map(parts))
        message.template, message.several, message.number, message.parts = template, several, number, parts
        return message

    def __reduce__(self) -> Any:
        return Message, (self.template, self.parts, self.several, self.number)

    def said_in(self, catalogue: NullTranslations) -> str:
        """The sentence in the language of a catalogue; where that has no translation, in English."""
        if self.several is None:
            template = catalogue.gettext(self.template) if self.template else ""  # of "" gettext gives its own header
        else:
            template = catalogue.ngettext(self.template, self.several, self.number)
        parts = {name: _part(value, catalogue) for name, value in self.parts.items()}
        return template.format_map(parts)


def _part(value: Any, catalogue: NullTranslations) -> Any:
    return value.said_in(catalogue) if isinstance(value, (Message, Word, Either)) else value


class Word(str):
    """A word of the program's own vocabulary (a verdict, a relation), in English; `kind` tells homonyms apart."""

    __slots__ = ("kind",)

    kind: str

    def __new__(cls, kind: str, text: str) -> Self:
        """The word in English."""
        word = super().__new__(cls, text)
        word.kind = kind
        return word

    def __reduce__(self) -> Any:
        return Word, (self.kind, str(self))

    def said_in(self, catalogue: NullTranslations) -> str:
        """The word in the language of a catalogue; where that has no translation, in English."""
        return catalogue.pgettext(self.kind, str(self))


class Either(str):
    """A text of the data in English that has its Korean beside it."""

    __slots__ = ("ko",)

    ko: str

    def __new__(cls, en: str, ko: str) -> Self:
        """The text in English."""
        text = super().__new__(cls, en)
        text.ko = ko
        return text

    def __reduce__(self) -> Any:
        return Either, (str(self), self.ko)

    def said_in(self, catalogue: NullTranslations) -> str:
        """The text in the language of a catalogue, if that is one of the two."""
        return self.ko if catalogue.info().get("language") == "ko" else str(self)


def say(template: str, /, **parts: Any) -> Message:
    """A sentence: `say("no model is called {name}", name=name)`. The template stands in the catalogues."""
    return Message(template, parts)


def counted(one: str, several: str, number: int, /, **parts: Any) -> Message:
    """A sentence about a number of things: `counted("{number} model", "{number} models", 3)`."""
    return Message(one, {"number": number, **parts}, several, number)


def joined(parts: Any, separator: str = " ") -> Message:
    """Several sentences or names as one."""
    named = {f"part{place}": part for place, part in enumerate(parts)}
    return Message(separator.replace("{", "{{").replace("}", "}}").join(f"{{{name}}}" for name in named), named)


def listed(names: Sequence[str], most: int = 8) -> str:
    """Names as a list, of which no more than `most` are written out: the others are counted."""
    if len(names) <= most:
        return ", ".join(names)
    return say("{names} and {number} more", names=", ".join(names[:most]), number=len(names) - most)


def quoted(text: str) -> str:
    """A text as a shell takes it for one word, so that what a message says can be typed."""
    return "'" + text.replace("'", "'\\''") + "'"


def shortened(text: str, most: int = 300) -> str:
    """A text of which each part that comes from data has at most `most` characters; what is cut off is counted.

    A message stays one. Whatever a file holds, a fault of it fits on a screen.
    """
    if len(text) <= most:
        return text
    if isinstance(text, Message):
        parts = {name: shortened(part, most) if isinstance(part, str) else part for name, part in text.parts.items()}
        return Message(text.template, parts, text.several, text.number)
    if isinstance(text, (Word, Either)):
        return text
    return say("{beginning}... ({number:,} characters)", beginning=text[: most // 2], number=len(text))


def mark(template: str) -> str:
    """A template that is said later on, so that it gets into the catalogues from where it stands."""
    return template


def use(language: str) -> None:
    """Speak this language of `LANGUAGES` from now on."""
    _speaker.catalogue = None
    if language != "en":
        import gettext

        _speaker.catalogue = gettext.translation(DOMAIN, FOLDER, [language])


def language() -> str:
    """The language of the run, by its ISO 639-1 code."""
    return "en" if _speaker.catalogue is None else str(_speaker.catalogue.info().get("language", "en"))


def translated(text: str) -> str:
    """A text in the language of the run: messages and words are translated, any other text stays as it is."""
    if _speaker.catalogue is not None and isinstance(text, (Message, Word, Either)):
        return text.said_in(_speaker.catalogue)
    return str(text)


def word(kind: str, text: str) -> str:
    """A word of the program's vocabulary in the language of the run."""
    return text if _speaker.catalogue is None else _speaker.catalogue.pgettext(kind, text)
