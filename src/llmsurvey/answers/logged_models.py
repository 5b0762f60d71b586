"""Which models of the logs are meant by names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from llmsurvey.errors import AmbiguousNameError, RequestError, UnknownNameError
from llmsurvey.messages import option, say
from llmsurvey.registry.names import strict_form
from llmsurvey.registry.nearest_names import nearest_names

if TYPE_CHECKING:
    from llmsurvey.library import Library


_FEW = 8
"""So many models are named where none is near to the one that is asked for."""


def find_logged_models(library: Library, logged: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return the models of the logs that are meant, each another; `logged` are all of them.

    Raises UnknownNameError with the nearest, AmbiguousNameError, and RequestError where two names are of one model.
    """
    models = [find_logged_model(library, logged, name) for name in names]
    if twice := next((model for model in models if models.count(model) > 1), None):
        raise RequestError(
            say("{logs} compares different models: two names are of {entry}.", logs=option("logs"), entry=twice)
        )
    return models


def find_logged_model(library: Library, logged: Sequence[str], name: str) -> str:
    """Return the model of the logs that is called so there, with its organisation or without, or in the catalogue."""
    for candidates in _list_candidates(library, logged, name):
        if len(candidates) > 1:
            raise AmbiguousNameError(name, candidates)
        if candidates:
            return candidates[0]
    raise UnknownNameError(say("model of the logs"), name, _nearest_models(name, logged))


def _list_candidates(library: Library, logged: Sequence[str], name: str) -> Iterator[list[str]]:
    """Yield the models that a name may mean, by one way of reading it after the other."""
    wanted = strict_form(name)
    yield [model for model in logged if model == name]
    yield [model for model in logged if strict_form(model) == wanted]
    yield [model for model in logged if strict_form(_without_organisation(model)) == wanted]
    yield _known_by_catalogue(library, logged, name)


def _known_by_catalogue(library: Library, logged: Sequence[str], name: str) -> list[str]:
    """Return the models of the logs that are what the catalogue calls so: one size, or any of a model."""
    try:
        model, size = library.registry.resolve_model(name)
    except RequestError:
        return []
    found = ((logged_as, library.registry.find_model(logged_as)) for logged_as in logged)
    return [
        logged_as
        for logged_as, known in found
        if known is not None and known[0].id == model.id and (size is None or known[1] == size)
    ]


def _without_organisation(model: str) -> str:
    return model.rpartition("/")[2]


def _nearest_models(name: str, logged: Sequence[str]) -> list[str]:
    """Return the models whose names are nearest, with or without the organisation; all of a few where none is near."""
    whole = {_without_organisation(model): model for model in logged} | {model: model for model in logged}
    nearest = dict.fromkeys(whole[spelling] for spelling in nearest_names(name, list(whole)))
    return list(nearest) or (list(logged) if len(logged) <= _FEW else [])
