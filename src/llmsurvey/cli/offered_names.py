"""What the shell offers when Tab is pressed: nothing of which a shell could run a part.

What is offered comes from files of others, and a shell reads it again as if it had been typed. So names are offered
that consist of harmless characters, as every id does. A registry that can't be read offers nothing.

The functions that options and arguments name as their `autocompletion` take what was typed so far; that of columns
takes the command, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from llmsurvey.messages import LANGUAGES
from llmsurvey.registry.name_index import names_of, sizes_of

_HARMLESS = re.compile(r"-?\w[\w ,.@+/-]*")
"""What no shell takes for anything but a word: letters and digits of any script, and a few signs between them."""


def complete_name(function: str, command: str, incomplete: str) -> list[str]:
    """Return what a function of this module, by its name, offers for an option or argument of a command."""
    if function == complete_columns.__name__:
        return complete_columns(command, incomplete)
    offer = _FUNCTIONS.get(function)
    return offer(incomplete) if offer else []


def _offer_names(names: Callable[[], Iterable[str]], incomplete: str) -> list[str]:
    """Return the names that begin as typed and are harmless."""
    from llmsurvey.errors import LlmsurveyError

    try:
        return sorted({name for name in names() if name.startswith(incomplete) and _HARMLESS.fullmatch(name)})
    except (LlmsurveyError, OSError):
        return []


def _offer_in_any_case(names: Callable[[], Iterable[str]], incomplete: str) -> list[str]:
    """Return the names that begin as typed; where none does, those that do but for capitals, as they are typed.

    This is for what is found in any spelling. A shell keeps nothing that doesn't begin with what stands there.
    """

    def spelt_as_typed() -> Iterator[str]:
        for name in names():
            if name[: len(incomplete)].casefold() == incomplete.casefold():
                yield incomplete + name[len(incomplete) :]

    return _offer_names(names, incomplete) or _offer_names(spelt_as_typed, incomplete)


def complete_models(incomplete: str) -> list[str]:
    """Return models, and once an @ is typed the sizes of the model before it."""
    head, at, _ = incomplete.partition("@")
    if at:
        return _offer_in_any_case(lambda: [f"{head}@{size}" for size in sizes_of(head)], incomplete)
    return _offer_in_any_case(lambda: names_of("models"), incomplete)


def complete_records(incomplete: str) -> list[str]:
    """Return models, datasets, benchmarks, licences and organisations."""
    named = complete_models(incomplete) + complete_datasets(incomplete) + complete_benchmarks(incomplete)
    return named + complete_licences(incomplete) + _offer_names(lambda: names_of("organisations"), incomplete)


def complete_citable(incomplete: str) -> list[str]:
    """Return keys of publications, models, datasets, benchmarks and boards."""
    keys = _offer_names(lambda: names_of("citable"), incomplete) + complete_boards(incomplete)
    return keys + complete_models(incomplete) + complete_datasets(incomplete) + complete_benchmarks(incomplete)


def complete_licences(incomplete: str) -> list[str]:
    """Return licences by id."""
    return _offer_in_any_case(lambda: names_of("licences"), incomplete)


def complete_datasets(incomplete: str) -> list[str]:
    """Return datasets by id."""
    return _offer_in_any_case(lambda: names_of("datasets"), incomplete)


def complete_benchmarks(incomplete: str) -> list[str]:
    """Return benchmarks by id."""
    return _offer_in_any_case(lambda: names_of("benchmarks"), incomplete)


def complete_boards(incomplete: str) -> list[str]:
    """Return boards, and once an @ is typed the snapshots of the board before it, the newest by its name `latest`."""
    from llmsurvey.boards.folders import LATEST, SURVEY_ADDRESS, BoardFolders

    board, at, _ = incomplete.partition("@")
    if not at:
        return complete_board_names(incomplete)

    def addresses() -> list[str]:
        days = BoardFolders.standard().snapshots(board)
        return [SURVEY_ADDRESS, *(f"{board}@{day}" for day in days), *([f"{board}@{LATEST}"] if days else [])]

    return _offer_names(addresses, incomplete)


def complete_board_names(incomplete: str) -> list[str]:
    """Return boards by name, without their snapshots."""
    from llmsurvey.boards.folders import BoardFolders

    return _offer_names(BoardFolders.standard().boards, incomplete)


def complete_own_boards(incomplete: str) -> list[str]:
    """Return the user's own boards, and their snapshots."""
    from llmsurvey.boards.folders import BoardFolders, user_folder

    own = BoardFolders((user_folder(),))
    return _offer_names(lambda: [*own.boards(), *own.addresses()], incomplete)


def complete_board_actions(incomplete: str) -> list[str]:
    """Return what can be done with boards."""
    return _offer_names(lambda: ["remove"], incomplete)


def complete_log_actions(incomplete: str) -> list[str]:
    """Return what can be done with logs."""
    return _offer_names(lambda: ["import", "remove", "scores"], incomplete)


def complete_developers(incomplete: str) -> list[str]:
    """Return developers of any model, and what else organisations are called."""
    return _offer_in_any_case(lambda: [*names_of("developers"), *names_of("organisations")], incomplete)


def complete_conditions(incomplete: str) -> list[str]:
    """Return kinds of conditions."""
    return _offer_names(lambda: names_of("conditions"), incomplete)


def complete_kinds(incomplete: str) -> list[str]:
    """Kinds of models."""
    return _offer_names(lambda: names_of("kinds"), incomplete)


def complete_errata(incomplete: str) -> list[str]:
    """Return errata by number: E12."""
    return _offer_names(lambda: names_of("errata"), incomplete)


def complete_erratum_kinds(incomplete: str) -> list[str]:
    """Return kinds of errata."""
    return _offer_names(lambda: names_of("erratum kinds"), incomplete)


def complete_claims(incomplete: str) -> list[str]:
    """Return claims by number: C61."""
    from llmsurvey.cli.command_index import cached_claims

    return _offer_names(cached_claims, incomplete)


def complete_languages(incomplete: str) -> list[str]:
    """Return languages that a model is for, by their codes."""
    return _offer_names(lambda: names_of("languages"), incomplete)


def complete_spoken_languages(incomplete: str) -> list[str]:
    """Return the languages of the program."""
    return _offer_names(lambda: LANGUAGES, incomplete)


def complete_precisions(incomplete: str) -> list[str]:
    """Return ways to store weights."""
    return _offer_in_any_case(lambda: names_of("precisions"), incomplete)


def complete_uses(incomplete: str) -> list[str]:
    """Return what one may want to do with a model."""
    from typing import get_args

    from llmsurvey.lineage.uses import USES, WITH_VALUE
    from llmsurvey.records.licence import FieldOfUse

    fields = (f"field={field}" for field in get_args(FieldOfUse))
    return _offer_names(lambda: (*USES, *(f"{use}=" for use in WITH_VALUE if use != "field"), *fields), incomplete)


def complete_cache_types(incomplete: str) -> list[str]:
    """Return ways to store the key-value cache."""
    return _offer_in_any_case(lambda: names_of("cache types"), incomplete)


def complete_engines(incomplete: str) -> list[str]:
    """Return the engines whose cache is known."""
    return _offer_in_any_case(lambda: names_of("engines"), incomplete)


def complete_gpus(incomplete: str) -> list[str]:
    """Return cards by id."""
    return _offer_in_any_case(lambda: names_of("gpus"), incomplete)


def complete_commands_with_rows(incomplete: str) -> list[str]:
    """Return the commands whose JSON has a schema."""
    from llmsurvey.answers.forms import FORMS

    return _offer_names(lambda: FORMS, incomplete)


def complete_columns(command: str, incomplete: str) -> list[str]:
    """Return the columns of a command's table; after a comma the next one, behind a minus or plus that is typed."""
    from llmsurvey.cli.command_index import cached_columns_of

    head, comma, last = incomplete.rpartition(",")
    sign = last[:1] if last[:1] in ("-", "+") else ""
    return [
        f"{head}{comma}{sign}{name}"
        for name in _offer_names(lambda: cached_columns_of(command), last.removeprefix(sign))
    ]


_FUNCTIONS: dict[str, Callable[[str], list[str]]] = {
    offer.__name__: offer
    for offer in (
        complete_models, complete_records, complete_citable, complete_licences, complete_datasets, complete_benchmarks,
        complete_boards, complete_board_names, complete_own_boards, complete_board_actions, complete_developers,
        complete_log_actions, complete_conditions, complete_kinds, complete_errata, complete_erratum_kinds,
        complete_claims, complete_languages, complete_spoken_languages,
        complete_precisions, complete_gpus, complete_cache_types, complete_engines, complete_commands_with_rows,
    )
}  # fmt: skip
