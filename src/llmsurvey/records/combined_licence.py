"""Several licences over one work: all of them bind, or the taker has the choice."""

from __future__ import annotations

from collections.abc import Sequence

from llmsurvey.records.licence import Licence
from llmsurvey.records.source import Source
from llmsurvey.records.verdict import VERDICTS, strictest_verdict

_FACTS = ("commercial", "conditions", "derivatives")
"""What the sources of the parts are sources for in the whole, too."""


def bind_together(parts: Sequence[Licence], id: str, name: str, expression: str) -> Licence:
    """Return a licence that says what some say together: the strictest verdict, and all conditions."""
    return Licence(
        id=id,
        name=name,
        kind=parts[0].kind,
        commercial=strictest_verdict(part.commercial for part in parts),
        conditions=tuple(dict.fromkeys(condition for part in parts for condition in part.conditions)),
        derivatives=parts[0].derivatives if len(parts) == 1 else None,
        compatible_with=parts[0].compatible_with if len(parts) == 1 else (),
        url=parts[0].url,
        sources=_sources_of(parts),
        expression=expression,
        taken=tuple(dict.fromkeys(taken for part in parts for taken in part.taken or (part.id,))),
    )


def take_laxest(parts: Sequence[Licence]) -> Licence:
    """Return the one of some licences (`Apache-2.0 OR MIT`) that the taker would take.

    That is one with the laxest verdict, of these one with the fewest conditions, and of these the first by its id, so
    that the order in which they are named doesn't matter.
    """
    return min(parts, key=lambda part: (-VERDICTS.index(part.commercial), len(part.conditions), part.id))


def _sources_of(parts: Sequence[Licence]) -> tuple[Source, ...]:
    sources = (source for part in parts for source in part.sources)
    return tuple(dict.fromkeys(source for source in sources if any(map(source.supports_field, _FACTS))))
