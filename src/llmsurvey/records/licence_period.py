"""When a licence held, for weights and data whose licence changed."""

from llmsurvey.records.dates import PartialDate
from llmsurvey.records.record import Id, Record


class LicencePeriod(Record):
    """A licence that held from one day to another; a missing end is open."""

    licence: Id
    since: PartialDate | None = None
    until: PartialDate | None = None
