"""How bills of materials name the licences of the registry."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from llmsurvey.answers.bom_entries import LICENCE_REF, NOASSERTION, NONE, BomLicence
from llmsurvey.answers.bom_expressions import parts_of_licence
from llmsurvey.records import NONE_STATED, Licence
from llmsurvey.registry.registry import Registry

_UNFIT = re.compile(r"[^A-Za-z0-9.\-]")
_TERM = re.compile(r"WITH [^\s()]+|[a-z0-9][a-z0-9._-]*")
"""An exception of SPDX's, or a licence by its id, in an expression, whose operators are in capitals."""


@cache
def _listed_ids() -> frozenset[str]:
    """The ids of the SPDX list, and ScanCode's of other licences, which begin with `LicenseRef-`."""
    from license_expression import get_spdx_licensing

    return frozenset(get_spdx_licensing().known_symbols)


def name_of_licence(registry: Registry, licence: Licence | None) -> str:
    """Return what a bill calls a licence: its SPDX id or expression, else `LicenseRef-llmsurvey-ID`.

    What is unknown is NOASSERTION: no determination could be made. Where a page was read and states no licence it is
    NONE: it was looked for, and isn't there.
    """
    if licence is None:
        return NOASSERTION
    if licence.id == NONE_STATED:
        return NONE
    if licence.expression:
        by_id = registry.licence_by_id
        return _TERM.sub(
            lambda term: term[0] if term[0].startswith("WITH ") else name_of_licence(registry, by_id[term[0]]),
            licence.expression,
        )
    if licence.spdx in _listed_ids() and not licence.spdx.startswith("LicenseRef-"):
        return licence.spdx
    return LICENCE_REF + _UNFIT.sub("-", licence.id)


def licences_by_name(registry: Registry) -> dict[str, Licence]:
    """Return the licences of the registry by what a bill calls them; the first where two are called alike."""
    by_name: dict[str, Licence] = {}
    for licence in registry.licences:
        by_name.setdefault(name_of_licence(registry, licence), licence)
    return by_name


def licences_named(registry: Registry, names: Iterable[str]) -> tuple[BomLicence, ...]:
    """Return the licences of the registry that some names or expressions of a bill are made of, in order."""
    by_name = licences_by_name(registry)
    parts = {part for name in names for part in parts_of_licence(name)}
    known = ((name, by_name[name]) for name in sorted(parts) if name in by_name and name != NONE)
    return tuple(BomLicence(name, licence.name, licence.url) for name, licence in known)
