"""How the key-value cache is used: for how many tokens, in which type of numbers, by which engine."""

from __future__ import annotations

from typing import NamedTuple

from llmsurvey.errors import RequestError
from llmsurvey.messages import Message, join_texts, say
from llmsurvey.records.cache_type import CACHE_TYPES, ENGINES, F16, CacheType, Engine
from llmsurvey.registry.names import loose_form


class CacheUse(NamedTuple):
    """So many texts (`batch`) of so many tokens (`context`) at once, as an engine keeps them, or as a model needs."""

    context: int
    batch: int = 1
    type: CacheType = F16
    engine: Engine | None = None


def cache_type_of(text: str | None, engine: Engine | None = None) -> CacheType:
    """Return the type of that name, 16 bits where none is named.

    Raises RequestError with all that there are for another name, and for a type that `engine` hasn't.
    """
    if text is None:
        return F16
    types = [kind for kind in CACHE_TYPES if engine is None or engine in kind.engines]
    for kind in types:
        if loose_form(text) in map(loose_form, (kind.name, *kind.aliases)):
            return kind
    names = _list_types(types)
    if engine is None:
        raise RequestError(say('no type of cache is called "{name}". There are {names}.', name=text, names=names))
    raise RequestError(
        say('{engine} has no type of cache called "{name}": {names}.', engine=engine, name=text, names=names)
    )


def _list_types(types: list[CacheType]) -> Message:
    """Return the names of some types, each with its bits."""
    return join_texts((say("{name} ({bits:g} bits)", name=kind.name, bits=float(kind.bits)) for kind in types), ", ")


def engine_of(text: str | None) -> Engine | None:
    """Return the engine of that name in any case. Raises RequestError with all that there are."""
    if text is None:
        return None
    for engine in ENGINES:
        if loose_form(text).replace(".", "") == loose_form(engine).replace(".", ""):
            return engine
    names = ", ".join(ENGINES)
    raise RequestError(say('the cache of "{name}" isn\'t known: there are {names}.', name=text, names=names))
