"""Models that were tuned from weights of which no source says whose they are, below verdicts that can't count these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from llmsurvey.answers.short_texts import first_names
from llmsurvey.lineage.graph import called
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.messages import Message
from llmsurvey.records import Model, Size
from llmsurvey.tables.note import note


def note_unstated_bases(licensing: Licensing, model: Model, sizes: Iterable[Size]) -> Iterator[Message]:
    """Name what was tuned from a base that nobody states, among some sizes and all that they were made from."""
    if not licensing.lineage:
        return
    below = licensing.sizes_below([(model.id, size.name) for size in sizes])
    names = dict.fromkeys(called(maker, size) for maker, size in below if _lacks_base(licensing, size))
    if names:
        yield note(
            "partial",
            "No source that was read says what {names} started from: its terms aren't in the verdict.",
            names=first_names(list(names)),
        )


def _lacks_base(licensing: Licensing, size: Size) -> bool:
    return size.kind == "finetuned" and not size.foundations and not licensing.unresolved_bases(size)
