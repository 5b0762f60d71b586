"""Claims that a lineage contradicts, for whoever edits a registry."""

from __future__ import annotations

from collections.abc import Iterator

from llmsurvey.errors import Fault
from llmsurvey.lineage.reasons import claims_more
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import Word, say
from llmsurvey.registry.compile import Compiled


def licence_warnings(compiled: Compiled) -> Iterator[Fault]:
    """A warning for every stated licence that is more generous than that of a foundation, with its sizes."""
    licensing = Licensing(compiled.registry)
    for model in compiled.registry.models:
        claims: dict[tuple[tuple[str | int, ...], str, str, str], list[str]] = {}
        for place, size in enumerate(model.each_size()):
            verdict, licence, _ = licensing.own(size)
            for _, base, each in licensing.foundations(size):
                below = licensing.of(base, each).verdict
                if licence is not None and claims_more(verdict, below):
                    own = model.sizes and model.sizes[place].licence is not None
                    path: tuple[str | int, ...] = ("sizes", place, "licence") if own else ("licence",)
                    names = claims.setdefault((path, licence.id, base.name, below), [])
                    if size.name not in names:
                        names.append(size.name)
        for (place_of, licence_id, base_name, allowed), names in claims.items():
            holder = f"{model.name}@{', '.join(names)}" if model.sizes else model.name
            message = say(
                '"{licence}" of {holder} is more generous than {base} below it ({allowed}). '
                "The base decides; keep it only if the developers really claim it",
                licence=licence_id,
                holder=holder,
                base=base_name,
                allowed=Word("verdict", allowed),
            )
            yield compiled.fault("model", model.id, place_of, message, warning=True)
