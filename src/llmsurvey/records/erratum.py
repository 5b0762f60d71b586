"""A mistake of the survey that a source proves."""

from typing import Annotated, Literal

from llmsurvey.messages import Message, say
from llmsurvey.records.bilingual import Bilingual
from llmsurvey.records.record import PositiveInt, Record, Text
from llmsurvey.records.rules import Limits
from llmsurvey.records.source import Source

ErratumKind = Literal["fact", "number", "name", "caption", "metric", "citation", "note"]
"""What is wrong; a note is about what isn't, by its source or by custom, and yet wants a word."""


class Erratum(Record):
    """What the survey prints at one place, what is so, and why.

    `number` is never given twice, so that E12 stays E12. The place is a `section` ("3.1.1"), and in it perhaps a cell:
    `table`, `row` (counted from 1, without it the heading) and `column` (its heading as printed, or `caption`). A
    mistake of the reference list has a `reference` instead, a wrong citation both. `printed` are the few words or the
    number at fault, as printed; `correct` is how they should stand. `same_as` is the number of the first place of a
    mistake that stands in several. `subject` names the record of the registry that it is about: `model/falcon`.
    """

    number: PositiveInt
    kind: ErratumKind
    same_as: PositiveInt | None = None
    section: Text | None = None
    table: Annotated[int, Limits(ge=1, le=4)] | None = None
    row: PositiveInt | None = None
    column: Text | None = None
    reference: PositiveInt | None = None
    printed: Text
    correct: Bilingual
    reason: Bilingual
    subject: Text | None = None
    sources: Annotated[tuple[Source, ...], Limits(min_length=1)]

    @property
    def name(self) -> str:
        """How it is called: `E12`."""
        return f"E{self.number}"

    @property
    def place(self) -> Message:
        """Where in the survey it stands, in words."""
        if self.table is not None:
            return _in_table(self.table, self.row, self.column)
        if self.reference is not None and self.section is not None:
            return say("section {section}, [{reference}]", section=self.section, reference=self.reference)
        if self.reference is not None:
            return say("reference [{reference}]", reference=self.reference)
        if self.section == "abstract":
            return say("abstract")
        return say("section {section}", section=self.section)


def _in_table(table: int, row: int | None, column: str | None) -> Message:
    if column == "caption":
        return say("table {table}, caption", table=table)
    if row is None:
        return say('table {table}, heading "{column}"', table=table, column=column)
    return say('table {table}, row {row}, "{column}"', table=table, row=row, column=column)
