"""One number on one benchmark."""

from decimal import Decimal
from typing import Annotated, Literal

from llmsurvey.messages import Word, say
from llmsurvey.records.benchmark import Shots
from llmsurvey.records.dates import PartialDate
from llmsurvey.records.record import Id, Record, Text
from llmsurvey.records.rules import Limits


class Score(Record):
    """A model's score, with the set-up that says what it may be compared with.

    `value` is text, so that 67 stays 67 and 60.98 isn't rounded; `number` is the same as a number. `reading` tells
    what the survey prints from what the number really is; `table` is the survey's table that shows it.
    """

    board: Id
    table: Text | None = None
    reading: Literal["printed", "actual"]
    model: Id | None = None
    size: Text | None = None
    name_as_printed: Text
    hub: Text | None = None
    benchmark: Id
    metric: Text
    shots: Shots | None = None
    value: Annotated[str, Limits(pattern=r"^-?[0-9]{1,20}(\.[0-9]{1,40})?$")]
    unit: Literal["percent", "fraction"]
    date: PartialDate | None = None
    source: Text

    def check(self) -> None:
        """Raise ValueError for a value that its unit doesn't allow."""
        if not 0 <= self.percent <= 100:
            most = 100 if self.unit == "percent" else 1
            unit = Word("unit", self.unit)
            raise ValueError(say("{value} is no {unit} between 0 and {most}", value=self.value, unit=unit, most=most))

    @property
    def percent(self) -> Decimal:
        """The value in percent, to the digit."""
        return Decimal(self.value) * (100 if self.unit == "fraction" else 1)
