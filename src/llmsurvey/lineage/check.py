"""Claims that a lineage contradicts, for whoever edits a registry."""

from __future__ import annotations

from collections.abc import Iterator

from llmsurvey.errors import Fault
from llmsurvey.lineage.reasons import claims_more
from llmsurvey.lineage.verdict import Licensing, address
from llmsurvey.registry.compile import Compiled


def licence_warnings(compiled: Compiled) -> Iterator[Fault]:
    """A warning for every size whose licence is more generous than that of a foundation."""
    licensing = Licensing(compiled.registry)
    for model in compiled.registry.models:
        for place, size in enumerate(model.each_size()):
            verdict, licence, _ = licensing.own(size)
            for _, base, each in licensing.foundations(size):
                below = licensing.of(base, each).verdict
                if licence is not None and claims_more(verdict, below):
                    own = model.sizes and model.sizes[place].licence is not None
                    path = ("sizes", place, "licence") if own else ("licence",)
                    message = (
                        f'"{licence.id}" of {address(model, size)} is more generous than {address(base, each)} '
                        f"below it ({below}). "
                        "The base decides; keep it only if the developers really claim it"
                    )
                    yield compiled.fault("model", model.id, path, message, warning=True)
