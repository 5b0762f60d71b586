"""What the shell offers when Tab is pressed: nothing of which a shell could run a part.

What is offered comes from files of others, and a shell reads it again as if it had been typed. So names are offered
that consist of harmless characters, as every id does. A registry that can't be read offers nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import typer

from llmsurvey.messages import LANGUAGES
from llmsurvey.registry.registry import Registry


def _registry() -> Registry:
    from llmsurvey.registry.load import load_registry

    return load_registry()


_HARMLESS = re.compile(r"-?\w[\w ,.@+/-]*")
"""What no shell takes for anything but a word: letters and digits of any script, and a few signs between them."""


def _offer(names: Callable[[], Iterable[str]], incomplete: str) -> list[str]:
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
        return _offer(lambda: [f"{head}@{size.name}" for size in _registry().resolve_model(head)[0].sizes], incomplete)
    return _offer(lambda: [*_registry().model_by_id, *_registry().names_of_models()], incomplete)


def records(incomplete: str) -> list[str]:
    """Models, datasets, benchmarks and licences."""
    return models(incomplete) + datasets(incomplete) + benchmarks(incomplete) + licences(incomplete)


def citable(incomplete: str) -> list[str]:
    """Keys of publications, models, datasets and benchmarks."""
    from llmsurvey.registry.built_in import load_survey

    keys = _offer(lambda: load_survey().publication_by_key, incomplete)
    return keys + models(incomplete) + datasets(incomplete) + benchmarks(incomplete)


def licences(incomplete: str) -> list[str]:
    """Licences by id."""
    return _offer(lambda: _registry().licence_by_id, incomplete)


def datasets(incomplete: str) -> list[str]:
    """Datasets by id."""
    return _offer(lambda: _registry().dataset_by_id, incomplete)


def benchmarks(incomplete: str) -> list[str]:
    """Benchmarks by id."""
    return _offer(lambda: _registry().benchmark_by_id, incomplete)


def boards(incomplete: str) -> list[str]:
    """Boards by their addresses, and files as the shell completes them."""
    from llmsurvey.boards.folders import SURVEY_ADDRESS, BoardFolders

    return _offer(lambda: [SURVEY_ADDRESS, *BoardFolders.standard().addresses()], incomplete)


def developers(incomplete: str) -> list[str]:
    """Developers of any model."""
    return _offer(lambda: (name for model in _registry().models for name in model.developers), incomplete)


def conditions(incomplete: str) -> list[str]:
    """Kinds of conditions."""
    from typing import get_args

    from llmsurvey.records import ConditionKind

    return _offer(lambda: get_args(ConditionKind), incomplete)


def kinds(incomplete: str) -> list[str]:
    """Kinds of models."""
    from typing import get_args

    from llmsurvey.records.model import Kind

    return _offer(lambda: get_args(Kind), incomplete)


def errata(incomplete: str) -> list[str]:
    """Kinds of errata."""
    from typing import get_args

    from llmsurvey.records.erratum import ErratumKind

    return _offer(lambda: get_args(ErratumKind), incomplete)


def spoken(incomplete: str) -> list[str]:
    """The languages of the program."""
    return _offer(lambda: LANGUAGES, incomplete)


def precisions(incomplete: str) -> list[str]:
    """Ways to store weights."""
    from llmsurvey.registry.built_in import load_hardware

    return _offer(lambda: (precision.name for precision in load_hardware().precisions), incomplete)


def gpus(incomplete: str) -> list[str]:
    """Cards by id."""
    from llmsurvey.registry.built_in import load_hardware

    return _offer(lambda: (gpu.id for gpu in load_hardware().gpus), incomplete)


def columns(ctx: typer.Context, incomplete: str) -> list[str]:
    """The columns of the command's table; after a comma the next one, behind a minus in its other order."""
    from llmsurvey.cli.columns import columns_of

    head, comma, last = incomplete.rpartition(",")
    minus = "-" if last.startswith("-") else ""
    names = [f"{head}{comma}{minus}{name}" for name in columns_of(ctx.info_name or "")]
    return _offer(lambda: names, incomplete)
