"""How bills of materials name the licences of the registry."""

from __future__ import annotations

import re
from collections.abc import Iterable

from llmsurvey.answers.bom_entries import LICENCE_REF, NOASSERTION, NONE, BomLicence
from llmsurvey.records import NONE_STATED, Licence
from llmsurvey.registry.registry import Registry

_SPDX_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]*\+?")
_UNFIT = re.compile(r"[^A-Za-z0-9.\-]")


def name_of_licence(licence: Licence | None) -> str:
    """Return what a bill calls a licence: its SPDX id, else `LicenseRef-llmsurvey-ID`.

    What is unknown is NOASSERTION: no determination could be made. Where a page was read and states no licence it is
    NONE: it was looked for, and isn't there.
    """
    if licence is None:
        return NOASSERTION
    if licence.id == NONE_STATED:
        return NONE
    if licence.spdx and _SPDX_ID.fullmatch(licence.spdx):
        return licence.spdx
    return LICENCE_REF + _UNFIT.sub("-", licence.id)


def licences_named(registry: Registry, names: Iterable[str]) -> tuple[BomLicence, ...]:
    """Return the licences of the registry that go by some names of a bill, in the order of the names."""
    by_name: dict[str, Licence] = {}
    for licence in registry.licences:
        by_name.setdefault(name_of_licence(licence), licence)
    known = (by_name[name] for name in sorted(set(names)) if name not in (NOASSERTION, NONE))
    return tuple(BomLicence(name_of_licence(licence), licence.name, licence.url) for licence in known)
