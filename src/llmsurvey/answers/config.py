"""A user's settings: what each is, and where its value comes from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

from llmsurvey.answers.answer import Answer
from llmsurvey.boards.folders import DEFAULT_ADDRESS
from llmsurvey.library import Library
from llmsurvey.messages import LANGUAGES, Message, list_names, mark, option, say
from llmsurvey.paths import kind_of
from llmsurvey.registry.configuration import (
    LOCALE_VARIABLES,
    VARIABLES,
    SettingName,
    config_file,
    configured,
    configured_registry,
    language_code,
    unknown_variables,
)
from llmsurvey.registry.layers import registry_of_environment, user_registry_folder
from llmsurvey.tables import Column
from llmsurvey.tables.note import note

COLUMNS = (
    Column("setting"),
    Column("value"),
    Column("origin", words="origin"),
    Column("where"),
    Column("meaning", brief=False),
)

Origin = Literal["option", "environment", "file", "folder", "built in"]

_MEANINGS = {
    "lang": mark("The language of answers, help and errors: en or ko."),
    "registry": mark("Files or folders of YAML that are laid over the catalogue, the last one on top."),
    "board": mark("The board that is meant where none is named."),
    "fits": mark("The card, or the amount of memory, for which `memory` says what fits."),
    "precision": mark("The type of weights that is presumed where something is to fit."),
    "pager": mark("The program that shows what is longer than the screen."),
    "color": mark("Whether answers have colours: auto, always or never."),
}

_BUILT_IN: Mapping[SettingName, str | None] = {
    "lang": "en",
    "board": DEFAULT_ADDRESS,
    "fits": None,
    "precision": "bf16",
    "pager": "less",
    "color": "auto",
}


@dataclass(frozen=True, kw_only=True)
class ConfigQuestion:
    """What is set in this run; `options` are settings that stand on the command line, by name."""

    options: Mapping[SettingName, str] = field(default_factory=dict)


class ConfigEntry(NamedTuple):
    """A setting and its value; `where` is the option, variable, file or folder that it comes from.

    `registry` has an entry for each file or folder, the last one on top.
    """

    setting: str
    value: str | None
    origin: Origin
    where: str | None
    meaning: Message


@dataclass(frozen=True, kw_only=True)
class ConfigAnswer(Answer[ConfigEntry]):
    """Every setting, with where its value comes from."""

    columns = COLUMNS


def list_settings(library: Library, asked: ConfigQuestion) -> ConfigAnswer:
    """Return every setting with its value, and where that comes from.

    Raises RequestError for a configuration file that is at fault.
    """
    entries = [_find_setting(name, asked.options.get(name)) for name in get_args(SettingName)]
    registry = list(_list_registry(library)) or [_entry("registry", None, "built in")]
    return ConfigAnswer(entries=[entries[0], *registry, *entries[1:]], notes=tuple(_note_places()))


def _entry(setting: str, value: str | None, origin: Origin, where: str | None = None) -> ConfigEntry:
    return ConfigEntry(setting, value, origin, where, say(_MEANINGS[setting]))


def _find_setting(name: SettingName, given: str | None) -> ConfigEntry:
    """Return a setting by what is said first: an option, the program's own variable, the file, a general variable."""
    if given is not None:
        return _entry(name, _clean_value(name, given), "option", option(name))
    if (value := configured(name)) is not None:
        variable = VARIABLES[name]
        if os.environ.get(variable):
            return _entry(name, _clean_value(name, value), "environment", variable)
        return _entry(name, value, "file", str(config_file()))
    if (general := _find_in_environment(name)) is not None:
        variable, value = general
        return _entry(name, value, "environment", variable)
    return _entry(name, _BUILT_IN[name], "built in")


def _clean_value(name: SettingName, value: str) -> str:
    """Return a value as the file has it: of a language, which may be written as a locale, its code."""
    return language_code(value) if name == "lang" else value


def _find_in_environment(name: SettingName) -> tuple[str, str] | None:
    """Return a variable that many programs obey, and what it says of a setting; None where none is set."""
    if name == "lang":
        variable = next((variable for variable in LOCALE_VARIABLES if os.environ.get(variable)), None)
        code = language_code(os.environ[variable]) if variable else ""
        return (variable, code) if variable and code in LANGUAGES else None
    if name == "pager" and (pager := os.environ.get("PAGER")):
        return "PAGER", pager
    if name == "color":
        if os.environ.get("NO_COLOR"):
            return "NO_COLOR", "never"
        for variable in ("FORCE_COLOR", "CLICOLOR_FORCE"):
            if os.environ.get(variable, "0") not in ("", "0"):
                return variable, "always"
    return None


def _list_registry(library: Library) -> Iterator[ConfigEntry]:
    """Yield every layer over the built-in catalogue, the lowest first."""
    folder = user_registry_folder()
    if kind_of(folder) is not None:
        yield _entry("registry", str(folder), "folder")
    for path in configured_registry():
        yield _entry("registry", path, "file", str(config_file()))
    for path in registry_of_environment():
        yield _entry("registry", path, "environment", VARIABLES["registry"])
    for path in library.registries:
        yield _entry("registry", path, "option", option("registry"))


def _note_places() -> Iterator[Message]:
    """Yield where settings are written, and where registry files go."""
    file = config_file()
    if kind_of(file) is None:
        yield note("place", 'There is no {file} yet: write lines like lang = "ko" into it.', file=file)
    else:
        yield note("place", "Change settings in {file}.", file=file)
    yield note("place", "Registry files of your own go into {folder}.", folder=user_registry_folder())
    if unknown := unknown_variables():
        yield note(
            "unknown",
            "{variables} means nothing here. There are: {known}.",
            variables=list_names(unknown),
            known=", ".join(VARIABLES.values()),
        )
