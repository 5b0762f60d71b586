"""What models are trained on."""

from typing import Literal

from llmsurvey.records.bilingual import Prose
from llmsurvey.records.dates import PartialDate
from llmsurvey.records.exposure import Exposure
from llmsurvey.records.licence_period import LicencePeriod
from llmsurvey.records.model import Access, Reference
from llmsurvey.records.quantities import Count
from llmsurvey.records.record import Id, Record, Text
from llmsurvey.records.source import Source
from llmsurvey.records.statement import Statement
from llmsurvey.records.unresolved import Unresolved


class Derivation(Record):
    """Which dataset another was made from, how, and with which tool (`by: DeepL`)."""

    dataset: Id
    relation: Literal["translated", "filtered", "subset", "mixture", "extended", "unstated"]
    by: Text | None = None


Rights = Literal["unlicensed", "withdrawn"]
"""What may be wrong with data that no licence covers: nobody granted one, or they were taken back."""


class Dataset(Record):
    """A collection of text.

    `items` counts documents, instructions or dialogues; `size` is text as published ("825 GiB"). `rights` is given
    where a source tells that no licence is known, or that the data were withdrawn: both are a caveat of whatever is
    trained on them. `generated_by` names the models whose output it holds: their provider's terms are a caveat too.
    `benchmarks` are those whose questions it holds.
    """

    id: Id
    name: Text
    aliases: tuple[Text, ...] = ()
    creators: tuple[Text, ...] = ()
    released: PartialDate | None = None
    access: Access | None = None
    licence: Id | None = None
    licence_history: tuple[LicencePeriod, ...] = ()
    rights: Rights | None = None
    languages: tuple[Text, ...] = ()
    items: Count | None = None
    tokens: Count | None = None
    size: Prose | None = None
    derived_from: tuple[Derivation, ...] = ()
    generated_by: tuple[Reference, ...] = ()
    benchmarks: tuple[Exposure, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    otherwise: tuple[Statement, ...] = ()
    notes: Prose | None = None
    sources: tuple[Source, ...] = ()

    def sources_for(self, field: str) -> tuple[Source, ...]:
        """Return the sources that state a field of it."""
        return tuple(source for source in self.sources if source.supports_field(field))
