"""What neither standard has a field for, as names and values, which both can carry."""

from __future__ import annotations

from collections.abc import Iterator

from llmsurvey.answers.bom_entries import BomEntry
from llmsurvey.answers.bom_stated import PREFIX


def properties_of(entry: BomEntry) -> Iterator[tuple[str, str]]:
    """Yield what is needed to read a component back as it was."""
    yield f"{PREFIX}component", entry.component
    for name in ("size", "released", "hub", "architecture", "parameters", "verdict"):
        if (value := getattr(entry, name)) is not None:
            yield f"{PREFIX}{name}", str(value)
    if entry.is_subject:
        yield f"{PREFIX}subject", "true"
