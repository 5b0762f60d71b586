"""What one may do with a work, and on which conditions."""

from typing import Final, Literal

from llmsurvey.records.bilingual import Prose
from llmsurvey.records.dates import PartialDate
from llmsurvey.records.quantities import Count
from llmsurvey.records.record import Id, Record, Text
from llmsurvey.records.source import Source
from llmsurvey.records.verdict import CommercialUse

ConditionKind = Literal[
    "attribution",
    "share-alike",
    "forbidden-uses",
    "user-threshold",
    "revenue-threshold",
    "registration",
    "outputs",
    "non-commercial",
    "research-only",
    "no-derivatives",
    "no-redistribution",
    "service-only",
    "patent",
    "other",
]

NONE_STATED: Final = "none-stated"
"""The licence that stands where a page was read and states none."""


class Condition(Record):
    """One thing that a licence asks for; `threshold` counts users or money, where the licence names a number.

    `forbids` says of output that it may not train other models at all, and not only under limits; of redistribution
    that nothing made of the model may be passed on either. `quote` is the passage of the licence, in its own words;
    `[...]` stands for what is left out of it.
    """

    kind: ConditionKind
    text: Prose
    quote: Text | None = None
    threshold: Count | None = None
    forbids: bool = False


class Licence(Record):
    """The terms of a work.

    `commercial` is what they say of commercial use, `derivatives` what passes on to what is made of it. `kind` tells a
    software licence from one for content, for a model's weights, and from a provider's terms of service.
    """

    id: Id
    name: Text
    aliases: tuple[Text, ...] = ()
    spdx: Text | None = None
    kind: Literal["software", "content", "model", "terms"]
    released: PartialDate | None = None
    commercial: CommercialUse = "unknown"
    conditions: tuple[Condition, ...] = ()
    derivatives: Prose | None = None
    notes: Prose | None = None
    url: Text | None = None
    sources: tuple[Source, ...] = ()

    def condition(self, kind: ConditionKind) -> Condition | None:
        """Return the condition of that kind, or None."""
        return next((condition for condition in self.conditions if condition.kind == kind), None)
