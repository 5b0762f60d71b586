"""Texts of the data that people read, in both languages."""

from __future__ import annotations

from typing import Any

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


class Prose(str):
    """A text that people read: in one language, or in English with its Korean beside it (`{en: ..., ko: ...}`)."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from pydantic_core.core_schema import no_info_plain_validator_function

        return no_info_plain_validator_function(parse_prose)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        text = {"type": "string", "minLength": 1}
        both = {
            "type": "object",
            "properties": {"en": text, "ko": text},
            "required": ["en", "ko"],
            "additionalProperties": False,
        }
        return {"anyOf": [text, both]}


class _ProseInBoth(Prose, Either):
    """A text in English that has its Korean beside it."""

    __slots__ = ()


def parse_prose(value: object) -> Prose:
    """Return a text of one language as it is, and one of `en` and `ko` as English that knows its Korean.

    Raises ValueError for what is no text, for one that is blank, and for any other languages.
    """
    if isinstance(value, Prose):
        return value
    if isinstance(value, Either):
        return _ProseInBoth(str(value), value.ko)
    if isinstance(value, dict):
        if set(value) != {"en", "ko"} or not all(isinstance(text, str) and text.strip() for text in value.values()):
            raise ValueError(say("write it in both languages, as {form}", form="{en: ..., ko: ...}"))
        return _ProseInBoth(value["en"].strip(), value["ko"].strip())
    if not isinstance(value, str) or not value.strip():
        raise _error_of_text(value)
    return Prose(value.strip())


def _error_of_text(value: object) -> ValueError:
    """Return pydantic's error for what is no text, or a blank one."""
    from pydantic_core import PydanticCustomError

    if isinstance(value, str):
        return PydanticCustomError("string_too_short", "String should have at least 1 character")
    return PydanticCustomError("string_type", "Input should be a valid string")
