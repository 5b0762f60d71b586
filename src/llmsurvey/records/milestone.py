"""Something in the survey's history that is no model."""

from llmsurvey.records.dates import PartialDate
from llmsurvey.records.record import PositiveInt, Record, Text
from llmsurvey.records.source import Source


class Milestone(Record):
    """An architecture or method that the history names: `year` as the survey prints it, `released` as a source says."""

    name: Text
    year: Text
    released: PartialDate | None = None
    developers: tuple[Text, ...] = ()
    reference: PositiveInt | None = None
    sources: tuple[Source, ...] = ()
