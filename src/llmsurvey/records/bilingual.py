"""Texts of the data that people read, in both languages."""

from __future__ import annotations

from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from llmsurvey.messages import Either, say
from llmsurvey.records.record import Record, Text


class Bilingual(Record):
    """The same said in English and in Korean, in the project's own words."""

    en: Text
    ko: Text

    @property
    def text(self) -> Either:
        """The English text, which people read in the language of the run."""
        return Either(self.en, self.ko)


def parse_prose(value: object) -> str:
    """Return a text of one language as it is, and one of `en` and `ko` as English that knows its Korean.

    Raises ValueError for what is no text, for one that is blank, and for any other languages.
    """
    if isinstance(value, Either):
        return value
    if isinstance(value, dict):
        if set(value) != {"en", "ko"} or not all(isinstance(text, str) and text.strip() for text in value.values()):
            raise ValueError(say("write it in both languages, as {form}", form="{en: ..., ko: ...}"))
        return Either(value["en"].strip(), value["ko"].strip())
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "Input should be a valid string")
    if not value.strip():
        raise PydanticCustomError("string_too_short", "String should have at least 1 character")
    return value.strip()


def _languages_of(text: str) -> str | dict[str, str]:
    """Return a text as it is written in a file."""
    return {"en": str(text), "ko": text.ko} if isinstance(text, Either) else text


Prose = Annotated[
    Either | str,
    PlainValidator(parse_prose),
    PlainSerializer(_languages_of),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {
                    "type": "object",
                    "properties": {
                        "en": {"type": "string", "minLength": 1},
                        "ko": {"type": "string", "minLength": 1},
                    },
                    "required": ["en", "ko"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
"""A text that people read: in one language, or in English with its Korean beside it (`{en: ..., ko: ...}`)."""
