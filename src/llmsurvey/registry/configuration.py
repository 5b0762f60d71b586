"""A user's own defaults: what stands in the configuration file, and what a variable of the environment says instead."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from llmsurvey.errors import Fault, RegistryError, RequestError, reason_of
from llmsurvey.messages import LANGUAGES, list_names, say
from llmsurvey.paths import path_from_home
from llmsurvey.registry.nearest_names import did_you_mean

SettingName = Literal["lang", "board", "fits", "precision", "pager", "color"]
"""What one value can be set of; beside these, `registry` is a list of files and folders."""

FILE_VARIABLE = "LLMSURVEY_CONFIG"
"""The environment variable that names another configuration file."""

VARIABLES: Mapping[str, str] = {
    "lang": "LLMSURVEY_LANG",
    "registry": "LLMSURVEY_REGISTRY",
    "board": "LLMSURVEY_BOARD",
    "fits": "LLMSURVEY_FITS",
    "precision": "LLMSURVEY_PRECISION",
    "pager": "LLMSURVEY_PAGER",
    "color": "LLMSURVEY_COLOR",
}
"""The environment variables of the program's own, which come before the file."""

LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables of the locale, the strongest first, as POSIX has them."""

REGISTRY = "registry"
VERSION = 1
"""The version of the file's form, which it may state."""

COLORS = ("auto", "always", "never")
_KEYS = (*get_args(SettingName), REGISTRY, "version")
_MOST_BYTES = 2**20


class Configuration(NamedTuple):
    """What a configuration file says: `values` by setting, and the paths of `registry`, which are absolute."""

    values: Mapping[str, str] = {}
    registry: tuple[str, ...] = ()


_NOTHING = Configuration()


def configured(name: SettingName) -> str | None:
    """Return what the user set: by the variable of a setting, else in the file; None where neither says anything.

    Raises RequestError for a file that can't be read or is at fault, and for a variable with none of the words that
    there are.
    """
    variable = VARIABLES[name]
    if value := os.environ.get(variable):
        if name == "color" and value not in COLORS:
            raise RequestError(
                say(
                    '{variable}: "{value}" is none of {known}.',
                    variable=variable,
                    value=value,
                    known=list_names(COLORS),
                )
            )
        return value
    return read_configuration().values.get(name)


def unknown_variables() -> list[str]:
    """Return the variables that are called like the program's own, are set, and mean nothing to it."""
    known = {*VARIABLES.values(), FILE_VARIABLE}
    return sorted(name for name in os.environ if name.startswith("LLMSURVEY_") and name not in known)


def configured_registry() -> tuple[str, ...]:
    """Return the files and folders that the file lays over the catalogue. Raises RequestError as `configured` does."""
    return read_configuration().registry


def language_code(name: str) -> str:
    """Return the code of a language, however it or its locale is written: `ko` of `ko_KR.UTF-8`, `ko-KR` and `KO`."""
    return re.split(r"[-_.@]", name, maxsplit=1)[0].lower()


def config_folder() -> Path:
    """Return the folder of the user's configuration, by the conventions of the system (XDG on Linux)."""
    import platformdirs

    return Path(platformdirs.user_config_dir("llmsurvey", appauthor=False))


def config_file() -> Path:
    """Return the path of the configuration file, whether there is one or not."""
    named = os.environ.get(FILE_VARIABLE)
    return Path(named) if named else config_folder() / "config.toml"


def read_configuration() -> Configuration:
    """Return what the configuration file says; nothing where there is none.

    Raises RequestError for a file that is named and missing, is no TOML, states another version, or has an unknown key
    or a value of a wrong type, and RegistryError for one that can't be read.
    """
    file = config_file()
    try:
        status = file.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        if not os.environ.get(FILE_VARIABLE):
            return _NOTHING
        raise RequestError(
            say(
                "{variable} names {file}, which can't be read: {reason}. Name another, or none.",
                variable=FILE_VARIABLE,
                file=file,
                reason=reason_of(error),
            )
        ) from None
    except (OSError, ValueError) as error:
        raise _unreadable_error(file, error) from None
    return _read_file(file, status.st_mtime_ns, status.st_size)


@functools.lru_cache(maxsize=8)
def _read_file(file: Path, changed: int, size: int) -> Configuration:
    """Return what a file says; `changed` and `size` tell it from what the same file said before."""
    import tomllib

    try:
        with file.open("rb") as stream:
            text = stream.read(_MOST_BYTES + 1).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise RequestError(say("{file} isn't UTF-8. Save it in that encoding.", file=file)) from None
    except OSError as error:
        raise _unreadable_error(file, error) from None
    if len(text) > _MOST_BYTES:
        raise RequestError(say("{file} is too large for a configuration file.", file=file))
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _syntax_error(file, error) from None
    for key, value in content.items():
        if fault := _fault_of(key, value):
            raise RequestError(say("{place}: {fault}", place=_place_of(file, text, key), fault=fault))
    registry = tuple(str(file.parent.absolute() / path_from_home(path)) for path in content.pop(REGISTRY, ()))
    content.pop("version", None)
    return Configuration(content, registry)


def _fault_of(key: str, value: Any) -> str | None:
    """Return what is wrong with one key of a file and its value, None where nothing is."""
    if key not in _KEYS:
        asked = did_you_mean(key, _KEYS)
        return say('unknown key "{key}".{asked} There are: {known}.', key=key, asked=asked, known=", ".join(_KEYS))
    if key == "version":
        is_known = value == VERSION and isinstance(value, int) and not isinstance(value, bool)
        return None if is_known else say("version {value} isn't known. Write version = 1.", value=value)
    if key == REGISTRY:
        is_list = isinstance(value, list) and all(isinstance(path, str) and path for path in value)
        return None if is_list else say('registry takes a list of paths: registry = ["models.yaml"].')
    if not isinstance(value, str) or not value.strip():
        return say('{key} takes a text in quotes: {key} = "...".', key=key)
    choices = {"lang": LANGUAGES, "color": COLORS}.get(key, (value,))
    if value not in choices:
        return say('{key}: "{value}" is none of {known}.', key=key, value=value, known=list_names(choices))
    return None


def _place_of(file: Path, text: str, key: str) -> str:
    """Return the file and the line of a key, which TOML's reader doesn't tell; the file alone where it isn't seen."""
    pattern = re.compile(rf"\s*\[*\s*[\"']?{re.escape(key)}[\"']?\s*[].=]")
    lines = (number for number, line in enumerate(text.split("\n"), 1) if pattern.match(line))
    number = next(lines, None)
    return f"{file}:{number}" if number else str(file)


def _unreadable_error(file: Path, error: OSError | ValueError) -> RegistryError:
    message = say("can't be read: {reason}. Check the path and its permissions", reason=reason_of(error))
    return RegistryError([Fault(str(file), 0, 0, message)])


def _syntax_error(file: Path, error: Exception) -> RequestError:
    """Return the error of a file that is no TOML, with its line and column where the reader says them."""
    matched = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", str(error), re.DOTALL)
    reason, *position = matched.groups() if matched else (str(error),)
    place = ":".join([str(file), *(number for number in position if number)])
    return RequestError(
        say('{place}: this isn\'t TOML: {reason}. Write lines like lang = "ko".', place=place, reason=reason)
    )
