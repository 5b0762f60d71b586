"""Which language a run speaks: `--lang`, else LLMSURVEY_LANG, else the configuration file, else the locale."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from llmsurvey.errors import RequestError
from llmsurvey.messages import LANGUAGES, say, use_language
from llmsurvey.registry.configuration import LOCALE_VARIABLES, VARIABLES, language_code, read_configuration

OPTION = "--lang"
VARIABLE = VARIABLES["lang"]

_MEANT = {
    **dict.fromkeys(("kr", "kor", "korea", "korean", "hangul", "kp", "한국어", "한글", "한국"), "ko"),
    **dict.fromkeys(("us", "uk", "gb", "eng", "english", "영어"), "en"),
}
"""Countries, names and longer codes by which people call a language that the program speaks."""


def speak_language(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> None:
    """Speak the language of this run from now on. Raises RequestError for one that the program doesn't know.

    This comes before the command line is parsed, because help and errors are in that language too. So every run looks
    at the configuration file here, and what is wrong with that is told in the language of the locale at least.
    """
    asked = _language_asked_for(arguments, environment)
    use_language(asked or _language_of_locale(environment))
    configured = read_configuration().values.get("lang")
    if asked is None and configured is not None:
        use_language(configured)


def _language_asked_for(arguments: Sequence[str], environment: Mapping[str, str]) -> str | None:
    """Return the language of --lang, else that of LLMSURVEY_LANG, else None."""
    for origin, name in ((OPTION, language_option(arguments)), (VARIABLE, environment.get(VARIABLE) or None)):
        if name is not None:
            if (code := language_code(name)) not in LANGUAGES:
                if meant := _MEANT.get(name.casefold().strip()) or _MEANT.get(code):
                    raise RequestError(
                        say(
                            '{origin}: no language is called "{name}". Did you mean {meant}?',
                            origin=origin,
                            name=name,
                            meant=meant,
                        )
                    )
                raise RequestError(
                    say(
                        '{origin}: no language is called "{name}". There are: {known}.',
                        origin=origin,
                        name=name,
                        known=", ".join(LANGUAGES),
                    )
                )
            return code
    return None


def _language_of_locale(environment: Mapping[str, str]) -> str:
    """Return the language of the locale where the program speaks it, or English."""
    code = language_code(next((environment[name] for name in LOCALE_VARIABLES if environment.get(name)), ""))
    return code if code in LANGUAGES else "en"


def language_option(arguments: Sequence[str]) -> str | None:
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
