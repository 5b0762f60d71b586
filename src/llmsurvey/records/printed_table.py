"""The form of a table that the survey prints; its cells are with the models that they are about (`as_printed`)."""

from typing import Annotated

from pydantic import Field

from llmsurvey.records.bilingual import Bilingual
from llmsurvey.records.record import Id, Record, Text


class PrintedColumn(Record):
    """A column: its name in this program, its heading as printed and in Korean, and whether its cells are numbers."""

    name: Id
    heading: Text
    heading_ko: Text
    numeric: bool = False


class PrintedTable(Record):
    """A table of the survey: its number, its captions as printed in both languages, and its columns."""

    number: Annotated[int, Field(ge=1, le=4)]
    section: Text
    caption: Bilingual
    columns: tuple[PrintedColumn, ...]
