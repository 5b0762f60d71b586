"""What the shell offers when Tab is pressed: nothing of which a shell could run a part.

What is offered comes from files of others, and a shell reads it again as if it had been typed. So names are offered
that consist of harmless characters, as every id does. A registry that can't be read offers nothing.

The functions that options and arguments name as their `autocompletion` take what was typed so far; that of columns
takes the command, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from llmsurvey.messages import LANGUAGES
from llmsurvey.registry.name_index import names_of, sizes_of

_HARMLESS = re.compile(r"-?\w[\w ,.@+/-]*")
"""What no shell takes for anything but a word: letters and digits of any script, and a few signs between them."""


def names(function: str, command: str, incomplete: str) -> list[str]:
    """Return what a function of this module, by its name, offers for an option or argument of a command."""
    if function == columns.__name__:
        return columns(command, incomplete)
    offer = _FUNCTIONS.get(function)
    return offer(incomplete) if offer else []


def _offer_names(names: Callable[[], Iterable[str]], incomplete: str) -> list[str]:
    """The names that begin as typed and are harmless."""
    from llmsurvey.errors import LlmsurveyError

    try:
        return sorted({name for name in names() if name.startswith(incomplete) and _HARMLESS.fullmatch(name)})
    except (LlmsurveyError, OSError):
        return []


def models(incomplete: str) -> list[str]:
    """Models, and once an @ is typed the sizes of the model before it."""
    head, at, _ = incomplete.partition("@")
    if at:
        return _offer_names(lambda: [f"{head}@{size}" for size in sizes_of(head)], incomplete)
    return _offer_names(lambda: names_of("models"), incomplete)


def records(incomplete: str) -> list[str]:
    """Models, datasets, benchmarks and licences."""
    return models(incomplete) + datasets(incomplete) + benchmarks(incomplete) + licences(incomplete)


def citable(incomplete: str) -> list[str]:
    """Keys of publications, models, datasets and benchmarks."""
    keys = _offer_names(lambda: names_of("citable"), incomplete)
    return keys + models(incomplete) + datasets(incomplete) + benchmarks(incomplete)


def licences(incomplete: str) -> list[str]:
    """Licences by id."""
    return _offer_names(lambda: names_of("licences"), incomplete)


def datasets(incomplete: str) -> list[str]:
    """Datasets by id."""
    return _offer_names(lambda: names_of("datasets"), incomplete)


def benchmarks(incomplete: str) -> list[str]:
    """Benchmarks by id."""
    return _offer_names(lambda: names_of("benchmarks"), incomplete)


def boards(incomplete: str) -> list[str]:
    """Boards by their addresses, and files as the shell completes them."""
    from llmsurvey.boards.folders import SURVEY_ADDRESS, BoardFolders

    return _offer_names(lambda: [SURVEY_ADDRESS, *BoardFolders.standard().addresses()], incomplete)


def developers(incomplete: str) -> list[str]:
    """Developers of any model."""
    return _offer_names(lambda: names_of("developers"), incomplete)


def conditions(incomplete: str) -> list[str]:
    """Kinds of conditions."""
    return _offer_names(lambda: names_of("conditions"), incomplete)


def kinds(incomplete: str) -> list[str]:
    """Kinds of models."""
    return _offer_names(lambda: names_of("kinds"), incomplete)


def errata(incomplete: str) -> list[str]:
    """Kinds of errata."""
    return _offer_names(lambda: names_of("errata"), incomplete)


def spoken(incomplete: str) -> list[str]:
    """The languages of the program."""
    return _offer_names(lambda: LANGUAGES, incomplete)


def precisions(incomplete: str) -> list[str]:
    """Ways to store weights."""
    return _offer_names(lambda: names_of("precisions"), incomplete)


def gpus(incomplete: str) -> list[str]:
    """Cards by id."""
    return _offer_names(lambda: names_of("gpus"), incomplete)


def columns(command: str, incomplete: str) -> list[str]:
    """The columns of a command's table; after a comma the next one, behind a minus in its other order."""
    from llmsurvey.cli.command_index import columns_of

    head, comma, last = incomplete.rpartition(",")
    minus = "-" if last.startswith("-") else ""
    return _offer_names(lambda: [f"{head}{comma}{minus}{name}" for name in columns_of(command)], incomplete)


_FUNCTIONS: dict[str, Callable[[str], list[str]]] = {
    offer.__name__: offer
    for offer in (
        models, records, citable, licences, datasets, benchmarks, boards, developers, conditions, kinds, errata, spoken,
        precisions, gpus,
    )
}  # fmt: skip
