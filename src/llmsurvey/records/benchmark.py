"""What a score measures."""

from typing import Annotated, Literal

from llmsurvey.records.bilingual import Prose
from llmsurvey.records.quantities import Count
from llmsurvey.records.record import Id, Record, Text
from llmsurvey.records.rules import Limits
from llmsurvey.records.source import Source

Percentage = Annotated[float, Limits(ge=0, le=100, allow_inf_nan=False)]
"""From 0 to 100; a fraction keeps below 1."""

Shots = Annotated[int, Limits(ge=0, le=1_000_000)]
"""A number of worked examples; a larger one is a slip."""


class Benchmark(Record):
    """A test that models are scored on.

    `chance` is what guessing scores and `human` what people score, both in `unit`; `items` counts the questions that
    are scored, `shots` the worked examples that usually precede each. `variant_of` names the benchmark that this one
    is a translation or an imitation of: the two share a name, and are not comparable. Of a mean over parts of unequal
    size, `effective_items` says how many questions of equal weight would give it the same standard error.
    """

    id: Id
    name: Text
    aliases: tuple[Text, ...] = ()
    task: Prose | None = None
    languages: tuple[Text, ...] = ()
    metric: Text | None = None
    unit: Literal["percent", "fraction"] = "percent"
    shots: Shots | None = None
    items: Count | None = None
    effective_items: Count | None = None
    chance: Percentage | None = None
    human: Percentage | None = None
    variant_of: Id | None = None
    notes: Prose | None = None
    url: Text | None = None
    sources: tuple[Source, ...] = ()
