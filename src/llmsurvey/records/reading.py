"""A figure that claims are judged by and that no record of the registry has a field for."""

from typing import Annotated

from llmsurvey.records.bilingual import Bilingual
from llmsurvey.records.record import Id, Record
from llmsurvey.records.rules import Limits
from llmsurvey.records.source import Source


class Reading(Record):
    """What a source says of one thing: `what` it is, in both languages, and the `value`, a count of that."""

    key: Id
    what: Bilingual
    value: int
    sources: Annotated[tuple[Source, ...], Limits(min_length=1)]
