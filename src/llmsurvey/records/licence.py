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
    "same-restrictions",
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

UseKind = Literal["sell", "serve", "publish-finetune", "train-on-output", "users", "revenue", "field"]
"""What one may want to do: sell what is made with it, offer it as a service, publish a fine-tune, train another model
on its output; have so many users, or so much revenue; use it in a field."""

FieldOfUse = Literal[
    "adult-content",
    "automated-decisions",
    "biometrics",
    "critical-infrastructure",
    "finance",
    "justice",
    "law-enforcement",
    "legal",
    "medical",
    "migration",
    "military",
    "nuclear",
    "surveillance",
    "weapons",
]
"""What a model may be used for, as far as licences name it: advice on law or medicine, decisions over rights."""

NONE_STATED: Final = "none-stated"
"""The licence that stands where a page was read and states none."""


class Condition(Record):
    """One thing that a licence asks for.

    `share-alike` puts the whole of what is made of a work under the same licence, `same-restrictions` asks no more
    than that the limits on its use go with it. `same_licence` says of a condition that whoever gets the work, or what
    is made of it, gets this agreement too, and is bound by it.

    `threshold` counts users, or US dollars of revenue in a `period`, where the licence names a number. `forbids` says
    of output that it may not train other models at all, and not only under limits; of a threshold that who is above it
    needs another licence; of redistribution that nothing made of the model may be passed on either. `weights` says of
    a condition on output that the weights may not improve other models either.

    `uses` are those of which the condition speaks although its kind doesn't say so. `fields` are those in which the
    work may not be used, `limited_fields` those in which it may within limits; both are None where nobody has read
    which these are. `quote` is the passage of the licence, in its own words; `[...]` stands for what is left out of it.
    """

    kind: ConditionKind
    text: Prose
    quote: Text | None = None
    threshold: Count | None = None
    period: Literal["month", "year"] = "year"
    forbids: bool = False
    weights: bool = False
    same_licence: bool = False
    uses: tuple[UseKind, ...] = ()
    fields: tuple[FieldOfUse, ...] | None = None
    limited_fields: tuple[FieldOfUse, ...] = ()


class Licence(Record):
    """The terms of a work.

    `commercial` is what they say of commercial use, `derivatives` what passes on to what is made of it, and
    `compatible_with` are the licences under which that may stand instead, although this one is share-alike. `kind`
    tells a software licence from one for content, for a model's weights, and from a provider's terms of service. Of
    what an SPDX `expression` of several comes to, `taken` are those that count: where there is a choice the laxest.
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
    compatible_with: tuple[Id, ...] = ()
    notes: Prose | None = None
    url: Text | None = None
    sources: tuple[Source, ...] = ()
    expression: Text | None = None
    taken: tuple[Id, ...] = ()

    def condition(self, kind: ConditionKind) -> Condition | None:
        """Return the condition of that kind, or None."""
        return next((condition for condition in self.conditions if condition.kind == kind), None)
