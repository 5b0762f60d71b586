"""What the survey prints, to the letter: its tables, and the models of its history."""

from typing import Annotated

from llmsurvey.messages import say
from llmsurvey.records.bilingual import Bilingual
from llmsurvey.records.record import Id, Record, Text
from llmsurvey.records.rules import Limits


class PrintedColumn(Record):
    """A column: its name in this program, its heading as printed and in Korean, and whether its cells are numbers."""

    name: Id
    heading: Text
    heading_ko: Text
    numeric: bool = False


class PrintedRow(Record):
    """A row: the model that it means, and its cells as printed, in the order of the columns."""

    model: Id
    cells: tuple[Text, ...]


class PrintedTable(Record):
    """A table of the survey: its number, its captions as printed in both languages, its columns and its rows."""

    number: Annotated[int, Limits(ge=1, le=4)]
    section: Text
    caption: Bilingual
    columns: tuple[PrintedColumn, ...]
    rows: tuple[PrintedRow, ...]

    def check(self) -> None:
        """Raise ValueError for a row that hasn't a cell for each column."""
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(say("a row has {number} cells, not one for each column", number=len(row.cells)))

    def cell(self, row: PrintedRow, heading: str) -> str:
        """Return the cell of a row under a heading. Raises ValueError for a heading that the table hasn't."""
        return row.cells[[column.heading for column in self.columns].index(heading)]


class PrintedModel(Record):
    """A model in the survey's history: what the survey calls it, and the year and developer that it gives, if any."""

    model: Id
    name: Text
    year: Text | None = None
    developer: Text | None = None
