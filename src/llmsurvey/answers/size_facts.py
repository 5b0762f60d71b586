"""What programs get of one size of a model where its sizes are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from llmsurvey.tables.detailed import Detailed

if TYPE_CHECKING:
    from llmsurvey.lineage.verdict import Licensing
    from llmsurvey.records import Model, Size, Verdict


class SizeFacts(NamedTuple):
    """A size by its name, None for a model that has no sizes, with its own or its model's facts."""

    name: str | None
    parameters: int | None
    active_parameters: int | None
    licence: str | None
    licence_name: str | None
    verdict: Verdict
    hub: str | None
    released: str | None


def describe_size(licensing: Licensing, model: Model, size: Size) -> Detailed[SizeFacts]:
    """Return a complete size with what is known of it; as a text it is its name, empty where it has none."""
    licence = licensing.registry.licence_by_id.get(size.licence or "")
    facts = SizeFacts(
        size.name if model.sizes else None,
        size.parameters,
        size.active_parameters,
        size.licence,
        licence.name if licence else None,
        licensing.assess(model, size).verdict,
        size.hub,
        size.released,
    )
    return Detailed(facts.name or "", facts)
