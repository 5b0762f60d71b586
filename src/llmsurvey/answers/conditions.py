"""What has to be kept to, of all licences on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from llmsurvey.answers.answer import Answer, rows_of
from llmsurvey.lineage.verdict import Licensing
from llmsurvey.records import ConditionKind, Model, Size
from llmsurvey.tables import Column, Table

COLUMNS = (
    Column("condition", words="condition"),
    Column("text"),
    Column("quote", brief=False),
    Column("licence"),
    Column("licence_name", brief=False),
    Column("holder"),
)


class ConditionsEntry(NamedTuple):
    """A condition in our words and the licence's, the licence that sets it, and the nearest model that brings it in."""

    condition: ConditionKind
    text: str
    quote: str | None
    licence: str
    licence_name: str
    holder: str


@dataclass(frozen=True, kw_only=True)
class ConditionsAnswer(Answer[ConditionsEntry]):
    """Every condition once, those of the nearest models first."""

    columns = COLUMNS

    def table(self) -> Table:
        """A row for each condition."""
        texts = {(row, "licence"): entry.licence_name for row, entry in enumerate(self.entries)}
        return Table(COLUMNS, rows_of(self.entries, COLUMNS), notes=self.notes, texts=texts)


def list_conditions(licensing: Licensing, model: Model, size: Size | None = None) -> ConditionsAnswer:
    """Return every condition on the way down from a model (or one size of it) once."""
    sizes = [model.complete(size)] if size else list(model.each_size())
    lineage = licensing.sizes_below((model.id, complete_size.name) for complete_size in sizes)
    return ConditionsAnswer(
        entries=[
            ConditionsEntry(
                each.condition.kind,
                each.condition.text,
                each.condition.quote,
                each.licence.id,
                each.licence.name,
                each.holder,
            )
            for each in licensing.collect_conditions(lineage)
        ]
    )
