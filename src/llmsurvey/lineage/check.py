"""What a registry says of licences and had better not, for whoever edits it."""

from __future__ import annotations

from collections.abc import Iterator

from llmsurvey.errors import Fault
from llmsurvey.lineage.reasons import contradictions_of
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import Word, say
from llmsurvey.records import CommercialUse, Model
from llmsurvey.registry.compile import Compiled

Path = tuple[str | int, ...]


def licence_warnings(compiled: Compiled) -> Iterator[Fault]:
    """A warning for every stated licence that is more generous than that of a foundation, with its sizes."""
    licensing = Licensing(compiled.registry)
    for model in compiled.registry.models:
        for (path, licence, base, allowed), names in _claims(licensing, model).items():
            holder = f"{model.name}@{', '.join(names)}" if model.sizes else model.name
            message = say(
                '"{licence}" of {holder} is more generous than {base} below it ({allowed}). '
                "The base decides; keep it only if the developers really claim it",
                licence=licence,
                holder=holder,
                base=base,
                allowed=Word("verdict", allowed),
            )
            yield compiled.fault("model", model.id, path, message, warning=True)


def _claims(licensing: Licensing, model: Model) -> dict[tuple[Path, str, str, CommercialUse], dict[str, None]]:
    """The sizes that claim more than a base, by the place of the claim, the licence, the base and what that allows."""
    claims: dict[tuple[Path, str, str, CommercialUse], dict[str, None]] = {}
    for place, size in enumerate(model.each_size()):
        for found in contradictions_of(licensing, model, size):
            path: Path = ("sizes", place, "licence") if model.states(size, "licence") else ("licence",)
            claims.setdefault((path, found.licence.id, found.base.name, found.verdict), {})[size.name] = None
    return claims
