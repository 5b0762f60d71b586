"""Which language a run speaks: `--lang`, else LLMSURVEY_LANG, else the locale."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence

from llmsurvey.errors import RequestError
from llmsurvey.messages import LANGUAGES, say, use_language

OPTION = "--lang"
VARIABLE = "LLMSURVEY_LANG"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables of the locale, the strongest first, as POSIX has them."""


def speak_language(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> None:
    """Speak the language of this run from now on. Raises RequestError for one that the program doesn't know.

    This comes before the command line is parsed, because help and errors are in that language too.
    """
    use_language(chosen_language(arguments, environment))


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language that was asked for, or that of the locale where the program speaks it, or English."""
    for origin, asked in ((OPTION, _language_option(arguments)), (VARIABLE, environment.get(VARIABLE) or None)):
        if asked is not None:
            if (code := _language_code(asked)) not in LANGUAGES:
                codes = ", ".join(LANGUAGES)
                raise RequestError(
                    say(
                        '{origin}: no language is called "{name}". There are: {known}.',
                        origin=origin,
                        name=asked,
                        known=codes,
                    )
                )
            return code
    code = _language_code(next((environment[name] for name in _LOCALE if environment.get(name)), ""))
    return code if code in LANGUAGES else "en"


def _language_code(name: str) -> str:
    """Return the code of a language, however it or its locale is written: `ko` of `ko_KR.UTF-8`, `ko-KR` and `KO`."""
    return re.split(r"[-_.@]", name, maxsplit=1)[0].lower()


def _language_option(arguments: Sequence[str]) -> str | None:
    """Return what stands behind the last --lang before any `--`; None where there is none."""
    language = None
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == OPTION:
            language = arguments[index + 1] if index + 1 < len(arguments) else None
        elif argument.startswith(f"{OPTION}="):
            language = argument.removeprefix(f"{OPTION}=")
    return language
